#pragma once

#include <arsenal/algorithms/binary_search.hpp>
#include <arsenal/algorithms/detail/byte_string.hpp>
#include <arsenal/algorithms/detail/search_tree.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

#include <span>
#include <string>

// static_search_tree: a sorted multiset that is built once and then searched only.
//
// - Arithmetic keys and pointers of up to 64 bits under less or greater: an S+ tree (Khuong and Morin, "Array
//   layouts for comparison-based searching", arXiv 1509.05053, and its descendants), whose nodes are cache
//   lines that a vector comparison searches at once; detail/search_tree.hpp has the design. Several lookups
//   at once (lower_bounds) hide each other's memory.
// - std::string and std::string_view under less: such a tree of eight bytes of each.
// - Everything else: a sorted array, bisected as arsenal::lower_bound does.
//
// Elements that are equivalent all stay, in an unspecified order among themselves. NaNs of float and double
// stand last, whatever the order; no search finds them, and as keys they come before everything. Comparators
// that are no strict weak order make for wrong answers, no worse.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

template <class T, class Compare>
inline constexpr bool is_string_order =
    is_byte_string<T> && (std::is_same_v<Compare, std::less<T>> || std::is_same_v<Compare, std::less<>> ||
                          std::is_same_v<Compare, std::ranges::less>);

template <class A>
concept is_allocator = requires(A& a) {
    typename A::value_type;
    a.allocate(std::size_t{1});
};

template <class T, class Compare, class Alloc>
consteval auto search_tree_storage() {
    if constexpr (search_tree_order<T, Compare> != key_order::none) {
        return std::type_identity<search_tree_keys<T, search_tree_order<T, Compare>, Alloc>>{};
    } else if constexpr (is_string_order<T, Compare>) {
        return std::type_identity<search_tree_strings<T, Alloc>>{};
    } else {
        return std::type_identity<search_tree_elements<T, Alloc>>{};
    }
}

} // namespace detail

template <class T, class Compare = std::less<T>, class Alloc = std::allocator<T>>
class static_search_tree {
    using storage_type = typename decltype(detail::search_tree_storage<T, Compare, Alloc>())::type;
    static constexpr bool has_keys = detail::search_tree_order<T, Compare> != detail::key_order::none;
    static constexpr bool has_strings = detail::is_string_order<T, Compare>;
    using alloc_traits = std::allocator_traits<Alloc>;
    template <class K>
    static constexpr bool may_seek = std::is_same_v<K, T> || requires { typename Compare::is_transparent; };

public:
    using key_type = T;
    using value_type = T;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;
    using key_compare = Compare;
    using value_compare = Compare;
    using allocator_type = Alloc;
    using reference = const T&;
    using const_reference = const T&;
    using pointer = const T*;
    using const_pointer = const T*;
    using iterator = const T*;
    using const_iterator = const T*;
    using reverse_iterator = std::reverse_iterator<iterator>;
    using const_reverse_iterator = reverse_iterator;

    // O(n log n), and O(n) where [first, last) is sorted. Throw what allocating, copying an element and,
    // unless the elements are keys, comparing throws; nothing is leaked.

    static_search_tree() : static_search_tree(Compare()) {}
    explicit static_search_tree(const Compare& comp, const Alloc& alloc = Alloc())
        : comp_(comp), storage_(alloc) {}
    explicit static_search_tree(const Alloc& alloc) : static_search_tree(Compare(), alloc) {}
    template <std::input_iterator I, std::sentinel_for<I> S>
    static_search_tree(I first, S last, const Compare& comp = Compare(), const Alloc& alloc = Alloc())
        : static_search_tree(comp, alloc) {
        storage_.build(std::move(first), std::move(last), detail::call_of(comp_));
    }
    template <std::input_iterator I, std::sentinel_for<I> S>
    static_search_tree(I first, S last, const Alloc& alloc)
        : static_search_tree(std::move(first), std::move(last), Compare(), alloc) {}
    static_search_tree(std::initializer_list<T> elements, const Compare& comp = Compare(),
                       const Alloc& alloc = Alloc())
        : static_search_tree(elements.begin(), elements.end(), comp, alloc) {}
    static_search_tree(std::initializer_list<T> elements, const Alloc& alloc)
        : static_search_tree(elements, Compare(), alloc) {}

