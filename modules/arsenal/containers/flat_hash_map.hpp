#pragma once

#include <arsenal/containers/detail/flat_interface.hpp>
#include <arsenal/containers/detail/flat_table.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/from_range.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/throw.hpp>

// A hash map with its elements in one array (detail/flat_core.hpp): the fastest here for lookup, insertion
// and erasure of elements that are cheap to move. Names and contracts are those of std::unordered_map
// ([unord.map], C++23). What it gives up:
//
//   - Elements move: an insertion that lets the table grow, rehash, reserve and shrink_to_fit invalidate
//     references and iterators. (reserve(n): none of the first n elements moves while nothing is erased.
//     Erasure never moves an element.) Elements must be movable, and are moved outside of any allocator's
//     sight where that takes no notice.
//   - No bucket interface: no bucket(), no local iterators; bucket_count() is the number of slots.
//   - max_load_factor() is at most 0.875 (1 up to 16 slots).
//   - extract() moves the element out, and insert(node) back in; a node has no allocator.
//   - swap() of function objects that throw leaves both empty.
//   - Functions of the elements, of Hash and Pred must not use the map that is using them.
//   - sizeof is 64.
//
// What it adds: lookup and erasure by other types also for strings under the default functions (anything that
// converts to their view), and in try_emplace, insert_or_assign, operator[] and at too (C++26); stats();
// shrink_to_fit(). The default hash is std::hash: it is what users have specialised, and strings are hashed
// by the table's own function all the same.
//
// Iteration order depends on the operations and the hashes only. Iterators of an erased element aside, all
// stay valid through erase(), so that an element may be erased while iterating; each of the others is then
// visited once.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {
template <class Key, class T>
struct flat_map_policy : map_policy<Key, T> {
    using typename map_policy<Key, T>::value_type;
    static constexpr bool nothrow_movable =
        std::is_nothrow_move_constructible_v<Key> && std::is_nothrow_move_constructible_v<T>;

    /// Constructs *to from an element that nobody will use again.
    template <class Alloc>
    static void construct_moved(Alloc& alloc, value_type* to, value_type& from) {
        std::allocator_traits<Alloc>::construct(alloc, to, std::move(const_cast<Key&>(from.first)),
                                                std::move(from.second));
    }
};
} // namespace detail

