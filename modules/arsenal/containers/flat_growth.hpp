#pragma once

#include <arsenal/platform/config.hpp>

// How flat_hash_map and flat_hash_set grow: their last template argument.

namespace arsenal::inline ARSENAL_ABI {

/// The whole table is replaced by one of twice the slots whenever it is full. The fastest in sum.
struct doubling_growth {};

/// The table is made of many small ones, of at most 256 slots and about 8 KiB, and grows by splitting one of
/// them: an insertion moves and clears no more than that, whatever the size (detail/incremental_table.hpp).
/// For programs that cannot have an insertion wait for millions of others. Lookup is slower by a step or two
/// through a directory.
///
/// What differs beside: iterators and references are invalidated by an insertion (only those of the part that
/// is split, but nobody can tell which); clear() gives the memory back; bucket_count() and load_factor() are
/// linear in the number of parts; reserve(n) and rehash(n) are estimates for keys whose hashes are spread
/// evenly, and shrink_to_fit() does not undo splits. Construction, copying, clear(), reserve() and
/// shrink_to_fit() are linear in size, as ever.
struct incremental_growth {};

} // namespace arsenal::inline ARSENAL_ABI
