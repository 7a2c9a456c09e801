#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Whether a block fits between cur and end: then it begins at p, and cur is moved to its end. Its size is
/// rounded up to the grain, a power of two; a block of no bytes takes one. If cur is a multiple of the grain it
/// stays one, and blocks of no stricter alignment need no padding.
///
/// (No sum wraps: each is of what has been seen to fit. Not `p` for a result: whoever calls it would test that
/// again for nullptr.)
[[nodiscard, gnu::always_inline]] inline bool bump(std::byte*& cur, const std::byte* end, std::size_t bytes,
                                                   std::size_t alignment, std::size_t grain,
                                                   void*& p) noexcept {
    const std::size_t last = (bytes - (bytes != 0)) | (grain - 1);
    std::byte* at = cur;
    if (alignment > grain) {
        const std::size_t padding = (0 - reinterpret_cast<std::uintptr_t>(at)) & (alignment - 1);
        if (padding > static_cast<std::size_t>(end - at)) [[unlikely]]
            return false;
        at += padding;
    }
    if (last >= static_cast<std::size_t>(end - at)) [[unlikely]]
        return false;
    cur = at + last + 1;
    p = at;
    return true;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
