#pragma once

#include <arsenal/algorithms/detail/scan.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// accumulate, reduce and inner_product ([accumulate], [reduce], [inner.product]). Contiguous integers are
// added to an integer by a compiled kernel: exact modulo the sum's own range, as the loop is. Floats are
// added in accumulate's order, which leaves nothing to gain, or for reduce in libstdc++'s (unordered_sum.hpp
// gives that up by name), and inner_product is the plain loop, which compilers vectorise as well as a kernel
// would be.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

/// Whether a kernel adds these faster than the loop: integers of 8 bits, and of 16 to a sum of 64. init + *it
/// + ... is their sum modulo T's range, whatever the order.
template <class I, class S, class T>
consteval bool adds_integers() {
    if constexpr (scannable_range<I, S>) {
        return std::is_integral_v<std::iter_value_t<I>> && std::is_integral_v<T> && scannable<T> &&
               !std::is_same_v<T, bool> &&
               (sizeof(std::iter_value_t<I>) == 1 || (sizeof(std::iter_value_t<I>) == 2 && sizeof(T) == 8));
    } else {
        return false;
    }
}

template <class I, class T>
T sum_integers(I first, I last, T init) noexcept {
    using element = std::iter_value_t<I>;
    const std::uint64_t sum =
        detail::scan_sum<order_word<element>>(std::to_address(first), static_cast<std::size_t>(last - first));
    return static_cast<T>(static_cast<std::uint64_t>(init) + sum);
}

struct accumulate_fn {
    template <class InputIterator, class T>
    constexpr T operator()(InputIterator first, InputIterator last, T init) const {
        if constexpr (detail::adds_integers<InputIterator, InputIterator, T>())
            if (!std::is_constant_evaluated() && last - first >= shortest_sum)
                return detail::sum_integers(first, last, init);
        for (; first != last; ++first) init = std::move(init) + *first;
        return init;
    }
    template <class InputIterator, class T, class BinaryOperation>
    constexpr T operator()(InputIterator first, InputIterator last, T init, BinaryOperation op) const {
        for (; first != last; ++first) init = op(std::move(init), *first);
        return init;
    }

    static constexpr int shortest_sum = 512;
};

struct reduce_fn {
    template <class InputIterator>
    constexpr auto operator()(InputIterator first, InputIterator last) const ->
        typename std::iterator_traits<InputIterator>::value_type {
        return (*this)(std::move(first), std::move(last),
                       typename std::iterator_traits<InputIterator>::value_type{});
    }
    template <class InputIterator, class T>
    constexpr T operator()(InputIterator first, InputIterator last, T init) const {
        if constexpr (detail::adds_integers<InputIterator, InputIterator, T>())
            if (!std::is_constant_evaluated() && last - first >= accumulate_fn::shortest_sum)
                return detail::sum_integers(first, last, init);
        return reduced(std::move(first), std::move(last), std::move(init),
                       [](auto&& a, auto&& b) -> decltype(auto) {
                           return static_cast<decltype(a)>(a) + static_cast<decltype(b)>(b);
                       });
    }
    template <class InputIterator, class T, class BinaryOperation>
    constexpr T operator()(InputIterator first, InputIterator last, T init, BinaryOperation op) const {
        return reduced(std::move(first), std::move(last), std::move(init), op);
    }

private:
    // Four at a time, in libstdc++'s order: there, floats give what std::reduce gives. It asks for the
    // category that an iterator had before C++20; one that makes its elements is of another.
    template <class I, class T, class Op>
    static constexpr T reduced(I first, I last, T init, Op&& op) {
        if constexpr (requires {
                          requires std::derived_from<typename std::iterator_traits<I>::iterator_category,
                                                     std::random_access_iterator_tag>;
                      }) {
            for (; last - first >= 4; first += 4) {
                T low = op(first[0], first[1]);
                T high = op(first[2], first[3]);
                T both = op(low, high);
                init = op(init, both);
            }
        }
        for (; first != last; ++first) init = op(init, *first);
        return init;
    }
};

struct inner_product_fn {
    template <class InputIterator1, class InputIterator2, class T>
    constexpr T operator()(InputIterator1 first1, InputIterator1 last1, InputIterator2 first2, T init) const {
        for (; first1 != last1; ++first1, static_cast<void>(++first2))
            init = std::move(init) + *first1 * *first2;
        return init;
    }
    template <class InputIterator1, class InputIterator2, class T, class Add, class Multiply>
    constexpr T operator()(InputIterator1 first1, InputIterator1 last1, InputIterator2 first2, T init,
                           Add add, Multiply multiply) const {
        for (; first1 != last1; ++first1, static_cast<void>(++first2))
            init = add(std::move(init), multiply(*first1, *first2));
        return init;
    }
};

} // namespace detail

/// init + *first + ..., from left to right, or op(op(init, *first), ...). n applications; throws what they
/// throw. [accumulate]
inline constexpr detail::accumulate_fn accumulate{};

/// The same in an order that is not specified; init is value_type{} where it is not given. Floats give what
/// libstdc++'s std::reduce gives, which other libraries' need not. Complexity and exceptions of accumulate.
/// [reduce]
inline constexpr detail::reduce_fn reduce{};

/// init + *first1 * *first2 + ..., from left to right, or of two other operations. n applications of each;
/// throws what they throw. [inner.product]
inline constexpr detail::inner_product_fn inner_product{};

} // namespace arsenal::inline ARSENAL_ABI
