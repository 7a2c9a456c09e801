#pragma once

#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

// What static_search_tree's kernels search, and the kernels of each instruction set. All return the same.

namespace arsenal::inline ARSENAL_ABI::detail {

/// A node, or a cache line: 64 bytes of keys. A node of B keys has up to B + 1 children, side by side in the
/// level below.
struct alignas(64) search_tree_line {
    unsigned char bytes[64];
};

/// Where the levels are. `flip` turns keys, as their bits are, into signed integers or floats that ascend in
/// the tree's order: bits ^ flip.
struct search_tree_shape {
    static constexpr std::size_t most_levels = 21; // 9^21 > 2^64

    std::uint64_t flip = 0;
    std::size_t depth = 0;                   // levels above the leaves
    std::size_t first_line[most_levels + 1]; // of each level, from the root; [depth] is that of the leaves
};

struct search_tree_kernel {
    /// The number of keys before the key of these bits.
    std::size_t (*lower)(const search_tree_shape& shape, const search_tree_line* lines,
                         std::uint64_t bits) noexcept;
    /// The same of n keys side by side, several at a time.
    void (*lower_each)(const search_tree_shape& shape, const search_tree_line* lines, const void* keys,
                       std::size_t n, std::size_t* ranks) noexcept;
};

/// What a register's lanes hold.
enum class search_tree_lane : unsigned char { i8, i16, i32, i64, f32, f64 };

struct search_tree_kernels {
    search_tree_kernel of_lane[6];
};

extern const search_tree_kernels search_tree_baseline;
#if defined(__x86_64__)
extern const search_tree_kernels search_tree_avx2;
extern const search_tree_kernels search_tree_avx512;
#endif

/// The machine's best.
const search_tree_kernel& search_tree_kernel_of(search_tree_lane lane) noexcept;

} // namespace arsenal::inline ARSENAL_ABI::detail
