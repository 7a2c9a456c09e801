#pragma once

#include <arsenal/algorithms/detail/iterators.hpp>
#include <arsenal/algorithms/detail/scan.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// partial_sum and adjacent_difference ([partial.sum], [adjacent.difference]). The prefix sums of contiguous
// integers of up to 32 bits, written to integers of the same type, are a compiled kernel's, unless they are
// written over such as are yet to be read. Everything else is the plain loop: eight 64-bit sums at once take
// as long as one after the other, and differences compilers vectorise.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

template <class In, class Out>
consteval bool sums_prefixes() {
    if constexpr (scannable_range<In> && scannable_range<Out>) {
        using element = std::iter_value_t<In>;
        return std::is_same_v<element, std::iter_value_t<Out>> && std::is_integral_v<element> &&
               !std::is_same_v<element, bool> && sizeof(element) <= 4;
    } else {
        return false;
    }
}

struct partial_sum_fn {
    template <class InputIterator, class OutputIterator>
    constexpr OutputIterator operator()(InputIterator first, InputIterator last,
                                        OutputIterator result) const {
        if constexpr (detail::sums_prefixes<InputIterator, OutputIterator>()) {
            const auto n = last - first;
            if (!std::is_constant_evaluated() && n >= 32) {
                using element = std::iter_value_t<InputIterator>;
                const auto count = static_cast<std::size_t>(n);
                const element* const from = std::to_address(first);
                element* const to = std::to_address(result);
                if (!detail::begins_within<element>(to, from + 1, count - 1)) {
                    detail::scan_partial_sum<unsigned_word<element>>(from, to, count);
                    return result + n;
                }
            }
        }
        return sums(std::move(first), std::move(last), std::move(result),
                    [](auto&& a, auto&& b) -> decltype(auto) {
                        return static_cast<decltype(a)>(a) + static_cast<decltype(b)>(b);
                    });
    }
    template <class InputIterator, class OutputIterator, class BinaryOperation>
    constexpr OutputIterator operator()(InputIterator first, InputIterator last, OutputIterator result,
                                        BinaryOperation op) const {
        return sums(std::move(first), std::move(last), std::move(result), op);
    }

private:
    template <class In, class Out, class Op>
    static constexpr Out sums(In first, In last, Out result, Op&& op) {
        if (first == last) return result;
        typename std::iterator_traits<In>::value_type sum = *first;
        *result = sum;
        while (++first != last) {
            sum = op(std::move(sum), *first);
            *++result = sum;
        }
        return ++result;
    }
};

struct adjacent_difference_fn {
    template <class InputIterator, class OutputIterator>
    constexpr OutputIterator operator()(InputIterator first, InputIterator last,
                                        OutputIterator result) const {
        return differences(std::move(first), std::move(last), std::move(result),
                           [](auto&& a, auto&& b) -> decltype(auto) {
                               return static_cast<decltype(a)>(a) - static_cast<decltype(b)>(b);
                           });
    }
    template <class InputIterator, class OutputIterator, class BinaryOperation>
    constexpr OutputIterator operator()(InputIterator first, InputIterator last, OutputIterator result,
                                        BinaryOperation op) const {
        return differences(std::move(first), std::move(last), std::move(result), op);
    }

private:
    template <class In, class Out, class Op>
    static constexpr Out differences(In first, In last, Out result, Op&& op) {
        if (first == last) return result;
        using value = typename std::iterator_traits<In>::value_type;
        value before = *first;
        *result = before;
        while (++first != last) {
            value x = *first;
            *++result = op(x, std::move(before));
            before = std::move(x);
        }
        return ++result;
    }
};

} // namespace detail

/// Writes *first, *first + *(first + 1), ... to result, which may be first; the end of it. n - 1
/// applications; throws what they throw. [partial.sum]
inline constexpr detail::partial_sum_fn partial_sum{};

/// Writes *first, *(first + 1) - *first, ... to result, which may be first; the end of it. n - 1
/// applications; throws what they throw. [adjacent.difference]
inline constexpr detail::adjacent_difference_fn adjacent_difference{};

} // namespace arsenal::inline ARSENAL_ABI
