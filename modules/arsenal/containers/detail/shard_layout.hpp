#pragma once

#include <arsenal/containers/detail/flat_group.hpp>
#include <arsenal/platform/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

// What of a shard's table (shard_table.hpp) depends on no type.

namespace arsenal::inline ARSENAL_ABI::detail {

/// How many slots a table of one shard has for n elements, and how many elements fit into that.
struct shard_capacity {
    static constexpr std::size_t lanes = tag_group::lanes;
    static constexpr std::size_t smallest = 4;

    static constexpr std::size_t room(std::size_t slots) noexcept {
        return slots <= lanes ? slots : slots - slots / 8;
    }
    /// A power of two; 0 for none.
    static constexpr std::size_t slots_for(std::size_t n) noexcept {
        if (n == 0) return 0;
        if (n <= smallest) return smallest;
        const std::size_t slots = std::bit_ceil(n);
        return room(slots) >= n ? slots : slots * 2;
    }
};

/// The tags of a shard without slots: one group of the table's end, and its overflow byte.
alignas(8) extern const std::uint8_t shard_without_slots[shard_capacity::lanes + 1];

/// The parts of a hash that a shard's table uses.
struct shard_hash {
    std::uint64_t bits;

    std::uint8_t tag() const noexcept { return static_cast<std::uint8_t>(bits); }
    std::size_t group() const noexcept { return static_cast<std::size_t>(bits >> 8); }
    std::size_t lane() const noexcept { return static_cast<std::size_t>(bits >> 54) % shard_capacity::lanes; }
    std::uint8_t overflow_bit() const noexcept { return static_cast<std::uint8_t>(1u << (bits & 7)); }
};

/// Groups that a lookup of a random hash compares which no element has.
double shard_mean_miss(const std::uint8_t* tags, std::size_t group_mask) noexcept;

} // namespace arsenal::inline ARSENAL_ABI::detail
