#pragma once

#include <arsenal/algorithms/detail/callables.hpp>
#include <arsenal/algorithms/detail/forms.hpp>
#include <arsenal/algorithms/detail/iterators.hpp>
#include <arsenal/algorithms/detail/key_ranges.hpp>
#include <arsenal/algorithms/detail/merging.hpp>
#include <arsenal/algorithms/detail/scratch.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// merge and inplace_merge, classic and in ranges ([alg.merge]).

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

template <class I1, class I2, class O>
struct merged {
    I1 in1;
    I2 in2;
    O out;
};

/// Nobody can count comparisons of keys.
template <class T, class Less>
inline constexpr merging merging_of =
    order_of<Less, T> == key_order::none ? merging::thrifty : merging::in_blocks;

/// Whether [first, last) and the output are arrays of one type that is cheap to copy.
template <class I1, class S1, class I2, class S2, class O>
inline constexpr bool merges_arrays = false;
template <std::contiguous_iterator I1, std::sized_sentinel_for<I1> S1, std::contiguous_iterator I2,
          std::sized_sentinel_for<I2> S2, std::contiguous_iterator O>
inline constexpr bool merges_arrays<I1, S1, I2, S2, O> =
    copies_cheaply<O> && std::is_same_v<std::iter_value_t<I1>, std::iter_value_t<O>> &&
    std::is_same_v<std::iter_value_t<I2>, std::iter_value_t<O>> &&
    !std::is_volatile_v<std::remove_reference_t<std::iter_reference_t<I1>>> &&
    !std::is_volatile_v<std::remove_reference_t<std::iter_reference_t<I2>>>;

/// False if the output overlaps a run: programs merge a copy of the left run and the right one to where both
/// lay, which only the plain loop bears.
template <class Left, class Right, class T, class Less>
bool merge_arrays(Left* left, std::size_t n, Right* right, std::size_t m, T* out, const Less& less) {
    const auto overlaps = [&](const T* run, std::size_t length) {
        return detail::begins_within<T>(out, run, length) || detail::begins_within<T>(run, out, n + m);
    };
    if (overlaps(left, n) || overlaps(right, m)) return false;
    if (!detail::merge_from_ends<merging_of<T, Less>>(left, n, right, m, out, less)) {
        detail::copy_bytes<T>(out, left, n);
        detail::copy_bytes<T>(out + n, right, m);
    }
    return true;
}

template <class I1, class S1, class I2, class S2, class O, class Less>
constexpr merged<I1, I2, O> merge_ranges(I1 first1, S1 last1, I2 first2, S2 last2, O out, const Less& less) {
    if constexpr (merges_arrays<I1, S1, I2, S2, O>) {
        if (!std::is_constant_evaluated()) {
            const auto n = last1 - first1;
            const auto m = last2 - first2;
            if (n > 0 && m > 0 &&
                detail::merge_arrays(std::to_address(first1), static_cast<std::size_t>(n),
                                     std::to_address(first2), static_cast<std::size_t>(m),
                                     std::to_address(out), less))
                return {first1 + n, first2 + m, out + (n + m)};
        }
    }
    while (first1 != last1 && first2 != last2) {
        if (less(*first2, *first1)) {
            *out = *first2;
            ++first2;
        } else {
            *out = *first1;
            ++first1;
        }
        ++out;
    }
    for (; first1 != last1; ++first1) {
        *out = *first1;
        ++out;
    }
    for (; first2 != last2; ++first2) {
        *out = *first2;
        ++out;
    }
    return {std::move(first1), std::move(first2), std::move(out)};
}

struct merge_fn {
    template <class InputIterator1, class InputIterator2, class OutputIterator>
    constexpr OutputIterator operator()(InputIterator1 first1, InputIterator1 last1, InputIterator2 first2,
                                        InputIterator2 last2, OutputIterator result) const {
        return (*this)(first1, last1, first2, last2, result, plain_less{});
    }
    template <class InputIterator1, class InputIterator2, class OutputIterator, class Compare>
    constexpr OutputIterator operator()(InputIterator1 first1, InputIterator1 last1, InputIterator2 first2,
                                        InputIterator2 last2, OutputIterator result, Compare comp) const {
        return detail::merge_ranges(first1, last1, first2, last2, result, detail::call_of(comp)).out;
    }
};

