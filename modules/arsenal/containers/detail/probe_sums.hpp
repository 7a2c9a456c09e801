#pragma once

#include <arsenal/containers/hash_stats.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Sums over the keys of an index, or of several: what stats() makes means of.
struct probe_sums {
    hash_stats totals;
    std::size_t probes = 0;
    std::size_t false_candidates = 0;
    double misses = 0;      // probes, and
    double miss_starts = 0; // of how many searches, where mean_miss is misses / miss_starts

    /// A key whose lookup takes so many probes, and compares so many elements that have another one.
    void add_key(std::size_t length, std::size_t false_ones = 0) noexcept;
    hash_stats means() const noexcept;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