    static_search_tree(const static_search_tree&) = default;
    static_search_tree(const static_search_tree& other, const Alloc& alloc)
        : comp_(other.comp_), storage_(other.storage_, alloc) {}
    /// A tree that was moved from is empty.
    static_search_tree(static_search_tree&&) = default;
    static_search_tree(static_search_tree&& other, const Alloc& alloc)
        : comp_(other.comp_), storage_(std::move(other.storage_), alloc) {}
    /// If it fails, this tree is as before (if assigning the comparator does, but for the comparator).
    static_search_tree& operator=(const static_search_tree& other)
        requires std::is_copy_assignable_v<Compare>
    {
        if (this == &other) return *this;
        constexpr bool propagates = alloc_traits::propagate_on_container_copy_assignment::value;
        storage_type copy(other.storage_, propagates ? other.get_allocator() : get_allocator());
        comp_ = other.comp_;
        replace_storage(copy);
        return *this;
    }
    /// The same. A tree that was moved from is empty, too, if moving its elements one by one failed.
    static_search_tree& operator=(static_search_tree&& other) noexcept(
        std::is_nothrow_move_assignable_v<Compare> &&
        (alloc_traits::propagate_on_container_move_assignment::value || alloc_traits::is_always_equal::value))
        requires std::is_move_assignable_v<Compare>
    {
        if (this == &other) return *this;
        if constexpr (!alloc_traits::propagate_on_container_move_assignment::value &&
                      !alloc_traits::is_always_equal::value) {
            if (!(get_allocator() == other.get_allocator())) {
                storage_type moved(std::move(other.storage_), get_allocator());
                comp_ = std::move(other.comp_);
                replace_storage(moved);
                return *this;
            }
        }
        comp_ = std::move(other.comp_);
        replace_storage(other.storage_);
        return *this;
    }
    ~static_search_tree() = default;

    void swap(static_search_tree& other) noexcept(std::is_nothrow_swappable_v<Compare>) {
        using std::swap;
        swap(comp_, other.comp_);
        storage_.swap(other.storage_);
    }
    friend void swap(static_search_tree& a, static_search_tree& b) noexcept(noexcept(a.swap(b))) {
        a.swap(b);
    }

    allocator_type get_allocator() const noexcept { return Alloc(storage_.get_allocator()); }
    key_compare key_comp() const { return comp_; }
    value_compare value_comp() const { return comp_; }

    bool empty() const noexcept { return size() == 0; }
    size_type size() const noexcept { return storage_.size(); }
    /// What the elements and the levels above them occupy, without what the elements own.
    size_type memory_bytes() const noexcept { return storage_.memory_bytes(); }

    // The elements are one sorted array.
    const T* data() const noexcept { return storage_.data(); }
    iterator begin() const noexcept { return data(); }
    iterator end() const noexcept { return data() + size(); }
    iterator cbegin() const noexcept { return begin(); }
    iterator cend() const noexcept { return end(); }
    reverse_iterator rbegin() const noexcept { return reverse_iterator(end()); }
    reverse_iterator rend() const noexcept { return reverse_iterator(begin()); }
    reverse_iterator crbegin() const noexcept { return rbegin(); }
    reverse_iterator crend() const noexcept { return rend(); }

    /// The element of that rank: how many stand before it.
    const_reference operator[](size_type rank) const {
        ARSENAL_ASSERT(rank < size(), "static_search_tree: no element has that rank");
        return data()[rank];
    }

    // Lookups take O(log n) and throw what comparing throws. Values of another type than T need a transparent
    // comparator, and are found by bisection (strings: by the tree).

    iterator lower_bound(const T& key) const { return at(lower_rank(key)); }
    iterator upper_bound(const T& key) const { return at(upper_rank(key)); }
    std::pair<iterator, iterator> equal_range(const T& key) const { return range_of(key); }
    iterator find(const T& key) const { return place_of(key); }
    bool contains(const T& key) const { return place_of(key) != end(); }
    size_type count(const T& key) const { return size_of(range_of(key)); }

    template <class K>
        requires may_seek<K>
    iterator lower_bound(const K& key) const {
        return at(lower_rank(key));
    }
    template <class K>
        requires may_seek<K>
    iterator upper_bound(const K& key) const {
        return at(upper_rank(key));
    }
    template <class K>
        requires may_seek<K>
    std::pair<iterator, iterator> equal_range(const K& key) const {
        return range_of(key);
    }
    template <class K>
        requires may_seek<K>
    iterator find(const K& key) const {
        return place_of(key);
    }
    template <class K>
        requires may_seek<K>
    bool contains(const K& key) const {
        return place_of(key) != end();
    }
    template <class K>
        requires may_seek<K>
    size_type count(const K& key) const {
        return size_of(range_of(key));
    }

