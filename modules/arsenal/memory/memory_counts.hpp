#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI {

/// What went through a resource. Sizes are those asked for, in bytes; what the resource adds to them is its
/// own.
struct memory_counts {
    std::uint64_t allocations = 0; ///< that succeeded
    std::uint64_t failures = 0;    ///< that ended in an exception, or in nullptr
    std::uint64_t total_bytes = 0; ///< of all allocations
    std::size_t live_blocks = 0;
    std::size_t live_bytes = 0;
    std::size_t peak_bytes = 0; ///< the most that live_bytes has been

    std::uint64_t deallocations() const noexcept { return allocations - live_blocks; }

    /// Whether a block of so many bytes may be among the live ones.
    bool covers(std::size_t bytes) const noexcept { return live_blocks != 0 && bytes <= live_bytes; }

    void count_allocation(std::size_t bytes) noexcept {
        ++allocations;
        ++live_blocks;
        total_bytes += bytes;
        live_bytes += bytes;
        if (live_bytes > peak_bytes) peak_bytes = live_bytes;
    }
    void count_deallocation(std::size_t bytes) noexcept {
        --live_blocks;
        live_bytes -= bytes;
    }
};

} // namespace arsenal::inline ARSENAL_ABI
