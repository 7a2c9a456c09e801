#pragma once

#include <arsenal/algorithms/detail/forms.hpp>
#include <arsenal/algorithms/detail/quicksort.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// pdqsort, classic and in ranges: the sort of what is no array of plain keys. detail/quicksort.hpp has the
// design.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

struct pdqsort_body {
    template <class I, class Less>
    static constexpr void run(const I& first, const I& last, const Less& less) {
        detail::quicksort(first, last, less);
    }
};

} // namespace detail

/// Sorts [first, last) in place by comparing alone; not stable. O(n log n) comparisons and moves, O(n) where
/// the range is sorted, reversed or has few distinct elements; O(log n) stack, no memory. Up to 20 elements
/// of at most 16 bytes that are trivially copyable take up to n(n + 1) / 2 comparisons, about twice as many
/// as inserting them, and hardly a branch on any; fewer where neighbours are mostly in order. A comparator
/// that is no strict weak order leaves the elements in some order: it neither reads nor writes outside the
/// range. If it throws, or if a move does, every element is still in the range (as long as moving back does
/// not throw, too). After Peters, "Pattern-defeating Quicksort", arXiv 2106.05123.
inline constexpr detail::ordering_fn<detail::pdqsort_body> pdqsort{};

namespace ranges {
inline constexpr detail::ranges_ordering_fn<detail::pdqsort_body> pdqsort{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
