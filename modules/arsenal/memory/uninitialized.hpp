#pragma once

#include <arsenal/memory/detail/object_bytes.hpp>
#include <arsenal/platform/config.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <iterator>
#include <memory>
#include <ranges>
#include <type_traits>
#include <utility>

// std's algorithms that make objects in uninitialised memory and end them ([specialized.algorithms]), classic
// and in ranges, with std's contract: where a constructor throws, what has been made is destroyed.
//
// Ours are the copies and moves of what is trivially copyable, with or without a default constructor of its
// own, and the value construction of classes that it fills with zeros: more than four elements go by one
// memmove() or memset(), fewer without a call. All else is std's, here and below.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

/// Copies n elements, trivially copyable, and says where both end. Fewer than 0 are none.
template <class From, class To>
std::ranges::in_out_result<From, To> copy_elements(From first, std::ptrdiff_t n, To result) noexcept {
    n = std::max<std::ptrdiff_t>(n, 0);
    detail::copy_object_bytes(std::to_address(first), static_cast<std::size_t>(n), std::to_address(result));
    return {first + n, result + n};
}

/// Makes n elements T(), whose bytes are zeros, at `first`; returns their end.
template <class I>
I zero_elements(I first, std::ptrdiff_t n) {
    using element = std::iter_value_t<I>;
    if (!detail::zeroes_as_bytes<element>()) return std::uninitialized_value_construct_n(first, n);
    n = std::max<std::ptrdiff_t>(n, 0);
    detail::zero_object_bytes(std::to_address(first), static_cast<std::size_t>(n));
    return first + n;
}
template <class I>
inline constexpr bool zeroes_elements =
    std::contiguous_iterator<I> && value_is_zeros<std::iter_value_t<I>> &&
    !std::is_volatile_v<std::remove_reference_t<std::iter_reference_t<I>>>;

template <class From>
using copied_value = std::iter_reference_t<From>;
template <class From>
using moved_value = std::iter_rvalue_reference_t<From>;

struct uninitialized_copy_fn {
    template <class InputIterator, class ForwardIterator>
    ForwardIterator operator()(InputIterator first, InputIterator last, ForwardIterator result) const {
        if constexpr (copies_as_bytes<InputIterator, copied_value<InputIterator>, ForwardIterator>)
            return detail::copy_elements(first, last - first, result).out;
        else
            return std::uninitialized_copy(std::move(first), std::move(last), std::move(result));
    }
};
struct uninitialized_copy_n_fn {
    template <class InputIterator, class Size, class ForwardIterator>
    ForwardIterator operator()(InputIterator first, Size n, ForwardIterator result) const {
        if constexpr (copies_as_bytes<InputIterator, copied_value<InputIterator>, ForwardIterator>)
            return detail::copy_elements(first, static_cast<std::ptrdiff_t>(n), result).out;
        else
            return std::uninitialized_copy_n(std::move(first), n, std::move(result));
    }
};
struct uninitialized_move_fn {
    template <class InputIterator, class ForwardIterator>
    ForwardIterator operator()(InputIterator first, InputIterator last, ForwardIterator result) const {
        if constexpr (copies_as_bytes<InputIterator, moved_value<InputIterator>, ForwardIterator>)
            return detail::copy_elements(first, last - first, result).out;
        else
            return std::uninitialized_move(std::move(first), std::move(last), std::move(result));
    }
};
struct uninitialized_move_n_fn {
    template <class InputIterator, class Size, class ForwardIterator>
    std::pair<InputIterator, ForwardIterator> operator()(InputIterator first, Size n,
                                                         ForwardIterator result) const {
        if constexpr (copies_as_bytes<InputIterator, moved_value<InputIterator>, ForwardIterator>) {
            const auto [in, out] = detail::copy_elements(first, static_cast<std::ptrdiff_t>(n), result);
            return {in, out};
        } else {
            return std::uninitialized_move_n(std::move(first), n, std::move(result));
        }
    }
};
struct uninitialized_value_construct_fn {
    template <class ForwardIterator>
    void operator()(ForwardIterator first, ForwardIterator last) const {
        if constexpr (zeroes_elements<ForwardIterator>)
            detail::zero_elements(first, last - first);
        else
            std::uninitialized_value_construct(std::move(first), std::move(last));
    }
};
struct uninitialized_value_construct_n_fn {
    template <class ForwardIterator, class Size>
    ForwardIterator operator()(ForwardIterator first, Size n) const {
        if constexpr (zeroes_elements<ForwardIterator>)
            return detail::zero_elements(first, static_cast<std::ptrdiff_t>(n));
        else
            return std::uninitialized_value_construct_n(std::move(first), n);
    }
};

