#pragma once

#include <arsenal/containers/detail/dense_interface.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/from_range.hpp>
#include <arsenal/containers/unordered_map.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/throw.hpp>

// A hash map for those who iterate: its elements are one array, in order of arrival, with a small index
// beside them (detail/dense_table.hpp). What it gives up against std::unordered_map:
//
//   - Addresses. Insertion that grows the array moves all elements: references, pointers and iterators become
//     invalid (not within capacity()). Key and T must be movable or copyable.
//   - Erasing moves the last element into the gap: one more element moves, the order changes, references to
//     the last become invalid. erase_if keeps the order of the others; so does erase_in_order, in linear
//     time.
//   - Node handles: extract gives an element by value, and merge moves elements.
//   - The bucket interface, but for bucket_count(), load_factor(), max_load_factor() (0.8) and rehash().
//   - If the move of an element throws while an element is erased, the map is cleared (as flat_map's may be);
//     insertion has the strong guarantee, except for elements that can only be moved, and throw.
//   - An element's constructor, assignment or destructor must not insert into or erase from its own map.
//   - At most 2^32 - 2 elements.
//
// It has beyond std: values(), extract() and replace() of the whole array, contiguous iterators,
// heterogeneous try_emplace, insert_or_assign, operator[] and at, capacity(), shrink_to_fit(), stats().

namespace arsenal::inline ARSENAL_ABI {

namespace detail {
template <class Key, class T>
struct dense_map_policy {
    using key_type = Key;
    using mapped_type = T;
    using value_type = std::pair<const Key, T>;
    using element_type = std::pair<Key, T>;
    static constexpr bool constant_iterators = false;
    static const Key& key(const value_type& v) noexcept { return v.first; }
    static element_type take(value_type& v) {
        return element_type(std::move(const_cast<Key&>(v.first)), std::move(v.second));
    }
};
} // namespace detail

template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<std::pair<const Key, T>>>
class dense_hash_map : public detail::dense_interface<detail::dense_map_policy<Key, T>, Hash, Pred, Alloc> {
    using base = detail::dense_interface<detail::dense_map_policy<Key, T>, Hash, Pred, Alloc>;
    using base::table_;
    using typename base::alloc_traits;

    /// A key of another type, which is made into a Key only where that is not there yet.
    template <class K>
    static constexpr bool foreign_key =
        detail::transparent<Hash, Pred> && !std::is_same_v<std::remove_cvref_t<K>, Key> &&
        !std::is_convertible_v<K, typename base::iterator> &&
        !std::is_convertible_v<K, typename base::const_iterator> && std::is_constructible_v<Key, K>;

public:
    using mapped_type = T;
    using typename base::const_iterator;
    using typename base::iterator;
    using typename base::key_type;
    using typename base::size_type;
    using typename base::value_type;

