#pragma once

#include <arsenal/algorithms/detail/forms.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// is_sorted and is_sorted_until, classic and in ranges ([is.sorted]).
//
// One loop, for keys too: blocks without a branch, for compilers to make vectors of, win 1.2 to 3.5 times for
// 8 to 32 bits and floats from 1000 elements on, but lose 0.55 to 0.75 for 64 bits, which the baseline cannot
// compare as vectors, and up to 0.6 below 64 elements. It takes a compiled kernel for each instruction set.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

struct is_sorted_until_body : found_iterator {
    static constexpr bool takes_forward = true;

    template <class I, class S, class Less>
    static constexpr I run(I first, S last, const Less& less) {
        if (first == last) return first;
        I next = first;
        while (++next != last) {
            if (less(*next, *first)) return next;
            first = next;
        }
        return next;
    }
};

struct is_sorted_body : found_answer {
    static constexpr bool takes_forward = true;

    template <class I, class S, class Less>
    static constexpr bool run(I first, S last, const Less& less) {
        return is_sorted_until_body::run(std::move(first), last, less) == last;
    }
};

} // namespace detail

/// The end of the longest sorted prefix of [first, last): the first iterator i for which comp(*i, *(i - 1)),
/// or last. At most distance(first, last) - 1 comparisons. Throws what the comparator throws. [is.sorted]
inline constexpr detail::order_question_fn<detail::is_sorted_until_body> is_sorted_until{};

/// Whether no element of [first, last) is less than its predecessor. Complexity and exceptions of
/// is_sorted_until. [is.sorted]
inline constexpr detail::order_question_fn<detail::is_sorted_body> is_sorted{};

namespace ranges {
inline constexpr detail::ranges_order_question_fn<detail::is_sorted_until_body> is_sorted_until{};
inline constexpr detail::ranges_order_question_fn<detail::is_sorted_body> is_sorted{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
