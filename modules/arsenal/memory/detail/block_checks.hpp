#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>

// What mode debug does behind the bytes that were asked for, up to the end of a block. None of it may be
// poisoned.

namespace arsenal::inline ARSENAL_ABI::detail {

/// Writes a pattern to [p + from, p + to).
void fill_behind(void* p, std::size_t from, std::size_t to) noexcept;
/// Whether something there is not the pattern's any more.
bool is_written_behind(const void* p, std::size_t from, std::size_t to) noexcept;

} // namespace arsenal::inline ARSENAL_ABI::detail
