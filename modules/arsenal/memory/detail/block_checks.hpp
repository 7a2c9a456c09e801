#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>

// What mode debug does behind the bytes that were asked for, up to the end of a block.

namespace arsenal::inline ARSENAL_ABI::detail {

/// Writes a pattern to [p + from, p + to).
void fill_behind(void* p, std::size_t from, std::size_t to) noexcept;
/// The first byte there that is not the pattern's any more, or nullptr.
const void* written_behind(const void* p, std::size_t from, std::size_t to) noexcept;

} // namespace arsenal::inline ARSENAL_ABI::detail
