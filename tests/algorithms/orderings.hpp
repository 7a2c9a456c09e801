#pragma once

#include "under_test.hpp"

#include <algorithm>
#include <iterator>

// The algorithms that put a range in some order, each as an object: op.prepare(first, last, less) does what
// it asks of a range, op(first, last, less) calls it, op.holds(first, last, less) is what it promises.
// Include it last.

namespace orderings {

/// A place in the range for those that take one, other than its middle.
template <class I>
constexpr I place(I first, I last) {
    return first + (last - first) / 3;
}

struct prepares_nothing {
    template <class I, class Less>
    constexpr void prepare(I, I, Less) const {}
};

struct heap_push : prepares_nothing {
    template <class I, class Less>
    constexpr void operator()(I first, I last, Less less) const {
        for (I end = first; end != last;) ut::push_heap(first, ++end, less);
    }
    template <class I, class Less>
    constexpr bool holds(I first, I last, Less less) const {
        return std::is_heap(first, last, less);
    }
};
struct heap_make : prepares_nothing {
    template <class I, class Less>
    constexpr void operator()(I first, I last, Less less) const {
        ut::make_heap(first, last, less);
    }
    template <class I, class Less>
    constexpr bool holds(I first, I last, Less less) const {
        return std::is_heap(first, last, less) && ut::is_heap(first, last, less);
    }
};
struct sorted : prepares_nothing {
    template <class I, class Less>
    constexpr bool holds(I first, I last, Less less) const {
        return std::is_sorted(first, last, less);
    }
};
struct heap_pop : sorted {
    template <class I, class Less>
    constexpr void prepare(I first, I last, Less less) const {
        std::make_heap(first, last, less);
    }
    template <class I, class Less>
    constexpr void operator()(I first, I last, Less less) const {
        for (I end = last; end != first; --end) ut::pop_heap(first, end, less);
    }
};
struct heap_sort : sorted {
    template <class I, class Less>
    constexpr void operator()(I first, I last, Less less) const {
        ut::make_heap(first, last, less);
        ut::sort_heap(first, last, less);
    }
};
struct merge_in_place : sorted {
    template <class I, class Less>
    constexpr void prepare(I first, I last, Less less) const {
        std::sort(first, place(first, last), less);
        std::sort(place(first, last), last, less);
    }
    template <class I, class Less>
    constexpr void operator()(I first, I last, Less less) const {
        ut::inplace_merge(first, place(first, last), last, less);
    }
};
struct stable : sorted {
    template <class I, class Less>
    constexpr void operator()(I first, I last, Less less) const {
        ut::stable_sort(first, last, less);
    }
};
struct a_third {
    template <class I>
    static constexpr I end(I first, I last) {
        return place(first, last);
    }
};
struct at_most_three {
    template <class I>
    static constexpr I end(I first, I last) {
        return last - first < 3 ? last : first + 3;
    }
};
template <class Part>
struct partial : prepares_nothing {
    template <class I, class Less>
    constexpr void operator()(I first, I last, Less less) const {
        ut::partial_sort(first, Part::end(first, last), last, less);
    }
    template <class I, class Less>
    constexpr bool holds(I first, I last, Less less) const {
        const I middle = Part::end(first, last);
        return std::is_sorted(first, middle, less) &&
               (first == middle ||
                std::none_of(middle, last, [&](auto& x) { return less(x, *(middle - 1)); }));
    }
};
struct nth : prepares_nothing {
    template <class I, class Less>
    constexpr void operator()(I first, I last, Less less) const {
        ut::nth_element(first, place(first, last), last, less);
    }
    template <class I, class Less>
    constexpr bool holds(I first, I last, Less less) const {
        const I at = place(first, last);
        return at == last || (std::none_of(first, at, [&](auto& x) { return less(*at, x); }) &&
                              std::none_of(at, last, [&](auto& x) { return less(x, *at); }));
    }
};

/// f(op) for each.
template <class F>
constexpr void each(F f) {
    f(heap_push{});
    f(heap_make{});
    f(heap_pop{});
    f(heap_sort{});
    f(merge_in_place{});
    f(stable{});
    f(partial<a_third>{});
    f(partial<at_most_three>{});
    f(nth{});
}

} // namespace orderings
