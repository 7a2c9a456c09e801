#pragma once

#include <arsenal/containers/detail/flat_core.hpp>
#include <arsenal/containers/flat_hash_stats.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// How a lookup of the element in `slot`, which starts at p, goes.
void measure_probe(const flat_core& core, flat_probe p, std::size_t slot, flat_hash_stats& into) noexcept;

template <class Table>
flat_hash_stats measure_flat(const Table& table) {
    const flat_core& core = table.core();
    flat_hash_stats s;
    s.size = core.size;
    s.slots = core.capacity();
    s.bytes = table.bytes();
    s.mixed = core.order == flat_order::mixed;
    for (auto at = table.begin(); at; at.advance())
        measure_probe(core, table.probe(table.hash(Table::key(at))),
                      static_cast<std::size_t>(at.tag - core.tags), s);
    if (s.size != 0) {
        s.mean_probe /= static_cast<double>(s.size);
        s.false_candidates /= static_cast<double>(s.size);
    }
    return s;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
