#pragma once

#include <arsenal/algorithms/detail/iterators.hpp>
#include <arsenal/algorithms/detail/scan.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// reverse ([alg.reverse]). Contiguous numbers and pointers go to a compiled kernel.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

template <class I>
constexpr void reverse_body(I first, I last) {
    if constexpr (scannable_range<I>) {
        using element = std::iter_value_t<I>;
        const auto n = static_cast<std::size_t>(last - first);
        if (!std::is_constant_evaluated() && n >= shortest_vectorised_scan / sizeof(element)) {
            detail::scan_reverse<unsigned_word<element>>(std::to_address(first), n);
            return;
        }
    }
    if constexpr (std::random_access_iterator<I>) {
        if (first == last) return;
        for (--last; first < last; ++first, static_cast<void>(--last)) std::ranges::iter_swap(first, last);
    } else {
        while (first != last && first != --last) {
            std::ranges::iter_swap(first, last);
            ++first;
        }
    }
}

struct reverse_fn {
    template <class BidirectionalIterator>
    constexpr void operator()(BidirectionalIterator first, BidirectionalIterator last) const {
        detail::reverse_body(std::move(first), std::move(last));
    }
};

struct ranges_reverse_fn {
    template <std::bidirectional_iterator I, std::sentinel_for<I> S>
        requires std::permutable<I>
    constexpr I operator()(I first, S last) const {
        I end = std::ranges::next(first, last);
        detail::reverse_body(std::move(first), end);
        return end;
    }
    template <std::ranges::bidirectional_range R>
        requires std::permutable<std::ranges::iterator_t<R>>
    constexpr std::ranges::borrowed_iterator_t<R> operator()(R&& r) const {
        return (*this)(std::ranges::begin(r), std::ranges::end(r));
    }
};

} // namespace detail

/// Reverses [first, last): n / 2 swaps, whose exceptions it throws; numbers are moved in blocks.
/// [alg.reverse]
inline constexpr detail::reverse_fn reverse{};

namespace ranges {
inline constexpr detail::ranges_reverse_fn reverse{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
