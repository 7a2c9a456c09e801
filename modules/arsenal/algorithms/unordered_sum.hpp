#pragma once

#include <arsenal/algorithms/detail/scan.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// unordered_sum: a sum of floats that gives up std::accumulate's order for speed, and errs less.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

// The kernel's order in plain C++, for constant evaluation: element i of a block goes to lane i % (256
// bytes), the lanes are added in a tree, the blocks in another.
template <class T>
constexpr T sum_of_blocks(const T* p, std::size_t n) {
    constexpr std::size_t lanes = 256 / sizeof(T);
    constexpr std::size_t block = 8192;
    if (n > block) {
        const std::size_t left = (n / block + 1) / 2 * block;
        return detail::sum_of_blocks(p, left) + detail::sum_of_blocks(p + left, n - left);
    }
    T lane[lanes] = {};
    for (std::size_t i = 0; i != n; ++i) lane[i % lanes] += p[i];
    for (std::size_t half = lanes / 2; half != 0; half /= 2)
        for (std::size_t k = 0; k != half; ++k) lane[k] += lane[k + half];
    return lane[0];
}

template <class T, class I, class S>
constexpr T sum_in_any_order(I first, S last) {
    if constexpr (scannable_range<I, S> && floating_key<T>) {
        if (last - first >= 64) {
            const T* const p = std::to_address(first);
            const auto n = static_cast<std::size_t>(last - first);
            return std::is_constant_evaluated() ? detail::sum_of_blocks(p, n)
                                                : detail::scan_unordered_sum<T>(p, n);
        }
    }
    T sum{};
    for (; first != last; ++first) sum = std::move(sum) + *first;
    return sum;
}

struct unordered_sum_fn {
    template <class InputIterator>
    constexpr auto operator()(InputIterator first, InputIterator last) const ->
        typename std::iterator_traits<InputIterator>::value_type {
        using value = typename std::iterator_traits<InputIterator>::value_type;
        return detail::sum_in_any_order<value>(std::move(first), std::move(last));
    }
    template <std::ranges::input_range R>
    constexpr std::ranges::range_value_t<R> operator()(R&& r) const {
        return detail::sum_in_any_order<std::ranges::range_value_t<R>>(std::ranges::begin(r),
                                                                       std::ranges::end(r));
    }
};

} // namespace detail

/// The sum of a range, value_type{} of an empty one. 64 and more contiguous floats or doubles are added in
/// many lanes, blocks of 8192 and a tree of blocks, in an order that depends on their number alone, not on
/// the processor: the same range always has the same sum, at compile time, too. Its error is at most (264 +
/// log2(n / 8192)) u times the sum of the absolute values, u being half an ulp of 1 (Higham, Accuracy and
/// Stability of Numerical Algorithms, 4.2); accumulate's is (n - 1) u times that. Other elements are added
/// from left to right. n additions; throws what theirs throw.
inline constexpr detail::unordered_sum_fn unordered_sum{};

} // namespace arsenal::inline ARSENAL_ABI
