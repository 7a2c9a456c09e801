#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

// That this thread is inside an operation on a concurrent map: a scope, innermost first. A second operation
// on the same map would wait for a lock that its own thread holds, for ever or once in a while.
class held_map {
public:
    explicit held_map(const void* map) : map_(map) {
        ARSENAL_DEBUG_ASSERT(!is_held(map), "a visitor, or an element's own function, called back into the "
                                            "concurrent_hash_map that is calling it, which would deadlock");
        outer_ = enter(this);
    }
    held_map(const held_map&) = delete;
    held_map& operator=(const held_map&) = delete;
    ~held_map() { enter(outer_); }

private:
    static bool is_held(const void* map) noexcept;
    // Makes a scope the innermost of this thread; returns the one before.
    static const held_map* enter(const held_map* scope) noexcept;

    const void* map_;
    const held_map* outer_ = nullptr;
};

#else

struct held_map {
    explicit held_map(const void*) noexcept {}
};

#endif

} // namespace arsenal::inline ARSENAL_ABI::detail
