#pragma once

#include <arsenal/containers/detail/flat_interface.hpp>
#include <arsenal/containers/detail/flat_table.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/from_range.hpp>
#include <arsenal/containers/unordered_set.hpp>
#include <arsenal/platform/config.hpp>

// A hash set with its elements in one array: flat_hash_map.hpp says what it gives up against
// std::unordered_set ([unord.set], C++23), and what it adds.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {
template <class Key>
struct flat_set_policy : set_policy<Key> {
    static constexpr bool nothrow_movable = std::is_nothrow_move_constructible_v<Key>;

    /// Constructs *to from an element that nobody will use again.
    template <class Alloc>
    static void construct_moved(Alloc& alloc, Key* to, Key& from) {
        std::allocator_traits<Alloc>::construct(alloc, to, std::move(from));
    }
};
} // namespace detail

template <class Key, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<Key>, class Growth = doubling_growth>
class flat_hash_set : public detail::flat_interface<detail::flat_set_policy<Key>, Hash, Pred, Alloc, Growth> {
    static_assert(std::is_same_v<Growth, doubling_growth> || std::is_same_v<Growth, incremental_growth>);
    using base = detail::flat_interface<detail::flat_set_policy<Key>, Hash, Pred, Alloc, Growth>;
    using base::table_;
    using typename base::alloc_traits;

public:
    using typename base::const_iterator;
    using typename base::iterator;
    using typename base::node_type;
    using typename base::size_type;
    using typename base::value_type;

