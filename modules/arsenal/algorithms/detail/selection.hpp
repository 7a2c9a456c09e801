#pragma once

#include <arsenal/algorithms/detail/elements.hpp>
#include <arsenal/algorithms/detail/quicksort.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/algorithms/heap.hpp>
#include <arsenal/algorithms/insertion_sort.hpp>
#include <arsenal/platform/config.hpp>

// Selection: the element that comes k-th, without sorting the others.
//
// The pivot is an element of a sample that is itself selected from, so that it comes just behind the k-th of
// all, or just before (Floyd and Rivest 1975): then nearly everything that the partition leaves on the wrong
// side is done with, and the few rounds after the first look at few elements. The sample is spread over the
// range, not taken from around k as theirs is, as ranges have patterns. Pivots that leave too much are
// counted, and a heap of the k least takes over: O(n log n) whatever the comparator says.
//
// Partitioning elements that copy cheaply makes no branch of a comparison (Lomuto's scheme); others are
// swapped from both ends, with a check of the bounds at each step.

namespace arsenal::inline ARSENAL_ABI::detail {

/// [first, first + k) becomes a heap of the k least of [first, last), k > 0. False, and only some permutation
/// done, where more than `most` elements would enter it after the first k.
template <class I, class Less>
constexpr bool heap_select(I first, std::iter_difference_t<I> k, I last, const Less& less,
                           std::iter_difference_t<I> most) {
    detail::heap_make(first, k, less);
    for (I at = first + k; at != last; ++at) {
        if (!less(*at, *first)) continue;
        if (most-- == 0) return false;
        detail::heap_replace(first, k, at, less);
    }
    return true;
}

/// The square root of n, about; n > 0.
template <class N>
constexpr N root_of(N n) {
    const int half_width = std::bit_width(static_cast<std::make_unsigned_t<N>>(n)) / 2;
    return static_cast<N>(((N{1} << half_width) + (n >> half_width)) / 2);
}

/// Brings the median of three to *first.
template <class I, class Less>
constexpr void choose_pivot_of_three(I first, I last, const Less& less) {
    const auto eighth = (last - first) / 8;
    const I a = first + eighth;
    const I b = first + 4 * eighth;
    const I c = first + 7 * eighth;
    const bool ab = less(*a, *b);
    detail::swap_at(first, ab != less(*a, *c) ? a : ab == less(*b, *c) ? b : c);
}

template <class I, class Less>
constexpr void select(I first, I nth, I last, const Less& less);

/// Brings to *first what comes shortly behind the element that belongs at nth, if that is in the first half,
/// else shortly before. A sample of n^(5/8), and the pivot two standard deviations off.
template <class I, class Less>
constexpr void choose_pivot_near(I first, I nth, I last, const Less& less) {
    const auto n = last - first;
    const auto root = detail::root_of(n);
    const auto size = root * detail::root_of(detail::root_of(root));
    const auto stride = n / size;
    for (auto i = size - 1; i > 0; --i) detail::swap_at(first + i, first + i * stride);
    const auto margin = detail::root_of(size);
    auto rank = (nth - first) / stride;
    if (nth - first < n / 2) {
        rank = rank + margin < size ? rank + margin : size - 1;
    } else {
        rank = rank > margin ? (rank < size ? rank : size) - margin : 0;
    }
    detail::select(first, first + rank, first + size, less);
    detail::swap_at(first, first + rank);
}

template <class I, class Less>
constexpr void select(I first, I nth, I last, const Less& less) {
    constexpr int few = 24;
    constexpr int worth_a_look = 100;
    constexpr int worth_a_sample = 600;
    int bad_pivots = 8;
    bool follows_pivot = false; // then no element is less than *(first - 1)
    while (last - first > few) {
        const auto n = last - first;
        if (bad_pivots <= 0) {
            detail::heap_select(first, nth - first + 1, last, less, n);
            return detail::swap_at(first, nth);
        }
        const bool in_order = n >= worth_a_look && detail::looks_in_order(first, last, less);
        if (in_order) {
            detail::swap_at(first, nth);
        } else if (n < worth_a_sample) {
            detail::choose_pivot_of_three(first, last, less);
        } else {
            detail::choose_pivot_near(first, nth, last, less);
        }
        if (follows_pivot && !less(*(first - 1), *first)) { // the pivot is the least: its equals come first
            first = detail::partition_about_first<true>(first, last, in_order, less).pivot + 1;
            if (nth < first) return;
        } else {
            const I pivot = detail::partition_about_first<false>(first, last, in_order, less).pivot;
            if (pivot == nth) return;
            if (nth < pivot) {
                last = pivot;
            } else {
                first = pivot + 1;
                follows_pivot = true;
            }
        }
        if (last - first > n - n / 8) --bad_pivots;
    }
    detail::insert_each(first, first, last, less);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
