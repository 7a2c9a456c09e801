#pragma once

#include <arsenal/algorithms/detail/merging.hpp>
#include <arsenal/algorithms/detail/moving.hpp>
#include <arsenal/algorithms/detail/small_stable_sort.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/algorithms/insertion_sort.hpp>
#include <arsenal/platform/config.hpp>

// The stable sort of whatever is not sorted as keys.
//
// Order that is there already is used: the range is cut into natural runs (strictly descending ones are
// reversed), merged in the order that powersort gives them (Munro and Wild 2018): each boundary between two
// runs has a power, the depth in a perfectly balanced tree over all elements at which it would be merged, and
// the stack of runs is collapsed while its top is deeper. That costs at most n more than the entropy of the
// runs' lengths, and never more than O(n log n).
//
// Where there is no order, elements that copy cheaply are not merged but partitioned, stably and without
// branches, which is less work for each bit of order won, and finishes equal elements early (as glidesort and
// driftsort do, Peters 2023, Peters and Bergdoll 2024): a stretch without a long run stays an unsorted run,
// unsorted neighbours become one as far as the buffer has room, and what remains is sorted by a quicksort
// which writes the elements below the pivot forward in place and those above into the buffer. Too many bad
// pivots end in merging, so that O(n log n) holds.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class I, class Less>
class powersort {
    using T = std::iter_value_t<I>;
    using difference = std::iter_difference_t<I>;
    static constexpr bool cheap = std::is_pointer_v<I> && copies_cheaply<I>;
    static constexpr difference chunk = cheap ? static_cast<difference>(small_stable_sort_limit<T>) : 10;

    struct run {
        difference n;
        bool sorted;
    };

public:
    powersort(T* buffer, std::size_t capacity, const Less& less)
        : buffer_(buffer), capacity_(static_cast<difference>(capacity)), less_(less) {}

