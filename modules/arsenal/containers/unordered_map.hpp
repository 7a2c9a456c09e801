#pragma once

#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/table.hpp>
#include <arsenal/containers/detail/unordered_interface.hpp>
#include <arsenal/containers/from_range.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/throw.hpp>

// std::unordered_map's interface and contract ([unord.map], C++20; heterogeneous erase and extract, range
// constructors and insert_range of C++23) over detail/table.hpp. Differences from std:
//
//   - Iterators stay valid through rehash (std: until then).
//   - Order of iteration: order of arrival until something is erased.
//   - sizeof is larger, and memory is allocated for several elements at once; allocator_traits::construct and
//     destroy are called per element as in std, allocate is not.
//   - load_factor() and bucket(k) describe a share of the index. Elements change buckets where that is built
//     anew for as many (std: not without a rehash): when a hash proves to be bad, and while more than one
//     element for each bucket comes. The default bucket_count() of a non-empty map is at least 8.
//   - Where swapping the function objects throws, both containers end up empty.
//   - An element's constructor or destructor may use the map (std leaves it open), but not swap, assign or
//     destroy it.
//   - At most 4e9 elements; addresses of 48 bits (bad_alloc beyond).

namespace arsenal::inline ARSENAL_ABI {

template <class, class, class, class, class>
class unordered_multimap;

namespace detail {
template <class Key, class T>
struct map_policy {
    using key_type = Key;
    using mapped_type = T;
    using value_type = std::pair<const Key, T>;
    static constexpr bool is_map = true;
    static constexpr bool constant_iterators = false;
    static const Key& key(const value_type& v) noexcept { return v.first; }
};

/// Arguments of emplace from which the key can be told without making an element.
template <class Key, class... Args>
inline constexpr bool key_first = false;
template <class Key, class K, class T>
inline constexpr bool key_first<Key, K, T> =
    std::is_same_v<std::remove_cvref_t<K>, Key> ||
    (std::is_scalar_v<Key> && std::is_scalar_v<std::remove_cvref_t<K>> && std::is_convertible_v<K, Key>);
template <class Key, class Arg>
inline constexpr bool pair_with_key = false;
template <class Key, class K, class T>
inline constexpr bool pair_with_key<Key, std::pair<K, T>> = std::is_same_v<std::remove_cvref_t<K>, Key>;

/// quietly_made for an element from a pair P.
template <class Key, class T, class P>
inline constexpr bool quietly_made_from = quietly_made<Key, decltype((std::declval<P>().first))> &&
                                          quietly_made<T, decltype((std::declval<P>().second))>;
} // namespace detail

template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<std::pair<const Key, T>>>
class unordered_map
    : public detail::unique_interface<detail::table<detail::map_policy<Key, T>, Hash, Pred, Alloc>> {
    using base = detail::unique_interface<detail::table<detail::map_policy<Key, T>, Hash, Pred, Alloc>>;
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

    unordered_map() noexcept(std::is_nothrow_default_constructible_v<Hash> &&
                             std::is_nothrow_copy_constructible_v<Hash> &&
                             std::is_nothrow_default_constructible_v<Pred> &&
                             std::is_nothrow_copy_constructible_v<Pred> &&
                             std::is_nothrow_default_constructible_v<Alloc>)
        requires(std::is_default_constructible_v<Hash> && std::is_default_constructible_v<Pred> &&
                 std::is_default_constructible_v<Alloc>)
        : base(std::in_place, size_type{0}, Hash(), Pred(), Alloc()) {}
    explicit unordered_map(size_type n, const Hash& hf = Hash(), const Pred& eql = Pred(),
                           const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {}
    template <detail::input_iterator_like It>
    unordered_map(It f, It l, size_type n = 0, const Hash& hf = Hash(), const Pred& eql = Pred(),
                  const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert(f, l);
    }
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    unordered_map(Tag, R&& rg, size_type n = 0, const Hash& hf = Hash(), const Pred& eql = Pred(),
                  const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert_range(std::forward<R>(rg));
    }
    unordered_map(const unordered_map& other)
        : base(std::in_place, other.table_,
               alloc_traits::select_on_container_copy_construction(other.table_.alloc())) {}
    unordered_map(unordered_map&& other) = default;
    explicit unordered_map(const Alloc& a) : base(std::in_place, size_type{0}, Hash(), Pred(), a) {}
    unordered_map(const unordered_map& other, const std::type_identity_t<Alloc>& a)
        : base(std::in_place, other.table_, a) {}
    unordered_map(unordered_map&& other,
                  const std::type_identity_t<Alloc>& a) noexcept(alloc_traits::is_always_equal::value &&
                                                                 std::is_nothrow_copy_constructible_v<Hash> &&
                                                                 std::is_nothrow_copy_constructible_v<Pred>)
        : base(std::in_place, std::move(other.table_), a) {}
    unordered_map(std::initializer_list<value_type> il, size_type n = 0, const Hash& hf = Hash(),
                  const Pred& eql = Pred(), const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert(il);
    }
    unordered_map(size_type n, const Alloc& a) : unordered_map(n, Hash(), Pred(), a) {}
    unordered_map(size_type n, const Hash& hf, const Alloc& a) : unordered_map(n, hf, Pred(), a) {}
    template <detail::input_iterator_like It>
    unordered_map(It f, It l, size_type n, const Alloc& a) : unordered_map(f, l, n, Hash(), Pred(), a) {}
    template <detail::input_iterator_like It>
    unordered_map(It f, It l, size_type n, const Hash& hf, const Alloc& a)
        : unordered_map(f, l, n, hf, Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    unordered_map(Tag tag, R&& rg, size_type n, const Alloc& a)
        : unordered_map(tag, std::forward<R>(rg), n, Hash(), Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    unordered_map(Tag tag, R&& rg, size_type n, const Hash& hf, const Alloc& a)
        : unordered_map(tag, std::forward<R>(rg), n, hf, Pred(), a) {}
    unordered_map(std::initializer_list<value_type> il, size_type n, const Alloc& a)
        : unordered_map(il, n, Hash(), Pred(), a) {}
    unordered_map(std::initializer_list<value_type> il, size_type n, const Hash& hf, const Alloc& a)
        : unordered_map(il, n, hf, Pred(), a) {}

    template <detail::input_iterator_like It>
    unordered_map(It f, It l, const Alloc& a) : unordered_map(f, l, 0, Hash(), Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    unordered_map(Tag tag, R&& rg, const Alloc& a)
        : unordered_map(tag, std::forward<R>(rg), 0, Hash(), Pred(), a) {}
    unordered_map(std::initializer_list<value_type> il, const Alloc& a)
        : unordered_map(il, 0, Hash(), Pred(), a) {}

    unordered_map& operator=(const unordered_map& other) {
        table_.assign(other.table_);
        return *this;
    }
    unordered_map& operator=(unordered_map&& other) noexcept(alloc_traits::is_always_equal::value &&
                                                             std::is_nothrow_move_assignable_v<Hash> &&
                                                             std::is_nothrow_move_assignable_v<Pred>) {
        table_.assign(std::move(other.table_));
        return *this;
    }
    unordered_map& operator=(std::initializer_list<value_type> il) {
        this->clear();
        insert(il);
        return *this;
    }

    // Insertion: average O(1); no effect if anything throws. References and iterators stay valid.

    template <class... Args>
    std::pair<iterator, bool> emplace(Args&&... args) {
        if constexpr (detail::key_first<Key, Args...>) {
            return emplace_by_key(std::forward<Args>(args)...);
        } else if constexpr (sizeof...(Args) == 1 &&
                             (detail::pair_with_key<Key, std::remove_cvref_t<Args>> && ...)) {
            return insert_pair(std::forward<Args>(args)...);
        } else {
            return made(table_.insert_constructed([&](value_type* p) {
                alloc_traits::construct(table_.alloc(), p, std::forward<Args>(args)...);
            }));
        }
    }
    template <class... Args>
    iterator emplace_hint(const_iterator, Args&&... args) {
        return emplace(std::forward<Args>(args)...).first;
    }

    using base::insert;
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
        table_.expect(base::distance_hint(first, last));
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
    template <class... Args>
    iterator try_emplace(const_iterator, const key_type& k, Args&&... args) {
        return emplace_mapped(k, std::forward<Args>(args)...).first;
    }
    template <class... Args>
    iterator try_emplace(const_iterator, key_type&& k, Args&&... args) {
        return emplace_mapped(std::move(k), std::forward<Args>(args)...).first;
    }
    template <class M>
    std::pair<iterator, bool> insert_or_assign(const key_type& k, M&& obj) {
        return assign_mapped(k, std::forward<M>(obj));
    }
    template <class M>
    std::pair<iterator, bool> insert_or_assign(key_type&& k, M&& obj) {
        return assign_mapped(std::move(k), std::forward<M>(obj));
    }
    template <class M>
    iterator insert_or_assign(const_iterator, const key_type& k, M&& obj) {
        return assign_mapped(k, std::forward<M>(obj)).first;
    }
    template <class M>
    iterator insert_or_assign(const_iterator, key_type&& k, M&& obj) {
        return assign_mapped(std::move(k), std::forward<M>(obj)).first;
    }

    void swap(unordered_map& other) noexcept(alloc_traits::is_always_equal::value &&
                                             std::is_nothrow_swappable_v<Hash> &&
                                             std::is_nothrow_swappable_v<Pred>) {
        table_.swap(other.table_);
    }
    friend void swap(unordered_map& a, unordered_map& b) noexcept(noexcept(a.swap(b))) { a.swap(b); }

    /// Moves the elements whose keys are not here yet, without copying or moving them. Nothing is lost if
    /// this throws.
    template <class H2, class P2>
    void merge(unordered_map<Key, T, H2, P2, Alloc>& source) {
        table_.merge(source.table_);
    }
    template <class H2, class P2>
    void merge(unordered_map<Key, T, H2, P2, Alloc>&& source) {
        table_.merge(source.table_);
    }
    template <class H2, class P2>
    void merge(unordered_multimap<Key, T, H2, P2, Alloc>& source) {
        table_.merge(source.table_);
    }
    template <class H2, class P2>
    void merge(unordered_multimap<Key, T, H2, P2, Alloc>&& source) {
        table_.merge(source.table_);
    }

    mapped_type& operator[](const key_type& k) { return emplace_mapped(k).first->second; }
    mapped_type& operator[](key_type&& k) { return emplace_mapped(std::move(k)).first->second; }
    /// Throws out_of_range where there is no such key.
    mapped_type& at(const key_type& k) {
        const auto found = table_.find(k);
        if (found.slot == nullptr) detail::throw_out_of_range("unordered_map::at");
        return found.slot->value()->second;
    }
    const mapped_type& at(const key_type& k) const { return const_cast<unordered_map*>(this)->at(k); }

    friend bool operator==(const unordered_map& a, const unordered_map& b) { return a.equals(b); }

private:
    template <class, class, class, class, class>
    friend class unordered_map;
    template <class, class, class, class, class>
    friend class unordered_multimap;

    using made_type = typename base::table_type::insertion;
    static std::pair<iterator, bool> made(const made_type& m) { return {iterator(m.cursor()), m.inserted()}; }

    template <class P>
    std::pair<iterator, bool> insert_pair(P&& v) {
        return made(table_.template find_or_insert<detail::quietly_made_from<Key, T, P>>(
            v.first, [&](value_type* p) { alloc_traits::construct(table_.alloc(), p, std::forward<P>(v)); }));
    }
    template <class K, class M>
    std::pair<iterator, bool> emplace_by_key(K&& k, M&& m) {
        auto construct = [&](value_type* p) {
            alloc_traits::construct(table_.alloc(), p, std::forward<K>(k), std::forward<M>(m));
        };
        constexpr bool quiet = detail::quietly_made<Key, K> && detail::quietly_made<T, M>;
        if constexpr (std::is_same_v<std::remove_cvref_t<K>, Key>)
            return made(table_.template find_or_insert<quiet>(k, construct));
        else
            return made(table_.template find_or_insert<quiet>(static_cast<Key>(k), construct));
    }
    template <class K, class... Args>
    std::pair<iterator, bool> emplace_mapped(K&& k, Args&&... args) {
        constexpr bool quiet = detail::quietly_made<Key, K> && detail::quietly_made<T, Args...>;
        return made(table_.template find_or_insert<quiet>(k, [&](value_type* p) {
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

// Deduction guides ([unord.map.overview]).
namespace detail {
template <class It>
using iter_key = std::remove_const_t<typename std::iterator_traits<It>::value_type::first_type>;
template <class It>
using iter_mapped = typename std::iterator_traits<It>::value_type::second_type;
template <class It>
using iter_alloc = std::pair<const iter_key<It>, iter_mapped<It>>;
} // namespace detail

template <detail::input_iterator_like It, detail::hash_like Hash = std::hash<detail::iter_key<It>>,
          class Pred = std::equal_to<detail::iter_key<It>>,
          detail::allocator_like Alloc = std::allocator<detail::iter_alloc<It>>>
    requires(!detail::allocator_like<Pred>)
unordered_map(It, It, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> unordered_map<detail::iter_key<It>, detail::iter_mapped<It>, Hash, Pred, Alloc>;
template <detail::from_range_tag Tag, class R,
          detail::hash_like Hash = std::hash<detail::iter_key<detail::range_iterator<R>>>,
          class Pred = std::equal_to<detail::iter_key<detail::range_iterator<R>>>,
          detail::allocator_like Alloc = std::allocator<detail::iter_alloc<detail::range_iterator<R>>>>
    requires(!detail::allocator_like<Pred>)
unordered_map(Tag, R&&, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> unordered_map<detail::iter_key<detail::range_iterator<R>>,
                     detail::iter_mapped<detail::range_iterator<R>>, Hash, Pred, Alloc>;
template <class Key, class T, detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<std::pair<const Key, T>>>
    requires(!detail::allocator_like<Pred>)
unordered_map(std::initializer_list<std::pair<Key, T>>, std::size_t = 0, Hash = Hash(), Pred = Pred(),
              Alloc = Alloc()) -> unordered_map<Key, T, Hash, Pred, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc>
unordered_map(It, It, std::size_t, Alloc)
    -> unordered_map<detail::iter_key<It>, detail::iter_mapped<It>, std::hash<detail::iter_key<It>>,
                     std::equal_to<detail::iter_key<It>>, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc>
unordered_map(It, It, Alloc)
    -> unordered_map<detail::iter_key<It>, detail::iter_mapped<It>, std::hash<detail::iter_key<It>>,
                     std::equal_to<detail::iter_key<It>>, Alloc>;
template <detail::input_iterator_like It, detail::hash_like Hash, detail::allocator_like Alloc>
unordered_map(It, It, std::size_t, Hash, Alloc)
    -> unordered_map<detail::iter_key<It>, detail::iter_mapped<It>, Hash, std::equal_to<detail::iter_key<It>>,
                     Alloc>;
template <class Key, class T, detail::allocator_like Alloc>
unordered_map(std::initializer_list<std::pair<Key, T>>, std::size_t, Alloc)
    -> unordered_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, class T, detail::allocator_like Alloc>
unordered_map(std::initializer_list<std::pair<Key, T>>, Alloc)
    -> unordered_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, class T, detail::hash_like Hash, detail::allocator_like Alloc>
unordered_map(std::initializer_list<std::pair<Key, T>>, std::size_t, Hash, Alloc)
    -> unordered_map<Key, T, Hash, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc>
unordered_map(Tag, R&&, std::size_t, Alloc)
    -> unordered_map<detail::iter_key<detail::range_iterator<R>>,
                     detail::iter_mapped<detail::range_iterator<R>>,
                     std::hash<detail::iter_key<detail::range_iterator<R>>>,
                     std::equal_to<detail::iter_key<detail::range_iterator<R>>>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc>
unordered_map(Tag, R&&, Alloc)
    -> unordered_map<detail::iter_key<detail::range_iterator<R>>,
                     detail::iter_mapped<detail::range_iterator<R>>,
                     std::hash<detail::iter_key<detail::range_iterator<R>>>,
                     std::equal_to<detail::iter_key<detail::range_iterator<R>>>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::hash_like Hash, detail::allocator_like Alloc>
unordered_map(Tag, R&&, std::size_t, Hash, Alloc)
    -> unordered_map<detail::iter_key<detail::range_iterator<R>>,
                     detail::iter_mapped<detail::range_iterator<R>>, Hash,
                     std::equal_to<detail::iter_key<detail::range_iterator<R>>>, Alloc>;

/// Erases the elements that satisfy pred; how many. Linear; each is looked at once.
template <class Key, class T, class Hash, class Eq, class Alloc, class Predicate>
std::size_t erase_if(unordered_map<Key, T, Hash, Eq, Alloc>& m, Predicate pred) {
    const std::size_t before = m.size();
    for (auto it = m.begin(); it != m.end();)
        if (pred(*it))
            it = m.erase(it);
        else
            ++it;
    return before - m.size();
}

} // namespace arsenal::inline ARSENAL_ABI
