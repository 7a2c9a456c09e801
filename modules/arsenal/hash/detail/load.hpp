#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace arsenal::inline ARSENAL_ABI::detail {

// Little-endian, at any alignment.
inline std::uint64_t load_u64(const unsigned char* p) noexcept {
    std::uint64_t value;
    std::memcpy(&value, p, sizeof value);
    if constexpr (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) value = __builtin_bswap64(value);
    return value;
}

inline std::uint64_t load_u32(const unsigned char* p) noexcept {
    std::uint32_t value;
    std::memcpy(&value, p, sizeof value);
    if constexpr (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) value = __builtin_bswap32(value);
    return value;
}

// All of 1, 2 or 3 bytes, in one number.
inline std::uint64_t load_1_to_3(const unsigned char* p, std::size_t n) noexcept {
    return (std::uint64_t{p[0]} << 16) | (std::uint64_t{p[n / 2]} << 8) | p[n - 1];
}

} // namespace arsenal::inline ARSENAL_ABI::detail
