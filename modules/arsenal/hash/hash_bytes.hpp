#pragma once

#include <arsenal/hash/detail/bytes.hpp>
#include <arsenal/hash/xxh3.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/strategy.hpp>

#include <cstddef>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI {

// A 64-bit hash of n bytes, avalanching in every bit of the bytes and of the seed, and the fastest here for
// tables. Which function it is depends on Strategy and may change between versions: a digest that is stored
// is one of the named ones (xxh3_64, wyhash, ...).
//
//   strategy::balanced    shortest time to the result, or within an eighth of it, at every size
//   strategy::throughput  a quarter more bytes per second from 400 to 511 bytes where results do not wait
//                         for each other, a longer time to the result around 256, nothing elsewhere
//
// Complexity: linear in n. Throws nothing. bytes may be null when n is 0.
template <strategy Strategy = strategy::balanced>
[[nodiscard]] inline std::uint64_t hash_bytes(const void* bytes, std::size_t n,
                                              std::uint64_t seed = 0) noexcept {
    static_assert(
        Strategy == strategy::balanced || Strategy == strategy::throughput,
        "hash_bytes knows strategy::balanced, which is lowest in latency too, and strategy::throughput; "
        "no other choice differs from these");
    if constexpr (Strategy == strategy::throughput) {
        constexpr std::size_t shortest_vector_bytes = 241;
        if (n >= shortest_vector_bytes) return xxh3_64::hash(bytes, n, seed);
    }
    return detail::hash_bytes_short(bytes, n, seed);
}

} // namespace arsenal::inline ARSENAL_ABI
