#pragma once

#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// Bodies move elements with std::ranges::iter_move and iter_swap, in the classic form, too: they do for a
// classic iterator what std::move(*it) and swap(*a, *b) do. What can be copied as bytes may be moved as
// bytes.

namespace arsenal::inline ARSENAL_ABI::detail {

/// An array that an iterator walks: upwards, or downwards as a std::reverse_iterator does.
template <class I>
inline constexpr bool is_reverse_iterator = false;
template <class I>
inline constexpr bool is_reverse_iterator<std::reverse_iterator<I>> = true;

template <class I>
struct array_walk {
    static constexpr bool contiguous = std::contiguous_iterator<I>;
    static constexpr bool reversed = false;
};
template <class I>
struct array_walk<std::reverse_iterator<I>> {
    static constexpr bool contiguous = array_walk<I>::contiguous;
    static constexpr bool reversed = !array_walk<I>::reversed;
};

/// Whether [first, last) of such iterators is one array, in either direction.
template <class I>
inline constexpr bool walks_array = array_walk<I>::contiguous;
/// Whether it is walked from its end.
template <class I>
inline constexpr bool walks_backwards = array_walk<I>::reversed;

/// The lowest address of the array that [first, last) is, not empty.
template <class I>
constexpr auto* array_of(I first, I last) noexcept {
    if constexpr (is_reverse_iterator<I>) {
        return detail::array_of(last.base(), first.base());
    } else {
        static_cast<void>(last);
        return std::to_address(first);
    }
}

/// Whether one array begins within another of so many elements.
template <class T>
bool begins_within(const T* array, const T* other, std::size_t n) noexcept {
    return reinterpret_cast<std::uintptr_t>(array) - reinterpret_cast<std::uintptr_t>(other) < n * sizeof(T);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
