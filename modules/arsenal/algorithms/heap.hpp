#pragma once

#include <arsenal/algorithms/detail/callables.hpp>
#include <arsenal/algorithms/detail/forms.hpp>
#include <arsenal/algorithms/detail/key_ranges.hpp>
#include <arsenal/algorithms/detail/moving.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// push_heap, pop_heap, make_heap, sort_heap, is_heap and is_heap_until, classic and in ranges
// ([alg.heap.operations]).
//
// Whatever sinks does so bottom-up: the hole goes down to a leaf along the greater children, one comparison a
// level, and the element climbs from there, on average less than two levels, since it comes from the bottom
// itself. Which child is greater is a coin toss in a large heap of cheap elements, and added to an index
// there, not branched on; each level then waits for the one before. In a small heap a wrong guess costs less
// than the waiting does, as it does where comparing fetches what is elsewhere. No index depends on more than
// the length, so that no comparator makes one leave the range.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

/// Lets the lifted element climb from index `at` to its place below `top`.
template <class I, class Less>
constexpr void heap_climb(I first, std::iter_difference_t<I> at, std::iter_difference_t<I> top,
                          hole<I>& lifted, const Less& less) {
    while (at > top) {
        const auto parent = (at - 1) / 2;
        if (!less(*(first + parent), lifted.value())) break;
        lifted.move_from(first + parent);
        at = parent;
    }
    lifted.close();
}

/// Whether to branch on which child is greater, in a heap of n elements.
template <class I>
constexpr bool heap_branches(std::iter_difference_t<I> n) noexcept {
    if constexpr (std::is_pointer_v<std::iter_value_t<I>> || !is_trivial_walk<I>) {
        return true;
    } else {
        return n < 2000;
    }
}

/// Lets the lifted element sink from the hole at index `top` of a heap of n elements. Returns the leaf from
/// which it climbed.
template <bool Branching, class I, class Less>
constexpr std::iter_difference_t<I> heap_sink(I first, std::iter_difference_t<I> n,
                                              std::iter_difference_t<I> top, hole<I>& lifted,
                                              const Less& less) {
    using difference = std::iter_difference_t<I>;
    difference at = top;
    while (at < (n - 1) / 2) {
        const difference right = 2 * at + 2;
        if constexpr (Branching) {
            at = less(*(first + right), *(first + (right - 1))) ? right - 1 : right;
        } else {
            at = right - static_cast<difference>(less(*(first + right), *(first + (right - 1))));
        }
        lifted.move_from(first + at);
    }
    if (n > 1 && at == n / 2 - 1 && n % 2 == 0) {
        at = n - 1;
        lifted.move_from(first + at);
    }
    detail::heap_climb(first, at, top, lifted, less);
    return at;
}

template <class I, class Less>
constexpr void heap_push(I first, std::iter_difference_t<I> n, const Less& less) {
    if (n < 2 || !less(*(first + (n - 2) / 2), *(first + (n - 1)))) return;
    hole<I> lifted(first + (n - 1));
    lifted.move_from(first + (n - 2) / 2);
    detail::heap_climb(first, (n - 2) / 2, 0, lifted, less);
}

/// n > 1; returns what heap_sink does.
template <bool Branching, class I, class Less>
constexpr std::iter_difference_t<I> heap_pop_by(I first, std::iter_difference_t<I> n, const Less& less) {
    hole<I> lifted(first + (n - 1));
    lifted.move_from(first);
    return detail::heap_sink<Branching>(first, n - 1, 0, lifted, less);
}

template <class I, class Less>
constexpr void heap_pop(I first, std::iter_difference_t<I> n, const Less& less) {
    if (n < 2) return;
    if (detail::heap_branches<I>(n)) {
        detail::heap_pop_by<true>(first, n, less);
    } else {
        detail::heap_pop_by<false>(first, n, less);
    }
}

template <bool Branching, class I, class Less>
constexpr void heap_make_by(I first, std::iter_difference_t<I> n, const Less& less) {
    for (auto top = n / 2; top > 0;) {
        hole<I> lifted(first + --top);
        detail::heap_sink<Branching>(first, n, top, lifted, less);
    }
}

template <class I, class Less>
constexpr void heap_make(I first, std::iter_difference_t<I> n, const Less& less) {
    if (!orders_keys<I, Less> && detail::heap_branches<I>(n)) {
        detail::heap_make_by<true>(first, n, less);
    } else {
        detail::heap_make_by<false>(first, n, less);
    }
}

