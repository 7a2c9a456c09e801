#pragma once

#include <arsenal/hash/detail/load.hpp>
#include <arsenal/hash/detail/mix.hpp>
#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

// The hash behind hash<std::string> and whatever is a row of bytes. It belongs to the wyhash family (folded
// multiplications of words xored with secrets), arranged so that no key of up to 64 bytes waits for more than
// two multiplications in a row:
//
//   n in 0..16    one product of two words that cover the key, then one fold of its halves
//   n in 17..64   16-byte blocks counted from both ends (2 up to 32 bytes, else 4), each folded with a secret
//   of
//                 its own side by side, then one fold of the sums
//   longer        compiled, in bytes.cpp: four such chains over stripes of 64 bytes; from 512 bytes XXH3
//
// Deterministic over processes and byte orders, but not a stable digest: it may change between versions.

namespace arsenal::inline ARSENAL_ABI::detail {

// The default secrets of wyhash's final versions 4.2 and 3: odd, with 32 bits set each.
inline constexpr std::uint64_t byte_secret[8] = {
    0x2d358dccaa6c78a5, 0x8bb84b93962eacc9, 0x4b33a62ed433d4a3, 0x4d5a2da51de1aa47,
    0xa0761d6478bd642f, 0xe7037ed1a0b428db, 0x8ebc6af09c88c6e3, 0x589965cc75374cc3,
};

// pre: n > 64
std::uint64_t hash_bytes_long(const unsigned char* p, std::size_t n, std::uint64_t seed) noexcept;

inline std::uint64_t fold_block(const unsigned char* p, std::uint64_t first_key,
                                std::uint64_t second_key) noexcept {
    return fold(load_u64(p) ^ first_key, load_u64(p + 8) ^ second_key);
}

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
    const uint128_halves product = multiply(first ^ byte_secret[1], last ^ byte_secret[0] ^ seed);
    return fold(product.low ^ byte_secret[2] ^ n, product.high ^ byte_secret[3]);
}

inline std::uint64_t hash_bytes_17_to_64(const unsigned char* p, std::size_t n, std::uint64_t seed) noexcept {
    const unsigned char* const end = p + n;
    std::uint64_t front = fold_block(p, byte_secret[1], byte_secret[0] ^ seed);
    std::uint64_t back = fold_block(end - 16, byte_secret[2], byte_secret[3] ^ seed);
    if (n > 32) {
        front += fold_block(p + 16, byte_secret[4], byte_secret[5] ^ seed);
        back += fold_block(end - 32, byte_secret[6], byte_secret[7] ^ seed);
    }
    return fold(front ^ byte_secret[0] ^ n, back ^ byte_secret[1]);
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
