#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <utility>
#include <vector>

#include <support/counting_allocator.hpp>

// Bytes that a map of u64 to u64 asks for while it grows to n elements without reserve.
namespace memory {

using entry = std::pair<const std::uint64_t, std::uint64_t>;
using counting = support::counting_allocator<entry>;

template <template <class...> class Map>
using counted_map =
    Map<std::uint64_t, std::uint64_t, std::hash<std::uint64_t>, std::equal_to<std::uint64_t>, counting>;

struct footprint {
    std::size_t live = 0; // once n elements are in
    std::size_t peak = 0; // at any time until then
};

inline std::uint64_t sequential(std::uint64_t i) { return i; }
inline std::uint64_t scattered(std::uint64_t i) { return (i + 1) * 0x9e3779b97f4a7c15ull; }

/// The footprint at each of the sizes, which are in ascending order: one growing map passes through them all.
template <template <class...> class Map, class Key>
std::vector<footprint> growth(const std::vector<std::size_t>& sizes, Key key) {
    support::allocation_counters counters;
    std::vector<footprint> result;
    counted_map<Map> m{counting(counters)};
    std::uint64_t i = 0;
    for (std::size_t n : sizes) {
        for (; i < n; ++i) m.emplace(key(i), i);
        result.push_back({counters.live_bytes, counters.peak_bytes});
    }
    return result;
}

/// 1 ... 300, then eight steps to the octave up to `last`.
inline std::vector<std::size_t> sizes(std::size_t last) {
    std::vector<std::size_t> result;
    for (std::size_t n = 1; n <= 300; ++n) result.push_back(n);
    for (double n = 301; n < static_cast<double>(last); n *= 1.0905077326652577)
        result.push_back(static_cast<std::size_t>(n));
    result.push_back(last);
    return result;
}

} // namespace memory
