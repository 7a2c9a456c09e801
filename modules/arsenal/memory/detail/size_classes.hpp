#pragma once

#include <arsenal/platform/config.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

// The sizes that a slab has blocks of: 8, 16, ... 64 by eights, then four to a doubling (80, 96, 112, 128,
// 160,
// ...) up to 64 KiB, so that of a block of more than 32 bytes less than a fifth is left over. The spacing is
// jemalloc's (J. Evans, "A Scalable Concurrent malloc(3) Implementation for FreeBSD", 2006, and what became
// of it).
//
// A size goes by the number of its last byte, size - 1: between two powers of two its leading three bits are
// the class, and what follows them is rounded up.
//
// A size rounded up to an alignment has the last byte (bytes - 1) | (alignment - 1). Such a size, a multiple
// of 2^k, has a class that is one too: classes that lie 2^k or more apart are multiples of 2^k, and where
// they lie closer, every multiple of 2^k is a class. So blocks that are aligned as far as their size's lowest
// bit says serve every alignment.

namespace arsenal::inline ARSENAL_ABI::detail {

inline constexpr std::size_t largest_class_bytes = 64 << 10;

/// The last byte of a block that serves both; the largest number of all for zero bytes.
constexpr std::size_t last_byte(std::size_t bytes, std::size_t alignment) noexcept {
    return (bytes - 1) | (alignment - 1);
}

constexpr std::size_t computed_size_class(std::size_t last) noexcept {
    const auto width = static_cast<std::size_t>(std::bit_width(last | 63));
    return (width - 6) * 4 + (last >> (width - 3));
}

inline constexpr std::size_t size_class_count = computed_size_class(largest_class_bytes - 1) + 1;

/// The bytes of a class's blocks.
constexpr std::size_t size_class_bytes(std::size_t index) noexcept {
    if (index < 8) return (index + 1) * 8;
    return (index % 4 + 5) << (index / 4 + 2);
}

// Two cache lines of a table instead of the computation, for the sizes of most blocks.
inline constexpr std::size_t tabled_class_bytes = 1024;
inline constexpr auto size_class_table = [] {
    std::array<std::uint8_t, tabled_class_bytes / 8> table{};
    for (std::size_t i = 0; i != table.size(); ++i)
        table[i] = static_cast<std::uint8_t>(computed_size_class(i * 8));
    return table;
}();

/// Of blocks whose last byte is this one. pre: last < largest_class_bytes
constexpr std::size_t size_class(std::size_t last) noexcept {
    return last < tabled_class_bytes ? size_class_table[last / 8] : computed_size_class(last);
}

static_assert(size_class_bytes(size_class_count - 1) == largest_class_bytes);

} // namespace arsenal::inline ARSENAL_ABI::detail
