#pragma once

#include <arsenal/containers/detail/multi_interface.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/from_range.hpp>
#include <arsenal/containers/unordered_set.hpp>
#include <arsenal/platform/config.hpp>

// std::unordered_multiset's interface and contract ([unord.multiset], C++20; heterogeneous erase and extract,
// range constructors and insert_range of C++23) over detail/multi_table.hpp. The differences from std are
// those of unordered_multimap.hpp.

namespace arsenal::inline ARSENAL_ABI {

template <class Key, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<Key>>
class unordered_multiset
    : public detail::multi_interface<detail::multi_table<detail::set_policy<Key>, Hash, Pred, Alloc>> {
    using base = detail::multi_interface<detail::multi_table<detail::set_policy<Key>, Hash, Pred, Alloc>>;
    using base::table_;
    using typename base::alloc_traits;

public:
    using typename base::const_iterator;
    using typename base::iterator;
    using typename base::node_type;
    using typename base::size_type;
    using typename base::value_type;

    unordered_multiset() noexcept(std::is_nothrow_default_constructible_v<Hash> &&
                                  std::is_nothrow_copy_constructible_v<Hash> &&
                                  std::is_nothrow_default_constructible_v<Pred> &&
                                  std::is_nothrow_copy_constructible_v<Pred> &&
                                  std::is_nothrow_default_constructible_v<Alloc>)
        requires(std::is_default_constructible_v<Hash> && std::is_default_constructible_v<Pred> &&
                 std::is_default_constructible_v<Alloc>)
        : base(std::in_place, size_type{0}, Hash(), Pred(), Alloc()) {}
    explicit unordered_multiset(size_type n, const Hash& hf = Hash(), const Pred& eql = Pred(),
                                const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {}
    template <detail::input_iterator_like It>
    unordered_multiset(It f, It l, size_type n = 0, const Hash& hf = Hash(), const Pred& eql = Pred(),
                       const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert(f, l);
    }
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    unordered_multiset(Tag, R&& rg, size_type n = 0, const Hash& hf = Hash(), const Pred& eql = Pred(),
                       const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert_range(std::forward<R>(rg));
    }
    unordered_multiset(const unordered_multiset& other)
        : base(std::in_place, other.table_,
               alloc_traits::select_on_container_copy_construction(other.table_.alloc())) {}
    unordered_multiset(unordered_multiset&& other) = default;
    explicit unordered_multiset(const Alloc& a) : base(std::in_place, size_type{0}, Hash(), Pred(), a) {}
    unordered_multiset(const unordered_multiset& other, const std::type_identity_t<Alloc>& a)
        : base(std::in_place, other.table_, a) {}
    unordered_multiset(unordered_multiset&& other, const std::type_identity_t<Alloc>& a) noexcept(
        alloc_traits::is_always_equal::value && std::is_nothrow_copy_constructible_v<Hash> &&
        std::is_nothrow_copy_constructible_v<Pred>)
        : base(std::in_place, std::move(other.table_), a) {}
    unordered_multiset(std::initializer_list<value_type> il, size_type n = 0, const Hash& hf = Hash(),
                       const Pred& eql = Pred(), const Alloc& a = Alloc())
        : base(std::in_place, n, hf, eql, a) {
        insert(il);
    }
    unordered_multiset(size_type n, const Alloc& a) : unordered_multiset(n, Hash(), Pred(), a) {}
    unordered_multiset(size_type n, const Hash& hf, const Alloc& a) : unordered_multiset(n, hf, Pred(), a) {}
    template <detail::input_iterator_like It>
    unordered_multiset(It f, It l, size_type n, const Alloc& a)
        : unordered_multiset(f, l, n, Hash(), Pred(), a) {}
    template <detail::input_iterator_like It>
    unordered_multiset(It f, It l, size_type n, const Hash& hf, const Alloc& a)
        : unordered_multiset(f, l, n, hf, Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    unordered_multiset(Tag tag, R&& rg, size_type n, const Alloc& a)
        : unordered_multiset(tag, std::forward<R>(rg), n, Hash(), Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    unordered_multiset(Tag tag, R&& rg, size_type n, const Hash& hf, const Alloc& a)
        : unordered_multiset(tag, std::forward<R>(rg), n, hf, Pred(), a) {}
    unordered_multiset(std::initializer_list<value_type> il, size_type n, const Alloc& a)
        : unordered_multiset(il, n, Hash(), Pred(), a) {}
    unordered_multiset(std::initializer_list<value_type> il, size_type n, const Hash& hf, const Alloc& a)
        : unordered_multiset(il, n, hf, Pred(), a) {}

    template <detail::input_iterator_like It>
    unordered_multiset(It f, It l, const Alloc& a) : unordered_multiset(f, l, 0, Hash(), Pred(), a) {}
    template <detail::from_range_tag Tag, detail::compatible_range<value_type> R>
    unordered_multiset(Tag tag, R&& rg, const Alloc& a)
        : unordered_multiset(tag, std::forward<R>(rg), 0, Hash(), Pred(), a) {}
    unordered_multiset(std::initializer_list<value_type> il, const Alloc& a)
        : unordered_multiset(il, 0, Hash(), Pred(), a) {}

    unordered_multiset& operator=(const unordered_multiset& other) {
        table_.assign(other.table_);
        return *this;
    }
    unordered_multiset&
    operator=(unordered_multiset&& other) noexcept(alloc_traits::is_always_equal::value &&
                                                   std::is_nothrow_move_assignable_v<Hash> &&
                                                   std::is_nothrow_move_assignable_v<Pred>) {
        table_.assign(std::move(other.table_));
        return *this;
    }
    unordered_multiset& operator=(std::initializer_list<value_type> il) {
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
        return base::template make<detail::quietly_made<Key, Args...>>(hint, std::forward<Args>(args)...);
    }

    using base::insert;
    iterator insert(const value_type& v) { return emplace(v); }
    iterator insert(value_type&& v) { return emplace(std::move(v)); }
    iterator insert(const_iterator hint, const value_type& v) { return emplace_hint(hint, v); }
    iterator insert(const_iterator hint, value_type&& v) { return emplace_hint(hint, std::move(v)); }
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

    void swap(unordered_multiset& other) noexcept(alloc_traits::is_always_equal::value &&
                                                  std::is_nothrow_swappable_v<Hash> &&
                                                  std::is_nothrow_swappable_v<Pred>) {
        table_.swap(other.table_);
    }
    friend void swap(unordered_multiset& a, unordered_multiset& b) noexcept(noexcept(a.swap(b))) {
        a.swap(b);
    }

    /// Moves all elements of `source`, without copying or moving them. Nothing is lost if this throws.
    template <class H2, class P2>
    void merge(unordered_multiset<Key, H2, P2, Alloc>& source) {
        table_.merge(source.table_);
    }
    template <class H2, class P2>
    void merge(unordered_multiset<Key, H2, P2, Alloc>&& source) {
        table_.merge(source.table_);
    }
    template <class H2, class P2>
    void merge(unordered_set<Key, H2, P2, Alloc>& source) {
        table_.merge(source.table_);
    }
    template <class H2, class P2>
    void merge(unordered_set<Key, H2, P2, Alloc>&& source) {
        table_.merge(source.table_);
    }

    friend bool operator==(const unordered_multiset& a, const unordered_multiset& b) { return a.equals(b); }

private:
    template <class, class, class, class>
    friend class unordered_multiset;
    template <class, class, class, class>
    friend class unordered_set;
};

// Deduction guides ([unord.multiset.overview]).
template <detail::input_iterator_like It, detail::hash_like Hash = std::hash<detail::iter_value<It>>,
          class Pred = std::equal_to<detail::iter_value<It>>,
          detail::allocator_like Alloc = std::allocator<detail::iter_value<It>>>
    requires(!detail::allocator_like<Pred>)
unordered_multiset(It, It, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> unordered_multiset<detail::iter_value<It>, Hash, Pred, Alloc>;
template <detail::from_range_tag Tag, class R,
          detail::hash_like Hash = std::hash<detail::iter_value<detail::range_iterator<R>>>,
          class Pred = std::equal_to<detail::iter_value<detail::range_iterator<R>>>,
          detail::allocator_like Alloc = std::allocator<detail::iter_value<detail::range_iterator<R>>>>
    requires(!detail::allocator_like<Pred>)
unordered_multiset(Tag, R&&, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> unordered_multiset<detail::iter_value<detail::range_iterator<R>>, Hash, Pred, Alloc>;
template <class T, detail::hash_like Hash = std::hash<T>, class Pred = std::equal_to<T>,
          detail::allocator_like Alloc = std::allocator<T>>
    requires(!detail::allocator_like<Pred>)
unordered_multiset(std::initializer_list<T>, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> unordered_multiset<T, Hash, Pred, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc>
unordered_multiset(It, It, std::size_t, Alloc)
    -> unordered_multiset<detail::iter_value<It>, std::hash<detail::iter_value<It>>,
                          std::equal_to<detail::iter_value<It>>, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc>
unordered_multiset(It, It, Alloc)
    -> unordered_multiset<detail::iter_value<It>, std::hash<detail::iter_value<It>>,
                          std::equal_to<detail::iter_value<It>>, Alloc>;
template <detail::input_iterator_like It, detail::hash_like Hash, detail::allocator_like Alloc>
unordered_multiset(It, It, std::size_t, Hash, Alloc)
    -> unordered_multiset<detail::iter_value<It>, Hash, std::equal_to<detail::iter_value<It>>, Alloc>;
template <class T, detail::allocator_like Alloc>
unordered_multiset(std::initializer_list<T>, std::size_t, Alloc)
    -> unordered_multiset<T, std::hash<T>, std::equal_to<T>, Alloc>;
template <class T, detail::allocator_like Alloc>
unordered_multiset(std::initializer_list<T>, Alloc)
    -> unordered_multiset<T, std::hash<T>, std::equal_to<T>, Alloc>;
template <class T, detail::hash_like Hash, detail::allocator_like Alloc>
unordered_multiset(std::initializer_list<T>, std::size_t, Hash, Alloc)
    -> unordered_multiset<T, Hash, std::equal_to<T>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc>
unordered_multiset(Tag, R&&, std::size_t, Alloc)
    -> unordered_multiset<detail::iter_value<detail::range_iterator<R>>,
                          std::hash<detail::iter_value<detail::range_iterator<R>>>,
                          std::equal_to<detail::iter_value<detail::range_iterator<R>>>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc>
unordered_multiset(Tag, R&&, Alloc)
    -> unordered_multiset<detail::iter_value<detail::range_iterator<R>>,
                          std::hash<detail::iter_value<detail::range_iterator<R>>>,
                          std::equal_to<detail::iter_value<detail::range_iterator<R>>>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::hash_like Hash, detail::allocator_like Alloc>
unordered_multiset(Tag, R&&, std::size_t, Hash, Alloc)
    -> unordered_multiset<detail::iter_value<detail::range_iterator<R>>, Hash,
                          std::equal_to<detail::iter_value<detail::range_iterator<R>>>, Alloc>;

/// Erases the elements that satisfy pred; how many. Linear; each is looked at once.
template <class Key, class Hash, class Eq, class Alloc, class Predicate>
std::size_t erase_if(unordered_multiset<Key, Hash, Eq, Alloc>& s, Predicate pred) {
    const std::size_t before = s.size();
    for (auto it = s.begin(); it != s.end();)
        if (pred(*it))
            it = s.erase(it);
        else
            ++it;
    return before - s.size();
}

} // namespace arsenal::inline ARSENAL_ABI
