// The overloads that <numeric> of arsenal::drop_in adds to std: of sums of integers, which are the same in any order. Those
// of floats keep std's order, in which no vector helps, and inner_product and adjacent_difference are loops that the
// compiler turns to vectors by itself: the platform's.
//
// algorithm.hpp tells how overloads stand beside std's functions.

#pragma GCC system_header

#ifndef ARSENAL_DROP_IN_NUMERIC
#define ARSENAL_DROP_IN_NUMERIC 1

#if !defined(_GLIBCXX_DEBUG) && !defined(_GLIBCXX_PARALLEL)

#include <arsenal/drop_in/shield_algorithms.hpp>

#include <arsenal/algorithms/accumulate.hpp>
#include <arsenal/algorithms/partial_sum.hpp>

#include <arsenal/drop_in/arrays.hpp>

namespace std {

/// Integers of which Arsenal has a kernel for the sum of type _Tp.
template <class _It, class _Tp>
inline constexpr bool __arsenal_is_sum = false;
template <class _It, class _Tp>
    requires __arsenal_numbers<_It>
inline constexpr bool __arsenal_is_sum<_It, _Tp> = ::arsenal::detail::adds_integers<_It, _It, _Tp>();
template <class _It, class _Tp>
concept __arsenal_sum = __arsenal_is_sum<_It, _Tp>;

/// The same of prefix sums.
template <class _It, class _Out>
inline constexpr bool __arsenal_is_prefix_sum = false;
template <class _It, class _Out>
    requires(__arsenal_numbers<_It> && __arsenal_numbers<_Out>)
inline constexpr bool __arsenal_is_prefix_sum<_It, _Out> = ::arsenal::detail::sums_prefixes<_It, _Out>();
template <class _It, class _Out>
concept __arsenal_prefix_sum = __arsenal_is_prefix_sum<_It, _Out>;

inline namespace __arsenal {

template <class _It, class _Tp>
    requires __arsenal_sum<_It, _Tp> && __arsenal_lookup::__finds_std_accumulate<_It, _Tp>
constexpr _Tp accumulate(_It __first, _It __last, _Tp __init) {
    return ::arsenal::accumulate(__first, __last, __init);
}

template <class _It>
    requires __arsenal_sum<_It, iter_value_t<_It>> && __arsenal_lookup::__finds_std_reduce<_It>
constexpr typename iterator_traits<_It>::value_type reduce(_It __first, _It __last) {
    return ::arsenal::reduce(__first, __last);
}
template <class _It, class _Tp>
    requires __arsenal_sum<_It, _Tp> && __arsenal_lookup::__finds_std_reduce<_It, _Tp>
constexpr _Tp reduce(_It __first, _It __last, _Tp __init) {
    return ::arsenal::reduce(__first, __last, __init);
}

template <class _It, class _Out>
    requires __arsenal_prefix_sum<_It, _Out> && __arsenal_lookup::__finds_std_partial_sum<_It, _Out>
constexpr _Out partial_sum(_It __first, _It __last, _Out __result) {
    return ::arsenal::partial_sum(__first, __last, __result);
}

} // namespace __arsenal
} // namespace std

#include <arsenal/drop_in/unshield_algorithms.hpp>

#endif
#endif
