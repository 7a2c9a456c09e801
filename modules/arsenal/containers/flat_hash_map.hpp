#pragma once

#include <arsenal/containers/detail/constructors.hpp>
#include <arsenal/containers/detail/deduction.hpp>
#include <arsenal/containers/detail/element_policy.hpp>
#include <arsenal/containers/detail/erase_where.hpp>
#include <arsenal/containers/detail/flat_interface.hpp>
#include <arsenal/containers/detail/insertion.hpp>
#include <arsenal/containers/detail/map_interface.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/unique_keys.hpp>
#include <arsenal/containers/flat_growth.hpp>
#include <arsenal/containers/from_range.hpp>
#include <arsenal/platform/config.hpp>

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

template <class Key, class T, class Hash, class Pred, class Alloc, class Growth>
using flat_hash_map_base = constructors<insertion<
    map_interface<unique_keys<flat_interface<flat_map_policy<Key, T>, Hash, Pred, Alloc, Growth>>>>>;
} // namespace detail

template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<std::pair<const Key, T>>, class Growth = doubling_growth>
class flat_hash_map : public detail::flat_hash_map_base<Key, T, Hash, Pred, Alloc, Growth> {
    static_assert(std::is_same_v<Growth, doubling_growth> || std::is_same_v<Growth, incremental_growth>);
    using base = detail::flat_hash_map_base<Key, T, Hash, Pred, Alloc, Growth>;
    using base::table_;

public:
    using typename base::value_type;

    // Constructors: constructors.hpp. Insertion and element access: map_interface.hpp, insertion.hpp; average
    // O(1), no effect if anything throws, unless an element that cannot be copied throws when the table grows
    // and moves it; where it grows, references and iterators become invalid. The rest: flat_interface.hpp.
    using base::base;
    flat_hash_map() = default;
    flat_hash_map(std::initializer_list<value_type> il)
        : base(il) {} // g++ 12 deduces from one of the class's own
    flat_hash_map& operator=(std::initializer_list<value_type> il) {
        this->assign(il);
        return *this;
    }

    void swap(flat_hash_map& other) noexcept(base::swaps_nothrow) { table_.swap(other.table_); }
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

    friend bool operator==(const flat_hash_map& a, const flat_hash_map& b) { return a.equals(b); }

private:
    template <class, class, class, class, class, class>
    friend class flat_hash_map;
};

/// A flat_hash_map none of whose insertions does more than a bounded amount of work (flat_growth.hpp).
template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<std::pair<const Key, T>>>
using incremental_hash_map = flat_hash_map<Key, T, Hash, Pred, Alloc, incremental_growth>;

// Deduction guides ([unord.map.overview]).
template <class Key, class T, class Hash, class Pred, class Alloc, class Growth>
flat_hash_map(flat_hash_map<Key, T, Hash, Pred, Alloc, Growth>, std::type_identity_t<Alloc>)
    -> flat_hash_map<Key, T, Hash, Pred, Alloc, Growth>;

template <detail::input_iterator_like It, class Key = detail::iter_key<It>, class T = detail::iter_mapped<It>,
          detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<std::pair<const Key, T>>>
    requires(!detail::allocator_like<Pred>)
flat_hash_map(It, It, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> flat_hash_map<Key, T, Hash, Pred, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc, class Key = detail::iter_key<It>,
          class T = detail::iter_mapped<It>>
flat_hash_map(It, It, Alloc) -> flat_hash_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc, class Key = detail::iter_key<It>,
          class T = detail::iter_mapped<It>>
flat_hash_map(It, It, std::size_t, Alloc) -> flat_hash_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::input_iterator_like It, detail::hash_like Hash, detail::allocator_like Alloc,
          class Key = detail::iter_key<It>, class T = detail::iter_mapped<It>>
flat_hash_map(It, It, std::size_t, Hash, Alloc) -> flat_hash_map<Key, T, Hash, std::equal_to<Key>, Alloc>;

template <detail::from_range_tag Tag, class R, class Key = detail::range_key<R>,
          class T = detail::range_mapped<R>, detail::hash_like Hash = std::hash<Key>,
          class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<std::pair<const Key, T>>>
    requires(!detail::allocator_like<Pred>)
flat_hash_map(Tag, R&&, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> flat_hash_map<Key, T, Hash, Pred, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc, class Key = detail::range_key<R>,
          class T = detail::range_mapped<R>>
flat_hash_map(Tag, R&&, Alloc) -> flat_hash_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc, class Key = detail::range_key<R>,
          class T = detail::range_mapped<R>>
flat_hash_map(Tag, R&&, std::size_t, Alloc)
    -> flat_hash_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::hash_like Hash, detail::allocator_like Alloc,
          class Key = detail::range_key<R>, class T = detail::range_mapped<R>>
flat_hash_map(Tag, R&&, std::size_t, Hash, Alloc) -> flat_hash_map<Key, T, Hash, std::equal_to<Key>, Alloc>;

template <class Key, class T, detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<std::pair<const Key, T>>>
    requires(!detail::allocator_like<Pred>)
flat_hash_map(std::initializer_list<std::pair<Key, T>>, std::size_t = 0, Hash = Hash(), Pred = Pred(),
              Alloc = Alloc()) -> flat_hash_map<Key, T, Hash, Pred, Alloc>;
template <class Key, class T, detail::allocator_like Alloc>
flat_hash_map(std::initializer_list<std::pair<Key, T>>, Alloc)
    -> flat_hash_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, class T, detail::allocator_like Alloc>
flat_hash_map(std::initializer_list<std::pair<Key, T>>, std::size_t, Alloc)
    -> flat_hash_map<Key, T, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, class T, detail::hash_like Hash, detail::allocator_like Alloc>
flat_hash_map(std::initializer_list<std::pair<Key, T>>, std::size_t, Hash, Alloc)
    -> flat_hash_map<Key, T, Hash, std::equal_to<Key>, Alloc>;

/// Erases the elements that satisfy pred; how many. Linear; each is looked at once.
template <class Key, class T, class Hash, class Eq, class Alloc, class Growth, class Predicate>
std::size_t erase_if(flat_hash_map<Key, T, Hash, Eq, Alloc, Growth>& m, Predicate pred) {
    return detail::erase_where(m, pred);
}

} // namespace arsenal::inline ARSENAL_ABI
