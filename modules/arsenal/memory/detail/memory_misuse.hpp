#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>

namespace arsenal::inline ARSENAL_ABI::detail {

/// What somebody did with a block, or with a mark.
enum class misuse : unsigned char {
    double_free,
    foreign_pointer, ///< no block of this resource's, as far as it can tell
    no_live_block,   ///< of its memory; nobody knows any more whether there was a block
    overrun,         ///< written behind its end, or before its beginning
    wrong_size,
    out_of_order,
    surplus, ///< more is given back than is out
    foreign_mark,
    stale_mark,
};

/// A failed check of the block of `bytes`, or the mark, at p: the handler of hardening.hpp is told
/// "<resource>: double free at 0x..., 50 bytes", then the program traps. Asks for no memory.
[[noreturn, gnu::cold]] void memory_misused(misuse what, const char* resource, const void* p,
                                            std::size_t bytes);
/// Without the size, where nobody knows it.
[[noreturn, gnu::cold]] void memory_misused(misuse what, const char* resource, const void* p);

} // namespace arsenal::inline ARSENAL_ABI::detail
