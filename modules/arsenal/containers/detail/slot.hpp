#pragma once

#include <arsenal/containers/detail/chain.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Room for one element. `hash`, where Key is a class, spares rehashing strings and calling users' hashes
/// that throw while the index grows. It depends on Key alone, so that tables with other hash functions share
/// node handles.
template <class Value, bool CachesHash>
struct slot {
    using value_type = Value;
    static constexpr bool chained = false;
    static constexpr bool caches_hash = CachesHash;
    alignas(Value) alignas(8) std::byte storage[sizeof(Value)];

    value_type* value() noexcept { return std::launder(reinterpret_cast<Value*>(storage)); }
    void set_hash(std::uint64_t) noexcept {}
};
template <class Value>
struct slot<Value, true> {
    using value_type = Value;
    static constexpr bool chained = false;
    static constexpr bool caches_hash = true;
    alignas(Value) alignas(8) std::byte storage[sizeof(Value)];
    std::uint64_t hash;

    value_type* value() noexcept { return std::launder(reinterpret_cast<Value*>(storage)); }
    void set_hash(std::uint64_t h) noexcept { hash = h; }
};

/// The slot of a multi_table. Value and hash lie where they lie in a slot, so that nodes of both kinds of
/// table have one type.
template <class Value, bool CachesHash>
struct chained_slot : slot<Value, CachesHash>, chain_link {
    static constexpr bool chained = true;
};

/// What stands for an element in a table that its slot is not of. (Does not ask for Slot's definition:
/// elements may be of a type that is incomplete yet.)
template <class Slot>
struct cell_of {
    using type = foreign_cell;
};
template <class Value, bool CachesHash>
struct cell_of<chained_slot<Value, CachesHash>> {
    using type = chained_cell;
};

/// The size of a slot for the same elements as Slot is for, chained or not.
template <class Slot>
constexpr std::size_t size_of_slot(bool chained) noexcept {
    if (chained == Slot::chained) return sizeof(Slot);
    if constexpr (Slot::chained) {
        using plain = slot<typename Slot::value_type, Slot::caches_hash>;
        static_assert(sizeof(Slot) == round_up(sizeof(plain) + sizeof(chain_link), alignof(plain)));
        return sizeof(plain);
    } else {
        return round_up(sizeof(Slot) + sizeof(chain_link), alignof(Slot));
    }
}

} // namespace arsenal::inline ARSENAL_ABI::detail
