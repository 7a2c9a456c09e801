#pragma once

#include <arsenal/containers/detail/constructors.hpp>
#include <arsenal/containers/detail/deduction.hpp>
#include <arsenal/containers/detail/dense_interface.hpp>
#include <arsenal/containers/detail/element_policy.hpp>
#include <arsenal/containers/detail/insertion.hpp>
#include <arsenal/containers/detail/map_interface.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/unique_keys.hpp>
#include <arsenal/containers/from_range.hpp>
#include <arsenal/platform/config.hpp>

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
struct dense_map_policy : map_policy<Key, T> {
    using element_type = std::pair<Key, T>;
    static element_type take(std::pair<const Key, T>& v) {
        return element_type(std::move(const_cast<Key&>(v.first)), std::move(v.second));
    }
};

template <class Key, class T, class Hash, class Pred, class Alloc>
using dense_hash_map_base = constructors<
    insertion<map_interface<unique_keys<dense_interface<dense_map_policy<Key, T>, Hash, Pred, Alloc>>>>>;
} // namespace detail

template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<std::pair<const Key, T>>>
class dense_hash_map : public detail::dense_hash_map_base<Key, T, Hash, Pred, Alloc> {
    using base = detail::dense_hash_map_base<Key, T, Hash, Pred, Alloc>;
    using base::table_;

public:
    using typename base::value_type;

    // Constructors: constructors.hpp. Insertion and element access: map_interface.hpp, insertion.hpp; average
    // O(1), amortised; no effect if anything throws. The rest: dense_interface.hpp.
    using base::base;
    dense_hash_map() = default;
    dense_hash_map(std::initializer_list<value_type> il)
        : base(il) {} // g++ 12 deduces from one of the class's own
    dense_hash_map& operator=(std::initializer_list<value_type> il) {
        this->assign(il);
        return *this;
    }

    void swap(dense_hash_map& other) noexcept(base::swaps_nothrow) { table_.swap(other.table_); }
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

    friend bool operator==(const dense_hash_map& a, const dense_hash_map& b) { return a.equals(b); }

    template <class K, class M, class H, class E, class A, class Predicate>
    friend std::size_t erase_if(dense_hash_map<K, M, H, E, A>& m, Predicate pred);

private:
    template <class, class, class, class, class>
    friend class dense_hash_map;
};

// Deduction guides: those of unordered_map.
template <class Key, class T, class Hash, class Pred, class Alloc>
dense_hash_map(dense_hash_map<Key, T, Hash, Pred, Alloc>, std::type_identity_t<Alloc>)
    -> dense_hash_map<Key, T, Hash, Pred, Alloc>;

template <detail::input_iterator_like It, class Key = detail::iter_key<It>, class T = detail::iter_mapped<It>,
          detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<std::pair<const Key, T>>>
    requires(!detail::allocator_like<Pred>)
dense_hash_map(It, It, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> dense_hash_map<Key, T, Hash, Pred, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc, class Key = detail::iter_key<It>,
          class T = detail::iter_mapped<It>>
dense_hash_map(It, It, Alloc) -> dense_hash_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc, class Key = detail::iter_key<It>,
          class T = detail::iter_mapped<It>>
dense_hash_map(It, It, std::size_t, Alloc)
    -> dense_hash_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::input_iterator_like It, detail::hash_like Hash, detail::allocator_like Alloc,
          class Key = detail::iter_key<It>, class T = detail::iter_mapped<It>>
dense_hash_map(It, It, std::size_t, Hash, Alloc) -> dense_hash_map<Key, T, Hash, std::equal_to<Key>, Alloc>;

template <detail::from_range_tag Tag, class R, class Key = detail::range_key<R>,
          class T = detail::range_mapped<R>, detail::hash_like Hash = std::hash<Key>,
          class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<std::pair<const Key, T>>>
    requires(!detail::allocator_like<Pred>)
dense_hash_map(Tag, R&&, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> dense_hash_map<Key, T, Hash, Pred, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc, class Key = detail::range_key<R>,
          class T = detail::range_mapped<R>>
dense_hash_map(Tag, R&&, Alloc) -> dense_hash_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc, class Key = detail::range_key<R>,
          class T = detail::range_mapped<R>>
dense_hash_map(Tag, R&&, std::size_t, Alloc)
    -> dense_hash_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::hash_like Hash, detail::allocator_like Alloc,
          class Key = detail::range_key<R>, class T = detail::range_mapped<R>>
dense_hash_map(Tag, R&&, std::size_t, Hash, Alloc) -> dense_hash_map<Key, T, Hash, std::equal_to<Key>, Alloc>;

template <class Key, class T, detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<std::pair<const Key, T>>>
    requires(!detail::allocator_like<Pred>)
dense_hash_map(std::initializer_list<std::pair<Key, T>>, std::size_t = 0, Hash = Hash(), Pred = Pred(),
               Alloc = Alloc()) -> dense_hash_map<Key, T, Hash, Pred, Alloc>;
template <class Key, class T, detail::allocator_like Alloc>
dense_hash_map(std::initializer_list<std::pair<Key, T>>, Alloc)
    -> dense_hash_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, class T, detail::allocator_like Alloc>
dense_hash_map(std::initializer_list<std::pair<Key, T>>, std::size_t, Alloc)
    -> dense_hash_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, class T, detail::hash_like Hash, detail::allocator_like Alloc>
dense_hash_map(std::initializer_list<std::pair<Key, T>>, std::size_t, Hash, Alloc)
    -> dense_hash_map<Key, T, Hash, std::equal_to<Key>, Alloc>;

/// Erases the elements that satisfy pred; how many. Linear; each is looked at once, in order, and the others
/// keep their order. No effect if pred throws.
template <class Key, class T, class Hash, class Eq, class Alloc, class Predicate>
std::size_t erase_if(dense_hash_map<Key, T, Hash, Eq, Alloc>& m, Predicate pred) {
    return m.table_.erase_if(pred);
}

} // namespace arsenal::inline ARSENAL_ABI
