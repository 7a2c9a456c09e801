#pragma once

#include <arsenal/containers/detail/flat_core.hpp>
#include <arsenal/containers/flat_hash_stats.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// How a lookup of the element in `slot`, which starts at p, goes.
void measure_probe(const flat_core& core, flat_probe p, std::size_t slot, flat_hash_stats& into) noexcept;

/// Adds the elements of one flat table to the figures of all.
template <class Table>
void add_probes(const Table& table, flat_hash_stats& all) {
    const flat_core& core = table.core();
    all.size += core.size;
    all.slots += core.capacity();
    all.mixed |= core.order == flat_order::mixed;
    for (auto at = table.begin(); at; at.advance())
        measure_probe(core, table.probe(table.hash(Table::key(at))),
                      static_cast<std::size_t>(at.tag - core.tags), all);
}
/// Sums made means.
inline flat_hash_stats finished(flat_hash_stats all) noexcept {
    if (all.size != 0) {
        all.mean_probe /= static_cast<double>(all.size);
        all.false_candidates /= static_cast<double>(all.size);
    }
    return all;
}
template <class Table>
flat_hash_stats measure_flat(const Table& table) {
    flat_hash_stats s;
    add_probes(table, s);
    s.bytes = table.bytes();
    return finished(s);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
