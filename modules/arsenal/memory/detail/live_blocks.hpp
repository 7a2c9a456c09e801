#pragma once

#include <arsenal/platform/config.hpp>

#include <memory>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Which blocks are given out: in mode debug, where a resource has no place of its own to remember it. For
/// any number of threads.
class live_blocks {
public:
    live_blocks();
    ~live_blocks();
    live_blocks(const live_blocks&) = delete;
    live_blocks& operator=(const live_blocks&) = delete;

    /// False: there is no memory to remember it.
    bool add(const void* block) noexcept;
    /// False: it is not there.
    bool remove(const void* block) noexcept;

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// In its place in the other modes.
struct no_live_blocks {
    static bool add(const void*) noexcept { return true; }
    static bool remove(const void*) noexcept { return true; }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