struct ranges_merge_fn {
    template <std::input_iterator I1, std::sentinel_for<I1> S1, std::input_iterator I2,
              std::sentinel_for<I2> S2, std::weakly_incrementable O, class Comp = std::ranges::less,
              class Proj1 = std::identity, class Proj2 = std::identity>
        requires std::mergeable<I1, I2, O, Comp, Proj1, Proj2>
    constexpr std::ranges::merge_result<I1, I2, O> operator()(I1 first1, S1 last1, I2 first2, S2 last2,
                                                              O result, Comp comp = {}, Proj1 proj1 = {},
                                                              Proj2 proj2 = {}) const {
        auto [in1, in2, out] = detail::merge_ranges(std::move(first1), last1, std::move(first2), last2,
                                                    std::move(result), detail::call_of(comp, proj2, proj1));
        return {std::move(in1), std::move(in2), std::move(out)};
    }
    template <std::ranges::input_range R1, std::ranges::input_range R2, std::weakly_incrementable O,
              class Comp = std::ranges::less, class Proj1 = std::identity, class Proj2 = std::identity>
        requires std::mergeable<std::ranges::iterator_t<R1>, std::ranges::iterator_t<R2>, O, Comp, Proj1,
                                Proj2>
    constexpr std::ranges::merge_result<std::ranges::borrowed_iterator_t<R1>,
                                        std::ranges::borrowed_iterator_t<R2>, O>
    operator()(R1&& r1, R2&& r2, O result, Comp comp = {}, Proj1 proj1 = {}, Proj2 proj2 = {}) const {
        auto [in1, in2, out] = detail::merge_ranges(std::ranges::begin(r1), std::ranges::end(r1),
                                                    std::ranges::begin(r2), std::ranges::end(r2),
                                                    std::move(result), detail::call_of(comp, proj2, proj1));
        return {std::move(in1), std::move(in2), std::move(out)};
    }
};

struct inplace_merge_body {
    static constexpr bool takes_bidirectional = true;

    template <class I, class Less>
    static constexpr void run(I first, I middle, I last, const Less& less) {
        const auto n1 = std::ranges::distance(first, middle);
        const auto n2 = std::ranges::distance(middle, last);
        if (std::is_constant_evaluated()) {
            detail::merge_adjacent<merging_of<std::iter_value_t<I>, Less>>(first, middle, last, n1, n2,
                                                                           nullptr, 0, less);
        } else {
            inplace_merge_body::buffered(first, middle, last, n1, n2, less);
        }
    }

private:
    template <class I, class Less>
    static void buffered(I first, I middle, I last, std::iter_difference_t<I> n1,
                         std::iter_difference_t<I> n2, const Less& less) {
        if (n1 == 0 || n2 == 0) return;
        scratch<std::iter_value_t<I>> buffer(static_cast<std::size_t>(n1 < n2 ? n1 : n2));
        detail::merge_adjacent<merging_of<std::iter_value_t<I>, Less>>(
            first, middle, last, n1, n2, buffer.data(),
            static_cast<std::iter_difference_t<I>>(buffer.capacity()), less);
    }
};

} // namespace detail

/// Copies the sorted ranges [first1, last1) and [first2, last2) into one sorted range at result, which is to
/// overlap neither (the end of the output may be the second range: what is overwritten has been read, as with
/// std's); of equal elements those of the first range come first. At most n - 1 comparisons for n
/// elements. Throws what comparing and copying throw. [alg.merge]
inline constexpr detail::merge_fn merge{};

/// Merges the sorted ranges [first, middle) and [middle, last) in place; stable. At most n - 1 comparisons
/// with memory for the shorter one, O(n log n) with less or none, which is no error. Throws what comparing
/// and moving throw; all elements are in the range then. [alg.merge]
inline constexpr detail::ordering_about_fn<detail::inplace_merge_body> inplace_merge{};

namespace ranges {
inline constexpr detail::ranges_merge_fn merge{};
inline constexpr detail::ranges_ordering_about_fn<detail::inplace_merge_body> inplace_merge{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
