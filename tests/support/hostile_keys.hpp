#pragma once

#include <cstdint>
#include <string>
#include <utility>

// Keys that collide under arsenal::hash and the tables' own string hash: with the seed off anybody can
// compute a factor that makes the last product 0. (For integers alone the hash is a bijection, which nobody
// makes collide.)

namespace arsenal_test {

inline constexpr std::uint64_t hash_secret[3] = {0x2d358dccaa6c78a5, 0x8bb84b93962eacc9, 0x4b33a62ed433d4a3};

constexpr std::uint64_t inverse(std::uint64_t odd) {
    std::uint64_t x = odd; // right in three bits; each step doubles them
    for (int i = 0; i != 5; ++i) x *= 2 - odd * x;
    return x;
}
static_assert(inverse(hash_secret[1]) * hash_secret[1] == 1);

inline void append_word(std::string& text, std::uint64_t word) {
    for (int byte = 0; byte != 8; ++byte) text.push_back(static_cast<char>(word >> 8 * byte));
}

inline std::string hostile_text(std::uint64_t i) {
    const std::uint64_t factor = 2 * i + 1;
    std::string text;
    append_word(text, factor ^ hash_secret[1]);
    append_word(text, inverse(factor) * (hash_secret[1] + 16) ^ hash_secret[0]);
    return text;
}

inline std::pair<std::uint64_t, std::uint64_t> hostile_pair(std::uint64_t i) {
    const std::uint64_t factor = 2 * i + 1;
    return {(factor - 1) ^ 0x9e3779b97f4a7c15, inverse(factor) * hash_secret[2] ^ hash_secret[0]};
}

} // namespace arsenal_test
