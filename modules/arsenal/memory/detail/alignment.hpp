#pragma once

#include <arsenal/platform/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI::detail {

/// What malloc aligns to, and the default of every allocate().
inline constexpr std::size_t default_alignment = alignof(std::max_align_t);

constexpr bool is_alignment(std::size_t n) noexcept { return std::has_single_bit(n); }

/// The next multiple of alignment, a power of two; 0 if there is none.
constexpr std::uintptr_t align_up(std::uintptr_t n, std::size_t alignment) noexcept {
    return (n + alignment - 1) & ~(std::uintptr_t{alignment} - 1);
}
constexpr std::uintptr_t align_down(std::uintptr_t n, std::size_t alignment) noexcept {
    return n & ~(std::uintptr_t{alignment} - 1);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
