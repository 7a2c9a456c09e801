#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>

namespace arsenal::inline ARSENAL_ABI::detail {

// Asks the system to back the whole pages inside [p, p + bytes) with huge ones: a hint for large blocks that
// were just allocated and not yet touched. Keeps errno. Does nothing where the block holds no aligned huge
// page, or the system has no such hint (only Linux has it here).
void advise_huge_pages(void* p, std::size_t bytes) noexcept;

} // namespace arsenal::inline ARSENAL_ABI::detail
