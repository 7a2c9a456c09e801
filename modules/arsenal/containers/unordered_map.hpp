#pragma once

#include <arsenal/containers/detail/constructors.hpp>
#include <arsenal/containers/detail/deduction.hpp>
#include <arsenal/containers/detail/element_policy.hpp>
#include <arsenal/containers/detail/erase_where.hpp>
#include <arsenal/containers/detail/insertion.hpp>
#include <arsenal/containers/detail/map_interface.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/table.hpp>
#include <arsenal/containers/detail/unique_keys.hpp>
#include <arsenal/containers/detail/unordered_interface.hpp>
#include <arsenal/containers/from_range.hpp>
#include <arsenal/platform/config.hpp>

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
//     destroy it; and not where clear() or assignment destroys the element.
//   - There is a stats().
//   - At most 4e9 elements; addresses of 48 bits (bad_alloc beyond).

namespace arsenal::inline ARSENAL_ABI {

template <class, class, class, class, class>
class unordered_multimap;

namespace detail {
template <class Key, class T, class Hash, class Pred, class Alloc>
using unordered_map_base = constructors<
    insertion<map_interface<unique_keys<unique_interface<table<map_policy<Key, T>, Hash, Pred, Alloc>>>>>>;
} // namespace detail

template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<std::pair<const Key, T>>>
class unordered_map : public detail::unordered_map_base<Key, T, Hash, Pred, Alloc> {
    using base = detail::unordered_map_base<Key, T, Hash, Pred, Alloc>;
    using base::table_;

public:
    using typename base::value_type;

    // Constructors: constructors.hpp. Insertion and element access: map_interface.hpp, insertion.hpp; average
    // O(1), no effect if anything throws; references and iterators stay valid. The rest:
    // unordered_interface.hpp.
    using base::base;
    unordered_map() = default;
    unordered_map(std::initializer_list<value_type> il)
        : base(il) {} // g++ 12 deduces from one of the class's own
    unordered_map& operator=(std::initializer_list<value_type> il) {
        this->assign(il);
        return *this;
    }

    void swap(unordered_map& other) noexcept(base::swaps_nothrow) { table_.swap(other.table_); }
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

    friend bool operator==(const unordered_map& a, const unordered_map& b) { return a.equals(b); }

private:
    template <class, class, class, class, class>
    friend class unordered_map;
    template <class, class, class, class, class>
    friend class unordered_multimap;
};

// Deduction guides ([unord.map.overview]).
template <class Key, class T, class Hash, class Pred, class Alloc>
unordered_map(unordered_map<Key, T, Hash, Pred, Alloc>, std::type_identity_t<Alloc>)
    -> unordered_map<Key, T, Hash, Pred, Alloc>;

template <detail::input_iterator_like It, class Key = detail::iter_key<It>, class T = detail::iter_mapped<It>,
          detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<std::pair<const Key, T>>>
    requires(!detail::allocator_like<Pred>)
unordered_map(It, It, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> unordered_map<Key, T, Hash, Pred, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc, class Key = detail::iter_key<It>,
          class T = detail::iter_mapped<It>>
unordered_map(It, It, Alloc) -> unordered_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc, class Key = detail::iter_key<It>,
          class T = detail::iter_mapped<It>>
unordered_map(It, It, std::size_t, Alloc) -> unordered_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::input_iterator_like It, detail::hash_like Hash, detail::allocator_like Alloc,
          class Key = detail::iter_key<It>, class T = detail::iter_mapped<It>>
unordered_map(It, It, std::size_t, Hash, Alloc) -> unordered_map<Key, T, Hash, std::equal_to<Key>, Alloc>;

template <detail::from_range_tag Tag, class R, class Key = detail::range_key<R>,
          class T = detail::range_mapped<R>, detail::hash_like Hash = std::hash<Key>,
          class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<std::pair<const Key, T>>>
    requires(!detail::allocator_like<Pred>)
unordered_map(Tag, R&&, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> unordered_map<Key, T, Hash, Pred, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc, class Key = detail::range_key<R>,
          class T = detail::range_mapped<R>>
unordered_map(Tag, R&&, Alloc) -> unordered_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc, class Key = detail::range_key<R>,
          class T = detail::range_mapped<R>>
unordered_map(Tag, R&&, std::size_t, Alloc)
    -> unordered_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::hash_like Hash, detail::allocator_like Alloc,
          class Key = detail::range_key<R>, class T = detail::range_mapped<R>>
unordered_map(Tag, R&&, std::size_t, Hash, Alloc) -> unordered_map<Key, T, Hash, std::equal_to<Key>, Alloc>;

template <class Key, class T, detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<std::pair<const Key, T>>>
    requires(!detail::allocator_like<Pred>)
unordered_map(std::initializer_list<std::pair<Key, T>>, std::size_t = 0, Hash = Hash(), Pred = Pred(),
              Alloc = Alloc()) -> unordered_map<Key, T, Hash, Pred, Alloc>;
template <class Key, class T, detail::allocator_like Alloc>
unordered_map(std::initializer_list<std::pair<Key, T>>, Alloc)
    -> unordered_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, class T, detail::allocator_like Alloc>
unordered_map(std::initializer_list<std::pair<Key, T>>, std::size_t, Alloc)
    -> unordered_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, class T, detail::hash_like Hash, detail::allocator_like Alloc>
unordered_map(std::initializer_list<std::pair<Key, T>>, std::size_t, Hash, Alloc)
    -> unordered_map<Key, T, Hash, std::equal_to<Key>, Alloc>;

/// Erases the elements that satisfy pred; how many. Linear; each is looked at once.
template <class Key, class T, class Hash, class Eq, class Alloc, class Predicate>
std::size_t erase_if(unordered_map<Key, T, Hash, Eq, Alloc>& m, Predicate pred) {
    return detail::erase_where(m, pred);
}

} // namespace arsenal::inline ARSENAL_ABI