/// Replaces the greatest element of a heap of n by *with, which receives it.
template <class I, class Less>
constexpr void heap_replace(I first, std::iter_difference_t<I> n, I with, const Less& less) {
    hole<I> lifted(with);
    lifted.move_from(first);
    detail::heap_sink<true>(first, n, 0, lifted, less);
}

/// A heap of keys is sorted as any other keys. Of other cheap elements, those that went down the rightmost
/// path of a large heap are likely all equal, so that the next one is guessed to do so, too.
template <class I, class Less>
constexpr void heap_sort(I first, std::iter_difference_t<I> n, const Less& less) {
    if constexpr (orders_keys<I, Less>) {
        if (!std::is_constant_evaluated()) return detail::sort_keys_of<Less>(first, first + n);
    }
    std::iter_difference_t<I> leaf = 1;
    for (; !detail::heap_branches<I>(n); --n) {
        const bool rightmost = ((leaf + 2) & (leaf + 1)) == 0;
        leaf = rightmost ? detail::heap_pop_by<true>(first, n, less)
                         : detail::heap_pop_by<false>(first, n, less);
    }
    for (; n > 1; --n) detail::heap_pop_by<true>(first, n, less);
}

struct push_heap_body {
    template <class I, class Less>
    static constexpr void run(I first, I last, const Less& less) {
        detail::heap_push(first, last - first, less);
    }
};
struct pop_heap_body {
    template <class I, class Less>
    static constexpr void run(I first, I last, const Less& less) {
        detail::heap_pop(first, last - first, less);
    }
};
struct make_heap_body {
    template <class I, class Less>
    static constexpr void run(I first, I last, const Less& less) {
        detail::heap_make(first, last - first, less);
    }
};
struct sort_heap_body {
    template <class I, class Less>
    static constexpr void run(I first, I last, const Less& less) {
        detail::heap_sort(first, last - first, less);
    }
};

struct is_heap_until_body : found_iterator {
    template <class I, class S, class Less>
    static constexpr I run(I first, S last, const Less& less) {
        I child = first;
        if (child == last) return child;
        for (I parent = first;; ++parent) { // of two
            if (++child == last || less(*parent, *child)) return child;
            if (++child == last || less(*parent, *child)) return child;
        }
    }
};

struct is_heap_body : found_answer {
    template <class I, class S, class Less>
    static constexpr bool run(I first, S last, const Less& less) {
        return is_heap_until_body::run(std::move(first), last, less) == last;
    }
};

} // namespace detail

/// Makes [first, last) a heap, of the heap [first, last - 1) and *(last - 1). At most log2(n) comparisons for
/// n elements. Throws what comparing and moving throw; all elements are in the range then. [push.heap]
inline constexpr detail::ordering_fn<detail::push_heap_body> push_heap{};

/// Moves the greatest element of the heap [first, last) to last - 1 and makes [first, last - 1) a heap. At
/// most 2 log2(n) comparisons, log2(n) + 2 on average. Exceptions as of push_heap. [pop.heap]
inline constexpr detail::ordering_fn<detail::pop_heap_body> pop_heap{};

/// Makes [first, last) a heap: no element is less than the two at twice its index, plus 1 and plus 2. At most
/// 3n comparisons, 1.65n on average (Floyd 1964; bottom-up: Wegener 1993). Exceptions as of push_heap.
/// [make.heap]
inline constexpr detail::ordering_fn<detail::make_heap_body> make_heap{};

/// Sorts the heap [first, last); not stable. At most 2n log2(n) comparisons. Exceptions as of push_heap.
/// [sort.heap]
inline constexpr detail::ordering_fn<detail::sort_heap_body> sort_heap{};

/// The end of the longest prefix of [first, last) that is a heap. At most n - 1 comparisons; throws what they
/// throw. [is.heap]
inline constexpr detail::order_question_fn<detail::is_heap_until_body> is_heap_until{};

/// Whether [first, last) is a heap. Complexity and exceptions of is_heap_until. [is.heap]
inline constexpr detail::order_question_fn<detail::is_heap_body> is_heap{};

namespace ranges {
inline constexpr detail::ranges_ordering_fn<detail::push_heap_body> push_heap{};
inline constexpr detail::ranges_ordering_fn<detail::pop_heap_body> pop_heap{};
inline constexpr detail::ranges_ordering_fn<detail::make_heap_body> make_heap{};
inline constexpr detail::ranges_ordering_fn<detail::sort_heap_body> sort_heap{};
inline constexpr detail::ranges_order_question_fn<detail::is_heap_until_body> is_heap_until{};
inline constexpr detail::ranges_order_question_fn<detail::is_heap_body> is_heap{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