    flat_hash_set() noexcept(std::is_nothrow_default_constructible_v<Hash> &&
                             std::is_nothrow_copy_constructible_v<Hash> &&
                             std::is_nothrow_default_constructible_v<Pred> &&
                             std::is_nothrow_copy_constructible_v<Pred> &&
                             std::is_nothrow_default_constructible_v<Alloc>)
        requires(std::is_default_constructible_v<Hash> && std::is_default_constructible_v<Pred> &&
                 std::is_default_constructible_v<Alloc>)
        : base(std::in_place, size_type{0}, Hash(), Pred(), Alloc()) {}
    explicit flat_hash_set(size_type n, const Hash& hf = Hash(), const Pred& eql = Pred(),
                           const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {}
    template <detail::input_iterator_like It>
    flat_hash_set(It f, It l, size_type n = 0, const Hash& hf = Hash(), const Pred& eql = Pred(),
                  const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert(f, l);
    }
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    flat_hash_set(Tag, R&& rg, size_type n = 0, const Hash& hf = Hash(), const Pred& eql = Pred(),
                  const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert_range(std::forward<R>(rg));
    }
    flat_hash_set(const flat_hash_set& other)
        : base(std::in_place, other.table_,
               alloc_traits::select_on_container_copy_construction(other.table_.alloc())) {}
    flat_hash_set(flat_hash_set&& other) = default;
    explicit flat_hash_set(const Alloc& a) : base(std::in_place, size_type{0}, Hash(), Pred(), a) {}
    flat_hash_set(const flat_hash_set& other, const std::type_identity_t<Alloc>& a)
        : base(std::in_place, other.table_, a) {}
    flat_hash_set(flat_hash_set&& other,
                  const std::type_identity_t<Alloc>& a) noexcept(alloc_traits::is_always_equal::value &&
                                                                 std::is_nothrow_copy_constructible_v<Hash> &&
                                                                 std::is_nothrow_copy_constructible_v<Pred>)
        : base(std::in_place, std::move(other.table_), a) {}
    flat_hash_set(std::initializer_list<value_type> il, size_type n = 0, const Hash& hf = Hash(),
                  const Pred& eql = Pred(), const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert(il);
    }
    flat_hash_set(size_type n, const Alloc& a) : flat_hash_set(n, Hash(), Pred(), a) {}
    flat_hash_set(size_type n, const Hash& hf, const Alloc& a) : flat_hash_set(n, hf, Pred(), a) {}
    template <detail::input_iterator_like It>
    flat_hash_set(It f, It l, size_type n, const Alloc& a) : flat_hash_set(f, l, n, Hash(), Pred(), a) {}
    template <detail::input_iterator_like It>
    flat_hash_set(It f, It l, size_type n, const Hash& hf, const Alloc& a)
        : flat_hash_set(f, l, n, hf, Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    flat_hash_set(Tag tag, R&& rg, size_type n, const Alloc& a)
        : flat_hash_set(tag, std::forward<R>(rg), n, Hash(), Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    flat_hash_set(Tag tag, R&& rg, size_type n, const Hash& hf, const Alloc& a)
        : flat_hash_set(tag, std::forward<R>(rg), n, hf, Pred(), a) {}
    flat_hash_set(std::initializer_list<value_type> il, size_type n, const Alloc& a)
        : flat_hash_set(il, n, Hash(), Pred(), a) {}
    flat_hash_set(std::initializer_list<value_type> il, size_type n, const Hash& hf, const Alloc& a)
        : flat_hash_set(il, n, hf, Pred(), a) {}

    template <detail::input_iterator_like It>
    flat_hash_set(It f, It l, const Alloc& a) : flat_hash_set(f, l, 0, Hash(), Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    flat_hash_set(Tag tag, R&& rg, const Alloc& a)
        : flat_hash_set(tag, std::forward<R>(rg), 0, Hash(), Pred(), a) {}
    flat_hash_set(std::initializer_list<value_type> il, const Alloc& a)
        : flat_hash_set(il, 0, Hash(), Pred(), a) {}

    flat_hash_set& operator=(const flat_hash_set& other) {
        table_.assign(other.table_);
        return *this;
    }
    flat_hash_set& operator=(flat_hash_set&& other) noexcept(alloc_traits::is_always_equal::value &&
                                                             std::is_nothrow_move_assignable_v<Hash> &&
                                                             std::is_nothrow_move_assignable_v<Pred>) {
        table_.assign(std::move(other.table_));
        return *this;
    }
    flat_hash_set& operator=(std::initializer_list<value_type> il) {
        this->clear();
        insert(il);
        return *this;
    }

    // Insertion: average O(1); no effect if anything throws, unless an element that cannot be copied throws
    // when the table grows and moves it. Invalidates references and iterators where the table grows.

    template <class... Args>
    [[gnu::always_inline]] std::pair<iterator, bool> emplace(Args&&... args) {
        if constexpr (sizeof...(Args) == 1 && (std::is_same_v<std::remove_cvref_t<Args>, Key> && ...)) {
            return insert_key(std::forward<Args>(args)...);
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
    [[gnu::always_inline]] std::pair<iterator, bool> insert(const value_type& v) { return insert_key(v); }
    [[gnu::always_inline]] std::pair<iterator, bool> insert(value_type&& v) {
        return insert_key(std::move(v));
    }
    /// Makes a key only where there is none yet (C++26).
    template <class K>
        requires detail::other_key<K, Key, Hash, Pred> && std::is_constructible_v<Key, K> &&
                 (!std::is_convertible_v<K, const_iterator>)
    std::pair<iterator, bool> insert(K&& k) {
        const auto& sought = base::lookup(k);
        return made(table_.find_or_insert(sought, table_.hash(sought), [&](value_type* p) {
            alloc_traits::construct(table_.alloc(), p, std::forward<K>(k));
        }));
    }
    iterator insert(const_iterator, const value_type& v) { return insert_key(v).first; }
    iterator insert(const_iterator, value_type&& v) { return insert_key(std::move(v)).first; }
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

    void swap(flat_hash_set& other) noexcept(alloc_traits::is_always_equal::value &&
                                             std::is_nothrow_swappable_v<Hash> &&
                                             std::is_nothrow_swappable_v<Pred>) {
        table_.swap(other.table_);
    }
    friend void swap(flat_hash_set& a, flat_hash_set& b) noexcept(noexcept(a.swap(b))) { a.swap(b); }

    /// Moves the elements that are not here yet. Nothing is lost if this throws, unless moving an element
    /// does.
    template <class H2, class P2, class G2>
    void merge(flat_hash_set<Key, H2, P2, Alloc, G2>& source) {
        table_.merge(source.table_);
    }
    template <class H2, class P2, class G2>
    void merge(flat_hash_set<Key, H2, P2, Alloc, G2>&& source) {
        table_.merge(source.table_);
    }

    friend bool operator==(const flat_hash_set& a, const flat_hash_set& b) { return a.equals(b); }

private:
    template <class, class, class, class, class>
    friend class flat_hash_set;

    static std::pair<iterator, bool> made(const typename base::table_type::insertion& m) {
        return {iterator(m.at), m.inserted};
    }
    template <class V>
    [[gnu::always_inline]] std::pair<iterator, bool> insert_key(V&& v) {
        return made(table_.find_or_insert(v, table_.hash(v), [&](value_type* p) {
            alloc_traits::construct(table_.alloc(), p, std::forward<V>(v));
        }));
    }
};

/// A flat_hash_set none of whose insertions does more than a bounded amount of work (flat_growth.hpp).
template <class Key, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<Key>>
using incremental_hash_set = flat_hash_set<Key, Hash, Pred, Alloc, incremental_growth>;

// Deduction guides ([unord.set.overview]).
template <detail::input_iterator_like It, detail::hash_like Hash = std::hash<detail::iter_value<It>>,
          class Pred = std::equal_to<detail::iter_value<It>>,
          detail::allocator_like Alloc = std::allocator<detail::iter_value<It>>>
    requires(!detail::allocator_like<Pred>)
flat_hash_set(It, It, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> flat_hash_set<detail::iter_value<It>, Hash, Pred, Alloc>;
template <detail::from_range_tag Tag, class R,
          detail::hash_like Hash = std::hash<detail::iter_value<detail::range_iterator<R>>>,
          class Pred = std::equal_to<detail::iter_value<detail::range_iterator<R>>>,
          detail::allocator_like Alloc = std::allocator<detail::iter_value<detail::range_iterator<R>>>>
    requires(!detail::allocator_like<Pred>)
flat_hash_set(Tag, R&&, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> flat_hash_set<detail::iter_value<detail::range_iterator<R>>, Hash, Pred, Alloc>;
template <class T, detail::hash_like Hash = std::hash<T>, class Pred = std::equal_to<T>,
          detail::allocator_like Alloc = std::allocator<T>>
    requires(!detail::allocator_like<Pred>)
flat_hash_set(std::initializer_list<T>, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> flat_hash_set<T, Hash, Pred, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc>
flat_hash_set(It, It, std::size_t, Alloc)
    -> flat_hash_set<detail::iter_value<It>, std::hash<detail::iter_value<It>>,
                     std::equal_to<detail::iter_value<It>>, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc>
flat_hash_set(It, It, Alloc) -> flat_hash_set<detail::iter_value<It>, std::hash<detail::iter_value<It>>,
                                              std::equal_to<detail::iter_value<It>>, Alloc>;
template <detail::input_iterator_like It, detail::hash_like Hash, detail::allocator_like Alloc>
flat_hash_set(It, It, std::size_t, Hash, Alloc)
    -> flat_hash_set<detail::iter_value<It>, Hash, std::equal_to<detail::iter_value<It>>, Alloc>;
template <class T, detail::allocator_like Alloc>
flat_hash_set(std::initializer_list<T>, std::size_t, Alloc)
    -> flat_hash_set<T, std::hash<T>, std::equal_to<T>, Alloc>;
template <class T, detail::allocator_like Alloc>
flat_hash_set(std::initializer_list<T>, Alloc) -> flat_hash_set<T, std::hash<T>, std::equal_to<T>, Alloc>;
template <class T, detail::hash_like Hash, detail::allocator_like Alloc>
flat_hash_set(std::initializer_list<T>, std::size_t, Hash, Alloc)
    -> flat_hash_set<T, Hash, std::equal_to<T>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc>
flat_hash_set(Tag, R&&, std::size_t, Alloc)
    -> flat_hash_set<detail::iter_value<detail::range_iterator<R>>,
                     std::hash<detail::iter_value<detail::range_iterator<R>>>,
                     std::equal_to<detail::iter_value<detail::range_iterator<R>>>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc>
flat_hash_set(Tag, R&&, Alloc)
    -> flat_hash_set<detail::iter_value<detail::range_iterator<R>>,
                     std::hash<detail::iter_value<detail::range_iterator<R>>>,
                     std::equal_to<detail::iter_value<detail::range_iterator<R>>>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::hash_like Hash, detail::allocator_like Alloc>
flat_hash_set(Tag, R&&, std::size_t, Hash, Alloc)
    -> flat_hash_set<detail::iter_value<detail::range_iterator<R>>, Hash,
                     std::equal_to<detail::iter_value<detail::range_iterator<R>>>, Alloc>;

/// Erases the elements that satisfy pred; how many. Linear; each is looked at once.
template <class Key, class Hash, class Eq, class Alloc, class Growth, class Predicate>
std::size_t erase_if(flat_hash_set<Key, Hash, Eq, Alloc, Growth>& s, Predicate pred) {
    const std::size_t before = s.size();
    for (auto it = s.begin(); it != s.end();)
        if (pred(*it))
            it = s.erase(it);
        else
            ++it;
    return before - s.size();
}

} // namespace arsenal::inline ARSENAL_ABI
