#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace bench {

using u64 = std::uint64_t;

/// SplitMix64's finalizer (Steele, Lea, Flood, OOPSLA 2014): a bijection on 64 bits.
constexpr u64 mix(u64 x) {
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

/// A counter through `mix`: seeded, the same everywhere.
class rng {
public:
    explicit rng(u64 seed) : state_(mix(seed)) {}

    u64 operator()() { return mix(state_++); }

    /// Uniform in [0, bound) for bounds far below 2^32.
    u64 below(u64 bound) { return ((*this)() >> 32) * bound >> 32; }

private:
    u64 state_;
};

template <class T>
void shuffle(std::vector<T>& items, rng& random) {
    for (std::size_t left = items.size(); left > 1; --left) {
        std::swap(items[left - 1], items[random.below(left)]);
    }
}

} // namespace bench
