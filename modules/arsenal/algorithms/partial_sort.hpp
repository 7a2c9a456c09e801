#pragma once

#include <arsenal/algorithms/detail/forms.hpp>
#include <arsenal/algorithms/detail/key_ranges.hpp>
#include <arsenal/algorithms/detail/quicksort.hpp>
#include <arsenal/algorithms/detail/selection.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/algorithms/heap.hpp>
#include <arsenal/algorithms/min_max.hpp>
#include <arsenal/platform/config.hpp>

// partial_sort and partial_sort_copy, classic and in ranges ([partial.sort]).
//
// A few of many are kept in a heap, which nearly no element of the rest gets into, so that the range is only
// read; a larger part is selected, then sorted. One is looked for.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

/// The least of [first, last), not empty, comes to the front. Selecting: is it looked for without a branch on
/// the order, of which few elements show none.
template <bool Selecting, class I, class Less>
constexpr void least_first(I first, I last, const Less& less) {
    I least = first;
    for (I at = first + 1; at != last; ++at) {
        if constexpr (Selecting) {
            least = less(*at, *least) ? at : least;
        } else if (less(*at, *first)) {
            detail::swap_at(first, at);
        }
    }
    if (least != first) detail::swap_at(first, least);
}

/// Of n random elements about k ln(n / k) enter the heap of the first k, at a cost that grows with log2(k);
/// what is weighed against that are the two or three passes of a selection, which it comes to where more
/// enter.
template <class I, class Less>
constexpr void sort_first(I first, I middle, I last, const Less& less) {
    constexpr int few = 100;
    const auto k = middle - first;
    const auto n = last - first;
    if (k == 0) return;
    if (k == 1) {
        constexpr bool cheap = is_trivial_walk<I> && !std::is_pointer_v<std::iter_value_t<I>>;
        constexpr int few_to_select = 32;
        return cheap && n <= few_to_select ? detail::least_first<true>(first, last, less)
                                           : detail::least_first<false>(first, last, less);
    }
    if (k == n) return detail::quicksort(first, last, less);
    const auto worth =
        n / static_cast<int>(std::bit_width(static_cast<std::make_unsigned_t<decltype(n)>>(k)));
    if ((n < few || k < worth / 4) && detail::heap_select(first, k, last, less, n < few ? n : worth)) {
        detail::heap_sort(first, k, less);
    } else {
        detail::select(first, middle - 1, last, less);
        detail::quicksort(first, middle - 1, less);
    }
}

/// The order of key_sort.hpp.
template <class T, key_order Order>
struct key_before {
    using integer = key_integer<T, Order>;

    bool operator()(T a, T b) const noexcept { return integer::before(integer::of(a), integer::of(b)); }

    /// The same by the machine's comparison, exact unless b is odd: then it says too little.
    static bool plainly(T a, T b) noexcept { return Order == key_order::descending ? b < a : a < b; }
    static bool is_odd([[maybe_unused]] T b) noexcept {
        if constexpr (floating_key<T>) return !(b > 0 || b < 0); // a zero or a NaN
        return false;
    }
};

/// The least of [first, last), not empty, comes to the front. Among zeros and NaNs the order of sorting has
/// the word, which is finer than less.
template <class Less, class I>
void least_key_first(I first, I last, const Less& less) {
    using T = std::iter_value_t<I>;
    constexpr key_before<T, order_of<Less, T>> before;
    T* const keys = detail::array_of(first, last);
    T* const least = extreme_element_body<false>::run(keys, keys + (last - first), less);
    if (before.is_odd(*least)) return detail::least_first<false>(first, last, before);
    std::swap(*first, *least);
}

/// Whether a sample of the keys behind the first k has hardly one that comes before all of those.
template <class Less, class I>
bool few_precede(I first, std::iter_difference_t<I> k, I last) {
    using T = std::iter_value_t<I>;
    constexpr key_before<T, order_of<Less, T>> less;
    constexpr int sample = 32;
    T bound = first[0];
    for (I at = first; at != first + k; ++at) bound = less.plainly(bound, *at) ? *at : bound;
    const auto step = (last - first - k) / sample;
    int count = 0;
    for (int i = 0; i != sample; ++i) count += less.plainly(first[k + i * step], bound);
    return count < 4;
}

/// The k least keys of [first, last) become a heap, 0 < k. False, and only some permutation done, where too
/// many would enter it.
template <class Less, class I>
bool heap_select_keys(I first, std::iter_difference_t<I> k, I last) {
    using T = std::iter_value_t<I>;
    constexpr key_before<T, order_of<Less, T>> less;
    constexpr int block = 16;
    detail::heap_make(first, k, less);
    auto most = 16 + k / 4;
    for (I at = first + k; at != last;) {
        const T bound = *first;
        if (last - at >= block && !less.is_odd(bound)) {
            bool any = false;
            for (int i = 0; i != block; ++i) any |= less.plainly(at[i], bound);
            if (!any) {
                at += block;
                continue;
            }
        }
        for (const I end = last - at >= block ? at + block : last; at != end; ++at) {
            if (!less(*at, *first)) continue;
            if (most-- == 0) return false;
            detail::heap_replace(first, k, at, less);
        }
    }
    return true;
}

/// The heap is for what is in order but for little: else a selection by vectors has soon read as much.
template <class Less, class I>
void sort_first_keys(I first, I middle, I last, const Less& less) {
    const auto k = middle - first;
    const auto n = last - first;
    if (k == 0) return;
    if (k == 1) return detail::least_key_first(first, last, less);
    if (k != n && (k > n / 8 || !detail::few_precede<Less>(first, k, last) ||
                   !detail::heap_select_keys<Less>(first, k, last))) {
        detail::select_keys_of<Less>(first, middle - 1, last);
    }
    detail::sort_keys_of<Less>(first, middle);
}