    dense_hash_map() noexcept(std::is_nothrow_default_constructible_v<Hash> &&
                              std::is_nothrow_copy_constructible_v<Hash> &&
                              std::is_nothrow_default_constructible_v<Pred> &&
                              std::is_nothrow_copy_constructible_v<Pred> &&
                              std::is_nothrow_default_constructible_v<Alloc>)
        requires(std::is_default_constructible_v<Hash> && std::is_default_constructible_v<Pred> &&
                 std::is_default_constructible_v<Alloc>)
        : base(std::in_place, size_type{0}, Hash(), Pred(), Alloc()) {}
    explicit dense_hash_map(size_type n, const Hash& hf = Hash(), const Pred& eql = Pred(),
                            const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {}
    template <detail::input_iterator_like It>
    dense_hash_map(It f, It l, size_type n = 0, const Hash& hf = Hash(), const Pred& eql = Pred(),
                   const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert(f, l);
    }
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    dense_hash_map(Tag, R&& rg, size_type n = 0, const Hash& hf = Hash(), const Pred& eql = Pred(),
                   const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert_range(std::forward<R>(rg));
    }
    dense_hash_map(const dense_hash_map& other)
        : base(std::in_place, other.table_,
               alloc_traits::select_on_container_copy_construction(other.table_.alloc())) {}
    dense_hash_map(dense_hash_map&& other) = default;
    explicit dense_hash_map(const Alloc& a) : base(std::in_place, size_type{0}, Hash(), Pred(), a) {}
    dense_hash_map(const dense_hash_map& other, const std::type_identity_t<Alloc>& a)
        : base(std::in_place, other.table_, a) {}
    dense_hash_map(dense_hash_map&& other, const std::type_identity_t<Alloc>& a) noexcept(
        alloc_traits::is_always_equal::value && std::is_nothrow_copy_constructible_v<Hash> &&
        std::is_nothrow_copy_constructible_v<Pred>)
        : base(std::in_place, std::move(other.table_), a) {}
    dense_hash_map(std::initializer_list<value_type> il, size_type n = 0, const Hash& hf = Hash(),
                   const Pred& eql = Pred(), const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert(il);
    }
    dense_hash_map(size_type n, const Alloc& a) : dense_hash_map(n, Hash(), Pred(), a) {}
    dense_hash_map(size_type n, const Hash& hf, const Alloc& a) : dense_hash_map(n, hf, Pred(), a) {}
    template <detail::input_iterator_like It>
    dense_hash_map(It f, It l, size_type n, const Alloc& a) : dense_hash_map(f, l, n, Hash(), Pred(), a) {}
    template <detail::input_iterator_like It>
    dense_hash_map(It f, It l, size_type n, const Hash& hf, const Alloc& a)
        : dense_hash_map(f, l, n, hf, Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    dense_hash_map(Tag tag, R&& rg, size_type n, const Alloc& a)
        : dense_hash_map(tag, std::forward<R>(rg), n, Hash(), Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    dense_hash_map(Tag tag, R&& rg, size_type n, const Hash& hf, const Alloc& a)
        : dense_hash_map(tag, std::forward<R>(rg), n, hf, Pred(), a) {}
    dense_hash_map(std::initializer_list<value_type> il, size_type n, const Alloc& a)
        : dense_hash_map(il, n, Hash(), Pred(), a) {}
    dense_hash_map(std::initializer_list<value_type> il, size_type n, const Hash& hf, const Alloc& a)
        : dense_hash_map(il, n, hf, Pred(), a) {}

    template <detail::input_iterator_like It>
    dense_hash_map(It f, It l, const Alloc& a) : dense_hash_map(f, l, 0, Hash(), Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    dense_hash_map(Tag tag, R&& rg, const Alloc& a)
        : dense_hash_map(tag, std::forward<R>(rg), 0, Hash(), Pred(), a) {}
    dense_hash_map(std::initializer_list<value_type> il, const Alloc& a)
        : dense_hash_map(il, 0, Hash(), Pred(), a) {}

    dense_hash_map& operator=(const dense_hash_map& other) {
        table_.assign(other.table_);
        return *this;
    }
    dense_hash_map& operator=(dense_hash_map&& other) noexcept(alloc_traits::is_always_equal::value &&
                                                               std::is_nothrow_move_assignable_v<Hash> &&
                                                               std::is_nothrow_move_assignable_v<Pred>) {
        table_.assign(std::move(other.table_));
        return *this;
    }
    dense_hash_map& operator=(std::initializer_list<value_type> il) {
        this->clear();
        insert(il);
        return *this;
    }

    // Insertion: average O(1), amortised; no effect if anything throws.

    template <class... Args>
    std::pair<iterator, bool> emplace(Args&&... args) {
        if constexpr (detail::key_first<Key, Args...>) {
            return emplace_by_key(std::forward<Args>(args)...);
        } else if constexpr (sizeof...(Args) == 1 &&
                             (detail::pair_with_key<Key, std::remove_cvref_t<Args>> && ...)) {
            return insert_pair(std::forward<Args>(args)...);
        } else {
            return base::made(table_.insert_constructed([&](value_type* p) {
                alloc_traits::construct(table_.alloc(), p, std::forward<Args>(args)...);
            }));
        }
    }
    template <class... Args>
    iterator emplace_hint(const_iterator, Args&&... args) {
        return emplace(std::forward<Args>(args)...).first;
    }

    std::pair<iterator, bool> insert(const value_type& v) { return insert_pair(v); }
    std::pair<iterator, bool> insert(value_type&& v) { return insert_pair(std::move(v)); }
    template <class P>
        requires std::is_constructible_v<value_type, P&&>
    std::pair<iterator, bool> insert(P&& v) {
        return emplace(std::forward<P>(v));
    }
    iterator insert(const_iterator, const value_type& v) { return insert_pair(v).first; }
    iterator insert(const_iterator, value_type&& v) { return insert_pair(std::move(v)).first; }
    template <class P>
        requires std::is_constructible_v<value_type, P&&>
    iterator insert(const_iterator, P&& v) {
        return emplace(std::forward<P>(v)).first;
    }
    template <detail::input_iterator_like It>
    void insert(It first, It last) {
        base::expect(first, last);
        for (; first != last; ++first) emplace(*first);
    }
    void insert(std::initializer_list<value_type> il) { insert(il.begin(), il.end()); }
    template <detail::compatible_range<value_type> R>
    void insert_range(R&& rg) {
        for (auto&& v : rg) emplace(std::forward<decltype(v)>(v));
    }

    template <class... Args>
    std::pair<iterator, bool> try_emplace(const key_type& k, Args&&... args) {
        return emplace_mapped(k, std::forward<Args>(args)...);
    }
    template <class... Args>
    std::pair<iterator, bool> try_emplace(key_type&& k, Args&&... args) {
        return emplace_mapped(std::move(k), std::forward<Args>(args)...);
    }
    template <class K, class... Args>
        requires foreign_key<K>
    std::pair<iterator, bool> try_emplace(K&& k, Args&&... args) {
        return emplace_mapped(std::forward<K>(k), std::forward<Args>(args)...);
    }
    template <class... Args>
    iterator try_emplace(const_iterator, const key_type& k, Args&&... args) {
        return emplace_mapped(k, std::forward<Args>(args)...).first;
    }
    template <class... Args>
    iterator try_emplace(const_iterator, key_type&& k, Args&&... args) {
        return emplace_mapped(std::move(k), std::forward<Args>(args)...).first;
    }
    template <class K, class... Args>
        requires foreign_key<K>
    iterator try_emplace(const_iterator, K&& k, Args&&... args) {
        return emplace_mapped(std::forward<K>(k), std::forward<Args>(args)...).first;
    }
    template <class M>
    std::pair<iterator, bool> insert_or_assign(const key_type& k, M&& obj) {
        return assign_mapped(k, std::forward<M>(obj));
    }
    template <class M>
    std::pair<iterator, bool> insert_or_assign(key_type&& k, M&& obj) {
        return assign_mapped(std::move(k), std::forward<M>(obj));
    }
    template <class K, class M>
        requires foreign_key<K>
    std::pair<iterator, bool> insert_or_assign(K&& k, M&& obj) {
        return assign_mapped(std::forward<K>(k), std::forward<M>(obj));
    }
    template <class M>
    iterator insert_or_assign(const_iterator, const key_type& k, M&& obj) {
        return assign_mapped(k, std::forward<M>(obj)).first;
    }
    template <class M>
    iterator insert_or_assign(const_iterator, key_type&& k, M&& obj) {
        return assign_mapped(std::move(k), std::forward<M>(obj)).first;
    }
    template <class K, class M>
        requires foreign_key<K>
    iterator insert_or_assign(const_iterator, K&& k, M&& obj) {
        return assign_mapped(std::forward<K>(k), std::forward<M>(obj)).first;
    }

    void swap(dense_hash_map& other) noexcept(alloc_traits::is_always_equal::value &&
                                              std::is_nothrow_swappable_v<Hash> &&
                                              std::is_nothrow_swappable_v<Pred>) {
        table_.swap(other.table_);
    }
    friend void swap(dense_hash_map& a, dense_hash_map& b) noexcept(noexcept(a.swap(b))) { a.swap(b); }

    /// Moves the elements whose keys are not here yet, in order; the others stay there, in theirs. If this
    /// throws, each element is in one of the two (where moves throw: detail::dense_table::merge).
    template <class H2, class P2>
    void merge(dense_hash_map<Key, T, H2, P2, Alloc>& source) {
        table_.merge(source.table_);
    }
    template <class H2, class P2>
    void merge(dense_hash_map<Key, T, H2, P2, Alloc>&& source) {
        table_.merge(source.table_);
    }

    mapped_type& operator[](const key_type& k) { return emplace_mapped(k).first->second; }
    mapped_type& operator[](key_type&& k) { return emplace_mapped(std::move(k)).first->second; }
    template <class K>
        requires foreign_key<K>
    mapped_type& operator[](K&& k) {
        return emplace_mapped(std::forward<K>(k)).first->second;
    }
    /// Throws out_of_range where there is no such key.
    mapped_type& at(const key_type& k) { return mapped_at(*this, k); }
    const mapped_type& at(const key_type& k) const { return mapped_at(*this, k); }
    template <class K>
        requires detail::transparent<Hash, Pred>
    mapped_type& at(const K& k) {
        return mapped_at(*this, k);
    }
    template <class K>
        requires detail::transparent<Hash, Pred>
    const mapped_type& at(const K& k) const {
        return mapped_at(*this, k);
    }

    friend bool operator==(const dense_hash_map& a, const dense_hash_map& b) { return a.equals(b); }

    template <class K, class M, class H, class E, class A, class Predicate>
    friend std::size_t erase_if(dense_hash_map<K, M, H, E, A>& m, Predicate pred);

private:
    template <class, class, class, class, class>
    friend class dense_hash_map;

    template <class Map, class K>
    static auto& mapped_at(Map& m, const K& k) {
        const auto found = m.find(k);
        if (found == m.end()) detail::throw_out_of_range("dense_hash_map::at");
        return found->second;
    }
    template <class P>
    std::pair<iterator, bool> insert_pair(P&& v) {
        return base::made(table_.find_or_insert(
            v.first, [&](value_type* p) { alloc_traits::construct(table_.alloc(), p, std::forward<P>(v)); }));
    }
    template <class K, class M>
    std::pair<iterator, bool> emplace_by_key(K&& k, M&& m) {
        auto construct = [&](value_type* p) {
            alloc_traits::construct(table_.alloc(), p, std::forward<K>(k), std::forward<M>(m));
        };
        if constexpr (std::is_same_v<std::remove_cvref_t<K>, Key>)
            return base::made(table_.find_or_insert(k, construct));
        else
            return base::made(table_.find_or_insert(static_cast<Key>(k), construct));
    }
    template <class K, class... Args>
    std::pair<iterator, bool> emplace_mapped(K&& k, Args&&... args) {
        return base::made(table_.find_or_insert(k, [&](value_type* p) {
            alloc_traits::construct(table_.alloc(), p, std::piecewise_construct,
                                    std::forward_as_tuple(std::forward<K>(k)),
                                    std::forward_as_tuple(std::forward<Args>(args)...));
        }));
    }
    template <class K, class M>
    std::pair<iterator, bool> assign_mapped(K&& k, M&& obj) {
        auto result = emplace_mapped(std::forward<K>(k), std::forward<M>(obj));
        if (!result.second) result.first->second = std::forward<M>(obj);
        return result;
    }
};

// Deduction guides: those of unordered_map.

template <detail::input_iterator_like It, detail::hash_like Hash = std::hash<detail::iter_key<It>>,
          class Pred = std::equal_to<detail::iter_key<It>>,
          detail::allocator_like Alloc = std::allocator<detail::iter_alloc<It>>>
    requires(!detail::allocator_like<Pred>)
dense_hash_map(It, It, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> dense_hash_map<detail::iter_key<It>, detail::iter_mapped<It>, Hash, Pred, Alloc>;
template <detail::from_range_tag Tag, class R,
          detail::hash_like Hash = std::hash<detail::iter_key<detail::range_iterator<R>>>,
          class Pred = std::equal_to<detail::iter_key<detail::range_iterator<R>>>,
          detail::allocator_like Alloc = std::allocator<detail::iter_alloc<detail::range_iterator<R>>>>
    requires(!detail::allocator_like<Pred>)
dense_hash_map(Tag, R&&, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> dense_hash_map<detail::iter_key<detail::range_iterator<R>>,
                      detail::iter_mapped<detail::range_iterator<R>>, Hash, Pred, Alloc>;
template <class Key, class T, detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<std::pair<const Key, T>>>
    requires(!detail::allocator_like<Pred>)
dense_hash_map(std::initializer_list<std::pair<Key, T>>, std::size_t = 0, Hash = Hash(), Pred = Pred(),
               Alloc = Alloc()) -> dense_hash_map<Key, T, Hash, Pred, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc>
dense_hash_map(It, It, std::size_t, Alloc)
    -> dense_hash_map<detail::iter_key<It>, detail::iter_mapped<It>, std::hash<detail::iter_key<It>>,
                      std::equal_to<detail::iter_key<It>>, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc>
dense_hash_map(It, It, Alloc)
    -> dense_hash_map<detail::iter_key<It>, detail::iter_mapped<It>, std::hash<detail::iter_key<It>>,
                      std::equal_to<detail::iter_key<It>>, Alloc>;
template <detail::input_iterator_like It, detail::hash_like Hash, detail::allocator_like Alloc>
dense_hash_map(It, It, std::size_t, Hash, Alloc)
    -> dense_hash_map<detail::iter_key<It>, detail::iter_mapped<It>, Hash,
                      std::equal_to<detail::iter_key<It>>, Alloc>;
template <class Key, class T, detail::allocator_like Alloc>
dense_hash_map(std::initializer_list<std::pair<Key, T>>, std::size_t, Alloc)
    -> dense_hash_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, class T, detail::allocator_like Alloc>
dense_hash_map(std::initializer_list<std::pair<Key, T>>, Alloc)
    -> dense_hash_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, class T, detail::hash_like Hash, detail::allocator_like Alloc>
dense_hash_map(std::initializer_list<std::pair<Key, T>>, std::size_t, Hash, Alloc)
    -> dense_hash_map<Key, T, Hash, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc>
dense_hash_map(Tag, R&&, std::size_t, Alloc)
    -> dense_hash_map<detail::iter_key<detail::range_iterator<R>>,
                      detail::iter_mapped<detail::range_iterator<R>>,
                      std::hash<detail::iter_key<detail::range_iterator<R>>>,
                      std::equal_to<detail::iter_key<detail::range_iterator<R>>>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc>
dense_hash_map(Tag, R&&, Alloc)
    -> dense_hash_map<detail::iter_key<detail::range_iterator<R>>,
                      detail::iter_mapped<detail::range_iterator<R>>,
                      std::hash<detail::iter_key<detail::range_iterator<R>>>,
                      std::equal_to<detail::iter_key<detail::range_iterator<R>>>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::hash_like Hash, detail::allocator_like Alloc>
dense_hash_map(Tag, R&&, std::size_t, Hash, Alloc)
    -> dense_hash_map<detail::iter_key<detail::range_iterator<R>>,
                      detail::iter_mapped<detail::range_iterator<R>>, Hash,
                      std::equal_to<detail::iter_key<detail::range_iterator<R>>>, Alloc>;

/// Erases the elements that satisfy pred; how many. Linear; each is looked at once, in order, and the others
/// keep their order. No effect if pred throws.
template <class Key, class T, class Hash, class Eq, class Alloc, class Predicate>
std::size_t erase_if(dense_hash_map<Key, T, Hash, Eq, Alloc>& m, Predicate pred) {
    return m.table_.erase_if(pred);
}

} // namespace arsenal::inline ARSENAL_ABI
