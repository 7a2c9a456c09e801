#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

// The seam between the sorts of keys (key_sort.cpp) and their kernels, one for each instruction set. Kernels
// include it: nothing here is an inline function that a linker could keep in a kernel's instruction set.

namespace arsenal::inline ARSENAL_ABI::detail {

/// A one-to-one map of the bit patterns of keys onto signed integers of their width, in the asked order:
///
///     sign = x < 0 ? ~0 : 0;   code = ((x ^ (sign >> 1 & floating)) ^ flip) - shift
///
/// Negative floats have their magnitude inverted, which is IEEE 754's totalOrder; descending keys and
/// unsigned ones are flipped; the shift rotates the NaNs that came out lowest to the upper end. Narrower
/// keys use the lower bits. The lower 64 bits of a 128-bit key are flipped by all bits or by none, as bit 0
/// is.
struct key_code {
    std::uint64_t floating = 0;
    std::uint64_t flip = 0;
    std::uint64_t shift = 0;
};

/// Sorts n keys by the signed order of their codes. Returns how many of them were left to the heap sort,
/// which takes over what is not sorted after `levels` levels of quicksort.
using key_sort_function = std::size_t (*)(void* keys, std::size_t n, const key_code& code, unsigned levels);
/// As std::nth_element, in that order. nth < n.
using key_select_function = std::size_t (*)(void* keys, std::size_t n, std::size_t nth, const key_code& code,
                                            unsigned levels);

/// How many keys from the first on have none that comes before its left neighbour, or a number that is too
/// small by up to a register.
using key_ordered_function = std::size_t (*)(const void* keys, std::size_t n, const key_code& code);

struct key_kernel {
    const char* name;
    key_sort_function sort_16;
    key_sort_function sort_32;
    key_sort_function sort_64;
    key_sort_function sort_128;
    key_sort_function sort_records; // of 16 bytes, by their first 8
    key_select_function select_16;
    key_select_function select_32;
    key_select_function select_64;
    key_select_function select_128;
    key_ordered_function ordered_16;
    key_ordered_function ordered_32;
    key_ordered_function ordered_64;
    key_ordered_function ordered_128;
};

#if defined(__x86_64__)
extern const key_kernel key_kernel_avx512; // F, BW, DQ, VL
extern const key_kernel key_kernel_avx2;
extern const key_kernel key_kernel_sse4; // SSE4.2
#elif defined(__aarch64__)
extern const key_kernel key_kernel_neon;
#endif
extern const key_kernel key_kernel_scalar;

} // namespace arsenal::inline ARSENAL_ABI::detail
