#pragma once

#include <arsenal/algorithms/detail/forms.hpp>
#include <arsenal/algorithms/detail/key_sort.hpp>
#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// is_sorted and is_sorted_until, classic and in ranges ([is.sorted]).
//
// Of an array of keys that starts in order, the kernels tell how far it stays so.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

template <class I, class S, class Less>
constexpr I first_descent(I first, S last, const Less& less) {
    if (first == last) return first;
    I next = first;
    while (++next != last) {
        if (less(*next, *first)) return next;
        first = next;
    }
    return next;
}

/// The kernels' order is finer than < for zeros and NaNs: where it is broken, less has the word.
template <class T, class Less>
const T* first_descent_of_keys(const T* first, const T* last, const Less& less) {
    constexpr std::ptrdiff_t few = 16;
    constexpr std::ptrdiff_t worth_a_call = sizeof(T) == 1 ? 128 : 32;
    constexpr std::ptrdiff_t behind_a_break = 256; // and again by a kernel
    for (std::ptrdiff_t by_one = few; last - first >= by_one + worth_a_call; by_one = behind_a_break) {
        const T* const end = first + by_one;
        const T* const found = detail::first_descent(first, end, less);
        if (found != end) return found;
        const auto n = static_cast<std::size_t>(last - (end - 1));
        const std::size_t ordered = detail::ordered_keys(end - 1, n, key_kind_of<T>, order_of<Less, T>);
        if (ordered == n) return last;
        first = end - 1 + (ordered > 1 ? ordered - 1 : 0);
    }
    return detail::first_descent(first, last, less);
}

template <class I, class S, class Less>
concept is_key_array = std::contiguous_iterator<I> && std::sized_sentinel_for<S, I> &&
                       std::is_same_v<std::remove_const_t<std::remove_reference_t<std::iter_reference_t<I>>>,
                                      std::iter_value_t<I>> &&
                       order_of<Less, std::iter_value_t<I>> != key_order::none;

struct is_sorted_until_body : found_iterator {
    static constexpr bool takes_forward = true;

    template <class I, class S, class Less>
    static constexpr I run(I first, S last, const Less& less) {
        if constexpr (is_key_array<I, S, Less>) {
            if (!std::is_constant_evaluated()) {
                const auto* const p = std::to_address(first);
                return first + (detail::first_descent_of_keys(p, p + (last - first), less) - p);
            }
        }
        return detail::first_descent(std::move(first), last, less);
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
