#pragma once

#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI {

// Whether Hash declares that each bit of a key changes each bit of its result with probability 1/2, so that a
// table may use the result as it is. A hash says so by a member type `is_avalanching`: void, or a type whose
// static member `value` is true. May be specialised for a hash that cannot be edited.
template <class Hash>
struct is_avalanching {
    static constexpr bool value = [] {
        if constexpr (requires { Hash::is_avalanching::value; })
            return static_cast<bool>(Hash::is_avalanching::value);
        else
            return requires { typename Hash::is_avalanching; };
    }();
};

template <class Hash>
inline constexpr bool is_avalanching_v = is_avalanching<Hash>::value;

} // namespace arsenal::inline ARSENAL_ABI
