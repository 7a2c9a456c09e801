// The overloads that <algorithm> of arsenal::drop_in adds to std.
//
// Arsenal's headers come before them. So what they call as std::f is the platform's function, which a qualified call in
// a template finds where the template is written; Arsenal's forwards to std cannot come back.
//
// An overload has the signature of std's and a constraint: for arguments that satisfy it the compiler prefers it, also
// when template arguments are given or the function's address is taken; others find std's as ever. Its name is mangled
// with a namespace, so that objects with and without the drop-in may be mixed.

#pragma GCC system_header

#ifndef ARSENAL_DROP_IN_ALGORITHM
#define ARSENAL_DROP_IN_ALGORITHM 1

// _GLIBCXX_DEBUG asks for the platform's checks, _GLIBCXX_PARALLEL for its threads.
#if !defined(_GLIBCXX_DEBUG) && !defined(_GLIBCXX_PARALLEL)

#include <arsenal/drop_in/shield_algorithms.hpp>

#include <arsenal/algorithms/binary_search.hpp>
#include <arsenal/algorithms/count.hpp>
#include <arsenal/algorithms/equal.hpp>
#include <arsenal/algorithms/find.hpp>
#include <arsenal/algorithms/heap.hpp>
#include <arsenal/algorithms/is_permutation.hpp>
#include <arsenal/algorithms/is_sorted.hpp>
#include <arsenal/algorithms/merge.hpp>
#include <arsenal/algorithms/min_max.hpp>
#include <arsenal/algorithms/nth_element.hpp>
#include <arsenal/algorithms/partial_sort.hpp>
#include <arsenal/algorithms/remove.hpp>
#include <arsenal/algorithms/replace.hpp>
#include <arsenal/algorithms/reverse.hpp>
#include <arsenal/algorithms/rotate.hpp>
#include <arsenal/algorithms/search.hpp>
#include <arsenal/algorithms/sort.hpp>
#include <arsenal/algorithms/stable_sort.hpp>
#include <arsenal/algorithms/unique.hpp>

#include <arsenal/drop_in/arrays.hpp>

