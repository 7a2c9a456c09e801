#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace arsenal_test {

// How far any bit of the result is from flipping half the time when any bit of the key flips: 0 is perfect, 1
// is a bit that always or never flips.
//
//   keys     the keys to start from
//   flips    how many single-bit changes a key has
//   flip     flip(key, i) changes bit i, and changes it back
//   hash     hash(key), 64 bits
template <class Key, class Flip, class Hash>
double avalanche_bias(std::vector<Key>& keys, std::size_t flips, Flip flip, Hash hash) {
    std::vector<std::uint32_t> changed(flips * 64);
    for (Key& key : keys) {
        const std::uint64_t before = hash(key);
        for (std::size_t i = 0; i != flips; ++i) {
            flip(key, i);
            const std::uint64_t difference = before ^ hash(key);
            flip(key, i);
            for (std::size_t bit = 0; bit != 64; ++bit) changed[i * 64 + bit] += difference >> bit & 1;
        }
    }
    double worst = 0;
    for (const std::uint32_t count : changed)
        worst = std::max(worst, std::abs(2.0 * count / static_cast<double>(keys.size()) - 1));
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
