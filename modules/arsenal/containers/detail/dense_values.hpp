#pragma once

#include <arsenal/containers/detail/dense_index.hpp>
#include <arsenal/containers/detail/element_store.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/sanitizer.hpp>
#include <arsenal/platform/throw.hpp>

#include <compare>
#include <cstring>
#include <memory>
#include <utility>

namespace arsenal::inline ARSENAL_ABI::detail {

/// How elements change their place. The key of a pair is const to everybody else, and moved here: nobody
/// looks at the old place again.
template <class Value>
struct dense_element {
    static constexpr bool trivial = std::is_trivially_copyable_v<Value>;
    static constexpr bool nothrow_move = std::is_nothrow_move_constructible_v<Value>;
    static constexpr bool copyable = std::is_copy_constructible_v<Value>;
    template <class Alloc>
    static void move_construct(Alloc& alloc, Value* to, Value& from) {
        std::allocator_traits<Alloc>::construct(alloc, to, std::move(from));
    }
};
template <class Key, class T>
struct dense_element<std::pair<const Key, T>> {
    using value = std::pair<const Key, T>;
    static constexpr bool trivial = std::is_trivially_copyable_v<Key> && std::is_trivially_copyable_v<T>;
    static constexpr bool nothrow_move =
        std::is_nothrow_move_constructible_v<Key> && std::is_nothrow_move_constructible_v<T>;
    static constexpr bool copyable = std::is_copy_constructible_v<Key> && std::is_copy_constructible_v<T>;
    template <class Alloc>
    static void move_construct(Alloc& alloc, value* to, value& from) {
        std::allocator_traits<Alloc>::construct(alloc, to, std::move(const_cast<Key&>(from.first)),
                                                std::move(from.second));
    }
};

/// Whether nobody can tell if elements are moved as bytes: neither they nor the allocator.
template <class Value, class Alloc>
inline constexpr bool dense_by_bytes = dense_element<Value>::trivial && destroyed_unseen<Value, Alloc> &&
                                       !requires(Alloc& a, Value* p, const Value& v) { a.construct(p, v); };
#if defined(__GLIBCXX__)
template <class Value, class U> // its construct() does nothing else for such a type
inline constexpr bool dense_by_bytes<Value, std::pmr::polymorphic_allocator<U>> =
    dense_element<Value>::trivial && std::is_trivially_destructible_v<Value>;
#endif

/// Contiguous iterator. `Category` is always std::random_access_iterator_tag: it makes std an associated
/// namespace, whatever the element type.
template <class T, class Category = std::random_access_iterator_tag>
class dense_iterator {
public:
    using iterator_concept = std::contiguous_iterator_tag;
    using iterator_category = Category;
    using value_type = std::remove_cv_t<T>;
    using difference_type = std::ptrdiff_t;
    using reference = T&;
    using pointer = T*;

    dense_iterator() = default;
    explicit dense_iterator(T* at) noexcept : at_(at) {}
    template <class U>
        requires std::is_same_v<const U, T>
    dense_iterator(const dense_iterator<U, Category>& other) noexcept : at_(other.operator->()) {}

    reference operator*() const noexcept {
        ARSENAL_DEBUG_ASSERT(at_ != nullptr, "dereferenced a singular iterator");
        return *at_;
    }
    pointer operator->() const noexcept { return at_; }
    reference operator[](difference_type n) const noexcept { return at_[n]; }

    dense_iterator& operator++() noexcept { return *this += 1; }
    dense_iterator& operator--() noexcept { return *this -= 1; }
    dense_iterator operator++(int) noexcept { return dense_iterator(at_++); }
    dense_iterator operator--(int) noexcept { return dense_iterator(at_--); }
    dense_iterator& operator+=(difference_type n) noexcept {
        at_ += n;
        return *this;
    }
    dense_iterator& operator-=(difference_type n) noexcept { return *this += -n; }
    friend dense_iterator operator+(dense_iterator a, difference_type n) noexcept { return a += n; }
    friend dense_iterator operator+(difference_type n, dense_iterator a) noexcept { return a += n; }
    friend dense_iterator operator-(dense_iterator a, difference_type n) noexcept { return a -= n; }
    friend difference_type operator-(dense_iterator a, dense_iterator b) noexcept { return a.at_ - b.at_; }
    friend bool operator==(dense_iterator a, dense_iterator b) noexcept { return a.at_ == b.at_; }
    friend std::strong_ordering operator<=>(dense_iterator a, dense_iterator b) noexcept {
        return std::compare_three_way()(a.at_, b.at_);
    }

private:
    T* at_ = nullptr;
};

/// The array of a dense table: a vector that moves only, of elements whose keys are const. Growing gives the
/// strong guarantee as std::vector's does: where a move may throw, elements are copied if they can be. Unused
/// capacity is poisoned for AddressSanitizer.
template <class Value, class Alloc>
class dense_values {
    using traits = std::allocator_traits<Alloc>;
    using element = dense_element<Value>;
    static constexpr bool by_bytes = dense_by_bytes<Value, Alloc>;
    static constexpr bool on_heap =
        is_std_allocator<Alloc> && alignof(Value) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__;

public:
    using value_type = Value;
    using allocator_type = Alloc;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;
    using reference = Value&;
    using const_reference = const Value&;
    using pointer = Value*;
    using const_pointer = const Value*;
    using iterator = dense_iterator<Value>;
    using const_iterator = dense_iterator<const Value>;

