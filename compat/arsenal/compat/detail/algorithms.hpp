#pragma once

#include <algorithm>
#include <cstdio> // std::remove, of a file
#include <numeric>
#include <type_traits>

#include <arsenal/algorithms.hpp>
#include <arsenal/platform/config.hpp>

// A direct member of arsenal::compat hides all of std's overloads of its name. So an algorithm of std's name
// is an object there: it takes whatever std's functions take and gives it to Arsenal's, or back to std where
// Arsenal's takes no such arguments: those with an execution policy. std::min, max and minmax are not here:
// programs write std::max<int>(a, b), which an object cannot take.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Ours, class Platform>
struct compat_algorithm {
    template <class... Args>
    constexpr auto operator()(Args&&... args) const -> decltype(Platform{}(static_cast<Args&&>(args)...)) {
        if constexpr (std::is_invocable_v<Ours, Args...>) {
            return Ours{}(static_cast<Args&&>(args)...);
        } else {
            return Platform{}(static_cast<Args&&>(args)...);
        }
    }
};

namespace compat_functions {

// A set of overloads cannot be an argument: only a macro can name std's.
#define ARSENAL_COMPAT_ALGORITHM(name)                                                                       \
    struct platform_##name {                                                                                 \
        template <class... Args>                                                                             \
        constexpr auto operator()(Args&&... args) const                                                      \
            -> decltype(::std::name(static_cast<Args&&>(args)...)) {                                         \
            return ::std::name(static_cast<Args&&>(args)...);                                                \
        }                                                                                                    \
    };                                                                                                       \
    inline constexpr compat_algorithm<decltype(::arsenal::name), platform_##name> name {}

ARSENAL_COMPAT_ALGORITHM(accumulate);
ARSENAL_COMPAT_ALGORITHM(adjacent_difference);
ARSENAL_COMPAT_ALGORITHM(binary_search);
ARSENAL_COMPAT_ALGORITHM(count);
ARSENAL_COMPAT_ALGORITHM(count_if);
ARSENAL_COMPAT_ALGORITHM(equal);
ARSENAL_COMPAT_ALGORITHM(equal_range);
ARSENAL_COMPAT_ALGORITHM(find);
ARSENAL_COMPAT_ALGORITHM(find_if);
ARSENAL_COMPAT_ALGORITHM(find_if_not);
ARSENAL_COMPAT_ALGORITHM(inner_product);
ARSENAL_COMPAT_ALGORITHM(inplace_merge);
ARSENAL_COMPAT_ALGORITHM(is_heap);
ARSENAL_COMPAT_ALGORITHM(is_heap_until);
ARSENAL_COMPAT_ALGORITHM(is_permutation);
ARSENAL_COMPAT_ALGORITHM(is_sorted);
ARSENAL_COMPAT_ALGORITHM(is_sorted_until);
ARSENAL_COMPAT_ALGORITHM(lexicographical_compare);
ARSENAL_COMPAT_ALGORITHM(lower_bound);
ARSENAL_COMPAT_ALGORITHM(make_heap);
ARSENAL_COMPAT_ALGORITHM(max_element);
ARSENAL_COMPAT_ALGORITHM(merge);
ARSENAL_COMPAT_ALGORITHM(min_element);
ARSENAL_COMPAT_ALGORITHM(minmax_element);
ARSENAL_COMPAT_ALGORITHM(mismatch);
ARSENAL_COMPAT_ALGORITHM(nth_element);
ARSENAL_COMPAT_ALGORITHM(partial_sort);
ARSENAL_COMPAT_ALGORITHM(partial_sort_copy);
ARSENAL_COMPAT_ALGORITHM(partial_sum);
ARSENAL_COMPAT_ALGORITHM(partition);
ARSENAL_COMPAT_ALGORITHM(partition_point);
ARSENAL_COMPAT_ALGORITHM(pop_heap);
ARSENAL_COMPAT_ALGORITHM(push_heap);
ARSENAL_COMPAT_ALGORITHM(reduce);
ARSENAL_COMPAT_ALGORITHM(remove);
ARSENAL_COMPAT_ALGORITHM(remove_if);
ARSENAL_COMPAT_ALGORITHM(replace);
ARSENAL_COMPAT_ALGORITHM(replace_if);
ARSENAL_COMPAT_ALGORITHM(reverse);
ARSENAL_COMPAT_ALGORITHM(rotate);
ARSENAL_COMPAT_ALGORITHM(search);
ARSENAL_COMPAT_ALGORITHM(sort);
ARSENAL_COMPAT_ALGORITHM(sort_heap);
ARSENAL_COMPAT_ALGORITHM(stable_sort);
ARSENAL_COMPAT_ALGORITHM(unique);
ARSENAL_COMPAT_ALGORITHM(upper_bound);

#undef ARSENAL_COMPAT_ALGORITHM

} // namespace compat_functions

} // namespace arsenal::inline ARSENAL_ABI::detail
