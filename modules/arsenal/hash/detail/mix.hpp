#pragma once

#include <arsenal/platform/config.hpp>

#include <cstdint>

namespace arsenal::inline ARSENAL_ABI::detail {

// Full avalanche and a bijection, so that distinct integers never collide: variant 13 of David Stafford's
// "Better bit mixing" (2011), known as SplitMix64's last step. Two folded multiplications have the latency of
// this and 1.4 times its cost where independent keys overlap, and lose 37 % of the values; one alone maps
// strided keys onto few high bits. Of its kind the shifts matter: 32, 32, 28 cancels keys whose halves are
// equal.
constexpr std::uint64_t mix(std::uint64_t x) noexcept {
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9;
    x ^= x >> 27;
    x *= 0x94d049bb133111eb;
    x ^= x >> 31;
    return x;
}

struct uint128_halves {
    std::uint64_t low;
    std::uint64_t high;
};

// The whole product of two 64-bit numbers.
constexpr uint128_halves multiply(std::uint64_t a, std::uint64_t b) noexcept {
#if defined(__SIZEOF_INT128__)
    __extension__ using uint128 = unsigned __int128;
    const uint128 product = static_cast<uint128>(a) * b;
    return {static_cast<std::uint64_t>(product), static_cast<std::uint64_t>(product >> 64)};
#else
    constexpr std::uint64_t low_half = 0xffffffff;
    const std::uint64_t low_low = (a & low_half) * (b & low_half);
    const std::uint64_t high_low = (a >> 32) * (b & low_half) + (low_low >> 32);
    const std::uint64_t low_high = (a & low_half) * (b >> 32) + (high_low & low_half);
    return {(low_high << 32) | (low_low & low_half),
            (a >> 32) * (b >> 32) + (high_low >> 32) + (low_high >> 32)};
#endif
}

// The product's halves, xored: the step of the wyhash family. One fold does not avalanche, two do.
constexpr std::uint64_t fold(std::uint64_t a, std::uint64_t b) noexcept {
    const uint128_halves product = multiply(a, b);
    return product.low ^ product.high;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
