#pragma once

#include <arsenal/containers/detail/multi_interface.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/from_range.hpp>
#include <arsenal/containers/unordered_map.hpp>
#include <arsenal/platform/config.hpp>

// std::unordered_multimap's interface and contract ([unord.multimap], C++20; heterogeneous erase and extract,
// range constructors and insert_range of C++23) over detail/multi_table.hpp. Differences from std:
//
//   - Iterators stay valid through rehash (std: until then).
//   - Order of iteration: groups of equal keys in the order in which their first element came. Within a group
//     a new element comes first, or right after the hint where that is of the group (std leaves it open;
//     libstdc++ does the same with most hashes).
//   - sizeof is larger, and memory is allocated for several elements at once; allocator_traits::construct and
//     destroy are called per element as in std, allocate is not.
//   - load_factor() and bucket(k) describe a share of the index: elements change buckets when bucket_count()
//     grows. The default bucket_count() of a non-empty container is at least 8.
//   - Where swapping the function objects throws, both containers end up empty.
//   - An element's constructor or destructor may use the container (std leaves it open), but not swap, assign
//     or destroy it; and not where clear() or assignment destroys the element.
//   - At most 4e9 elements; addresses of 48 bits (bad_alloc beyond).

namespace arsenal::inline ARSENAL_ABI {

namespace detail {
/// quietly_made for the arguments of emplace, as far as they are a key and a value, or a pair of them.
template <class Key, class T, class... Args>
inline constexpr bool quietly_emplaced = false;
template <class Key, class T, class K, class M>
inline constexpr bool quietly_emplaced<Key, T, K, M> = quietly_made<Key, K> && quietly_made<T, M>;
template <class Key, class T, class P>
    requires pair_with_key<Key, std::remove_cvref_t<P>>
inline constexpr bool quietly_emplaced<Key, T, P> = quietly_made_from<Key, T, P>;
} // namespace detail

template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<std::pair<const Key, T>>>
class unordered_multimap
    : public detail::multi_interface<detail::multi_table<detail::map_policy<Key, T>, Hash, Pred, Alloc>> {
    using base = detail::multi_interface<detail::multi_table<detail::map_policy<Key, T>, Hash, Pred, Alloc>>;
    using base::table_;
    using typename base::alloc_traits;

public:
    using mapped_type = T;
    using typename base::const_iterator;
    using typename base::iterator;
    using typename base::key_type;
    using typename base::node_type;
    using typename base::size_type;
    using typename base::value_type;

    unordered_multimap() noexcept(std::is_nothrow_default_constructible_v<Hash> &&
                                  std::is_nothrow_copy_constructible_v<Hash> &&
                                  std::is_nothrow_default_constructible_v<Pred> &&
                                  std::is_nothrow_copy_constructible_v<Pred> &&
                                  std::is_nothrow_default_constructible_v<Alloc>)
        requires(std::is_default_constructible_v<Hash> && std::is_default_constructible_v<Pred> &&
                 std::is_default_constructible_v<Alloc>)
        : base(std::in_place, size_type{0}, Hash(), Pred(), Alloc()) {}
    explicit unordered_multimap(size_type n, const Hash& hf = Hash(), const Pred& eql = Pred(),
                                const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {}
    template <detail::input_iterator_like It>
    unordered_multimap(It f, It l, size_type n = 0, const Hash& hf = Hash(), const Pred& eql = Pred(),
                       const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert(f, l);
    }
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    unordered_multimap(Tag, R&& rg, size_type n = 0, const Hash& hf = Hash(), const Pred& eql = Pred(),
                       const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert_range(std::forward<R>(rg));
    }
    unordered_multimap(const unordered_multimap& other)
        : base(std::in_place, other.table_,
               alloc_traits::select_on_container_copy_construction(other.table_.alloc())) {}
    unordered_multimap(unordered_multimap&& other) = default;
    explicit unordered_multimap(const Alloc& a) : base(std::in_place, size_type{0}, Hash(), Pred(), a) {}
    unordered_multimap(const unordered_multimap& other, const std::type_identity_t<Alloc>& a)
        : base(std::in_place, other.table_, a) {}
    unordered_multimap(unordered_multimap&& other, const std::type_identity_t<Alloc>& a) noexcept(
        alloc_traits::is_always_equal::value && std::is_nothrow_copy_constructible_v<Hash> &&
        std::is_nothrow_copy_constructible_v<Pred>)
        : base(std::in_place, std::move(other.table_), a) {}
    unordered_multimap(std::initializer_list<value_type> il, size_type n = 0, const Hash& hf = Hash(),
                       const Pred& eql = Pred(), const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert(il);
    }
    unordered_multimap(size_type n, const Alloc& a) : unordered_multimap(n, Hash(), Pred(), a) {}
    unordered_multimap(size_type n, const Hash& hf, const Alloc& a) : unordered_multimap(n, hf, Pred(), a) {}
    template <detail::input_iterator_like It>
    unordered_multimap(It f, It l, size_type n, const Alloc& a)
        : unordered_multimap(f, l, n, Hash(), Pred(), a) {}
    template <detail::input_iterator_like It>
    unordered_multimap(It f, It l, size_type n, const Hash& hf, const Alloc& a)
        : unordered_multimap(f, l, n, hf, Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    unordered_multimap(Tag tag, R&& rg, size_type n, const Alloc& a)
        : unordered_multimap(tag, std::forward<R>(rg), n, Hash(), Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    unordered_multimap(Tag tag, R&& rg, size_type n, const Hash& hf, const Alloc& a)
        : unordered_multimap(tag, std::forward<R>(rg), n, hf, Pred(), a) {}
    unordered_multimap(std::initializer_list<value_type> il, size_type n, const Alloc& a)
        : unordered_multimap(il, n, Hash(), Pred(), a) {}
    unordered_multimap(std::initializer_list<value_type> il, size_type n, const Hash& hf, const Alloc& a)
        : unordered_multimap(il, n, hf, Pred(), a) {}

    template <detail::input_iterator_like It>
    unordered_multimap(It f, It l, const Alloc& a) : unordered_multimap(f, l, 0, Hash(), Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    unordered_multimap(Tag tag, R&& rg, const Alloc& a)
        : unordered_multimap(tag, std::forward<R>(rg), 0, Hash(), Pred(), a) {}
    unordered_multimap(std::initializer_list<value_type> il, const Alloc& a)
        : unordered_multimap(il, 0, Hash(), Pred(), a) {}

    unordered_multimap& operator=(const unordered_multimap& other) {
        table_.assign(other.table_);
        return *this;
    }
    unordered_multimap&
    operator=(unordered_multimap&& other) noexcept(alloc_traits::is_always_equal::value &&
                                                   std::is_nothrow_move_assignable_v<Hash> &&
                                                   std::is_nothrow_move_assignable_v<Pred>) {
        table_.assign(std::move(other.table_));
        return *this;
    }
    unordered_multimap& operator=(std::initializer_list<value_type> il) {
        this->clear();
        insert(il);
        return *this;
    }

    // Insertion: average O(1); no effect if anything throws. References and iterators stay valid. With a hint
    // that is an element with an equal key, O(1) always.

    template <class... Args>
    iterator emplace(Args&&... args) {
        return emplace_hint(const_iterator(), std::forward<Args>(args)...);
    }
    template <class... Args>
    iterator emplace_hint(const_iterator hint, Args&&... args) {
        return base::template make<detail::quietly_emplaced<Key, T, Args...>>(hint,
                                                                              std::forward<Args>(args)...);
    }

    using base::insert;
    iterator insert(const value_type& v) { return emplace(v); }
    iterator insert(value_type&& v) { return emplace(std::move(v)); }
    template <class P>
        requires std::is_constructible_v<value_type, P&&>
    iterator insert(P&& v) {
        return emplace(std::forward<P>(v));
    }
    iterator insert(const_iterator hint, const value_type& v) { return emplace_hint(hint, v); }
    iterator insert(const_iterator hint, value_type&& v) { return emplace_hint(hint, std::move(v)); }
    template <class P>
        requires std::is_constructible_v<value_type, P&&>
    iterator insert(const_iterator hint, P&& v) {
        return emplace_hint(hint, std::forward<P>(v));
    }
    template <detail::input_iterator_like It>
    void insert(It first, It last) {
        table_.expect(base::distance_hint(first, last));
        for (; first != last; ++first) emplace(*first);
    }
    void insert(std::initializer_list<value_type> il) { insert(il.begin(), il.end()); }
    template <detail::compatible_range<value_type> R>
    void insert_range(R&& rg) {
        for (auto&& v : rg) emplace(std::forward<decltype(v)>(v));
    }

    void swap(unordered_multimap& other) noexcept(alloc_traits::is_always_equal::value &&
                                                  std::is_nothrow_swappable_v<Hash> &&
                                                  std::is_nothrow_swappable_v<Pred>) {
        table_.swap(other.table_);
    }
    friend void swap(unordered_multimap& a, unordered_multimap& b) noexcept(noexcept(a.swap(b))) {
        a.swap(b);
    }

    /// Moves all elements of `source`, without copying or moving them. Nothing is lost if this throws.
    template <class H2, class P2>
    void merge(unordered_multimap<Key, T, H2, P2, Alloc>& source) {
        table_.merge(source.table_);
    }
    template <class H2, class P2>
    void merge(unordered_multimap<Key, T, H2, P2, Alloc>&& source) {
        table_.merge(source.table_);
    }
    template <class H2, class P2>
    void merge(unordered_map<Key, T, H2, P2, Alloc>& source) {
        table_.merge(source.table_);
    }
    template <class H2, class P2>
    void merge(unordered_map<Key, T, H2, P2, Alloc>&& source) {
        table_.merge(source.table_);
    }

    friend bool operator==(const unordered_multimap& a, const unordered_multimap& b) { return a.equals(b); }

private:
    template <class, class, class, class, class>
    friend class unordered_multimap;
    template <class, class, class, class, class>
    friend class unordered_map;
};

// Deduction guides ([unord.multimap.overview]).
template <detail::input_iterator_like It, detail::hash_like Hash = std::hash<detail::iter_key<It>>,
          class Pred = std::equal_to<detail::iter_key<It>>,
          detail::allocator_like Alloc = std::allocator<detail::iter_alloc<It>>>
    requires(!detail::allocator_like<Pred>)
unordered_multimap(It, It, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> unordered_multimap<detail::iter_key<It>, detail::iter_mapped<It>, Hash, Pred, Alloc>;
template <detail::from_range_tag Tag, class R,
          detail::hash_like Hash = std::hash<detail::iter_key<detail::range_iterator<R>>>,
          class Pred = std::equal_to<detail::iter_key<detail::range_iterator<R>>>,
          detail::allocator_like Alloc = std::allocator<detail::iter_alloc<detail::range_iterator<R>>>>
    requires(!detail::allocator_like<Pred>)
unordered_multimap(Tag, R&&, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> unordered_multimap<detail::iter_key<detail::range_iterator<R>>,
                          detail::iter_mapped<detail::range_iterator<R>>, Hash, Pred, Alloc>;
template <class Key, class T, detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<std::pair<const Key, T>>>
    requires(!detail::allocator_like<Pred>)
unordered_multimap(std::initializer_list<std::pair<Key, T>>, std::size_t = 0, Hash = Hash(), Pred = Pred(),
                   Alloc = Alloc()) -> unordered_multimap<Key, T, Hash, Pred, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc>
unordered_multimap(It, It, std::size_t, Alloc)
    -> unordered_multimap<detail::iter_key<It>, detail::iter_mapped<It>, std::hash<detail::iter_key<It>>,
                          std::equal_to<detail::iter_key<It>>, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc>
unordered_multimap(It, It, Alloc)
    -> unordered_multimap<detail::iter_key<It>, detail::iter_mapped<It>, std::hash<detail::iter_key<It>>,
                          std::equal_to<detail::iter_key<It>>, Alloc>;
template <detail::input_iterator_like It, detail::hash_like Hash, detail::allocator_like Alloc>
unordered_multimap(It, It, std::size_t, Hash, Alloc)
    -> unordered_multimap<detail::iter_key<It>, detail::iter_mapped<It>, Hash,
                          std::equal_to<detail::iter_key<It>>, Alloc>;
template <class Key, class T, detail::allocator_like Alloc>
unordered_multimap(std::initializer_list<std::pair<Key, T>>, std::size_t, Alloc)
    -> unordered_multimap<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, class T, detail::allocator_like Alloc>
unordered_multimap(std::initializer_list<std::pair<Key, T>>, Alloc)
    -> unordered_multimap<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, class T, detail::hash_like Hash, detail::allocator_like Alloc>
unordered_multimap(std::initializer_list<std::pair<Key, T>>, std::size_t, Hash, Alloc)
    -> unordered_multimap<Key, T, Hash, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc>
unordered_multimap(Tag, R&&, std::size_t, Alloc)
    -> unordered_multimap<detail::iter_key<detail::range_iterator<R>>,
                          detail::iter_mapped<detail::range_iterator<R>>,
                          std::hash<detail::iter_key<detail::range_iterator<R>>>,
                          std::equal_to<detail::iter_key<detail::range_iterator<R>>>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc>
unordered_multimap(Tag, R&&, Alloc)
    -> unordered_multimap<detail::iter_key<detail::range_iterator<R>>,
                          detail::iter_mapped<detail::range_iterator<R>>,
                          std::hash<detail::iter_key<detail::range_iterator<R>>>,
                          std::equal_to<detail::iter_key<detail::range_iterator<R>>>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::hash_like Hash, detail::allocator_like Alloc>
unordered_multimap(Tag, R&&, std::size_t, Hash, Alloc)
    -> unordered_multimap<detail::iter_key<detail::range_iterator<R>>,
                          detail::iter_mapped<detail::range_iterator<R>>, Hash,
                          std::equal_to<detail::iter_key<detail::range_iterator<R>>>, Alloc>;

/// Erases the elements that satisfy pred; how many. Linear; each is looked at once.
template <class Key, class T, class Hash, class Eq, class Alloc, class Predicate>
std::size_t erase_if(unordered_multimap<Key, T, Hash, Eq, Alloc>& m, Predicate pred) {
    const std::size_t before = m.size();
    for (auto it = m.begin(); it != m.end();)
        if (pred(*it))
            it = m.erase(it);
        else
            ++it;
    return before - m.size();
}

} // namespace arsenal::inline ARSENAL_ABI
