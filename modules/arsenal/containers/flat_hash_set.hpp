#pragma once

#include <arsenal/containers/detail/constructors.hpp>
#include <arsenal/containers/detail/deduction.hpp>
#include <arsenal/containers/detail/element_policy.hpp>
#include <arsenal/containers/detail/erase_where.hpp>
#include <arsenal/containers/detail/flat_interface.hpp>
#include <arsenal/containers/detail/insertion.hpp>
#include <arsenal/containers/detail/set_interface.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/unique_keys.hpp>
#include <arsenal/containers/flat_growth.hpp>
#include <arsenal/containers/from_range.hpp>
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

template <class Key, class Hash, class Pred, class Alloc, class Growth>
using flat_hash_set_base = constructors<
    insertion<set_interface<unique_keys<flat_interface<flat_set_policy<Key>, Hash, Pred, Alloc, Growth>>>>>;
} // namespace detail

template <class Key, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<Key>, class Growth = doubling_growth>
class flat_hash_set : public detail::flat_hash_set_base<Key, Hash, Pred, Alloc, Growth> {
    static_assert(std::is_same_v<Growth, doubling_growth> || std::is_same_v<Growth, incremental_growth>);
    using base = detail::flat_hash_set_base<Key, Hash, Pred, Alloc, Growth>;
    using base::table_;

public:
    using typename base::value_type;

    // Constructors: constructors.hpp. Insertion: set_interface.hpp, insertion.hpp; average O(1), no effect if
    // anything throws, unless a key that cannot be copied throws when the table grows and moves it; where it
    // grows, references and iterators become invalid. The rest: flat_interface.hpp.
    using base::base;
    flat_hash_set() = default;
    flat_hash_set(std::initializer_list<value_type> il)
        : base(il) {} // g++ 12 deduces from one of the class's own
    flat_hash_set& operator=(std::initializer_list<value_type> il) {
        this->assign(il);
        return *this;
    }

    void swap(flat_hash_set& other) noexcept(base::swaps_nothrow) { table_.swap(other.table_); }
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
};

/// A flat_hash_set none of whose insertions does more than a bounded amount of work (flat_growth.hpp).
template <class Key, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<Key>>
using incremental_hash_set = flat_hash_set<Key, Hash, Pred, Alloc, incremental_growth>;

// Deduction guides ([unord.set.overview]).
template <class Key, class Hash, class Pred, class Alloc, class Growth>
flat_hash_set(flat_hash_set<Key, Hash, Pred, Alloc, Growth>, std::type_identity_t<Alloc>)
    -> flat_hash_set<Key, Hash, Pred, Alloc, Growth>;

template <detail::input_iterator_like It, class Key = detail::iter_value<It>,
          detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<Key>>
    requires(!detail::allocator_like<Pred>)
flat_hash_set(It, It, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> flat_hash_set<Key, Hash, Pred, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc, class Key = detail::iter_value<It>>
flat_hash_set(It, It, Alloc) -> flat_hash_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc, class Key = detail::iter_value<It>>
flat_hash_set(It, It, std::size_t, Alloc) -> flat_hash_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::input_iterator_like It, detail::hash_like Hash, detail::allocator_like Alloc,
          class Key = detail::iter_value<It>>
flat_hash_set(It, It, std::size_t, Hash, Alloc) -> flat_hash_set<Key, Hash, std::equal_to<Key>, Alloc>;

template <detail::from_range_tag Tag, class R, class Key = detail::range_value<R>,
          detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<Key>>
    requires(!detail::allocator_like<Pred>)
flat_hash_set(Tag, R&&, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> flat_hash_set<Key, Hash, Pred, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc,
          class Key = detail::range_value<R>>
flat_hash_set(Tag, R&&, Alloc) -> flat_hash_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc,
          class Key = detail::range_value<R>>
flat_hash_set(Tag, R&&, std::size_t, Alloc) -> flat_hash_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::hash_like Hash, detail::allocator_like Alloc,
          class Key = detail::range_value<R>>
flat_hash_set(Tag, R&&, std::size_t, Hash, Alloc) -> flat_hash_set<Key, Hash, std::equal_to<Key>, Alloc>;

template <class Key, detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<Key>>
    requires(!detail::allocator_like<Pred>)
flat_hash_set(std::initializer_list<Key>, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> flat_hash_set<Key, Hash, Pred, Alloc>;
template <class Key, detail::allocator_like Alloc>
flat_hash_set(std::initializer_list<Key>, Alloc)
    -> flat_hash_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, detail::allocator_like Alloc>
flat_hash_set(std::initializer_list<Key>, std::size_t, Alloc)
    -> flat_hash_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, detail::hash_like Hash, detail::allocator_like Alloc>
flat_hash_set(std::initializer_list<Key>, std::size_t, Hash, Alloc)
    -> flat_hash_set<Key, Hash, std::equal_to<Key>, Alloc>;

/// Erases the elements that satisfy pred; how many. Linear; each is looked at once.
template <class Key, class Hash, class Eq, class Alloc, class Growth, class Predicate>
std::size_t erase_if(flat_hash_set<Key, Hash, Eq, Alloc, Growth>& s, Predicate pred) {
    return detail::erase_where(s, pred);
}

} // namespace arsenal::inline ARSENAL_ABI
