#pragma once

#include <arsenal/hash/detail/load.hpp>
#include <arsenal/hash/detail/mix.hpp>
#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

// The hash behind hash<std::string> and whatever is a row of bytes. It belongs to the wyhash family
// (multiplications of words masked with secrets, folded), arranged so that no key of up to 64 bytes waits for
// more than two multiplications in a row:
//
//   n in 0..16    one product of two words that cover the key, then one fold of its halves
//   n in 17..64   16-byte blocks counted from both ends (2 up to 32 bytes, else 4), each folded side by
//                 side, then one fold of the sums
//   longer        compiled, in bytes.cpp: four lanes over stripes of 64 bytes; from 512 bytes XXH3
//
// A multiplication forgets one factor where the other is 0, and folded, where it is 1, ~0 or 0x5555..., much
// of it. So both factors carry the seed: no word of a key makes one of them a known number under a seed that
// is not known. And every word also enters beside its product, where it cannot cancel: with the seed off
// anybody can compute words that are weak factors, and what is beside them still counts.
//
//     key of 17..32 bytes   a b ..... c d     each masked by a key
//
//         front = fold(a, b) + (c + d)
//         back  = fold(c, d) + (a + b)        hash = fold(front ^ n, back)
//
// What is left: who knows the seed can compute keys that collide in the last fold. hardened_hash is for that.
//
// Deterministic over processes and byte orders, but not a stable digest: it may change between versions.

namespace arsenal::inline ARSENAL_ABI::detail {

// The default secret of wyhash's final version 4.2: odd, with 32 bits set each.
inline constexpr std::uint64_t byte_secret[4] = {0x2d358dccaa6c78a5, 0x8bb84b93962eacc9, 0x4b33a62ed433d4a3,
                                                 0x4d5a2da51de1aa47};

// The state of a chain that takes two words at a step and forgets neither, nor what came before: the
// product's halves are kept apart, and a factor added to each. (Xored, they would cancel where the other
// factor is 1.)
struct byte_lane {
    std::uint64_t left;
    std::uint64_t right;

    constexpr void absorb(std::uint64_t first, std::uint64_t second) noexcept {
        left ^= first;
        right ^= second;
        const uint128_halves product = multiply(left, right);
        left += product.high;
        right += product.low;
    }
};

// pre: n > 64
std::uint64_t hash_bytes_long(const unsigned char* p, std::size_t n, std::uint64_t seed) noexcept;

inline std::uint64_t hash_bytes_upto_16(const unsigned char* p, std::size_t n, std::uint64_t seed) noexcept {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    if (n >= 8) {
        first = load_u64(p);
        last = load_u64(p + n - 8);
    } else if (n >= 4) {
        first = load_u32(p);
        last = load_u32(p + n - 4);
    } else if (n > 0) {
        first = load_1_to_3(p, n);
    }
    const std::uint64_t key = byte_secret[1] ^ seed;
    const std::uint64_t a = first ^ key;
    const std::uint64_t b = last ^ byte_secret[0] ^ seed;
    const uint128_halves product = multiply(a, b);
    return fold(product.low ^ (key + n), product.high + a + b);
}

// Adds to one side the product of the 16 bytes at p, to the other their sum. One addition after the other:
// summed up first, the words would hold two more registers over the multiplication.
inline void add_block(const unsigned char* p, std::uint64_t first_key, std::uint64_t last_key,
                      std::uint64_t& product, std::uint64_t& sum) noexcept {
    const std::uint64_t first = load_u64(p) ^ first_key;
    const std::uint64_t last = load_u64(p + 8) + last_key;
    sum += first;
    sum += last;
    product += fold(first, last);
}

inline std::uint64_t hash_bytes_17_to_64(const unsigned char* p, std::size_t n, std::uint64_t seed) noexcept {
    const unsigned char* const end = p + n;
    const std::uint64_t front_key = byte_secret[1] ^ seed;
    const std::uint64_t back_key = byte_secret[2] ^ seed;
    std::uint64_t front = 0;
    std::uint64_t back = 0;
    add_block(p, front_key, back_key, front, back);
    add_block(end - 16, back_key, front_key, back, front);
    if (n > 32) {
        add_block(p + 16, byte_secret[3] ^ seed, back_key, front, back);
        add_block(end - 32, byte_secret[0] ^ seed, front_key, back, front);
    }
    return fold(front ^ n, back);
}

// Hash of the n bytes at p, avalanching in every bit of key and seed. Inline, for keys that are mostly short.
inline std::uint64_t hash_bytes_short(const void* bytes, std::size_t n, std::uint64_t seed) noexcept {
    const auto* const p = static_cast<const unsigned char*>(bytes);
    if (n <= 16) [[likely]]
        return hash_bytes_upto_16(p, n, seed);
    if (n <= 64) return hash_bytes_17_to_64(p, n, seed);
    return hash_bytes_long(p, n, seed);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