// In ranges. They take what std's take, and return what std's return.

using std_ranges_copy = decltype(std::ranges::uninitialized_copy);
using std_ranges_copy_n = decltype(std::ranges::uninitialized_copy_n);
using std_ranges_move = decltype(std::ranges::uninitialized_move);
using std_ranges_move_n = decltype(std::ranges::uninitialized_move_n);
using std_ranges_value_construct = decltype(std::ranges::uninitialized_value_construct);
using std_ranges_value_construct_n = decltype(std::ranges::uninitialized_value_construct_n);

template <class I, class S, class O, class OS, class Reference>
concept copies_counted_bytes =
    std::sized_sentinel_for<S, I> && std::sized_sentinel_for<OS, O> && copies_as_bytes<I, Reference, O>;

/// Elements, as many as both ranges have.
template <class I, class S, class O, class OS>
std::ranges::in_out_result<I, O> copy_ranges(I first, S last, O out, OS out_last) noexcept {
    return detail::copy_elements(
        first, std::min<std::ptrdiff_t>(std::move(last) - first, std::move(out_last) - out), out);
}

struct ranges_uninitialized_copy_fn {
    template <class I, class S, class O, class OS>
        requires std::invocable<std_ranges_copy, I, S, O, OS>
    std::ranges::uninitialized_copy_result<I, O> operator()(I first, S last, O out, OS out_last) const {
        if constexpr (copies_counted_bytes<I, S, O, OS, copied_value<I>>)
            return detail::copy_ranges(first, last, out, out_last);
        else
            return std::ranges::uninitialized_copy(std::move(first), std::move(last), std::move(out),
                                                   std::move(out_last));
    }
    template <class In, class Out>
        requires std::invocable<std_ranges_copy, In, Out>
    std::invoke_result_t<std_ranges_copy, In, Out> operator()(In&& in, Out&& out) const {
        return (*this)(std::ranges::begin(in), std::ranges::end(in), std::ranges::begin(out),
                       std::ranges::end(out));
    }
};
struct ranges_uninitialized_copy_n_fn {
    template <class I, class O, class OS>
        requires std::invocable<std_ranges_copy_n, I, std::iter_difference_t<I>, O, OS>
    std::ranges::uninitialized_copy_n_result<I, O> operator()(I first, std::iter_difference_t<I> n, O out,
                                                              OS out_last) const {
        if constexpr (copies_counted_bytes<I, I, O, OS, copied_value<I>>)
            return detail::copy_ranges(first, first + n, out, out_last);
        else
            return std::ranges::uninitialized_copy_n(std::move(first), n, std::move(out),
                                                     std::move(out_last));
    }
};
struct ranges_uninitialized_move_fn {
    template <class I, class S, class O, class OS>
        requires std::invocable<std_ranges_move, I, S, O, OS>
    std::ranges::uninitialized_move_result<I, O> operator()(I first, S last, O out, OS out_last) const {
        if constexpr (copies_counted_bytes<I, S, O, OS, moved_value<I>>)
            return detail::copy_ranges(first, last, out, out_last);
        else
            return std::ranges::uninitialized_move(std::move(first), std::move(last), std::move(out),
                                                   std::move(out_last));
    }
    template <class In, class Out>
        requires std::invocable<std_ranges_move, In, Out>
    std::invoke_result_t<std_ranges_move, In, Out> operator()(In&& in, Out&& out) const {
        return (*this)(std::ranges::begin(in), std::ranges::end(in), std::ranges::begin(out),
                       std::ranges::end(out));
    }
};
struct ranges_uninitialized_move_n_fn {
    template <class I, class O, class OS>
        requires std::invocable<std_ranges_move_n, I, std::iter_difference_t<I>, O, OS>
    std::ranges::uninitialized_move_n_result<I, O> operator()(I first, std::iter_difference_t<I> n, O out,
                                                              OS out_last) const {
        if constexpr (copies_counted_bytes<I, I, O, OS, moved_value<I>>)
            return detail::copy_ranges(first, first + n, out, out_last);
        else
            return std::ranges::uninitialized_move_n(std::move(first), n, std::move(out),
                                                     std::move(out_last));
    }
};
struct ranges_uninitialized_value_construct_fn {
    template <class I, class S>
        requires std::invocable<std_ranges_value_construct, I, S>
    I operator()(I first, S last) const {
        if constexpr (zeroes_elements<I> && std::sized_sentinel_for<S, I>)
            return detail::zero_elements(first, last - first);
        else
            return std::ranges::uninitialized_value_construct(std::move(first), std::move(last));
    }
    template <class R>
        requires std::invocable<std_ranges_value_construct, R>
    std::ranges::borrowed_iterator_t<R> operator()(R&& r) const {
        return (*this)(std::ranges::begin(r), std::ranges::end(r));
    }
};
struct ranges_uninitialized_value_construct_n_fn {
    template <class I>
        requires std::invocable<std_ranges_value_construct_n, I, std::iter_difference_t<I>>
    I operator()(I first, std::iter_difference_t<I> n) const {
        if constexpr (zeroes_elements<I>)
            return detail::zero_elements(first, n);
        else
            return std::ranges::uninitialized_value_construct_n(std::move(first), n);
    }
};

