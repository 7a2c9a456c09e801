#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI::detail {

/// A set of bytes as the lookups of vector instructions take it, sixteen entries by the low nibble:
///
///            7 | 6 5 4 | 3 2 1 0
///    byte c  h |  bit  |  entry     is a member if bit `bit` of half[h][entry] is set
struct byte_rows {
    std::uint8_t half[2][16];
};

/// As many wanted bytes are compared with one by one.
inline constexpr std::size_t few_bytes = 4;

} // namespace arsenal::inline ARSENAL_ABI::detail
