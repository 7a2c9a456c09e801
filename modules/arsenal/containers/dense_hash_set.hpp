#pragma once

#include <arsenal/containers/detail/constructors.hpp>
#include <arsenal/containers/detail/deduction.hpp>
#include <arsenal/containers/detail/dense_interface.hpp>
#include <arsenal/containers/detail/element_policy.hpp>
#include <arsenal/containers/detail/insertion.hpp>
#include <arsenal/containers/detail/set_interface.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/unique_keys.hpp>
#include <arsenal/containers/from_range.hpp>
#include <arsenal/platform/config.hpp>

// A hash set for those who iterate: its keys are one array, in order of arrival, with a small index beside
// them (detail/dense_table.hpp). What it gives up against std::unordered_set is what dense_hash_map gives up
// against std::unordered_map: addresses, node handles, buckets; erasing moves the last element into the gap.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {
template <class Key>
struct dense_set_policy : set_policy<Key> {
    using element_type = Key;
    static element_type take(Key& v) { return std::move(v); }
};

template <class Key, class Hash, class Pred, class Alloc>
using dense_hash_set_base = constructors<
    insertion<set_interface<unique_keys<dense_interface<dense_set_policy<Key>, Hash, Pred, Alloc>>>>>;
} // namespace detail

template <class Key, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<Key>>
class dense_hash_set : public detail::dense_hash_set_base<Key, Hash, Pred, Alloc> {
    using base = detail::dense_hash_set_base<Key, Hash, Pred, Alloc>;
    using base::table_;

public:
    using typename base::value_type;

    // Constructors: constructors.hpp. Insertion: set_interface.hpp, insertion.hpp; average O(1), amortised;
    // no effect if anything throws. The rest: dense_interface.hpp.
    using base::base;
    dense_hash_set() = default;
    dense_hash_set(std::initializer_list<value_type> il)
        : base(il) {} // g++ 12 deduces from one of the class's own
    dense_hash_set& operator=(std::initializer_list<value_type> il) {
        this->assign(il);
        return *this;
    }

    void swap(dense_hash_set& other) noexcept(base::swaps_nothrow) { table_.swap(other.table_); }
    friend void swap(dense_hash_set& a, dense_hash_set& b) noexcept(noexcept(a.swap(b))) { a.swap(b); }

    /// Moves the keys that are not here yet, in order; the others stay there, in theirs. If this throws, each
    /// key is in one of the two (where moves throw: detail::dense_table::merge).
    template <class H2, class P2>
    void merge(dense_hash_set<Key, H2, P2, Alloc>& source) {
        table_.merge(source.table_);
    }
    template <class H2, class P2>
    void merge(dense_hash_set<Key, H2, P2, Alloc>&& source) {
        table_.merge(source.table_);
    }

    friend bool operator==(const dense_hash_set& a, const dense_hash_set& b) { return a.equals(b); }

    template <class K, class H, class E, class A, class Predicate>
    friend std::size_t erase_if(dense_hash_set<K, H, E, A>& s, Predicate pred);

private:
    template <class, class, class, class>
    friend class dense_hash_set;
};

// Deduction guides: those of unordered_set.
template <class Key, class Hash, class Pred, class Alloc>
dense_hash_set(dense_hash_set<Key, Hash, Pred, Alloc>, std::type_identity_t<Alloc>)
    -> dense_hash_set<Key, Hash, Pred, Alloc>;

template <detail::input_iterator_like It, class Key = detail::iter_value<It>,
          detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<Key>>
    requires(!detail::allocator_like<Pred>)
dense_hash_set(It, It, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> dense_hash_set<Key, Hash, Pred, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc, class Key = detail::iter_value<It>>
dense_hash_set(It, It, Alloc) -> dense_hash_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::input_iterator_like It, detail::allocator_like Alloc, class Key = detail::iter_value<It>>
dense_hash_set(It, It, std::size_t, Alloc) -> dense_hash_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::input_iterator_like It, detail::hash_like Hash, detail::allocator_like Alloc,
          class Key = detail::iter_value<It>>
dense_hash_set(It, It, std::size_t, Hash, Alloc) -> dense_hash_set<Key, Hash, std::equal_to<Key>, Alloc>;

template <detail::from_range_tag Tag, class R, class Key = detail::range_value<R>,
          detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<Key>>
    requires(!detail::allocator_like<Pred>)
dense_hash_set(Tag, R&&, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> dense_hash_set<Key, Hash, Pred, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc,
          class Key = detail::range_value<R>>
dense_hash_set(Tag, R&&, Alloc) -> dense_hash_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::allocator_like Alloc,
          class Key = detail::range_value<R>>
dense_hash_set(Tag, R&&, std::size_t, Alloc)
    -> dense_hash_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <detail::from_range_tag Tag, class R, detail::hash_like Hash, detail::allocator_like Alloc,
          class Key = detail::range_value<R>>
dense_hash_set(Tag, R&&, std::size_t, Hash, Alloc) -> dense_hash_set<Key, Hash, std::equal_to<Key>, Alloc>;

template <class Key, detail::hash_like Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          detail::allocator_like Alloc = std::allocator<Key>>
    requires(!detail::allocator_like<Pred>)
dense_hash_set(std::initializer_list<Key>, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> dense_hash_set<Key, Hash, Pred, Alloc>;
template <class Key, detail::allocator_like Alloc>
dense_hash_set(std::initializer_list<Key>, Alloc)
    -> dense_hash_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, detail::allocator_like Alloc>
dense_hash_set(std::initializer_list<Key>, std::size_t, Alloc)
    -> dense_hash_set<Key, std::hash<Key>, std::equal_to<Key>, Alloc>;
template <class Key, detail::hash_like Hash, detail::allocator_like Alloc>
dense_hash_set(std::initializer_list<Key>, std::size_t, Hash, Alloc)
    -> dense_hash_set<Key, Hash, std::equal_to<Key>, Alloc>;

/// Erases the keys that satisfy pred; how many. Linear; each is looked at once, in order, and the others keep
/// their order. No effect if pred throws.
template <class Key, class Hash, class Eq, class Alloc, class Predicate>
std::size_t erase_if(dense_hash_set<Key, Hash, Eq, Alloc>& s, Predicate pred) {
    const auto doomed = [&pred](const Key& key) { return static_cast<bool>(pred(key)); };
    return s.table_.erase_if(doomed);
}

} // namespace arsenal::inline ARSENAL_ABI