    /// ranks[i] = lower_bound(keys[i]) - begin(), for every i. With keys in a large tree several times as
    /// fast as one after the other: sixteen searches wait for their memory at once. Room for all ranks is
    /// required.
    void lower_bounds(std::span<const T> keys, std::span<size_type> ranks) const {
        ARSENAL_ASSERT(ranks.size() >= keys.size(), "static_search_tree::lower_bounds: more keys than ranks");
        if constexpr (has_keys) {
            storage_.lower_each(keys.data(), keys.size(), ranks.data());
        } else {
            for (size_type i = 0; i != keys.size(); ++i) ranks[i] = lower_rank(keys[i]);
        }
    }

    friend bool operator==(const static_search_tree& a, const static_search_tree& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end());
    }

private:
    iterator at(size_type rank) const noexcept { return data() + rank; }
    static size_type size_of(std::pair<iterator, iterator> range) noexcept {
        return static_cast<size_type>(range.second - range.first);
    }

    /// Whatever its allocator propagates: a vector's move constructor takes all, and cannot fail.
    void replace_storage(storage_type& by) noexcept {
        std::destroy_at(std::addressof(storage_));
        std::construct_at(std::addressof(storage_), std::move(by));
    }

    /// The end of what is searched, the NaNs being behind it.
    iterator searched_end() const noexcept { return at(storage_.searched()); }
    difference_type searched() const noexcept { return static_cast<difference_type>(storage_.searched()); }
    template <class K>
    static constexpr bool is_nan(const K& key) noexcept {
        if constexpr (has_keys && std::is_floating_point_v<K>) {
            return key != key;
        } else {
            return false;
        }
    }

    template <class K>
    size_type lower_rank(const K& key) const {
        if constexpr (has_keys && std::is_same_v<K, T>) {
            return storage_.lower(key);
        } else if constexpr (has_strings && std::is_convertible_v<const K&, std::string_view>) {
            return storage_.lower(key);
        } else {
            return static_cast<size_type>(
                detail::lower_bound_body::run(begin(), searched(), key, comp_, detail::no_projection) -
                begin());
        }
    }
    template <class K>
    size_type upper_rank(const K& key) const {
        if constexpr (has_keys && std::is_same_v<K, T>) {
            return storage_.upper(key);
        } else if constexpr (has_strings && std::is_convertible_v<const K&, std::string_view>) {
            return storage_.upper(key);
        } else {
            if (is_nan(key)) return 0;
            return static_cast<size_type>(
                detail::upper_bound_body::run(begin(), searched(), key, comp_, detail::no_projection) -
                begin());
        }
    }
    template <class K>
    bool not_after(iterator i, const K& key) const {
        return i != searched_end() && !is_nan(key) && !static_cast<bool>(detail::invoke(comp_, key, *i));
    }
    template <class K>
    iterator place_of(const K& key) const {
        const iterator lower = at(lower_rank(key));
        return not_after(lower, key) ? lower : end();
    }
    template <class K>
    std::pair<iterator, iterator> range_of(const K& key) const {
        const iterator lower = at(lower_rank(key));
        if (!not_after(lower, key)) return {lower, lower};
        if (!not_after(lower + 1, key)) return {lower, lower + 1};
        return {lower, std::max(lower, at(upper_rank(key)))};
    }

    [[no_unique_address]] Compare comp_;
    storage_type storage_;
};

template <std::input_iterator I, std::sentinel_for<I> S, class Compare = std::less<std::iter_value_t<I>>,
          class Alloc = std::allocator<std::iter_value_t<I>>>
    requires(!detail::is_allocator<Compare>)
static_search_tree(I, S, Compare = Compare(), Alloc = Alloc())
    -> static_search_tree<std::iter_value_t<I>, Compare, Alloc>;
template <std::input_iterator I, std::sentinel_for<I> S, detail::is_allocator Alloc>
static_search_tree(I, S, Alloc)
    -> static_search_tree<std::iter_value_t<I>, std::less<std::iter_value_t<I>>, Alloc>;
template <class T, class Compare = std::less<T>, class Alloc = std::allocator<T>>
    requires(!detail::is_allocator<Compare>)
static_search_tree(std::initializer_list<T>, Compare = Compare(), Alloc = Alloc())
    -> static_search_tree<T, Compare, Alloc>;
template <class T, detail::is_allocator Alloc>
static_search_tree(std::initializer_list<T>, Alloc) -> static_search_tree<T, std::less<T>, Alloc>;

} // namespace arsenal::inline ARSENAL_ABI
