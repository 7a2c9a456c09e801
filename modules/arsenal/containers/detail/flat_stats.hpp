#pragma once

#include <arsenal/containers/detail/flat_core.hpp>
#include <arsenal/containers/detail/probe_sums.hpp>
#include <arsenal/containers/hash_stats.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Sums over the elements, or the slots, of one or more flat tables.
struct flat_sums : probe_sums {
    /// How a lookup of the element in `slot`, which starts at p, goes.
    void add_element(const flat_core& core, flat_probe p, std::size_t slot) noexcept;
    /// All but the elements' probes. Linear.
    void add_table(const flat_core& core) noexcept;
    hash_stats means(std::size_t bytes) const noexcept;
};

template <class Table>
void add_stats(const Table& table, flat_sums& sums) {
    sums.add_table(table.core());
    for (auto at = table.begin(); at; at.advance())
        sums.add_element(table.core(), table.probe(table.hash(Table::key(at))),
                         static_cast<std::size_t>(at.tag - table.core().tags));
}

} // namespace arsenal::inline ARSENAL_ABI::detail