// Forwards to std: nothing is gained by another implementation.

struct uninitialized_default_construct_fn {
    template <class ForwardIterator>
    void operator()(ForwardIterator first, ForwardIterator last) const {
        std::uninitialized_default_construct(std::move(first), std::move(last));
    }
};
struct uninitialized_default_construct_n_fn {
    template <class ForwardIterator, class Size>
    ForwardIterator operator()(ForwardIterator first, Size n) const {
        return std::uninitialized_default_construct_n(std::move(first), n);
    }
};
struct uninitialized_fill_fn {
    template <class ForwardIterator, class T>
    void operator()(ForwardIterator first, ForwardIterator last, const T& value) const {
        std::uninitialized_fill(std::move(first), std::move(last), value);
    }
};
struct uninitialized_fill_n_fn {
    template <class ForwardIterator, class Size, class T>
    ForwardIterator operator()(ForwardIterator first, Size n, const T& value) const {
        return std::uninitialized_fill_n(std::move(first), n, value);
    }
};
struct construct_at_fn {
    template <class T, class... Args>
        requires requires(T* p, Args&&... args) { std::construct_at(p, std::forward<Args>(args)...); }
    constexpr T* operator()(T* p, Args&&... args) const {
        return std::construct_at(p, std::forward<Args>(args)...);
    }
};
struct destroy_at_fn {
    template <class T>
    constexpr void operator()(T* p) const {
        std::destroy_at(p);
    }
};
struct destroy_fn {
    template <class ForwardIterator>
    constexpr void operator()(ForwardIterator first, ForwardIterator last) const {
        std::destroy(std::move(first), std::move(last));
    }
};
struct destroy_n_fn {
    template <class ForwardIterator, class Size>
    constexpr ForwardIterator operator()(ForwardIterator first, Size n) const {
        return std::destroy_n(std::move(first), n);
    }
};

} // namespace detail

inline constexpr detail::uninitialized_copy_fn uninitialized_copy{};
inline constexpr detail::uninitialized_copy_n_fn uninitialized_copy_n{};
inline constexpr detail::uninitialized_move_fn uninitialized_move{};
inline constexpr detail::uninitialized_move_n_fn uninitialized_move_n{};
inline constexpr detail::uninitialized_value_construct_fn uninitialized_value_construct{};
inline constexpr detail::uninitialized_value_construct_n_fn uninitialized_value_construct_n{};
inline constexpr detail::uninitialized_default_construct_fn uninitialized_default_construct{};
inline constexpr detail::uninitialized_default_construct_n_fn uninitialized_default_construct_n{};
inline constexpr detail::uninitialized_fill_fn uninitialized_fill{};
inline constexpr detail::uninitialized_fill_n_fn uninitialized_fill_n{};
inline constexpr detail::construct_at_fn construct_at{};
inline constexpr detail::destroy_at_fn destroy_at{};
inline constexpr detail::destroy_fn destroy{};
inline constexpr detail::destroy_n_fn destroy_n{};

namespace ranges {

inline constexpr detail::ranges_uninitialized_copy_fn uninitialized_copy{};
inline constexpr detail::ranges_uninitialized_copy_n_fn uninitialized_copy_n{};
inline constexpr detail::ranges_uninitialized_move_fn uninitialized_move{};
inline constexpr detail::ranges_uninitialized_move_n_fn uninitialized_move_n{};
inline constexpr detail::ranges_uninitialized_value_construct_fn uninitialized_value_construct{};
inline constexpr detail::ranges_uninitialized_value_construct_n_fn uninitialized_value_construct_n{};

// std's, which are function objects themselves.
using std::ranges::construct_at;
using std::ranges::destroy;
using std::ranges::destroy_at;
using std::ranges::destroy_n;
using std::ranges::uninitialized_default_construct;
using std::ranges::uninitialized_default_construct_n;
using std::ranges::uninitialized_fill;
using std::ranges::uninitialized_fill_n;

} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
