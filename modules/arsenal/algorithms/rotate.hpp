#pragma once

#include <arsenal/algorithms/detail/iterators.hpp>
#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/algorithms/detail/scan.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// rotate ([alg.rotate]). Contiguous numbers and pointers are moved as memory: the shorter part through a
// buffer on the stack, or, where it is longer than that, by swaps of whole blocks. Other elements are std's.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

/// Of two adjacent blocks of bytes the second comes first.
void rotate_bytes(void* p, std::size_t left, std::size_t right) noexcept;

template <class I>
constexpr I rotate_body(I first, I middle, I last) {
    if constexpr (std::contiguous_iterator<I> && key<std::iter_value_t<I>> &&
                  std::is_same_v<std::iter_reference_t<I>, std::iter_value_t<I>&>) {
        if (!std::is_constant_evaluated()) {
            const auto left = static_cast<std::size_t>(middle - first);
            const auto right = static_cast<std::size_t>(last - middle);
            constexpr std::size_t bytes = sizeof(std::iter_value_t<I>);
            if ((left + right) * bytes >= 128) {
                detail::rotate_bytes(std::to_address(first), left * bytes, right * bytes);
                return first + (last - middle);
            }
        }
    }
    return std::rotate(std::move(first), std::move(middle), std::move(last));
}

struct rotate_fn {
    template <class ForwardIterator>
    constexpr ForwardIterator operator()(ForwardIterator first, ForwardIterator middle,
                                         ForwardIterator last) const {
        return detail::rotate_body(std::move(first), std::move(middle), std::move(last));
    }
};

struct ranges_rotate_fn {
    template <std::permutable I, std::sentinel_for<I> S>
    constexpr std::ranges::subrange<I> operator()(I first, I middle, S last) const {
        if constexpr (std::contiguous_iterator<I>) {
            I end = std::ranges::next(middle, last);
            I at = detail::rotate_body(std::move(first), std::move(middle), end);
            return {std::move(at), std::move(end)};
        } else {
            return std::ranges::rotate(std::move(first), std::move(middle), std::move(last));
        }
    }
    template <std::ranges::forward_range R>
        requires std::permutable<std::ranges::iterator_t<R>>
    constexpr std::ranges::borrowed_subrange_t<R> operator()(R&& r, std::ranges::iterator_t<R> middle) const {
        return (*this)(std::ranges::begin(r), std::move(middle), std::ranges::end(r));
    }
};

} // namespace detail

/// Moves [first, middle) behind [middle, last); where *first is then. At most n swaps, or two moves of each
/// number. Throws what swapping throws. [alg.rotate]
inline constexpr detail::rotate_fn rotate{};

namespace ranges {
inline constexpr detail::ranges_rotate_fn rotate{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
