#pragma once

#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Room for one element. `hash`, where Key is a class, spares rehashing strings and calling users' hashes
/// that throw while the index grows. It depends on Key alone, so that tables with other hash functions share
/// node handles.
template <class Value, bool CachesHash>
struct slot {
    static constexpr bool caches_hash = CachesHash;
    alignas(Value) alignas(8) std::byte storage[sizeof(Value)];

    Value* value() noexcept { return std::launder(reinterpret_cast<Value*>(storage)); }
    void set_hash(std::uint64_t) noexcept {}
};
template <class Value>
struct slot<Value, true> {
    static constexpr bool caches_hash = true;
    alignas(Value) alignas(8) std::byte storage[sizeof(Value)];
    std::uint64_t hash;

    Value* value() noexcept { return std::launder(reinterpret_cast<Value*>(storage)); }
    void set_hash(std::uint64_t h) noexcept { hash = h; }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
