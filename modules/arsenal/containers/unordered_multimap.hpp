#pragma once

#include <arsenal/containers/detail/constructors.hpp>
#include <arsenal/containers/detail/deduction.hpp>
#include <arsenal/containers/detail/element_policy.hpp>
#include <arsenal/containers/detail/erase_where.hpp>
#include <arsenal/containers/detail/insertion.hpp>
#include <arsenal/containers/detail/multi_interface.hpp>
#include <arsenal/containers/detail/multi_table.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/from_range.hpp>
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
//   - There is a stats().
//   - At most 4e9 elements; addresses of 48 bits (bad_alloc beyond).

namespace arsenal::inline ARSENAL_ABI {

template <class, class, class, class, class>
class unordered_map;

namespace detail {
template <class Key, class T, class Hash, class Pred, class Alloc>
using unordered_multimap_base =
    constructors<insertion<multi_interface<multi_table<map_policy<Key, T>, Hash, Pred, Alloc>>>>;
} // namespace detail

template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<std::pair<const Key, T>>>
class unordered_multimap : public detail::unordered_multimap_base<Key, T, Hash, Pred, Alloc> {
    using base = detail::unordered_multimap_base<Key, T, Hash, Pred, Alloc>;
    using base::table_;

public:
    using mapped_type = T;
    using typename base::value_type;

    // Constructors: constructors.hpp. Insertion: multi_interface.hpp, insertion.hpp; average O(1), and O(1)
    // always with a hint that is an element with an equal key; no effect if anything throws; references and
    // iterators stay valid. The rest: unordered_interface.hpp.
    using base::base;
    unordered_multimap() = default;
    unordered_multimap(std::initializer_list<value_type> il)
        : base(il) {} // g++ 12 deduces from one of the class's own
    unordered_multimap& operator=(std::initializer_list<value_type> il) {
        this->assign(il);
        return *this;
    }

    void swap(unordered_multimap& other) noexcept(base::swaps_nothrow) { table_.swap(other.table_); }
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
template <class Key, class T, class Hash, class Pred, class Alloc>
unordered_multimap(unordered_multimap<Key, T, Hash, Pred, Alloc>, std::type_identity_t<Alloc>)
    -> unordered_multimap<Key, T, Hash, Pred, Alloc>;

template <detail::input_iterator_like It, class Key = detail::iter_key<It>, class T = detail::iter_mapped<It>,
          detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<std::pair<const Key, T>>>
    requires(!detail::allocator_like<Pred>)
unordered_multimap(It, It, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> unordered_multimap<Key, T, Hash, Pred, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc, class Key = detail::iter_key<It>,
          class T = detail::iter_mapped<It>>
unordered_multimap(It, It, Alloc) -> unordered_multimap<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc, class Key = detail::iter_key<It>,
          class T = detail::iter_mapped<It>>
unordered_multimap(It, It, std::size_t, Alloc)
    -> unordered_multimap<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::input_iterator_like It, detail::hash_like Hash, detail::allocator_like Alloc,
          class Key = detail::iter_key<It>, class T = detail::iter_mapped<It>>
unordered_multimap(It, It, std::size_t, Hash, Alloc)
    -> unordered_multimap<Key, T, Hash, std::equal_to<Key>, Alloc>;

template <detail::from_range_tag Tag, class R, class Key = detail::range_key<R>,
          class T = detail::range_mapped<R>, detail::hash_like Hash = std::hash<Key>,
          class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<std::pair<const Key, T>>>
    requires(!detail::allocator_like<Pred>)
unordered_multimap(Tag, R&&, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> unordered_multimap<Key, T, Hash, Pred, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc, class Key = detail::range_key<R>,
          class T = detail::range_mapped<R>>
unordered_multimap(Tag, R&&, Alloc) -> unordered_multimap<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc, class Key = detail::range_key<R>,
          class T = detail::range_mapped<R>>
unordered_multimap(Tag, R&&, std::size_t, Alloc)
    -> unordered_multimap<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::hash_like Hash, detail::allocator_like Alloc,
          class Key = detail::range_key<R>, class T = detail::range_mapped<R>>
unordered_multimap(Tag, R&&, std::size_t, Hash, Alloc)
    -> unordered_multimap<Key, T, Hash, std::equal_to<Key>, Alloc>;

template <class Key, class T, detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<std::pair<const Key, T>>>
    requires(!detail::allocator_like<Pred>)
unordered_multimap(std::initializer_list<std::pair<Key, T>>, std::size_t = 0, Hash = Hash(), Pred = Pred(),
                   Alloc = Alloc()) -> unordered_multimap<Key, T, Hash, Pred, Alloc>;
template <class Key, class T, detail::allocator_like Alloc>
unordered_multimap(std::initializer_list<std::pair<Key, T>>, Alloc)
    -> unordered_multimap<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, class T, detail::allocator_like Alloc>
unordered_multimap(std::initializer_list<std::pair<Key, T>>, std::size_t, Alloc)
    -> unordered_multimap<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, class T, detail::hash_like Hash, detail::allocator_like Alloc>
unordered_multimap(std::initializer_list<std::pair<Key, T>>, std::size_t, Hash, Alloc)
    -> unordered_multimap<Key, T, Hash, std::equal_to<Key>, Alloc>;

/// Erases the elements that satisfy pred; how many. Linear; each is looked at once.
template <class Key, class T, class Hash, class Eq, class Alloc, class Predicate>
std::size_t erase_if(unordered_multimap<Key, T, Hash, Eq, Alloc>& m, Predicate pred) {
    return detail::erase_where(m, pred);
}

} // namespace arsenal::inline ARSENAL_ABI