    /// Lazy: leaves the sorting of unsorted stretches to the quicksort.
    void sort(I first, difference n, bool lazy = cheap) const {
        if (n < 2) return;
        const auto good = good_length(n);
        lazy = lazy && good <= capacity_;
        const auto scale =
            ((std::uint64_t{1} << 62) + static_cast<std::uint64_t>(n) - 1) / static_cast<std::uint64_t>(n);
        run stack[66];
        unsigned char powers[66];
        int height = 0;
        run top{0, true};
        difference end = 0; // of top
        int trust = 0;
        for (;;) {
            run next{0, true};
            unsigned char power = 0;
            if (end < n) {
                next = next_run(first + end, n - end, good, lazy, trust);
                power = power_of(static_cast<std::uint64_t>(2 * end - top.n) * scale,
                                 static_cast<std::uint64_t>(2 * end + next.n) * scale);
            }
            while (height > 1 && powers[height - 1] >= power) {
                const run left = stack[--height];
                top = joined(first + (end - top.n - left.n), left, top);
            }
            if (end == n) break;
            stack[height] = top;
            powers[height++] = power;
            end += next.n;
            top = next;
        }
        if (!top.sorted) sort_unsorted(first, n);
    }

private:
    /// How long a natural run must be to stay one.
    static constexpr difference good_length(difference n) {
        if (n <= 4096) return n - n / 2 < 64 ? n - n / 2 : 64;
        const auto half_width = static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(n)) / 2);
        return ((difference{1} << half_width) + (n >> half_width)) / 2; // about the square root
    }

    static unsigned char power_of(std::uint64_t left_center, std::uint64_t right_center) {
        return static_cast<unsigned char>(std::countl_zero(left_center ^ right_center));
    }

    /// The run that begins at first. A natural one that no chance explains raises the trust that there are
    /// more; as long as that lasts, a shorter one is made longer, not given up.
    run next_run(I first, difference n, difference good, bool lazy, int& trust) const {
        constexpr difference no_accident = 16;
        const auto [length, descending] = natural_run(first, n);
        const difference some = n < chunk ? n : chunk;
        const bool natural = length >= no_accident || length == n;
        if (natural) {
            trust = 4;
        } else if (lazy && trust-- <= 0) {
            trust = 0;
            return {n < good ? n : good, false};
        }
        if (descending) detail::reverse_elements(first, first + length);
        if (natural) return {length, true};
        if constexpr (cheap) {
            if (!lazy) {
                detail::small_stable_sort(first, static_cast<std::size_t>(some), less_);
                return {some, true};
            }
        }
        if (length < some) detail::insert_each(first, first + length, first + some, less_);
        return {length < some ? some : length, true};
    }

    struct natural {
        difference length;
        bool descending;
    };
    natural natural_run(I first, difference n) const {
        if (n < 2) return {n, false};
        difference end = 2;
        if (less_(*(first + 1), *first)) {
            while (end < n && less_(*(first + end), *(first + (end - 1)))) ++end;
            return {end, true};
        }
        while (end < n && !less_(*(first + end), *(first + (end - 1)))) ++end;
        return {end, false};
    }

    run joined(I first, run left, run right) const {
        const auto n = static_cast<difference>(left.n + right.n);
        if (!left.sorted && !right.sorted && n <= capacity_) return {n, false};
        if (!left.sorted) sort_unsorted(first, left.n);
        if (!right.sorted) sort_unsorted(first + left.n, right.n);
        merge(first, left.n, right.n);
        return {n, true};
    }

    void merge(I first, difference n1, difference n2) const {
        I middle = first + n1;
        if (!less_(*middle, *(middle - 1))) return;
        const difference placed = gallop(n1, [&](difference i) { return !less_(*middle, *(first + i)); });
        first += placed;
        n1 -= placed;
        const I end = middle + n2;
        n2 -= gallop(n2, [&](difference i) { return !less_(*(end - (i + 1)), *(middle - 1)); });
        if constexpr (cheap) {
            if (n1 + n2 <= capacity_) {
                const auto n = static_cast<std::size_t>(n1 + n2);
                detail::copy_bytes(buffer_, first, n);
                return detail::merge_back<merging::in_blocks>(buffer_, static_cast<std::size_t>(n1), n, first,
                                                              less_);
            }
        }
        detail::merge_adjacent<merging::in_blocks>(first, middle, middle + n2, n1, n2, buffer_, capacity_,
                                                   less_);
    }

    /// How many of the first n answers are true, those being the first ones, if few are asked for cheaply.
    template <class Holds>
    static difference gallop(difference n, const Holds& holds) {
        difference low = 0;
        difference high = n;
        for (difference step = 1; step <= n; step *= 2) {
            if (!holds(step - 1)) {
                high = step - 1;
                break;
            }
            low = step;
            if (step > n / 2) break; // twice that may be no difference
        }
        while (low < high) {
            const difference middle = low + (high - low) / 2;
            if (holds(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    void sort_unsorted(I first, difference n) const {
        if constexpr (cheap) {
            quicksort(first, n, 2 * std::bit_width(static_cast<std::uint64_t>(n)), nullptr);
        }
    }

    /// n no more than the buffer's capacity. No element is less than *below, if there is one.
    void quicksort(T* v, difference n, int bad_pivots, T* below) const {
        while (n > chunk) {
            if (bad_pivots-- == 0) return sort(v, n, false);
            alignas(T) std::byte storage[sizeof(T)];
            T* const pivot = reinterpret_cast<T*>(storage);
            detail::copy_bytes(pivot, pivot_of(v, n));
            const auto is_before = [&](T& x) { return less_(x, *pivot); };
            const difference lefts =
                below != nullptr && !less_(*below, *pivot) ? 0 : partition(v, n, is_before);
            if (lefts == 0) { // the pivot is the least: its equals have their place
                const difference equals = partition(v, n, [&](T& x) { return !less_(*pivot, x); });
                v += equals;
                n -= equals;
                below = nullptr;
                continue;
            }
            quicksort(v + lefts, n - lefts, bad_pivots, pivot);
            n = lefts;
        }
        detail::small_stable_sort(v, static_cast<std::size_t>(n), less_);
    }

    T* median(T* a, T* b, T* c) const {
        const bool ab = less_(*a, *b);
        if (ab != less_(*a, *c)) return a;
        return ab == less_(*b, *c) ? b : c;
    }
    T* pivot_of(T* a, T* b, T* c, difference eighth) const {
        if (eighth >= 8) {
            const difference next = eighth / 8;
            a = pivot_of(a, a + next * 4, a + next * 7, next);
            b = pivot_of(b, b + next * 4, b + next * 7, next);
            c = pivot_of(c, c + next * 4, c + next * 7, next);
        }
        return median(a, b, c);
    }
    /// A median of medians of three of the whole: about the 0.528th power of n of the elements are looked at.
    T* pivot_of(T* v, difference n) const {
        const difference eighth = n / 8;
        return pivot_of(v, v + eighth * 4, v + eighth * 7, eighth);
    }

    /// The elements partitioned so far: those that go left in place, the others in the buffer, and a gap of
    /// as many places up to the next element.
    struct parts {
        T* v;
        T* buffer;
        difference done = 0;
        difference lefts = 0;

        ~parts() { detail::copy_bytes(v + lefts, buffer, static_cast<std::size_t>(done - lefts)); }
    };

    template <class GoesLeft>
    difference partition(T* v, difference n, const GoesLeft& goes_left) const {
        parts p{v, buffer_};
        for (; p.done < n; ++p.done) {
            T* const x = v + p.done;
            const bool left = goes_left(*x);
            if constexpr (sizeof(T) <= 16) {
                detail::copy_bytes(buffer_ + (p.done - p.lefts), x);
                detail::copy_bytes(v + p.lefts, x);
            } else {
                detail::copy_bytes(detail::either(left, v + p.lefts, buffer_ + (p.done - p.lefts)), x);
            }
            p.lefts += left;
        }
        return p.lefts;
    }

    T* buffer_;
    difference capacity_;
    const Less& less_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
