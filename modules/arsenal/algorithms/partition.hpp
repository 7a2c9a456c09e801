#pragma once

#include <arsenal/algorithms/detail/forms.hpp>
#include <arsenal/algorithms/detail/scan.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// partition ([alg.partitions]). With random access the predicate is asked of 64 elements at either end,
// before any of them moves, and its answers are kept as bits: nothing branches on a single answer, and what
// stands on the wrong side is swapped in pairs. (libc++'s std::partition works so, too.)

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

/// One end of what is not partitioned yet: the next so many elements there, and which of them belong to the
/// other end.
template <class Difference>
struct partition_block {
    Difference n = 0;
    std::uint64_t wrong = 0;

    template <class Asked>
    constexpr void fill(Difference count, const Asked& is_wrong) {
        n = count;
        wrong = 0;
        if (count == 64) { // so that compilers unroll it
            for (Difference i = 0; i != 64; ++i) wrong |= std::uint64_t{is_wrong(i)} << i;
        } else {
            for (Difference i = 0; i != count; ++i) wrong |= std::uint64_t{is_wrong(i)} << i;
        }
    }
    constexpr Difference take_first() {
        const int i = std::countr_zero(wrong);
        wrong &= wrong - 1;
        return i;
    }
    constexpr Difference take_last() {
        const int i = 63 - std::countl_zero(wrong);
        wrong ^= std::uint64_t{1} << i;
        return i;
    }
};

template <class I, class Pred>
constexpr I partition_blocks(I first, I last, const Pred& pred) {
    using difference = std::iter_difference_t<I>;
    partition_block<difference> left;
    partition_block<difference> right; // its elements are counted down from last
    for (;;) {
        if (left.wrong == 0) {
            first += left.n;
            left.n = 0;
            const difference rest = last - first - right.n;
            const difference half = rest < 128 && right.wrong == 0 ? (rest + 1) / 2 : rest;
            left.fill(half < 64 ? half : 64, [&](difference i) { return !pred(first[i]); });
            if (rest == 0) break;
        }
        if (right.wrong == 0) {
            last -= right.n;
            right.n = 0;
            const difference rest = last - first - left.n;
            right.fill(rest < 64 ? rest : 64, [&](difference i) { return pred(last[-1 - i]); });
            if (rest == 0) break;
        }
        while (left.wrong != 0 && right.wrong != 0)
            std::ranges::iter_swap(first + left.take_first(), last - 1 - right.take_first());
    }
    // All were asked, and at most one block is left.
    if (left.wrong != 0) {
        last = first + left.n;
        while (left.wrong != 0) {
            const difference i = left.take_last();
            if (--last != first + i) std::ranges::iter_swap(first + i, last);
        }
        return last;
    }
    first += left.n;
    while (right.wrong != 0) {
        const I at = last - 1 - right.take_last();
        if (at != first) std::ranges::iter_swap(at, first);
        ++first;
    }
    return first;
}

struct partition_body {
    template <class I, class Pred>
    static constexpr I run(I first, I last, const Pred& pred) {
        if constexpr (std::random_access_iterator<I>) {
            constexpr std::iter_difference_t<I> shortest = 128; // where a branch predictor has seen enough
            if (last - first >= shortest)
                return detail::partition_blocks(std::move(first), std::move(last), pred);
        }
        if constexpr (std::bidirectional_iterator<I>) {
            for (;; ++first) {
                while (first != last && pred(*first)) ++first;
                do {
                    if (first == last) return first;
                    --last;
                } while (first != last && !pred(*last));
                if (first == last) return first;
                std::ranges::iter_swap(first, last);
            }
        } else {
            while (first != last && pred(*first)) ++first;
            if (first == last) return first;
            for (I next = first; ++next != last;) {
                if (!pred(*next)) continue;
                std::ranges::iter_swap(first, next);
                ++first;
            }
            return first;
        }
    }
};

} // namespace detail

/// Places the elements for which pred holds before those for which it does not; where the latter begin. n
/// applications, at most n swaps, n / 2 from bidirectional iterators up. If one throws, every element is
/// still there. Not stable. [alg.partitions]
inline constexpr detail::parting_fn<detail::partition_body> partition{};

namespace ranges {
inline constexpr detail::ranges_parting_fn<detail::partition_body> partition{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
