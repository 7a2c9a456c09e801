#pragma once

#include <arsenal/containers/detail/constructors.hpp>
#include <arsenal/containers/detail/deduction.hpp>
#include <arsenal/containers/detail/element_policy.hpp>
#include <arsenal/containers/detail/erase_where.hpp>
#include <arsenal/containers/detail/insertion.hpp>
#include <arsenal/containers/detail/set_interface.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/table.hpp>
#include <arsenal/containers/detail/unique_keys.hpp>
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
template <class Key, class Hash, class Pred, class Alloc>
using unordered_set_base = constructors<
    insertion<set_interface<unique_keys<unique_interface<table<set_policy<Key>, Hash, Pred, Alloc>>>>>>;
} // namespace detail

template <class Key, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<Key>>
class unordered_set : public detail::unordered_set_base<Key, Hash, Pred, Alloc> {
    using base = detail::unordered_set_base<Key, Hash, Pred, Alloc>;
    using base::table_;

public:
    using typename base::value_type;

    // Constructors: constructors.hpp. Insertion: set_interface.hpp, insertion.hpp; average O(1), no effect if
    // anything throws; references and iterators stay valid. The rest: unordered_interface.hpp.
    using base::base;
    unordered_set() = default;
    unordered_set(std::initializer_list<value_type> il)
        : base(il) {} // g++ 12 deduces from one of the class's own
    unordered_set& operator=(std::initializer_list<value_type> il) {
        this->assign(il);
        return *this;
    }

    void swap(unordered_set& other) noexcept(base::swaps_nothrow) { table_.swap(other.table_); }
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
};

// Deduction guides ([unord.set.overview]).
template <class Key, class Hash, class Pred, class Alloc>
unordered_set(unordered_set<Key, Hash, Pred, Alloc>, std::type_identity_t<Alloc>)
    -> unordered_set<Key, Hash, Pred, Alloc>;

template <detail::input_iterator_like It, class Key = detail::iter_value<It>,
          detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<Key>>
    requires(!detail::allocator_like<Pred>)
unordered_set(It, It, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> unordered_set<Key, Hash, Pred, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc, class Key = detail::iter_value<It>>
unordered_set(It, It, Alloc) -> unordered_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc, class Key = detail::iter_value<It>>
unordered_set(It, It, std::size_t, Alloc) -> unordered_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::input_iterator_like It, detail::hash_like Hash, detail::allocator_like Alloc,
          class Key = detail::iter_value<It>>
unordered_set(It, It, std::size_t, Hash, Alloc) -> unordered_set<Key, Hash, std::equal_to<Key>, Alloc>;

template <detail::from_range_tag Tag, class R, class Key = detail::range_value<R>,
          detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<Key>>
    requires(!detail::allocator_like<Pred>)
unordered_set(Tag, R&&, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> unordered_set<Key, Hash, Pred, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc,
          class Key = detail::range_value<R>>
unordered_set(Tag, R&&, Alloc) -> unordered_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc,
          class Key = detail::range_value<R>>
unordered_set(Tag, R&&, std::size_t, Alloc) -> unordered_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::hash_like Hash, detail::allocator_like Alloc,
          class Key = detail::range_value<R>>
unordered_set(Tag, R&&, std::size_t, Hash, Alloc) -> unordered_set<Key, Hash, std::equal_to<Key>, Alloc>;

template <class Key, detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<Key>>
    requires(!detail::allocator_like<Pred>)
unordered_set(std::initializer_list<Key>, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> unordered_set<Key, Hash, Pred, Alloc>;
template <class Key, detail::allocator_like Alloc>
unordered_set(std::initializer_list<Key>, Alloc)
    -> unordered_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, detail::allocator_like Alloc>
unordered_set(std::initializer_list<Key>, std::size_t, Alloc)
    -> unordered_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, detail::hash_like Hash, detail::allocator_like Alloc>
unordered_set(std::initializer_list<Key>, std::size_t, Hash, Alloc)
    -> unordered_set<Key, Hash, std::equal_to<Key>, Alloc>;

/// Erases the elements that satisfy pred; how many. Linear; each is looked at once.
template <class Key, class Hash, class Eq, class Alloc, class Predicate>
std::size_t erase_if(unordered_set<Key, Hash, Eq, Alloc>& s, Predicate pred) {
    return detail::erase_where(s, pred);
}

} // namespace arsenal::inline ARSENAL_ABI