    /// Where elements arrive and leave without an exception, if no constructor of the user's is called.
    static constexpr bool nothrow_move = by_bytes || element::nothrow_move;

    explicit dense_values(const Alloc& alloc = Alloc()) noexcept : alloc_(alloc) {}
    dense_values(dense_values&& other) noexcept : alloc_(std::move(other.alloc_)) { take(other); }
    /// O(1) where the allocators are equal; otherwise each element is moved, and `other` is empty after it,
    /// or after an exception.
    dense_values(dense_values&& other, const Alloc& alloc) : dense_values(alloc) {
        if (alloc_ == other.alloc_) {
            take(other);
            return;
        }
        struct emptied {
            dense_values& from;
            ~emptied() { from.clear(); }
        } guard{other};
        append(other.data_, other.size_, [](Value& v) -> Value& { return v; });
    }
    dense_values&
    operator=(dense_values&& other) noexcept(traits::is_always_equal::value ||
                                             traits::propagate_on_container_move_assignment::value) {
        if (this == &other) return *this;
        constexpr bool propagate = traits::propagate_on_container_move_assignment::value;
        dense_values taken(std::move(other), propagate ? other.alloc_ : alloc_);
        swap_contents(taken);
        if constexpr (propagate) {
            using std::swap;
            swap(alloc_, taken.alloc_);
        }
        return *this;
    }
    ~dense_values() {
        destroy(data_, size_);
        deallocate(data_, capacity_);
    }

