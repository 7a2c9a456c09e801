#pragma once

#include <arsenal/containers/detail/emplace_arguments.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// What an element is, to a table that may hold a map's or a set's.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Key, class T>
struct map_policy {
    using key_type = Key;
    using mapped_type = T;
    using value_type = std::pair<const Key, T>;
    static constexpr bool is_map = true;
    static constexpr bool constant_iterators = false;
    static const Key& key(const value_type& v) noexcept { return v.first; }
    template <class... Args>
    static constexpr bool quietly_emplaced = pair_quietly_made<Key, T, Args...>;
};

template <class Key>
struct set_policy {
    using key_type = Key;
    using value_type = Key;
    static constexpr bool is_map = false;
    static constexpr bool constant_iterators = true;
    static const Key& key(const value_type& v) noexcept { return v; }
    template <class... Args>
    static constexpr bool quietly_emplaced = quietly_made<Key, Args...>;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
