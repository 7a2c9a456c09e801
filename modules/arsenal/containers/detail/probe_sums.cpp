#include <arsenal/containers/detail/probe_sums.hpp>

#include <algorithm>

namespace arsenal::inline ARSENAL_ABI::detail {

void probe_sums::add_key(std::size_t length, std::size_t false_ones) noexcept {
    ++totals.keys;
    probes += length;
    false_candidates += false_ones;
    ++totals.found_after[std::min(length, hash_stats::histogram_size) - 1];
    totals.longest_probe = std::max(totals.longest_probe, length);
}

hash_stats probe_sums::means() const noexcept {
    hash_stats s = totals;
    if (s.keys != 0) {
        s.mean_probe = static_cast<double>(probes) / static_cast<double>(s.keys);
        s.false_candidates = static_cast<double>(false_candidates) / static_cast<double>(s.keys);
    }
    if (s.slots != 0) s.mean_miss = misses / miss_starts;
    return s;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
