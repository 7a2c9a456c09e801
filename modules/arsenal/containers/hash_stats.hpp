#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>

namespace arsenal::inline ARSENAL_ABI {

/// What stats() of a hash container tells: how full its index is and how good the hash. A probe is one look
/// at the index: at a group of slots, or at a single one where the table is searched so.
///
/// Keys are as many as elements, but in the multi containers, where equal elements are found by one search.
/// Slots are bucket_count(); in the unordered containers the entries of the index. keys / slots is the load.
struct hash_stats {
    static constexpr std::size_t histogram_size = 8;

    std::size_t size = 0;
    std::size_t keys = 0;
    std::size_t slots = 0;
    std::size_t bytes = 0;                        // asked of the allocator
    std::size_t found_after[histogram_size] = {}; // keys that are found by 1, 2, ... 8 or more probes
    std::size_t longest_probe = 0;                // of a key
    double mean_probe = 0;                        // of all keys
    double mean_miss = 0;                         // probes for a random hash that no element has
    double false_candidates = 0; // other keys that a lookup compares, on average (0 in dense)
    bool mixed = false;          // hashes are mixed: neighbouring integers have no neighbouring slots
};

} // namespace arsenal::inline ARSENAL_ABI
