#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace arsenal_test {

// How often each of 64 bits was set, counted eight bits to an addition: a byte per bit, emptied into the
// totals before it overflows.
struct bit_counts {
    static constexpr std::size_t most_added = 255; // words between two calls of settle()

    void add(std::uint64_t word) {
        for (std::size_t i = 0; i != 8; ++i) bytes[i] += word >> i & 0x0101010101010101;
    }

    void settle() {
        for (std::size_t i = 0; i != 8; ++i)
            for (std::size_t byte = 0; byte != 8; ++byte) totals[byte * 8 + i] += bytes[i] >> byte * 8 & 255;
        bytes = {};
    }

    std::array<std::uint64_t, 8> bytes{};
    std::array<std::uint32_t, 64> totals{};
};

// How far any bit of the result is from flipping half the time when any bit of the key flips: 0 is perfect, 1
// is a bit that always or never flips.
//
//   keys     the keys to start from
//   flips    how many single-bit changes a key has
//   flip     flip(key, i) changes bit i, and changes it back
//   hash     hash(key), 64 bits
template <class Key, class Flip, class Hash>
double avalanche_bias(std::vector<Key>& keys, std::size_t flips, Flip flip, Hash hash) {
    std::vector<bit_counts> changed(flips);
    std::size_t uncounted = 0;
    for (Key& key : keys) {
        const std::uint64_t before = hash(key);
        for (std::size_t i = 0; i != flips; ++i) {
            flip(key, i);
            changed[i].add(before ^ hash(key));
            flip(key, i);
        }
        if (++uncounted == bit_counts::most_added) {
            for (bit_counts& counts : changed) counts.settle();
            uncounted = 0;
        }
    }
    double worst = 0;
    for (bit_counts& counts : changed) {
        counts.settle();
        for (const std::uint32_t count : counts.totals)
            worst = std::max(worst, std::abs(2.0 * count / static_cast<double>(keys.size()) - 1));
    }
    return worst;
}

// What a random function stays under, practically always: seven standard deviations of independent keys. Keys
// that are neighbours of each other count each pair once, hence half of them.
inline double bias_of_chance(std::size_t keys) { return 7 / std::sqrt(static_cast<double>(keys) / 2); }

// A fixed sequence of well-mixed numbers (Steele, Lea, Flood: SplitMix).
class number_stream {
public:
    explicit number_stream(std::uint64_t seed) : state_(seed) {}

    std::uint64_t operator()() {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
        z = (z ^ z >> 27) * 0x94d049bb133111eb;
        return z ^ z >> 31;
    }

private:
    std::uint64_t state_;
};

} // namespace arsenal_test