    iterator begin() noexcept { return iterator(data_); }
    const_iterator begin() const noexcept { return const_iterator(data_); }
    iterator end() noexcept { return iterator(data_ + size_); }
    const_iterator end() const noexcept { return const_iterator(data_ + size_); }
    Value* data() noexcept { return data_; }
    const Value* data() const noexcept { return data_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    size_type size() const noexcept { return size_; }
    size_type capacity() const noexcept { return capacity_; }
    size_type max_size() const noexcept {
        const size_type by_alloc = traits::max_size(alloc_);
        const size_type by_bytes_of_all = std::numeric_limits<std::ptrdiff_t>::max() / sizeof(Value);
        return by_alloc < by_bytes_of_all ? by_alloc : by_bytes_of_all;
    }
    Alloc get_allocator() const noexcept { return alloc_; }
    Value& operator[](size_type i) noexcept {
        ARSENAL_ASSERT(i < size_, "no such element");
        return data_[i];
    }
    const Value& operator[](size_type i) const noexcept {
        ARSENAL_ASSERT(i < size_, "no such element");
        return data_[i];
    }

    /// Amortised O(1); no effect if anything throws (an element that can only be moved, and throws: basic).
    template <class... Args>
    Value& emplace_back(Args&&... args) {
        const auto make = [&](Value* p) { traits::construct(alloc_, p, std::forward<Args>(args)...); };
        if (size_ == capacity_)
            append_grown(grown_capacity(), make, [] {});
        else
            append_here(make);
        return data_[size_ - 1];
    }
    void pop_back() noexcept {
        ARSENAL_ASSERT(size_ != 0, "pop_back() of an empty array");
        drop_last();
    }
    /// Throws length_error beyond max_size().
    void reserve(size_type n) {
        if (n > capacity_) set_capacity(n);
    }
    void shrink_to_fit() {
        if (size_ < capacity_) set_capacity(size_);
    }
    void clear() noexcept {
        const size_type n = size_;
        size_ = 0;
        destroy(data_, n);
        poison(0, n);
    }

    // For the table.

    Alloc& alloc() noexcept { return alloc_; }
    const Alloc& alloc() const noexcept { return alloc_; }

    size_type grown_capacity() const {
        if (size_ >= max_size()) throw_length_error("arsenal: too many elements");
        constexpr size_type first = sizeof(Value) <= 64 ? 8 : 4;
        const size_type doubled = size_ < first ? first : 2 * size_;
        return doubled < max_size() ? doubled : max_size();
    }
    /// pre: size() < capacity()
    template <class Make>
    [[gnu::always_inline]] void append_here(Make&& make) {
        Value* const to = data_ + size_;
        asan_unpoison(to, sizeof(Value));
        if constexpr (noexcept(make(to))) {
            make(to);
        } else {
            poisoned_again guard{*this};
            make(to);
            guard.owner = nullptr;
        }
        ++size_;
    }
    /// The element is made in the new array before the others move, which its arguments may be; before_commit
    /// runs before they do.
    template <class Make, class Before>
    void append_grown(size_type capacity, Make&& make, Before&& before_commit) {
        fresh_array fresh(*this, capacity);
        make(fresh.data + size_);
        struct unmade {
            dense_values& owner;
            Value* p;
            ~unmade() {
                if (p != nullptr) traits::destroy(owner.alloc_, p);
            }
        } guard{*this, fresh.data + size_};
        before_commit();
        relocate(data_, size_, fresh.data);
        guard.p = nullptr;
        commit(fresh);
        ++size_;
        poison(size_, capacity_);
    }
    void set_capacity(size_type n) {
        if (n > max_size()) throw_length_error("arsenal: too many elements");
        if (n == 0) {
            deallocate(data_, capacity_);
            data_ = nullptr;
            capacity_ = 0;
            return;
        }
        fresh_array fresh(*this, n);
        relocate(data_, size_, fresh.data);
        commit(fresh);
        poison(size_, capacity_);
    }
    /// Copies or moves of n elements, appended; get(Value&) says as what.
    template <class From, class Get>
    void append(From* from, size_type n, Get get) {
        if (n == 0) return;
        reserve(size_ + n);
        asan_unpoison(data_ + size_, n * sizeof(Value));
        if constexpr (by_bytes) {
            std::memcpy(static_cast<void*>(data_ + size_), static_cast<const void*>(from), n * sizeof(Value));
            size_ += n;
        } else {
            struct repoisoned {
                dense_values& owner;
                ~repoisoned() { owner.poison(owner.size_, owner.capacity_); }
            } guard{*this};
            for (size_type i = 0; i < n; ++i, ++size_) construct(data_ + size_, get(from[i]));
        }
    }
    void drop_last() noexcept {
        --size_;
        traits::destroy(alloc_, data_ + size_);
        asan_poison(data_ + size_, sizeof(Value));
    }
    /// The last element moves to `gap`, whose own goes. Where that throws, the array must be cleared.
    void drop_swapped(size_type gap) noexcept(nothrow_move) {
        Value* const to = data_ + gap;
        Value* const last = data_ + size_ - 1;
        if constexpr (by_bytes) {
            if (to != last)
                std::memcpy(static_cast<void*>(to), static_cast<const void*>(last), sizeof(Value));
            --size_;
            asan_poison(last, sizeof(Value));
        } else {
            if (to != last) {
                traits::destroy(alloc_, to);
                hole guard{*this, gap, gap + 1};
                element::move_construct(alloc_, to, *last);
                guard.owner = nullptr;
            }
            drop_last();
        }
    }
    /// Moves the element at `from` to `to`, before it, where none is. Where that throws, all is cleared: the
    /// elements between are gone already.
    void move_down(size_type from, size_type to) noexcept(nothrow_move) {
        if constexpr (by_bytes) {
            std::memcpy(static_cast<void*>(data_ + to), static_cast<const void*>(data_ + from),
                        sizeof(Value));
        } else {
            hole guard{*this, to, from};
            element::move_construct(alloc_, data_ + to, data_[from]);
            guard.owner = nullptr;
            traits::destroy(alloc_, data_ + from);
        }
    }
    void destroy_at(size_type i) noexcept { destroy(data_ + i, 1); }
    /// After move_down(): the elements are now the first n.
    void truncate(size_type n) noexcept {
        const size_type before = size_;
        size_ = n;
        poison(n, before);
    }
    /// Elements at the end that are to be destroyed or taken back by set_size() are none for a while.
    void set_size(size_type n) noexcept { size_ = n; }
    void swap_contents(dense_values& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
    }
    size_type bytes() const noexcept { return capacity_ * sizeof(Value); }

private:
    struct fresh_array {
        dense_values& owner;
        Value* data;
        size_type capacity;

        fresh_array(dense_values& values, size_type n)
            : owner(values), data(values.allocate(n)), capacity(n) {}
        fresh_array(const fresh_array&) = delete;
        fresh_array& operator=(const fresh_array&) = delete;
        ~fresh_array() { owner.deallocate_raw(data, capacity); }
    };
    struct poisoned_again {
        dense_values* owner;
        explicit poisoned_again(dense_values& values) noexcept : owner(&values) {}
        ~poisoned_again() {
            if (owner != nullptr) owner->poison(owner->size_, owner->size_ + 1);
        }
    };
    /// [first, last) holds no elements; if the move into it throws, nothing else is kept either.
    struct hole {
        dense_values* owner;
        size_type first, last;
        hole(dense_values& values, size_type f, size_type l) noexcept : owner(&values), first(f), last(l) {}
        hole(const hole&) = delete;
        hole& operator=(const hole&) = delete;
        ~hole() {
            if (owner == nullptr) return;
            owner->destroy(owner->data_ + last, owner->size_ - last);
            owner->size_ = first;
            owner->poison(first, owner->capacity_);
        }
    };

    template <class V>
    void construct(Value* to, V& from) {
        if constexpr (std::is_const_v<V>)
            traits::construct(alloc_, to, from);
        else
            element::move_construct(alloc_, to, from);
    }
    void commit(fresh_array& fresh) noexcept {
        std::swap(data_, fresh.data);
        std::swap(capacity_, fresh.capacity);
    }
    /// The n elements at `from` leave it for `to`. Strong guarantee where they can be copied or their moves
    /// do not throw; otherwise this array is empty after an exception.
    void relocate(Value* from, size_type n, Value* to) noexcept(nothrow_move) {
        if constexpr (by_bytes) {
            if (n != 0)
                std::memcpy(static_cast<void*>(to), static_cast<const void*>(from), n * sizeof(Value));
        } else if constexpr (element::nothrow_move) {
            for (size_type i = 0; i < n; ++i) {
                element::move_construct(alloc_, to + i, from[i]);
                traits::destroy(alloc_, from + i);
            }
        } else {
            struct undone {
                dense_values& owner;
                Value* to;
                size_type made = 0;
                bool done = false;
                ~undone() {
                    if (done) return;
                    owner.destroy(to, made);
                    if constexpr (!element::copyable) owner.clear();
                }
            } guard{*this, to};
            for (; guard.made < n; ++guard.made) {
                if constexpr (element::copyable)
                    traits::construct(alloc_, to + guard.made, std::as_const(from[guard.made]));
                else
                    element::move_construct(alloc_, to + guard.made, from[guard.made]);
            }
            guard.done = true;
            destroy(from, n);
        }
    }
    void destroy(Value* first, size_type n) noexcept {
        if constexpr (!destroyed_unseen<Value, Alloc>)
            for (size_type i = 0; i < n; ++i) traits::destroy(alloc_, first + i);
    }
    void poison(size_type first, size_type last) noexcept {
        if (first != last) asan_poison(data_ + first, (last - first) * sizeof(Value));
    }

    Value* allocate(size_type n) {
        if constexpr (on_heap)
            return static_cast<Value*>(dense_allocate(n * sizeof(Value)));
        else
            return std::to_address(traits::allocate(alloc_, n));
    }
    void deallocate(Value* p, size_type n) noexcept {
        if (n != 0) asan_unpoison(p, n * sizeof(Value));
        deallocate_raw(p, n);
    }
    void deallocate_raw(Value* p, size_type n) noexcept {
        if (n == 0) return;
        asan_unpoison(p, n * sizeof(Value));
        if constexpr (on_heap)
            dense_deallocate(p, n * sizeof(Value));
        else
            traits::deallocate(alloc_, std::pointer_traits<typename traits::pointer>::pointer_to(*p), n);
    }
    void take(dense_values& other) noexcept { swap_contents(other); }

    Value* data_ = nullptr;
    size_type size_ = 0;
    size_type capacity_ = 0;
    [[no_unique_address]] Alloc alloc_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
