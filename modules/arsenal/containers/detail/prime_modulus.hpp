#pragma once

#include <arsenal/platform/config.hpp>

#include <cstdint>

// x mod p without a division, exact for every 64-bit x: the quotient by a multiplication with
// ceil(2^(64+s) / p) (Granlund and Montgomery, "Division by invariant integers using multiplication", PLDI
// 1994; the primes are chosen so that the 64-bit multiplier suffices), then one multiply and subtract.
//
// Why a modulus and not a mixing hash: dense integers land in adjacent lanes and stream through memory, as in
// std::unordered_map; and since p is prime, any arithmetic progression of at most p keys has no collision at
// all, whatever its stride. Why these primes: p = a * 2^j + d with small d, so that keys a power of two apart
// sweep the index in a few nearly sequential streams instead of jumping about.

namespace arsenal::inline ARSENAL_ABI::detail {

__extension__ typedef unsigned __int128 uint128; // -Wpedantic

struct prime_modulus {
    std::uint64_t p = 5;
    std::uint64_t multiplier = 0xCCCC'CCCC'CCCC'CCCD; // ceil(2^66 / 5)
    unsigned shift = 2;

    std::uint64_t quotient(std::uint64_t x) const noexcept {
        return static_cast<std::uint64_t>((static_cast<uint128>(x) * multiplier) >> 64) >> shift;
    }
    std::uint64_t operator()(std::uint64_t x) const noexcept { return x - quotient(x) * p; }
};

/// How an index for `limit` elements is laid out: a prime number p of home lanes, and the groups of eight
/// that hold them; their number is at most 8 or prime as well.
struct index_shape {
    prime_modulus modulus;
    std::uint32_t groups = 1;
};

/// The smallest shape that holds `limit` elements at a load of at most 0.86 (small ones: up to 1.0).
/// limit <= max_index_limit.
index_shape shape_for(std::uint64_t limit) noexcept;

/// The smallest modulus that is at least `lanes`, or the largest that there is.
prime_modulus modulus_for(std::uint64_t lanes) noexcept;

/// The first of the growth steps that is >= n. Above 59 these are the steps of libstdc++'s own prime policy:
/// whenever ours has just doubled its index, std has just doubled its buckets, so that at no n we hold the
/// larger one and std the smaller.
std::uint64_t growth_step(std::uint64_t n) noexcept;

/// Elements that one table can hold (the index is addressed with 32-bit group numbers).
inline constexpr std::uint64_t max_index_limit = 4'000'000'000;

inline constexpr std::uint64_t max_buckets = std::uint64_t{1} << 40;

// Load factors other than 1.

/// Elements that `buckets` buckets take at `max_load` elements per bucket.
std::uint64_t elements_in(std::uint64_t buckets, float max_load) noexcept;
/// The fewest buckets that take n elements. Throws length_error beyond max_buckets.
std::uint64_t buckets_for_elements(std::uint64_t n, float max_load);

} // namespace arsenal::inline ARSENAL_ABI::detail
