#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>

// What mode debug looks at when a block comes back.

namespace arsenal::inline ARSENAL_ABI::detail {

/// `right`; where it is not, names the block on stderr first. For the condition of a check.
bool right_of_block(bool right, const void* block) noexcept;

/// Writes a pattern to [p + from, p + to), behind what was asked for.
void fill_behind(void* p, std::size_t from, std::size_t to) noexcept;
/// Whether it is still there; names the first byte that is not, and the block, on stderr.
bool intact_behind(const void* p, std::size_t from, std::size_t to) noexcept;

} // namespace arsenal::inline ARSENAL_ABI::detail