struct partial_sort_body {
    template <class I, class Less>
    static constexpr void run(I first, I middle, I last, const Less& less) {
        if constexpr (orders_keys<I, Less>) {
            if (!std::is_constant_evaluated()) return detail::sort_first_keys(first, middle, last, less);
        }
        detail::sort_first(first, middle, last, detail::constant_less<I>(less));
    }
};

template <class I, class O>
struct copied {
    I in;
    O out;
};

/// `among` compares two elements of the output, `entering` one of the input with one of the output.
template <class I, class S, class O, class Among, class Entering>
constexpr copied<I, O> copy_first(I first, S last, O out_first, O out_last, const Among& among,
                                  const Entering& entering) {
    O out = out_first;
    for (; first != last && out != out_last; ++first) {
        *out = *first;
        ++out;
    }
    const auto k = out - out_first;
    if (first == last) {
        detail::run_on<partial_sort_body>(out_first, out, out, among);
    } else if (k == 0) {
        first = std::ranges::next(std::move(first), last);
    } else {
        detail::heap_make(out_first, k, among);
        for (; first != last; ++first) {
            if (!entering(*first, *out_first)) continue;
            *out_first = *first;
            hole<O> lifted(out_first);
            detail::heap_sink<true>(out_first, k, 0, lifted, among);
        }
        detail::heap_sort(out_first, k, among);
    }
    return {std::move(first), std::move(out)};
}

struct partial_sort_copy_fn {
    template <class InputIterator, class RandomAccessIterator>
    constexpr RandomAccessIterator operator()(InputIterator first, InputIterator last,
                                              RandomAccessIterator result_first,
                                              RandomAccessIterator result_last) const {
        return (*this)(first, last, result_first, result_last, plain_less{});
    }
    template <class InputIterator, class RandomAccessIterator, class Compare>
    constexpr RandomAccessIterator operator()(InputIterator first, InputIterator last,
                                              RandomAccessIterator result_first,
                                              RandomAccessIterator result_last, Compare comp) const {
        const auto less = detail::call_of(comp);
        return detail::copy_first(first, last, result_first, result_last, less, less).out;
    }
};

struct ranges_partial_sort_copy_fn {
    template <std::input_iterator I1, std::sentinel_for<I1> S1, std::random_access_iterator I2,
              std::sentinel_for<I2> S2, class Comp = std::ranges::less, class Proj1 = std::identity,
              class Proj2 = std::identity>
        requires std::indirectly_copyable<I1, I2> && std::sortable<I2, Comp, Proj2> &&
                 std::indirect_strict_weak_order<Comp, std::projected<I1, Proj1>, std::projected<I2, Proj2>>
    constexpr std::ranges::partial_sort_copy_result<I1, I2>
    operator()(I1 first, S1 last, I2 result_first, S2 result_last, Comp comp = {}, Proj1 proj1 = {},
               Proj2 proj2 = {}) const {
        auto [in, out] = detail::copy_first(
            std::move(first), last, result_first, std::ranges::next(result_first, result_last),
            detail::call_of(comp, proj2), detail::call_of(comp, proj1, proj2));
        return {std::move(in), std::move(out)};
    }
    template <std::ranges::input_range R1, std::ranges::random_access_range R2,
              class Comp = std::ranges::less, class Proj1 = std::identity, class Proj2 = std::identity>
        requires std::indirectly_copyable<std::ranges::iterator_t<R1>, std::ranges::iterator_t<R2>> &&
                 std::sortable<std::ranges::iterator_t<R2>, Comp, Proj2> &&
                 std::indirect_strict_weak_order<Comp, std::projected<std::ranges::iterator_t<R1>, Proj1>,
                                                 std::projected<std::ranges::iterator_t<R2>, Proj2>>
    constexpr std::ranges::partial_sort_copy_result<std::ranges::borrowed_iterator_t<R1>,
                                                    std::ranges::borrowed_iterator_t<R2>>
    operator()(R1&& r, R2&& result, Comp comp = {}, Proj1 proj1 = {}, Proj2 proj2 = {}) const {
        const auto result_first = std::ranges::begin(result);
        auto [in, out] =
            detail::copy_first(std::ranges::begin(r), std::ranges::end(r), result_first,
                               std::ranges::next(result_first, std::ranges::end(result)),
                               detail::call_of(comp, proj2), detail::call_of(comp, proj1, proj2));
        return {std::move(in), std::move(out)};
    }
};

} // namespace detail

/// Puts the elements first that would be in [first, middle) if [first, last) were sorted, in that order; the
/// others follow in some order. Keys in the order of a machine's comparison by vector kernels, else about
/// n log2(k) comparisons at most for k elements of n, or fewer. Throws what comparing and moving throw; all
/// elements are in the range then. [partial.sort]
inline constexpr detail::ordering_about_fn<detail::partial_sort_body> partial_sort{};

/// Copies the least elements of [first, last), as many as [result_first, result_last) has room for, there in
/// order, and returns their end. About n log2(k) comparisons at most, for k copied elements. Throws what
/// comparing and copying throw. [partial.sort.copy]
inline constexpr detail::partial_sort_copy_fn partial_sort_copy{};

namespace ranges {
inline constexpr detail::ranges_ordering_about_fn<detail::partial_sort_body> partial_sort{};
inline constexpr detail::ranges_partial_sort_copy_fn partial_sort_copy{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
