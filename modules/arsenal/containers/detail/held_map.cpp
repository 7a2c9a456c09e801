#include <arsenal/containers/detail/held_map.hpp>

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

thread_local const held_map* innermost = nullptr;

} // namespace

bool held_map::is_held(const void* map) noexcept {
    for (const held_map* scope = innermost; scope != nullptr; scope = scope->outer_)
        if (scope->map_ == map) return true;
    return false;
}

const held_map* held_map::enter(const held_map* scope) noexcept {
    const held_map* const before = innermost;
    innermost = scope;
    return before;
}

} // namespace arsenal::inline ARSENAL_ABI::detail

#endif
