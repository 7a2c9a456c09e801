#pragma once

#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

template <class T>
constexpr bool computed_by_default() { // g++ 12 sees no constant in T() itself until T() was used
    static_cast<void>(T());
    return true;
}
/// Whether T() calls no function that could use a table: it is trivial, or the compiler can compute it (which
/// is not tried with large types).
template <class T>
concept quiet_default =
    std::is_trivially_default_constructible_v<T> ||
    (sizeof(T) <= 256 && std::is_trivially_destructible_v<T> && std::is_default_constructible_v<T> &&
     requires { typename std::bool_constant<computed_by_default<T>()>; });
/// Whether making a T from Args calls no function that could use the table again.
template <class T, class... Args>
concept quietly_made =
    std::is_trivially_constructible_v<T, Args...> || (sizeof...(Args) == 0 && quiet_default<T>);

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