namespace std {

// g++ 12 does not write constraints into the name of a function: without a namespace of their own these would have
// the platform's names.
inline namespace __arsenal {

// [alg.sorting]

template <class _It>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_sort<_It>
constexpr void sort(_It __first, _It __last) {
    ::arsenal::sort(__first, __last);
}
template <class _It, class _Compare>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_sort<_It, _Compare>
constexpr void sort(_It __first, _It __last, _Compare __comp) {
    ::arsenal::sort(__first, __last, static_cast<_Compare&&>(__comp));
}

template <class _It>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_stable_sort<_It>
constexpr void stable_sort(_It __first, _It __last) {
    ::arsenal::stable_sort(__first, __last);
}
template <class _It, class _Compare>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_stable_sort<_It, _Compare>
constexpr void stable_sort(_It __first, _It __last, _Compare __comp) {
    ::arsenal::stable_sort(__first, __last, static_cast<_Compare&&>(__comp));
}

template <class _It>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_nth_element<_It>
constexpr void nth_element(_It __first, _It __nth, _It __last) {
    ::arsenal::nth_element(__first, __nth, __last);
}
template <class _It, class _Compare>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_nth_element<_It, _Compare>
constexpr void nth_element(_It __first, _It __nth, _It __last, _Compare __comp) {
    ::arsenal::nth_element(__first, __nth, __last, static_cast<_Compare&&>(__comp));
}

template <class _It>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_partial_sort<_It>
constexpr void partial_sort(_It __first, _It __middle, _It __last) {
    ::arsenal::partial_sort(__first, __middle, __last);
}
template <class _It, class _Compare>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_partial_sort<_It, _Compare>
constexpr void partial_sort(_It __first, _It __middle, _It __last, _Compare __comp) {
    ::arsenal::partial_sort(__first, __middle, __last, static_cast<_Compare&&>(__comp));
}

template <class _It>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_inplace_merge<_It>
constexpr void inplace_merge(_It __first, _It __middle, _It __last) {
    ::arsenal::inplace_merge(__first, __middle, __last);
}
template <class _It, class _Compare>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_inplace_merge<_It, _Compare>
constexpr void inplace_merge(_It __first, _It __middle, _It __last, _Compare __comp) {
    ::arsenal::inplace_merge(__first, __middle, __last, static_cast<_Compare&&>(__comp));
}

// Up to 16 numbers whose branches the platform foresees it merges faster (0.6 to 0.9); Arsenal's are 1.3 to 20 times faster
// everywhere else.
template <class _It1, class _It2, class _Out>
    requires __arsenal_alike<_It1, _It2> && __arsenal_alike<_It1, _Out> && __arsenal_lookup::__finds_std_merge<_It1, _It2, _Out>
constexpr _Out merge(_It1 __first1, _It1 __last1, _It2 __first2, _It2 __last2, _Out __result) {
    return ::arsenal::merge(__first1, __last1, __first2, __last2, __result);
}
template <class _It1, class _It2, class _Out, class _Compare>
    requires __arsenal_alike<_It1, _It2> && __arsenal_alike<_It1, _Out> && __arsenal_ordered_numbers<_It1, _Compare> &&
             __arsenal_lookup::__finds_std_merge<_It1, _It2, _Out, _Compare>
constexpr _Out merge(_It1 __first1, _It1 __last1, _It2 __first2, _It2 __last2, _Out __result, _Compare __comp) {
    return ::arsenal::merge(__first1, __last1, __first2, __last2, __result, __comp);
}

// Of the heaps only what sorts numbers, as any other numbers (1.04 to 60 times faster). The platform's make_heap, push_heap
// and pop_heap choose the greater child by a branch, which is faster where it is foreseen: Arsenal's make_heap is at 0.7 to
// 1.1 on doubles and integers in order, in runs or all equal, at 1.1 to 1.5 on random ones.
template <class _It>
    requires __arsenal_numbers<_It> && __arsenal_lookup::__finds_std_sort_heap<_It>
constexpr void sort_heap(_It __first, _It __last) {
    ::arsenal::sort_heap(__first, __last);
}
template <class _It, class _Compare>
    requires __arsenal_ordered_numbers<_It, _Compare> && __arsenal_lookup::__finds_std_sort_heap<_It, _Compare>
constexpr void sort_heap(_It __first, _It __last, _Compare __comp) {
    ::arsenal::sort_heap(__first, __last, __comp);
}

template <class _It>
    requires __arsenal_numbers<_It> && __arsenal_lookup::__finds_std_is_sorted<_It>
constexpr bool is_sorted(_It __first, _It __last) {
    return ::arsenal::is_sorted(__first, __last);
}
template <class _It>
    requires __arsenal_numbers<_It> && __arsenal_lookup::__finds_std_is_sorted_until<_It>
constexpr _It is_sorted_until(_It __first, _It __last) {
    return ::arsenal::is_sorted_until(__first, __last);
}

// [alg.binary.search]

template <class _It, class _Tp>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_lower_bound<_It, const _Tp&>
constexpr _It lower_bound(_It __first, _It __last, const _Tp& __value) {
    return ::arsenal::lower_bound(__first, __last, __value);
}
template <class _It, class _Tp, class _Compare>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_lower_bound<_It, const _Tp&, _Compare>
constexpr _It lower_bound(_It __first, _It __last, const _Tp& __value, _Compare __comp) {
    return ::arsenal::lower_bound(__first, __last, __value, static_cast<_Compare&&>(__comp));
}

template <class _It, class _Tp>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_upper_bound<_It, const _Tp&>
constexpr _It upper_bound(_It __first, _It __last, const _Tp& __value) {
    return ::arsenal::upper_bound(__first, __last, __value);
}
template <class _It, class _Tp, class _Compare>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_upper_bound<_It, const _Tp&, _Compare>
constexpr _It upper_bound(_It __first, _It __last, const _Tp& __value, _Compare __comp) {
    return ::arsenal::upper_bound(__first, __last, __value, static_cast<_Compare&&>(__comp));
}

template <class _It, class _Tp>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_equal_range<_It, const _Tp&>
constexpr pair<_It, _It> equal_range(_It __first, _It __last, const _Tp& __value) {
    return ::arsenal::equal_range(__first, __last, __value);
}
template <class _It, class _Tp, class _Compare>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_equal_range<_It, const _Tp&, _Compare>
constexpr pair<_It, _It> equal_range(_It __first, _It __last, const _Tp& __value, _Compare __comp) {
    return ::arsenal::equal_range(__first, __last, __value, static_cast<_Compare&&>(__comp));
}

template <class _It, class _Tp>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_binary_search<_It, const _Tp&>
constexpr bool binary_search(_It __first, _It __last, const _Tp& __value) {
    return ::arsenal::binary_search(__first, __last, __value);
}
template <class _It, class _Tp, class _Compare>
    requires __arsenal_sequence<_It> && __arsenal_lookup::__finds_std_binary_search<_It, const _Tp&, _Compare>
constexpr bool binary_search(_It __first, _It __last, const _Tp& __value, _Compare __comp) {
    return ::arsenal::binary_search(__first, __last, __value, static_cast<_Compare&&>(__comp));
}

// [alg.nonmodifying], of arrays of numbers

template <class _It, class _Tp>
    requires __arsenal_numbers<_It> && __arsenal_lookup::__finds_std_find<_It, const _Tp&>
constexpr _It find(_It __first, _It __last, const _Tp& __value) {
    return ::arsenal::find(__first, __last, __value);
}

template <class _It, class _Tp>
    requires __arsenal_numbers<_It> && __arsenal_lookup::__finds_std_count<_It, const _Tp&>
constexpr iter_difference_t<_It> count(_It __first, _It __last, const _Tp& __value) {
    return ::arsenal::count(__first, __last, __value);
}

template <class _It1, class _It2>
    requires __arsenal_numbers<_It1> && __arsenal_numbers<_It2> && __arsenal_lookup::__finds_std_equal<_It1, _It2>
constexpr bool equal(_It1 __first1, _It1 __last1, _It2 __first2) {
    return ::arsenal::equal(__first1, __last1, __first2);
}
template <class _It1, class _It2>
    requires __arsenal_numbers<_It1> && __arsenal_numbers<_It2> && __arsenal_lookup::__finds_std_equal<_It1, _It2, _It2>
constexpr bool equal(_It1 __first1, _It1 __last1, _It2 __first2, _It2 __last2) {
    return ::arsenal::equal(__first1, __last1, __first2, __last2);
}

template <class _It1, class _It2>
    requires __arsenal_numbers<_It1> && __arsenal_numbers<_It2> && __arsenal_lookup::__finds_std_mismatch<_It1, _It2>
constexpr pair<_It1, _It2> mismatch(_It1 __first1, _It1 __last1, _It2 __first2) {
    return ::arsenal::mismatch(__first1, __last1, __first2);
}
template <class _It1, class _It2>
    requires __arsenal_numbers<_It1> && __arsenal_numbers<_It2> && __arsenal_lookup::__finds_std_mismatch<_It1, _It2, _It2>
constexpr pair<_It1, _It2> mismatch(_It1 __first1, _It1 __last1, _It2 __first2, _It2 __last2) {
    return ::arsenal::mismatch(__first1, __last1, __first2, __last2);
}

template <class _It1, class _It2>
    requires __arsenal_numbers<_It1> && __arsenal_numbers<_It2> &&
             __arsenal_lookup::__finds_std_lexicographical_compare<_It1, _It2, _It2>
constexpr bool lexicographical_compare(_It1 __first1, _It1 __last1, _It2 __first2, _It2 __last2) {
    return ::arsenal::lexicographical_compare(__first1, __last1, __first2, __last2);
}

template <class _It1, class _It2>
    requires __arsenal_alike<_It1, _It2> && __arsenal_lookup::__finds_std_is_permutation<_It1, _It2>
constexpr bool is_permutation(_It1 __first1, _It1 __last1, _It2 __first2) {
    return ::arsenal::is_permutation(__first1, __last1, __first2);
}
template <class _It1, class _It2>
    requires __arsenal_alike<_It1, _It2> && __arsenal_lookup::__finds_std_is_permutation<_It1, _It2, _It2>
constexpr bool is_permutation(_It1 __first1, _It1 __last1, _It2 __first2, _It2 __last2) {
    return ::arsenal::is_permutation(__first1, __last1, __first2, __last2);
}

template <class _It1, class _It2>
    requires __arsenal_alike<_It1, _It2> && __arsenal_lookup::__finds_std_search<_It1, _It2, _It2>
constexpr _It1 search(_It1 __first1, _It1 __last1, _It2 __first2, _It2 __last2) {
    return ::arsenal::search(__first1, __last1, __first2, __last2);
}

template <class _It>
    requires __arsenal_numbers<_It> && __arsenal_lookup::__finds_std_min_element<_It>
constexpr _It min_element(_It __first, _It __last) {
    return ::arsenal::min_element(__first, __last);
}
template <class _It>
    requires __arsenal_numbers<_It> && __arsenal_lookup::__finds_std_max_element<_It>
constexpr _It max_element(_It __first, _It __last) {
    return ::arsenal::max_element(__first, __last);
}
template <class _It>
    requires __arsenal_numbers<_It> && __arsenal_lookup::__finds_std_minmax_element<_It>
constexpr pair<_It, _It> minmax_element(_It __first, _It __last) {
    return ::arsenal::minmax_element(__first, __last);
}

// [alg.modifying.operations], of arrays of numbers. partition is the platform's: predicates whose answers are foreseen
// make Arsenal's slower (0.4 to 0.8) than others make it faster (to 2.3).

template <class _It>
    requires __arsenal_numbers<_It> && __arsenal_lookup::__finds_std_reverse<_It>
constexpr void reverse(_It __first, _It __last) {
    ::arsenal::reverse(__first, __last);
}

template <class _It>
    requires __arsenal_numbers<_It> && __arsenal_lookup::__finds_std_rotate<_It>
constexpr _It rotate(_It __first, _It __middle, _It __last) {
    return ::arsenal::rotate(__first, __middle, __last);
}

template <class _It, class _Tp>
    requires __arsenal_numbers<_It> && __arsenal_lookup::__finds_std_replace<_It, const _Tp&, const _Tp&>
constexpr void replace(_It __first, _It __last, const _Tp& __from, const _Tp& __to) {
    ::arsenal::replace(__first, __last, __from, __to);
}

template <class _It, class _Tp>
    requires __arsenal_numbers<_It> && __arsenal_lookup::__finds_std_remove<_It, const _Tp&>
constexpr _It remove(_It __first, _It __last, const _Tp& __value) {
    return ::arsenal::remove(__first, __last, __value);
}

template <class _It>
    requires __arsenal_numbers<_It> && __arsenal_lookup::__finds_std_unique<_It>
constexpr _It unique(_It __first, _It __last) {
    return ::arsenal::unique(__first, __last);
}

} // namespace __arsenal
} // namespace std

#include <arsenal/drop_in/unshield_algorithms.hpp>

#endif
#endif
