#pragma once

#include <arsenal/algorithms/detail/elements.hpp>
#include <arsenal/algorithms/detail/moving.hpp>
#include <arsenal/algorithms/detail/small_stable_sort.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/algorithms/heap.hpp>
#include <arsenal/algorithms/insertion_sort.hpp>
#include <arsenal/platform/config.hpp>

// Pattern-defeating quicksort (Peters, arXiv 2106.05123), guarded: whatever a comparator says, nothing
// outside the range is read, no element is lost, and the number of comparisons is O(n log n).

namespace arsenal::inline ARSENAL_ABI::detail {

template <class I>
using count_of = std::iter_difference_t<I>;

/// Whether comparing such elements is taken to be cheap, so that nothing should branch on what a comparator
/// says.
template <class I>
inline constexpr bool is_small_trivial = is_trivial_walk<I> && sizeof(std::iter_value_t<I>) <= 16;

/// Ranges of fewer elements are not partitioned.
template <class I>
inline constexpr int small_sort_size = is_small_trivial<I> ? 21 : 24;
/// From so many elements on the pivot is the median of nine, not of three.
inline constexpr int ninther_size = 128;

/// O(n log n), of any comparator.
template <class I, class Less>
constexpr void fallback_heap_sort(const I& first, const I& last, const Less& less) {
    count_of<I> n = last - first;
    detail::heap_make(first, n, less);
    for (; n > 1; --n) detail::heap_pop(first, n, less);
}

template <class I, class Less>
constexpr void sort_two(const I& a, const I& b, const Less& less) {
    if (less(*b, *a)) detail::swap_at(a, b);
}
/// Afterwards the median is at b.
template <class I, class Less>
constexpr void sort_three(const I& a, const I& b, const I& c, const Less& less) {
    detail::sort_two(a, b, less);
    detail::sort_two(b, c, less);
    detail::sort_two(a, b, less);
}

/// Brings a pivot to *first.
template <class I, class Less>
constexpr void choose_pivot(const I& first, const I& last, const Less& less) {
    const count_of<I> n = last - first;
    const I middle = first + n / 2;
    const I back = last - 1;
    if (n >= ninther_size) {
        detail::sort_three(first, middle, back, less);
        detail::sort_three(first + 1, middle - 1, back - 1, less);
        detail::sort_three(first + 2, middle + 1, back - 2, less);
        detail::sort_three(middle - 1, middle, middle + 1, less);
        detail::swap_at(first, middle);
    } else {
        detail::sort_three(middle, first, back, less);
    }
}

template <class I>
struct partition_result {
    I pivot;
    bool was_partitioned;
};

/// Where elements go to the left of the pivot *first: those less than it (Equal = false), or those not
/// greater (true).
template <bool Equal, class I, class Less>
constexpr bool goes_left(const I& at, const I& pivot, const Less& less) {
    if constexpr (Equal) {
        return !less(*pivot, *at);
    } else {
        return less(*at, *pivot);
    }
}

/// Hoare's partition about *first: swaps pairs of misplaced elements until the two ends meet.
template <bool Equal, class I, class Less>
constexpr partition_result<I> partition_pairs(const I& first, const I& last, const Less& less) {
    I left = first + 1;
    I right = last;
    while (left != right && detail::goes_left<Equal>(left, first, less)) ++left;
    while (left != right && !detail::goes_left<Equal>(right - 1, first, less)) --right;
    const bool was_partitioned = left == right;
    while (left != right) { // *left is to go right, *(right - 1) left
        --right;
        if (left == right) break; // asked twice, the comparator gave two answers
        detail::swap_at(left, right);
        ++left;
        while (left != right && detail::goes_left<Equal>(left, first, less)) ++left;
        while (left != right && !detail::goes_left<Equal>(right - 1, first, less)) --right;
    }
    const I pivot = left - 1;
    detail::swap_at(first, pivot);
    return {pivot, was_partitioned};
}

/// Lomuto's partition about *first with a hole for cheap comparisons of small elements: no branch depends on
/// the comparator, and each element is moved whatever it says.
template <bool Equal, class I, class Less>
constexpr I partition_without_branches(const I& first, const I& last, const Less& less) {
    std::iter_value_t<I> pivot = std::as_const(*first); // a register, unless the comparator is opaque
    const auto left = [&](std::iter_value_t<I>& x) {
        if constexpr (Equal) {
            return !less(pivot, x);
        } else {
            return less(x, pivot);
        }
    };
    I end = first + 1; // of those on the left
    {
        hole<I> taken(end);
        for (I at = end + 1; at != last; ++at) {
            const bool is_left = left(*at);
            taken.move_from(end, at);
            end += is_left;
        }
        const bool is_left = left(taken.value());
        taken.move_from(end);
        taken.close();
        end += is_left;
    }
    --end;
    detail::swap_at(first, end);
    return end;
}

/// Which of the `size` elements from `at` on, or before it (Step = -1), are on the wrong side.
template <bool Equal, bool Left, int Step, class I, class Less>
constexpr std::uint64_t misplaced_in(I at, int size, const I& pivot, const Less& less) {
    std::uint64_t mask = 0;
    for (int i = 0; i < size; ++i) {
        if constexpr (Step < 0) --at;
        mask |= static_cast<std::uint64_t>(detail::goes_left<Equal>(at, pivot, less) != Left) << i;
        if constexpr (Step > 0) ++at;
    }
    return mask;
}

/// Edelkamp and Weiss' block partition about *first, with blocks of bits: compares 64 elements at a time
/// without branches, then moves those on the wrong side, once. Where elements are large, or their keys are
/// behind pointers: then many cache misses are under way at a time.
template <bool Equal, class I, class Less>
constexpr I partition_by_blocks(const I& first, const I& last, const Less& less) {
    constexpr int block = 64;
    I left = first + 1;
    I right = last;
    std::uint64_t left_mask = 0; // of the block from `left` on; one of the two is 0 at every turn
    std::uint64_t right_mask = 0;
    while (left != right) {
        const count_of<I> rest = right - left;
        int left_size = block;
        int right_size = block;
        if (rest < 2 * block) { // both blocks are the last
            const int n = static_cast<int>(rest);
            left_size = left_mask != 0 ? block : right_mask != 0 ? n - block : n / 2;
            right_size = n - left_size;
        }
        if (left_mask == 0) left_mask = detail::misplaced_in<Equal, true, 1>(left, left_size, first, less);
        if (right_mask == 0) {
            right_mask = detail::misplaced_in<Equal, false, -1>(right, right_size, first, less);
        }
        if (left_mask != 0 && right_mask != 0) {
            hole<I> taken(left + std::countr_zero(left_mask));
            while (true) {
                taken.move_from(right - (1 + std::countr_zero(right_mask)));
                left_mask &= left_mask - 1;
                right_mask &= right_mask - 1;
                if (left_mask == 0 || right_mask == 0) break;
                taken.move_from(left + std::countr_zero(left_mask));
            }
            taken.close();
        }
        if (left_mask == 0) left += left_size;
        if (right_mask == 0) right -= right_size;
        if (rest < 2 * block) break;
    }
    while (left_mask != 0) { // the last ones first, to the right end
        const int i = 63 - std::countl_zero(left_mask);
        left_mask ^= std::uint64_t{1} << i;
        --right;
        detail::swap_at(left + i, right);
        if (left_mask == 0) left = right;
    }
    while (right_mask != 0) {
        const int i = 63 - std::countl_zero(right_mask);
        right_mask ^= std::uint64_t{1} << i;
        detail::swap_at(right - (1 + i), left);
        ++left;
    }
    --left;
    detail::swap_at(first, left);
    return left;
}

template <bool Equal, class I, class Less>
constexpr partition_result<I> partition_about_first(const I& first, const I& last, bool in_order,
                                                    const Less& less) {
    if constexpr (is_trivial_walk<I>) {
        if (!in_order) {
            if constexpr (is_small_trivial<I> && !std::is_pointer_v<std::iter_value_t<I>>) {
                return {detail::partition_without_branches<Equal>(first, last, less), false};
            } else {
                return {detail::partition_by_blocks<Equal>(first, last, less), false};
            }
        }
    }
    return detail::partition_pairs<Equal>(first, last, less);
}

/// Insertion sort that gives up, leaving the range permuted, after it has moved a few elements.
template <class I, class Less>
constexpr bool insertion_sort_if_cheap(const I& first, const I& last, const Less& less) {
    constexpr count_of<I> limit = 8;
    if (first == last) return true;
    count_of<I> moved = 0;
    for (I at = first + 1; at != last; ++at) {
        if (!less(*at, *(at - 1))) continue;
        I before = at - 1;
        hole<I> taken(at);
        do {
            taken.move_from(before);
            if (before == first) break;
            --before;
        } while (less(taken.value(), *before));
        moved += at - taken.at();
        taken.close();
        if (moved > limit) return false;
    }
    return true;
}

/// Breaks up a pattern that made a partition unbalanced.
template <class I>
constexpr void scatter_few(const I& first, const I& last) {
    const count_of<I> n = last - first;
    if (n < small_sort_size<I>) return;
    const count_of<I> quarter = n / 4;
    detail::swap_at(first, first + quarter);
    detail::swap_at(last - 1, last - quarter);
    if (n >= ninther_size) {
        detail::swap_at(first + 1, first + (quarter + 1));
        detail::swap_at(first + 2, first + (quarter + 2));
        detail::swap_at(last - 2, last - (quarter + 1));
        detail::swap_at(last - 3, last - (quarter + 2));
    }
}

/// Whether the range is nearly sorted, or nearly reversed, by a sample far and near: then branches are
/// foreseen, and few elements have to move.
template <class I, class Less>
constexpr bool looks_in_order(const I& first, const I& last, const Less& less) {
    constexpr int samples = 16;
    const count_of<I> step = (last - first - 2) / samples;
    int far = 0; // descents
    int near = 0;
    I at = first;
    for (int i = 0; i < samples; ++i) {
        near += less(*(at + 1), *at);
        far += less(*(at + step), *at);
        at += step;
    }
    int end = 0; // a sorted array is often appended to
    for (int i = 1; i <= 4; ++i) end += less(*(last - i), *(last - (i + 1)));
    return (far <= 2 && near <= 2 && end == 0) || (far >= samples - 2 && near >= samples - 2 && end == 4);
}

/// Sorts two to four elements without a branch on any. A permutation whatever less answers.
template <class T, class Less>
void sort_two_copied(T* a, T* b, Less less) {
    const bool swaps = less(*b, *a);
    T values[] = {std::as_const(*detail::either(swaps, b, a)), std::as_const(*detail::either(swaps, a, b))};
    *a = std::as_const(values[0]);
    *b = std::as_const(values[1]);
}
template <class T, class Less>
void sort_three_copied(T* a, T* b, T* c, Less less) {
    const bool swaps = less(*b, *a);
    T* const low = detail::either(swaps, b, a);
    T* const high = detail::either(swaps, a, b);
    const bool is_least = less(*c, *low);
    const bool is_less = static_cast<bool>(is_least | less(*c, *high));
    T* const middle = detail::either(is_least, low, detail::either(is_less, c, high));
    T values[] = {std::as_const(*detail::either(is_least, c, low)), std::as_const(*middle),
                  std::as_const(*detail::either(is_less, high, c))};
    *a = std::as_const(values[0]);
    *b = std::as_const(values[1]);
    *c = std::as_const(values[2]);
}
template <class T, class Less>
[[gnu::noinline]] void sort_four_copied(T* a, T* b, T* c, T* d, Less less) {
    const bool swaps = less(*b, *a);
    const bool others_swap = less(*d, *c);
    T* low = detail::either(swaps, b, a);
    T* high = detail::either(swaps, a, b);
    T* const low2 = detail::either(others_swap, d, c);
    T* const high2 = detail::either(others_swap, c, d);
    const bool second_is_least = less(*low2, *low);
    const bool first_is_greatest = less(*high2, *high);
    T* const least = detail::either(second_is_least, low2, low);
    T* const greatest = detail::either(first_is_greatest, high, high2);
    low = detail::either(second_is_least, low, low2);
    high = detail::either(first_is_greatest, high2, high);
    const bool middle_swaps = less(*high, *low);
    T values[] = {std::as_const(*least), std::as_const(*detail::either(middle_swaps, high, low)),
                  std::as_const(*detail::either(middle_swaps, low, high)), std::as_const(*greatest)};
    *a = std::as_const(values[0]);
    *b = std::as_const(values[1]);
    *c = std::as_const(values[2]);
    *d = std::as_const(values[3]);
}
template <class I, class Less>
void sort_up_to_four(I first, int n, Less less) {
    const auto at = [&](int i) { return std::addressof(*(first + i)); };
    if (n == 4) {
        int descents = 0;
        for (int i = 1; i < 4; ++i) descents += less(*at(i), *at(i - 1));
        if (descents != 0) detail::sort_four_copied(at(0), at(1), at(2), at(3), less);
    } else if (n == 3) {
        detail::sort_three_copied(at(0), at(1), at(2), less);
    } else if (n == 2) {
        detail::sort_two_copied(at(0), at(1), less);
    }
}

/// Sorts up to 32 elements that rise and then fall: the least is always at one of the ends.
template <class T, class Less>
void sort_peak(T* v, int n, Less less) {
    alignas(T) std::byte storage[32 * sizeof(T)];
    T* const copies = reinterpret_cast<T*>(storage);
    detail::copy_bytes(copies, v, static_cast<std::size_t>(n));
    rescue<T> at_exception{copies, v, static_cast<std::size_t>(n)};
    T* front = copies;
    T* back = copies + (n - 1);
    for (int i = 0; i < n; ++i) {
        const bool takes_back = less(*back, *front);
        detail::copy_bytes(v + i, detail::either(takes_back, back, front));
        front += !takes_back;
        back -= takes_back;
    }
    at_exception.n = 0;
}

/// Sorts 2 to 32 elements whose neighbours are in order but for the bits of `descents`, the last pair's the
/// lowest, if they are sorted, reversed, nearly sorted, or rise and then fall.
template <class I, class Less>
[[gnu::noinline]] bool sort_few_by_descents(I first, int n, std::uint32_t descents, Less less) {
    if (std::popcount(descents) <= n / 4) {
        detail::insert_each(first, first + (n - std::bit_width(descents)), first + n, less);
        return true;
    }
    if ((descents & (descents + 1)) != 0) return false;
    if (descents >> (n - 2) != 0) {
        detail::reverse_elements(first, first + n);
        return true;
    }
    if constexpr (std::is_pointer_v<I> && copies_cheaply<I>) {
        detail::sort_peak(first, n, less);
        return true;
    }
    return false;
}

/// Sorts 2 to 32 elements if they are nearly in order. At most n - 1 comparisons without a branch tell, seven
/// where there is none.
template <class I, class Less>
bool sort_few_if_presorted(I first, int n, Less less) {
    constexpr int looked_at = 8;
    std::uint32_t descents = 0;
    int i = 1;
    if (n >= looked_at + looked_at / 2) {
        for (; i < looked_at; ++i) descents = 2 * descents + less(*(first + i), *(first + (i - 1)));
        if (const int count = std::popcount(descents); count > 2 && count < looked_at - 2) return false;
    }
    for (; i < n; ++i) descents = 2 * descents + less(*(first + i), *(first + (i - 1)));
    return descents == 0 || detail::sort_few_by_descents(first, n, descents, less);
}

/// Whether eight elements of a range of more have at most two values: then partitions are soon done with it.
template <class I, class Less>
constexpr bool looks_like_two_values(const I& first, const I& last, const Less& less) {
    constexpr int samples = 8;
    const auto differ = [&](const I& a, const I& b) { return less(*a, *b) || less(*b, *a); };
    const count_of<I> step = (last - first) / samples;
    I other = first;
    I at = first;
    for (int i = 1; i < samples; ++i) {
        at += step;
        if (!differ(first, at)) continue;
        if (other == first) {
            other = at;
        } else if (differ(other, at)) {
            return false;
        }
    }
    return true;
}

/// Sorts up to 32 elements by counting, for each, those before it: n(n - 1)/2 comparisons without a branch.
template <class I, class Less>
[[gnu::noinline]] void sort_by_counting(I first, int n, Less less) {
    using value_type = std::iter_value_t<I>;
    std::uint32_t place[32];
    place[0] = 0;
    for (int i = 1; i < n; ++i) {
        std::uint32_t before = 0;
        value_type x = std::as_const(*(first + i));
        for (int j = 0; j < i; ++j) {
            const bool is_less = less(x, *(first + j));
            place[j] += is_less;
            before += !is_less;
        }
        place[i] = before;
    }
    std::uint32_t places = 0;
    for (int i = 0; i < n; ++i) places |= std::uint32_t{1} << place[i];
    if (places != static_cast<std::uint32_t>((std::uint64_t{1} << n) - 1)) return; // no order: leave it
    union buffer {
        buffer() {}
        value_type values[32];
    } copy;
    for (int i = 0; i < n; ++i) std::construct_at(copy.values + i, std::as_const(*(first + i)));
    for (int i = 0; i < n; ++i) *(first + place[i]) = std::as_const(copy.values[i]);
}

/// By value: its projection may be kept in a register.
template <class I, class Less>
constexpr void sort_small(const I& first, const I& last, Less less) {
    if constexpr (is_small_trivial<I>) {
        if (!std::is_constant_evaluated()) {
            const int n = static_cast<int>(last - first);
            if (n <= 4) {
                detail::sort_up_to_four(first, n, less);
            } else if (!detail::sort_few_if_presorted(first, n, less)) {
                detail::sort_by_counting(first, n, less);
            }
            return;
        }
    }
    detail::insert_each(first, first, last, less);
}

/// `bad_allowed` unbalanced partitions are suffered before the rest is left to a heap sort. Unless
/// `leftmost`, *(first - 1) is an element that is not greater than any in the range.
template <class I, class Less>
constexpr void quicksort_loop(I first, I last, const Less& less, int bad_allowed, bool leftmost,
                              bool in_order) {
    while (true) {
        const count_of<I> n = last - first;
        if (n < small_sort_size<I>) {
            detail::sort_small(first, last, less);
            return;
        }
        if (n >= 512) in_order = detail::looks_in_order(first, last, less);
        if (bad_allowed <= 0) {
            detail::fallback_heap_sort(first, last, less);
            return;
        }
        detail::choose_pivot(first, last, less);
        if (!leftmost && !less(*(first - 1), *first)) { // many are equal to the pivot: done with those
            const I pivot = detail::partition_about_first<true>(first, last, in_order, less).pivot;
            if (pivot - first < n / 8) --bad_allowed;
            first = pivot + 1;
            continue;
        }
        const auto [pivot, was_partitioned] =
            detail::partition_about_first<false>(first, last, in_order, less);
        const count_of<I> left_size = pivot - first;
        const count_of<I> right_size = last - (pivot + 1);
        if (left_size < n / 8 || right_size < n / 8) {
            --bad_allowed;
            detail::scatter_few(first, pivot);
            detail::scatter_few(pivot + 1, last);
        } else if (was_partitioned && detail::insertion_sort_if_cheap(first, pivot, less) &&
                   detail::insertion_sort_if_cheap(pivot + 1, last, less)) {
            return;
        }
        detail::quicksort_loop(first, pivot, less, bad_allowed, leftmost, in_order);
        first = pivot + 1;
        leftmost = false;
    }
}

/// Whether the range is one run, which may fall, and if so sorts it: for random elements that takes few
/// comparisons.
template <class I, class Less>
constexpr bool sort_if_one_run(const I& first, const I& last, const Less& less) {
    I at = first + 1;
    if (!less(*at, *first)) {
        while (++at != last) {
            if (less(*at, *(at - 1))) return false;
        }
        return true;
    }
    while (++at != last) {
        if (less(*(at - 1), *at)) return false;
    }
    detail::reverse_elements(first, last);
    return true;
}

template <class I, class Less>
constexpr void quicksort(const I& first, const I& last, const Less& less) {
    if constexpr (is_trivial_walk<I> && std::contiguous_iterator<I> && !std::is_pointer_v<I>) {
        return detail::quicksort(std::to_address(first), std::to_address(last), less);
    }
    const count_of<I> n = last - first;
    if (n < small_sort_size<I>) {
        detail::sort_small(first, last, less);
    } else if (!detail::sort_if_one_run(first, last, less)) {
        using unsigned_count = std::make_unsigned_t<count_of<I>>;
        detail::quicksort_loop(first, last, less, std::bit_width(static_cast<unsigned_count>(n)), true,
                               false);
    }
}

} // namespace arsenal::inline ARSENAL_ABI::detail
