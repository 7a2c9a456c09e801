#pragma once

#include <arsenal/algorithms/detail/forms.hpp>
#include <arsenal/algorithms/detail/iterators.hpp>
#include <arsenal/algorithms/detail/key_ranges.hpp>
#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/algorithms/detail/presorted.hpp>
#include <arsenal/algorithms/detail/projected_sort.hpp>
#include <arsenal/algorithms/detail/quicksort.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/algorithms/detail/string_sort.hpp>
#include <arsenal/platform/config.hpp>

// sort, classic and in ranges ([sort]): picks the fastest sort for what it is given.
//
//   arrays of arithmetic keys or pointers under less or greater   vector kernels (detail/key_sort.hpp)
//   arrays sorted by a projection to such a key                   the same, detail/projected_sort.hpp
//   arrays of strings under less or greater                      the same, detail/string_sort.hpp
//   arrays of what copies cheaply, nearly sorted or a few runs    detail/presorted.hpp
//   everything else                                               pdqsort

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

/// Fewer elements are sorted by asking the projection each time.
inline constexpr int fewest_projected = 8;
inline constexpr int fewest_strings = 24;
inline constexpr int fewest_nearly_sorted = 100;
/// From so many on, large elements and strings of two values are partitioned.
inline constexpr int fewest_of_two_values = 200;

/// Whether comparing is the way to sort so many: there are few to move, or many equal. Branches are foreseen.
template <bool Large, class I, class Less>
bool compares_well(const I& first, const I& last, const Less& less) {
    const auto n = last - first;
    return (n >= fewest_nearly_sorted && detail::looks_in_order(first, last, less)) ||
           (Large && n >= fewest_of_two_values && detail::looks_like_two_values(first, last, less));
}

/// Sorts by projected keys, or returns false and has moved few elements.
template <class I, class Less>
bool sort_by_projection(const I& first, const I& last, const Less& less) {
    using found = sorting_key<I, Less>;
    constexpr key_order by = walks_backwards<I> ? reversed(found::order) : found::order;
    constexpr bool large = sizeof(std::iter_value_t<I>) > 16;
    const auto n = last - first;
    if (n < fewest_projected) return false;
    if (n < fewest_presorted) {
        if (detail::sort_few_if_presorted(detail::unwrapped(first), static_cast<int>(n), less)) return true;
    } else if (detail::compares_well<large>(first, last, less)) {
        return false;
    }
    return detail::sort_by_key<typename found::type, by>(detail::array_of(first, last),
                                                         static_cast<std::size_t>(n), less.projection);
}

template <class Less, class I>
void sort_strings_of(const I& first, const I& last) {
    constexpr key_order asked = string_order<Less, std::iter_value_t<I>>;
    constexpr key_order by = walks_backwards<I> ? reversed(asked) : asked;
    constexpr byte_order<asked> less;
    const auto n = last - first;
    if (n >= fewest_strings) {
        if (detail::sort_if_one_run(first, last, less)) return;
        if (!detail::compares_well<true>(first, last, less) &&
            detail::sort_strings<by>(detail::array_of(first, last), static_cast<std::size_t>(n))) {
            return;
        }
    }
    detail::quicksort(first, last, less);
}

template <class I, class Less>
[[gnu::noinline]] void sort_at_run_time(const I& first, const I& last, const Less& less) {
    constexpr bool by_key = sorts_by_projected_key<I, Less>;
    if constexpr (sorts_strings<I, Less>) return detail::sort_strings_of<Less>(first, last);
    if constexpr (sorts_if_presorted<I>) {
        const auto n = static_cast<std::size_t>(last - first);
        if (n >= fewest_presorted && detail::sort_if_presorted<by_key>(std::to_address(first), n, less))
            return;
    }
    if constexpr (by_key) {
        if (detail::sort_by_projection(first, last, less)) return;
    }
    detail::quicksort(first, last, less);
}

struct sort_body {
    template <class I, class Less>
    static constexpr void run(const I& first, const I& last, const Less& less) {
        if (std::is_constant_evaluated())
            return detail::quicksort(first, last, detail::constant_less<I>(less));
        if constexpr (orders_keys<I, Less>) {
            return detail::sort_keys_of<Less>(first, last);
        } else {
            if constexpr (is_small_trivial<I>) { // here: the calls cost more than the comparisons
                const auto n = last - first;
                if (n <= 4) return detail::sort_up_to_four(first, static_cast<int>(n), less);
            }
            detail::sort_at_run_time(first, last, less);
        }
    }
};

} // namespace detail

/// Sorts [first, last); not stable. Guarantees of pdqsort, whatever sort does the work; but where memory is
/// to be had, up to 16 bytes for each element, or half the range again, may be taken. Arrays of
/// floating-point numbers under less or greater come out by value, -0 before +0 (after it under greater),
/// NaNs last; every bit pattern is kept. [sort]
inline constexpr detail::ordering_fn<detail::sort_body> sort{};

namespace ranges {
inline constexpr detail::ranges_ordering_fn<detail::sort_body> sort{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
