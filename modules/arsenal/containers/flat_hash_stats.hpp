#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>

namespace arsenal::inline ARSENAL_ABI {

/// What stats() of flat_hash_map and flat_hash_set tells. A probe is a look at one group of 16 slots.
struct flat_hash_stats {
    static constexpr std::size_t histogram_size = 8;

    std::size_t size = 0;
    std::size_t slots = 0;
    std::size_t bytes = 0;                        // asked of the allocator
    std::size_t found_after[histogram_size] = {}; // elements found by 1, 2, ... 8 or more probes
    std::size_t longest_probe = 0;                // of an element
    double mean_probe = 0;                        // of all elements
    double false_candidates =
        0;              // elements with another key but the same tag that a lookup compares, on average
    bool mixed = false; // the table mixes the hash (where that does not call itself avalanching)
};

} // namespace arsenal::inline ARSENAL_ABI
