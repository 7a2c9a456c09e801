#pragma once

#include <arsenal/algorithms/detail/elements.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// What merging and heaps need besides elements.hpp.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class I>
constexpr void reverse_elements(I first, I last) {
    while (first != last && first != --last) {
        detail::swap_at(first, last);
        ++first;
    }
}

/// Whether elements are so cheap to copy that it is done speculatively, in place of a branch.
template <class I>
inline constexpr bool copies_cheaply =
    is_trivial_walk<I> && sizeof(std::iter_value_t<I>) <= 64 &&
    std::is_same_v<std::iter_rvalue_reference_t<I>, std::iter_value_t<I>&&>;

/// c ? a : b, told to compilers to be a coin toss, so that they make no branch of it.
template <class T>
constexpr T* either(bool c, T* a, T* b) noexcept {
#if defined(__clang__)
    return __builtin_unpredictable(c) ? a : b;
#else
    return __builtin_expect_with_probability(c, 1, 0.5) ? a : b;
#endif
}

} // namespace arsenal::inline ARSENAL_ABI::detail
