#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>

namespace arsenal::inline ARSENAL_ABI::detail {

inline std::byte* memory_at(std::uintptr_t address) noexcept { return reinterpret_cast<std::byte*>(address); }
inline std::uintptr_t memory_address(const void* p) noexcept { return reinterpret_cast<std::uintptr_t>(p); }

/// Whether a block fits between tip, which is the last byte that was given out, and top, the last that there
/// is: then it begins at p, and tip is moved to its last byte. A block of no bytes takes one.
///
/// (The last byte, not the next one: rounding up to an alignment is then one `or`, and two operations lead
/// from one tip to the next. Pointers, not addresses: whoever writes numbers into the blocks cannot mean
/// them, so that the compiler keeps tip in a register. Not p for a result: whoever calls it would test that
/// for nullptr.)
[[nodiscard, gnu::always_inline]] inline bool bump_memory(std::byte*& tip, const std::byte* top,
                                                          std::size_t bytes, std::size_t alignment,
                                                          void*& p) noexcept {
    const std::size_t size = bytes + (bytes == 0);
    std::uintptr_t before = memory_address(tip);
    // Zen hands a stored register on to a plain load at once, but not to one that is part of another
    // instruction, as the compiler would have it: 9 cycles from one call to the next instead of 6.
    asm("" : "+r"(before));
    before |= alignment - 1;
    // As signed numbers: less than is wanted, perhaps negative, if the alignment alone leads beyond top. The
    // difference does not wrap but for alignments and sizes that no memory has, from 2^63 and 2^62 on.
    const std::uintptr_t over = memory_address(top) - before - size;
    if (static_cast<std::ptrdiff_t>(over | size | size << 1 | alignment) < 0) [[unlikely]]
        return false;
    tip = memory_at(before + size);
    p = memory_at(before + 1);
    return true;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
