#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <memory>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Which blocks a thread_cache has given out, in mode debug. Remembers for good each address that it has
/// seen. For any number of threads.
class live_blocks {
public:
    live_blocks();
    ~live_blocks();
    live_blocks(const live_blocks&) = delete;
    live_blocks& operator=(const live_blocks&) = delete;

    /// False: there is no memory to remember it.
    bool add(const void* block) noexcept;
    /// Stops the program if it is not there.
    void remove(const void* block, std::size_t bytes) noexcept;

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// In its place in the other modes.
struct no_live_blocks {
    static bool add(const void*) noexcept { return true; }
    static void remove(const void*, std::size_t) noexcept {}
};

} // namespace arsenal::inline ARSENAL_ABI::detail
