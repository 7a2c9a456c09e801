#pragma once

#include "under_test.hpp"

#include <iterator>

// Every algorithm that puts a range in some order, in one call each. Include it last.

namespace whole_family {

/// f(name, sort) for each; all leave the range sorted.
template <class F>
void each(F f) {
    f("sort", [](auto first, auto last, auto less) { ut::sort(first, last, less); });
    f("stable_sort", [](auto first, auto last, auto less) { ut::stable_sort(first, last, less); });
    f("heap", [](auto first, auto last, auto less) {
        const auto back = last - 1;
        ut::make_heap(first, back, less);
        ut::push_heap(first, last, less);
        ut::pop_heap(first, last, less);
        ut::sort_heap(first, back, less);
    });
    f("inplace_merge", [](auto first, auto last, auto less) {
        const auto middle = first + (last - first) / 3;
        ut::sort(first, middle, less);
        ut::sort(middle, last, less);
        ut::inplace_merge(first, middle, last, less);
    });
    f("partial_sort", [](auto first, auto last, auto less) {
        const auto middle = first + (last - first) / 2;
        ut::partial_sort(first, middle, last, less);
        ut::partial_sort(middle, middle + 1, last, less);
        ut::sort(middle, last, less);
    });
    f("nth_element", [](auto first, auto last, auto less) {
        const auto middle = first + (last - first) / 2;
        ut::nth_element(first, middle, last, less);
        ut::sort(first, middle, less);
        ut::sort(middle, last, less);
    });
#if !ARSENAL_TEST_STD
    f("pdqsort", [](auto first, auto last, auto less) { ut::pdqsort(first, last, less); });
    f("insertion_sort", [](auto first, auto last, auto less) {
        const auto middle = first + (last - first) / 8 * 7;
        ut::pdqsort(first, middle, less);
        ut::insertion_sort(first, last, less);
    });
    f("samplesort", [](auto first, auto last, auto less) { ut::samplesort(first, last, less); });
#endif
}

} // namespace whole_family
