#pragma once

#include <arsenal/algorithms/detail/elements.hpp>
#include <arsenal/algorithms/detail/forms.hpp>
#include <arsenal/algorithms/detail/key_ranges.hpp>
#include <arsenal/algorithms/detail/sorting_networks.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// insertion_sort, classic and in ranges.
//
// For a few elements, or for many of which few are out of place: O(n + inversions). The fastest sort of
// large elements up to about 20; `sort` asks for it there. The first 16 integers or pointers of an array,
// where equal ones cannot be told apart, go through a sorting network.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

/// Moves *at down to its place in the sorted range [first, at). At most at - first comparisons, whatever the
/// comparator says.
template <class I, class Less>
constexpr void insert_down(const I& first, const I& at, const Less& less) {
    I before = at;
    --before;
    if (!less(*at, *before)) return;
    hole<I> taken(at);
    do {
        taken.move_from(before);
        if (before == first) break;
        --before;
    } while (less(taken.value(), *before));
    taken.close();
}

/// Sorts [first, last), of which [first, sorted) is sorted; bidirectional iterators do.
template <class I, class Less>
constexpr void insert_each(const I& first, I sorted, const I& last, const Less& less) {
    if (sorted == first && first != last) ++sorted;
    for (; sorted != last; ++sorted) detail::insert_down(first, sorted, less);
}

struct insertion_sort_body {
    static constexpr bool takes_bidirectional = true;

    template <class I, class Less>
    static constexpr void run(const I& first, const I& last, const Less& less) {
        if constexpr (orders_keys<I, Less> && !floating_key<std::iter_value_t<I>>) {
            if (!std::is_constant_evaluated() && first != last) {
                constexpr auto most = static_cast<std::iter_difference_t<I>>(network_keys);
                const I sorted = last - first < most ? last : first + most;
                detail::sort_by_network<memory_order_of<I, Less>>(detail::array_of(first, sorted),
                                                                  static_cast<std::size_t>(sorted - first));
                return detail::insert_each(first, sorted, last, less);
            }
        }
        detail::insert_each(first, first, last, less);
    }
};

} // namespace detail

/// Sorts [first, last) in place; stable. For each pair of elements in the wrong order, and once for each
/// element, one comparison and one move: O(n^2). Bidirectional iterators do. A comparator that is no strict
/// weak order leaves the elements in some order; if it throws, or if a move does, every element is still in
/// the range. Allocates nothing. Of arrays of integers or pointers under less or greater the first 16 are
/// sorted by a network instead (Batcher's), which costs the same for any of them.
inline constexpr detail::ordering_fn<detail::insertion_sort_body> insertion_sort{};

namespace ranges {
inline constexpr detail::ranges_ordering_fn<detail::insertion_sort_body> insertion_sort{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
