#pragma once

#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/platform/config.hpp>

#include <cstddef>

// Arrays of keys, sorted and selected from by vector kernels (key_sort.cpp). None of these allocates memory;
// none costs more than O(n log n); n may be 0.
//
// The order: integers and pointers by value. Floats by value, -0 before +0 (ascending; +0 before -0
// descending), then all NaNs, whichever the order and whichever their sign. Every bit pattern is kept.

namespace arsenal::inline ARSENAL_ABI::detail {

/// Sorts n keys. `kind` is not none, `order` neither.
void sort_keys(void* keys, std::size_t n, key_kind kind, key_order order) noexcept;

/// std::nth_element: afterwards keys[nth] is what it would be if all were sorted; what comes before it in the
/// array does not come after it in the order, and the reverse. O(n) on average. Nothing to do if nth >= n.
void select_keys(void* keys, std::size_t n, std::size_t nth, key_kind kind, key_order order) noexcept;

/// How many keys from the first on are in order, or a number that is too small: by less than 256, or what is
/// between two NaNs and the end.
std::size_t ordered_keys(const void* keys, std::size_t n, key_kind kind, key_order order) noexcept;

/// Sorts n records of 16 bytes, {8-byte key of `kind` (u64, i64 or f64), 8 bytes of payload}, by the key
/// alone; not stable.
void sort_records(void* records, std::size_t n, key_kind kind, key_order order) noexcept;

} // namespace arsenal::inline ARSENAL_ABI::detail
