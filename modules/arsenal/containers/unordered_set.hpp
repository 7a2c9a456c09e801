#pragma once

#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/table.hpp>
#include <arsenal/containers/detail/unordered_interface.hpp>
#include <arsenal/containers/from_range.hpp>
#include <arsenal/platform/config.hpp>

// std::unordered_set's interface and contract ([unord.set], C++20; heterogeneous erase and extract, range
// constructors and insert_range of C++23) over detail/table.hpp. The differences from std are those of
// unordered_map.hpp.

namespace arsenal::inline ARSENAL_ABI {

template <class, class, class, class>
class unordered_multiset;

namespace detail {
template <class Key>
struct set_policy {
    using key_type = Key;
    using value_type = Key;
    static constexpr bool is_map = false;
    static constexpr bool constant_iterators = true;
    static const Key& key(const value_type& v) noexcept { return v; }
};
} // namespace detail

template <class Key, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<Key>>
class unordered_set
    : public detail::unique_interface<detail::table<detail::set_policy<Key>, Hash, Pred, Alloc>> {
    using base = detail::unique_interface<detail::table<detail::set_policy<Key>, Hash, Pred, Alloc>>;
    using base::table_;
    using typename base::alloc_traits;

public:
    using typename base::const_iterator;
    using typename base::iterator;
    using typename base::node_type;
    using typename base::size_type;
    using typename base::value_type;

    unordered_set() noexcept(std::is_nothrow_default_constructible_v<Hash> &&
                             std::is_nothrow_copy_constructible_v<Hash> &&
                             std::is_nothrow_default_constructible_v<Pred> &&
                             std::is_nothrow_copy_constructible_v<Pred> &&
                             std::is_nothrow_default_constructible_v<Alloc>)
        requires(std::is_default_constructible_v<Hash> && std::is_default_constructible_v<Pred> &&
                 std::is_default_constructible_v<Alloc>)
        : base(std::in_place, size_type{0}, Hash(), Pred(), Alloc()) {}
    explicit unordered_set(size_type n, const Hash& hf = Hash(), const Pred& eql = Pred(),
                           const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {}
    template <detail::input_iterator_like It>
    unordered_set(It f, It l, size_type n = 0, const Hash& hf = Hash(), const Pred& eql = Pred(),
                  const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert(f, l);
    }
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    unordered_set(Tag, R&& rg, size_type n = 0, const Hash& hf = Hash(), const Pred& eql = Pred(),
                  const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert_range(std::forward<R>(rg));
    }
    unordered_set(const unordered_set& other)
        : base(std::in_place, other.table_,
               alloc_traits::select_on_container_copy_construction(other.table_.alloc())) {}
    unordered_set(unordered_set&& other) = default;
    explicit unordered_set(const Alloc& a) : base(std::in_place, size_type{0}, Hash(), Pred(), a) {}
    unordered_set(const unordered_set& other, const std::type_identity_t<Alloc>& a)
        : base(std::in_place, other.table_, a) {}
    unordered_set(unordered_set&& other,
                  const std::type_identity_t<Alloc>& a) noexcept(alloc_traits::is_always_equal::value &&
                                                                 std::is_nothrow_copy_constructible_v<Hash> &&
                                                                 std::is_nothrow_copy_constructible_v<Pred>)
        : base(std::in_place, std::move(other.table_), a) {}
    unordered_set(std::initializer_list<value_type> il, size_type n = 0, const Hash& hf = Hash(),
                  const Pred& eql = Pred(), const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert(il);
    }
    unordered_set(size_type n, const Alloc& a) : unordered_set(n, Hash(), Pred(), a) {}
    unordered_set(size_type n, const Hash& hf, const Alloc& a) : unordered_set(n, hf, Pred(), a) {}
    template <detail::input_iterator_like It>
    unordered_set(It f, It l, size_type n, const Alloc& a) : unordered_set(f, l, n, Hash(), Pred(), a) {}
    template <detail::input_iterator_like It>
    unordered_set(It f, It l, size_type n, const Hash& hf, const Alloc& a)
        : unordered_set(f, l, n, hf, Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    unordered_set(Tag tag, R&& rg, size_type n, const Alloc& a)
        : unordered_set(tag, std::forward<R>(rg), n, Hash(), Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    unordered_set(Tag tag, R&& rg, size_type n, const Hash& hf, const Alloc& a)
        : unordered_set(tag, std::forward<R>(rg), n, hf, Pred(), a) {}
    unordered_set(std::initializer_list<value_type> il, size_type n, const Alloc& a)
        : unordered_set(il, n, Hash(), Pred(), a) {}
    unordered_set(std::initializer_list<value_type> il, size_type n, const Hash& hf, const Alloc& a)
        : unordered_set(il, n, hf, Pred(), a) {}

    template <detail::input_iterator_like It>
    unordered_set(It f, It l, const Alloc& a) : unordered_set(f, l, 0, Hash(), Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    unordered_set(Tag tag, R&& rg, const Alloc& a)
        : unordered_set(tag, std::forward<R>(rg), 0, Hash(), Pred(), a) {}
    unordered_set(std::initializer_list<value_type> il, const Alloc& a)
        : unordered_set(il, 0, Hash(), Pred(), a) {}

    unordered_set& operator=(const unordered_set& other) {
        table_.assign(other.table_);
        return *this;
    }
    unordered_set& operator=(unordered_set&& other) noexcept(alloc_traits::is_always_equal::value &&
                                                             std::is_nothrow_move_assignable_v<Hash> &&
                                                             std::is_nothrow_move_assignable_v<Pred>) {
        table_.assign(std::move(other.table_));
        return *this;
    }
    unordered_set& operator=(std::initializer_list<value_type> il) {
        this->clear();
        insert(il);
        return *this;
    }

    // Insertion: average O(1); no effect if anything throws. References and iterators stay valid.

    template <class... Args>
    std::pair<iterator, bool> emplace(Args&&... args) {
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
    std::pair<iterator, bool> insert(const value_type& v) { return insert_key(v); }
    std::pair<iterator, bool> insert(value_type&& v) { return insert_key(std::move(v)); }
    iterator insert(const_iterator, const value_type& v) { return insert_key(v).first; }
    iterator insert(const_iterator, value_type&& v) { return insert_key(std::move(v)).first; }
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

    void swap(unordered_set& other) noexcept(alloc_traits::is_always_equal::value &&
                                             std::is_nothrow_swappable_v<Hash> &&
                                             std::is_nothrow_swappable_v<Pred>) {
        table_.swap(other.table_);
    }
    friend void swap(unordered_set& a, unordered_set& b) noexcept(noexcept(a.swap(b))) { a.swap(b); }

    /// Moves the elements that are not here yet, without copying or moving them. Nothing is lost if this
    /// throws.
    template <class H2, class P2>
    void merge(unordered_set<Key, H2, P2, Alloc>& source) {
        table_.merge(source.table_);
    }
    template <class H2, class P2>
    void merge(unordered_set<Key, H2, P2, Alloc>&& source) {
        table_.merge(source.table_);
    }
    template <class H2, class P2>
    void merge(unordered_multiset<Key, H2, P2, Alloc>& source) {
        table_.merge(source.table_);
    }
    template <class H2, class P2>
    void merge(unordered_multiset<Key, H2, P2, Alloc>&& source) {
        table_.merge(source.table_);
    }

    friend bool operator==(const unordered_set& a, const unordered_set& b) { return a.equals(b); }

private:
    template <class, class, class, class>
    friend class unordered_set;
    template <class, class, class, class>
    friend class unordered_multiset;

    static std::pair<iterator, bool> made(const typename base::table_type::insertion& m) {
        return {iterator(m.cursor()), m.inserted()};
    }
    template <class V>
    std::pair<iterator, bool> insert_key(V&& v) {
        return made(table_.template find_or_insert<detail::quietly_made<Key, V>>(
            v, [&](value_type* p) { alloc_traits::construct(table_.alloc(), p, std::forward<V>(v)); }));
    }
};

// Deduction guides ([unord.set.overview]).
namespace detail {
template <class It>
using iter_value = typename std::iterator_traits<It>::value_type;
} // namespace detail

template <detail::input_iterator_like It, detail::hash_like Hash = std::hash<detail::iter_value<It>>,
          class Pred = std::equal_to<detail::iter_value<It>>,
          detail::allocator_like Alloc = std::allocator<detail::iter_value<It>>>
    requires(!detail::allocator_like<Pred>)
unordered_set(It, It, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> unordered_set<detail::iter_value<It>, Hash, Pred, Alloc>;
template <detail::from_range_tag Tag, class R,
          detail::hash_like Hash = std::hash<detail::iter_value<detail::range_iterator<R>>>,
          class Pred = std::equal_to<detail::iter_value<detail::range_iterator<R>>>,
          detail::allocator_like Alloc = std::allocator<detail::iter_value<detail::range_iterator<R>>>>
    requires(!detail::allocator_like<Pred>)
unordered_set(Tag, R&&, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> unordered_set<detail::iter_value<detail::range_iterator<R>>, Hash, Pred, Alloc>;
template <class T, detail::hash_like Hash = std::hash<T>, class Pred = std::equal_to<T>,
          detail::allocator_like Alloc = std::allocator<T>>
    requires(!detail::allocator_like<Pred>)
unordered_set(std::initializer_list<T>, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> unordered_set<T, Hash, Pred, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc>
unordered_set(It, It, std::size_t, Alloc)
    -> unordered_set<detail::iter_value<It>, std::hash<detail::iter_value<It>>,
                     std::equal_to<detail::iter_value<It>>, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc>
unordered_set(It, It, Alloc) -> unordered_set<detail::iter_value<It>, std::hash<detail::iter_value<It>>,
                                              std::equal_to<detail::iter_value<It>>, Alloc>;
template <detail::input_iterator_like It, detail::hash_like Hash, detail::allocator_like Alloc>
unordered_set(It, It, std::size_t, Hash, Alloc)
    -> unordered_set<detail::iter_value<It>, Hash, std::equal_to<detail::iter_value<It>>, Alloc>;
template <class T, detail::allocator_like Alloc>
unordered_set(std::initializer_list<T>, std::size_t, Alloc)
    -> unordered_set<T, std::hash<T>, std::equal_to<T>, Alloc>;
template <class T, detail::allocator_like Alloc>
unordered_set(std::initializer_list<T>, Alloc) -> unordered_set<T, std::hash<T>, std::equal_to<T>, Alloc>;
template <class T, detail::hash_like Hash, detail::allocator_like Alloc>
unordered_set(std::initializer_list<T>, std::size_t, Hash, Alloc)
    -> unordered_set<T, Hash, std::equal_to<T>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc>
unordered_set(Tag, R&&, std::size_t, Alloc)
    -> unordered_set<detail::iter_value<detail::range_iterator<R>>,
                     std::hash<detail::iter_value<detail::range_iterator<R>>>,
                     std::equal_to<detail::iter_value<detail::range_iterator<R>>>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc>
unordered_set(Tag, R&&, Alloc)
    -> unordered_set<detail::iter_value<detail::range_iterator<R>>,
                     std::hash<detail::iter_value<detail::range_iterator<R>>>,
                     std::equal_to<detail::iter_value<detail::range_iterator<R>>>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::hash_like Hash, detail::allocator_like Alloc>
unordered_set(Tag, R&&, std::size_t, Hash, Alloc)
    -> unordered_set<detail::iter_value<detail::range_iterator<R>>, Hash,
                     std::equal_to<detail::iter_value<detail::range_iterator<R>>>, Alloc>;

/// Erases the elements that satisfy pred; how many. Linear; each is looked at once.
template <class Key, class Hash, class Eq, class Alloc, class Predicate>
std::size_t erase_if(unordered_set<Key, Hash, Eq, Alloc>& s, Predicate pred) {
    const std::size_t before = s.size();
    for (auto it = s.begin(); it != s.end();)
        if (pred(*it))
            it = s.erase(it);
        else
            ++it;
    return before - s.size();
}

} // namespace arsenal::inline ARSENAL_ABI