template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<std::pair<const Key, T>>, class Growth = doubling_growth>
class flat_hash_map
    : public detail::flat_interface<detail::flat_map_policy<Key, T>, Hash, Pred, Alloc, Growth> {
    static_assert(std::is_same_v<Growth, doubling_growth> || std::is_same_v<Growth, incremental_growth>);
    using base = detail::flat_interface<detail::flat_map_policy<Key, T>, Hash, Pred, Alloc, Growth>;
    using base::table_;
    using typename base::alloc_traits;
    template <class K> // a key of another type, from which one can be made
    static constexpr bool other_key =
        detail::other_key<K, Key, Hash, Pred> && std::is_constructible_v<Key, K> &&
        !std::is_convertible_v<K, typename base::const_iterator> &&
        !std::is_convertible_v<K, typename base::iterator>;

public:
    using mapped_type = T;
    using typename base::const_iterator;
    using typename base::iterator;
    using typename base::key_type;
    using typename base::node_type;
    using typename base::size_type;
    using typename base::value_type;

    flat_hash_map() noexcept(std::is_nothrow_default_constructible_v<Hash> &&
                             std::is_nothrow_copy_constructible_v<Hash> &&
                             std::is_nothrow_default_constructible_v<Pred> &&
                             std::is_nothrow_copy_constructible_v<Pred> &&
                             std::is_nothrow_default_constructible_v<Alloc>)
        requires(std::is_default_constructible_v<Hash> && std::is_default_constructible_v<Pred> &&
                 std::is_default_constructible_v<Alloc>)
        : base(std::in_place, size_type{0}, Hash(), Pred(), Alloc()) {}
    explicit flat_hash_map(size_type n, const Hash& hf = Hash(), const Pred& eql = Pred(),
                           const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {}
    template <detail::input_iterator_like It>
    flat_hash_map(It f, It l, size_type n = 0, const Hash& hf = Hash(), const Pred& eql = Pred(),
                  const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert(f, l);
    }
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    flat_hash_map(Tag, R&& rg, size_type n = 0, const Hash& hf = Hash(), const Pred& eql = Pred(),
                  const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert_range(std::forward<R>(rg));
    }
    flat_hash_map(const flat_hash_map& other)
        : base(std::in_place, other.table_,
               alloc_traits::select_on_container_copy_construction(other.table_.alloc())) {}
    flat_hash_map(flat_hash_map&& other) = default;
    explicit flat_hash_map(const Alloc& a) : base(std::in_place, size_type{0}, Hash(), Pred(), a) {}
    flat_hash_map(const flat_hash_map& other, const std::type_identity_t<Alloc>& a)
        : base(std::in_place, other.table_, a) {}
    flat_hash_map(flat_hash_map&& other,
                  const std::type_identity_t<Alloc>& a) noexcept(alloc_traits::is_always_equal::value &&
                                                                 std::is_nothrow_copy_constructible_v<Hash> &&
                                                                 std::is_nothrow_copy_constructible_v<Pred>)
        : base(std::in_place, std::move(other.table_), a) {}
    flat_hash_map(std::initializer_list<value_type> il, size_type n = 0, const Hash& hf = Hash(),
                  const Pred& eql = Pred(), const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert(il);
    }
    flat_hash_map(size_type n, const Alloc& a) : flat_hash_map(n, Hash(), Pred(), a) {}
    flat_hash_map(size_type n, const Hash& hf, const Alloc& a) : flat_hash_map(n, hf, Pred(), a) {}
    template <detail::input_iterator_like It>
    flat_hash_map(It f, It l, size_type n, const Alloc& a) : flat_hash_map(f, l, n, Hash(), Pred(), a) {}
    template <detail::input_iterator_like It>
    flat_hash_map(It f, It l, size_type n, const Hash& hf, const Alloc& a)
        : flat_hash_map(f, l, n, hf, Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    flat_hash_map(Tag tag, R&& rg, size_type n, const Alloc& a)
        : flat_hash_map(tag, std::forward<R>(rg), n, Hash(), Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    flat_hash_map(Tag tag, R&& rg, size_type n, const Hash& hf, const Alloc& a)
        : flat_hash_map(tag, std::forward<R>(rg), n, hf, Pred(), a) {}
    flat_hash_map(std::initializer_list<value_type> il, size_type n, const Alloc& a)
        : flat_hash_map(il, n, Hash(), Pred(), a) {}
    flat_hash_map(std::initializer_list<value_type> il, size_type n, const Hash& hf, const Alloc& a)
        : flat_hash_map(il, n, hf, Pred(), a) {}

    template <detail::input_iterator_like It>
    flat_hash_map(It f, It l, const Alloc& a) : flat_hash_map(f, l, 0, Hash(), Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    flat_hash_map(Tag tag, R&& rg, const Alloc& a)
        : flat_hash_map(tag, std::forward<R>(rg), 0, Hash(), Pred(), a) {}
    flat_hash_map(std::initializer_list<value_type> il, const Alloc& a)
        : flat_hash_map(il, 0, Hash(), Pred(), a) {}

    flat_hash_map& operator=(const flat_hash_map& other) {
        table_.assign(other.table_);
        return *this;
    }
    flat_hash_map& operator=(flat_hash_map&& other) noexcept(alloc_traits::is_always_equal::value &&
                                                             std::is_nothrow_move_assignable_v<Hash> &&
                                                             std::is_nothrow_move_assignable_v<Pred>) {
        table_.assign(std::move(other.table_));
        return *this;
    }
    flat_hash_map& operator=(std::initializer_list<value_type> il) {
        this->clear();
        insert(il);
        return *this;
    }

    // Insertion: average O(1); no effect if anything throws, unless an element that cannot be copied throws
    // when the table grows and moves it. Invalidates references and iterators where the table grows.

    template <class... Args>
    [[gnu::always_inline]] std::pair<iterator, bool> emplace(Args&&... args) {
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
    [[gnu::always_inline]] std::pair<iterator, bool> insert(const value_type& v) { return insert_pair(v); }
    [[gnu::always_inline]] std::pair<iterator, bool> insert(value_type&& v) {
        return insert_pair(std::move(v));
    }
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
        this->expect(first, last);
        for (; first != last; ++first) emplace(*first);
    }
    void insert(std::initializer_list<value_type> il) { insert(il.begin(), il.end()); }
    template <detail::compatible_range<value_type> R>
    void insert_range(R&& rg) {
        for (auto&& v : rg) emplace(std::forward<decltype(v)>(v));
    }

    template <class... Args>
    [[gnu::always_inline]] std::pair<iterator, bool> try_emplace(const key_type& k, Args&&... args) {
        return emplace_mapped(k, std::forward<Args>(args)...);
    }
    template <class... Args>
    [[gnu::always_inline]] std::pair<iterator, bool> try_emplace(key_type&& k, Args&&... args) {
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
    template <class K, class... Args>
        requires other_key<K>
    [[gnu::always_inline]] std::pair<iterator, bool> try_emplace(K&& k, Args&&... args) {
        return emplace_mapped(std::forward<K>(k), std::forward<Args>(args)...);
    }
    template <class K, class... Args>
        requires other_key<K>
    iterator try_emplace(const_iterator, K&& k, Args&&... args) {
        return emplace_mapped(std::forward<K>(k), std::forward<Args>(args)...).first;
    }
    template <class K, class M>
        requires other_key<K>
    [[gnu::always_inline]] std::pair<iterator, bool> insert_or_assign(K&& k, M&& obj) {
        return assign_mapped(std::forward<K>(k), std::forward<M>(obj));
    }
    template <class K, class M>
        requires other_key<K>
    iterator insert_or_assign(const_iterator, K&& k, M&& obj) {
        return assign_mapped(std::forward<K>(k), std::forward<M>(obj)).first;
    }
    template <class M>
    [[gnu::always_inline]] std::pair<iterator, bool> insert_or_assign(const key_type& k, M&& obj) {
        return assign_mapped(k, std::forward<M>(obj));
    }
    template <class M>
    [[gnu::always_inline]] std::pair<iterator, bool> insert_or_assign(key_type&& k, M&& obj) {
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

    void swap(flat_hash_map& other) noexcept(alloc_traits::is_always_equal::value &&
                                             std::is_nothrow_swappable_v<Hash> &&
                                             std::is_nothrow_swappable_v<Pred>) {
        table_.swap(other.table_);
    }
    friend void swap(flat_hash_map& a, flat_hash_map& b) noexcept(noexcept(a.swap(b))) { a.swap(b); }

    /// Moves the elements whose keys are not here yet. Nothing is lost if this throws, unless moving an
    /// element does.
    template <class H2, class P2, class G2>
    void merge(flat_hash_map<Key, T, H2, P2, Alloc, G2>& source) {
        table_.merge(source.table_);
    }
    template <class H2, class P2, class G2>
    void merge(flat_hash_map<Key, T, H2, P2, Alloc, G2>&& source) {
        table_.merge(source.table_);
    }

    [[gnu::always_inline]] mapped_type& operator[](const key_type& k) {
        return emplace_mapped(k).first->second;
    }
    [[gnu::always_inline]] mapped_type& operator[](key_type&& k) {
        return emplace_mapped(std::move(k)).first->second;
    }
    template <class K>
        requires other_key<K>
    [[gnu::always_inline]] mapped_type& operator[](K&& k) {
        return emplace_mapped(std::forward<K>(k)).first->second;
    }
    /// Throws out_of_range where there is no such key.
    mapped_type& at(const key_type& k) { return value_of(table_.find(k)); }
    const mapped_type& at(const key_type& k) const { return value_of(table_.find(k)); }
    template <class K>
        requires detail::other_key<K, Key, Hash, Pred>
    mapped_type& at(const K& k) {
        return value_of(table_.find(base::lookup(k)));
    }
    template <class K>
        requires detail::other_key<K, Key, Hash, Pred>
    const mapped_type& at(const K& k) const {
        return value_of(table_.find(base::lookup(k)));
    }

    friend bool operator==(const flat_hash_map& a, const flat_hash_map& b) { return a.equals(b); }

private:
    template <class, class, class, class, class, class>
    friend class flat_hash_map;

    using made_type = typename base::table_type::insertion;
    template <class K, class Construct>
    [[gnu::always_inline]] made_type find_or_insert(const K& key, Construct construct) {
        return table_.find_or_insert(key, table_.hash(key), construct);
    }
    static std::pair<iterator, bool> made(const made_type& m) { return {iterator(m.at), m.inserted}; }

    static mapped_type& value_of(typename base::table_type::position found) {
        if (!found) detail::throw_out_of_range("flat_hash_map::at");
        return found.value->second;
    }
    template <class P>
    [[gnu::always_inline]] std::pair<iterator, bool> insert_pair(P&& v) {
        return made(find_or_insert(
            v.first, [&](value_type* p) { alloc_traits::construct(table_.alloc(), p, std::forward<P>(v)); }));
    }
    template <class K, class M>
    [[gnu::always_inline]] std::pair<iterator, bool> emplace_by_key(K&& k, M&& m) {
        auto construct = [&](value_type* p) {
            alloc_traits::construct(table_.alloc(), p, std::forward<K>(k), std::forward<M>(m));
        };
        if constexpr (std::is_same_v<std::remove_cvref_t<K>, Key>)
            return made(find_or_insert(k, construct));
        else
            return made(find_or_insert(static_cast<Key>(k), construct));
    }
    template <class K, class... Args>
    [[gnu::always_inline]] std::pair<iterator, bool> emplace_mapped(K&& k, Args&&... args) {
        return made(find_or_insert(base::sought(k), [&](value_type* p) {
            alloc_traits::construct(table_.alloc(), p, std::piecewise_construct,
                                    std::forward_as_tuple(std::forward<K>(k)),
                                    std::forward_as_tuple(std::forward<Args>(args)...));
        }));
    }
    template <class K, class M>
    [[gnu::always_inline]] std::pair<iterator, bool> assign_mapped(K&& k, M&& obj) {
        auto result = emplace_mapped(std::forward<K>(k), std::forward<M>(obj));
        if (!result.second) result.first->second = std::forward<M>(obj);
        return result;
    }
};

/// A flat_hash_map none of whose insertions does more than a bounded amount of work (flat_growth.hpp).
template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<std::pair<const Key, T>>>
using incremental_hash_map = flat_hash_map<Key, T, Hash, Pred, Alloc, incremental_growth>;

// Deduction guides ([unord.map.overview]).
template <detail::input_iterator_like It, detail::hash_like Hash = std::hash<detail::iter_key<It>>,
          class Pred = std::equal_to<detail::iter_key<It>>,
          detail::allocator_like Alloc = std::allocator<detail::iter_alloc<It>>>
    requires(!detail::allocator_like<Pred>)
flat_hash_map(It, It, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> flat_hash_map<detail::iter_key<It>, detail::iter_mapped<It>, Hash, Pred, Alloc>;
template <detail::from_range_tag Tag, class R,
          detail::hash_like Hash = std::hash<detail::iter_key<detail::range_iterator<R>>>,
          class Pred = std::equal_to<detail::iter_key<detail::range_iterator<R>>>,
          detail::allocator_like Alloc = std::allocator<detail::iter_alloc<detail::range_iterator<R>>>>
    requires(!detail::allocator_like<Pred>)
flat_hash_map(Tag, R&&, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> flat_hash_map<detail::iter_key<detail::range_iterator<R>>,
                     detail::iter_mapped<detail::range_iterator<R>>, Hash, Pred, Alloc>;
template <class Key, class T, detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<std::pair<const Key, T>>>
    requires(!detail::allocator_like<Pred>)
flat_hash_map(std::initializer_list<std::pair<Key, T>>, std::size_t = 0, Hash = Hash(), Pred = Pred(),
              Alloc = Alloc()) -> flat_hash_map<Key, T, Hash, Pred, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc>
flat_hash_map(It, It, std::size_t, Alloc)
    -> flat_hash_map<detail::iter_key<It>, detail::iter_mapped<It>, std::hash<detail::iter_key<It>>,
                     std::equal_to<detail::iter_key<It>>, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc>
flat_hash_map(It, It, Alloc)
    -> flat_hash_map<detail::iter_key<It>, detail::iter_mapped<It>, std::hash<detail::iter_key<It>>,
                     std::equal_to<detail::iter_key<It>>, Alloc>;
template <detail::input_iterator_like It, detail::hash_like Hash, detail::allocator_like Alloc>
flat_hash_map(It, It, std::size_t, Hash, Alloc)
    -> flat_hash_map<detail::iter_key<It>, detail::iter_mapped<It>, Hash, std::equal_to<detail::iter_key<It>>,
                     Alloc>;
template <class Key, class T, detail::allocator_like Alloc>
flat_hash_map(std::initializer_list<std::pair<Key, T>>, std::size_t, Alloc)
    -> flat_hash_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, class T, detail::allocator_like Alloc>
flat_hash_map(std::initializer_list<std::pair<Key, T>>, Alloc)
    -> flat_hash_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, class T, detail::hash_like Hash, detail::allocator_like Alloc>
flat_hash_map(std::initializer_list<std::pair<Key, T>>, std::size_t, Hash, Alloc)
    -> flat_hash_map<Key, T, Hash, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc>
flat_hash_map(Tag, R&&, std::size_t, Alloc)
    -> flat_hash_map<detail::iter_key<detail::range_iterator<R>>,
                     detail::iter_mapped<detail::range_iterator<R>>,
                     std::hash<detail::iter_key<detail::range_iterator<R>>>,
                     std::equal_to<detail::iter_key<detail::range_iterator<R>>>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc>
flat_hash_map(Tag, R&&, Alloc)
    -> flat_hash_map<detail::iter_key<detail::range_iterator<R>>,
                     detail::iter_mapped<detail::range_iterator<R>>,
                     std::hash<detail::iter_key<detail::range_iterator<R>>>,
                     std::equal_to<detail::iter_key<detail::range_iterator<R>>>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::hash_like Hash, detail::allocator_like Alloc>
flat_hash_map(Tag, R&&, std::size_t, Hash, Alloc)
    -> flat_hash_map<detail::iter_key<detail::range_iterator<R>>,
                     detail::iter_mapped<detail::range_iterator<R>>, Hash,
                     std::equal_to<detail::iter_key<detail::range_iterator<R>>>, Alloc>;

/// Erases the elements that satisfy pred; how many. Linear; each is looked at once.
template <class Key, class T, class Hash, class Eq, class Alloc, class Growth, class Predicate>
std::size_t erase_if(flat_hash_map<Key, T, Hash, Eq, Alloc, Growth>& m, Predicate pred) {
    const std::size_t before = m.size();
    for (auto it = m.begin(); it != m.end();)
        if (pred(*it))
            it = m.erase(it);
        else
            ++it;
    return before - m.size();
}

} // namespace arsenal::inline ARSENAL_ABI
