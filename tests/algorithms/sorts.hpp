#pragma once

#include "under_test.hpp"

#include <utility>

// Every sort under test as an object that is called as std::sort or std::ranges::sort is. Include it last.

namespace sorts {

#define SORT_UNDER_TEST(name, call)                                                                          \
    struct name {                                                                                            \
        template <class... Args>                                                                             \
        constexpr decltype(auto) operator()(Args&&... args) const {                                          \
            return call(std::forward<Args>(args)...);                                                        \
        }                                                                                                    \
    }

SORT_UNDER_TEST(sort, ut::sort);
SORT_UNDER_TEST(ranges_sort, ut::ranges::sort);
#if !ARSENAL_TEST_STD
SORT_UNDER_TEST(pdqsort, ut::pdqsort);
SORT_UNDER_TEST(ranges_pdqsort, ut::ranges::pdqsort);
SORT_UNDER_TEST(insertion_sort, ut::insertion_sort);
SORT_UNDER_TEST(ranges_insertion_sort, ut::ranges::insertion_sort);
#endif
#undef SORT_UNDER_TEST

template <class Sort>
inline constexpr bool is_quadratic = false;
#if !ARSENAL_TEST_STD
template <>
inline constexpr bool is_quadratic<insertion_sort> = true;
template <>
inline constexpr bool is_quadratic<ranges_insertion_sort> = true;
#endif

/// f(s) for each.
template <class F>
constexpr void each(F f) {
    f(sort{});
    f(ranges_sort{});
#if !ARSENAL_TEST_STD
    f(pdqsort{});
    f(ranges_pdqsort{});
    f(insertion_sort{});
    f(ranges_insertion_sort{});
#endif
}

template <class F>
constexpr void each_classic(F f) {
    f(sort{});
#if !ARSENAL_TEST_STD
    f(pdqsort{});
    f(insertion_sort{});
#endif
}

template <class F>
constexpr void each_ranges(F f) {
    f(ranges_sort{});
#if !ARSENAL_TEST_STD
    f(ranges_pdqsort{});
    f(ranges_insertion_sort{});
#endif
}

} // namespace sorts
