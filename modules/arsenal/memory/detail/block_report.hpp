#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>

namespace arsenal::inline ARSENAL_ABI::detail {

// Prints the address and the size of a block on stderr; false, so that a check can name the block that fails
// it: ARSENAL_ASSERT(is_whole(p) || name_block(p, bytes), "..."). Asks for no memory.
[[gnu::cold]] bool name_block(const void* p, std::size_t bytes) noexcept;

} // namespace arsenal::inline ARSENAL_ABI::detail
