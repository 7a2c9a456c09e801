#pragma once

#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

// A direct member of arsenal::compat hides all of std's overloads of its name, so compat::erase_if is this
// object: it takes whatever std::erase_if takes, found by argument-dependent lookup, as well as Arsenal's
// containers.
struct compat_erase_if {
    template <class Container, class Predicate>
    constexpr auto operator()(Container& container, Predicate predicate) const
        -> decltype(erase_if(container, static_cast<Predicate&&>(predicate))) {
        return erase_if(container, static_cast<Predicate&&>(predicate));
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail

namespace arsenal::inline ARSENAL_ABI::detail::compat_functions {

/// std::erase_if over the containers of std and of Arsenal.
/// \param container the container to shrink
/// \param predicate tells of an element whether it goes; copied once, as std does
/// \return the number of elements erased
/// Complexity and exceptions: the container's own ([container.erasure]).
inline constexpr compat_erase_if erase_if{};

} // namespace arsenal::inline ARSENAL_ABI::detail::compat_functions
