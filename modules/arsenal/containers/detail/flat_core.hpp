#pragma once

#include <arsenal/containers/detail/flat_group.hpp>
#include <arsenal/hash/detail/mix.hpp>
#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

// The open-addressing table under flat_hash_map and flat_hash_set, as far as it does not depend on types.
// One allocation:
//
//   slot 0 | slot 1 | ... | slot c-1 | overflow bytes, g-1 ... 1 0 | tag 0 | tag 1 | ... | tag c-1 | ends
//   ^ slots                                                        ^ tags
//
// Sixteen neighbouring slots are a group, whose tags are compared at once. A tag is 0 where the slot is empty
// and eight bits of the element's hash where it is not; behind the last one stand sixteen tags `end`, at
// which iteration stops and which let every load of sixteen stay inside. There are a power of two of slots.
// Fewer than sixteen make one short group, in which the tags behind the last slot are `end` too.
//
//   hash -> home group, tag
//
// An element goes into the lowest empty slot of its home group. If that group is full, bit (tag mod 8) of its
// overflow byte is set and the element goes on, by a stride that depends on its tag, to the next group with
// room. So a lookup whose tag is not in the group ends there unless that bit is set; there are no tombstones,
// every slot of a group can be used, and erasing is clearing a tag. Overflow bits stay until the table is
// rebuilt, which happens when it grows or when too many elements were sent on (`sent_on`).
//
// Where the home is (flat_order), for keys that are scalars under a hash that does not call itself
// avalanching:
//
//   exact    every element is in slot (hash mod c) itself: a lookup looks at that slot and nothing else. A
//            table is born so and stays so for dense integers, which then lie in memory in their own order.
//            (In the first group only neighbours are taken as a sign of them.)
//   ordered  the home group is that of slot (hash mod c): from the first collision on. Growth tries the exact
//            order again.
//   shifted  once too many elements overflowed, if all hashes have some low bits in common, as those of
//            aligned addresses and of multiples of a power of two: exact, with these bits left out. Until a
//            slot is taken.
//   mixed    else, the home group is taken from the folded product of the hash. For good.
//
// Other keys are mixed from the start, and not at all where the hash is avalanching. Nobody sees the
// difference but the clock and the order of iteration, which depends on the operations and the hashes only,
// not on addresses or the instruction set.

namespace arsenal::inline ARSENAL_ABI::detail {

enum class flat_order : std::uint8_t { exact, ordered, shifted, mixed };

/// Where a lookup starts and what it compares.
struct flat_probe {
    std::uint64_t position; // modulo the number of slots: a slot of the home group
    std::uint8_t bits;      // the tag is flat_tag::of(bits)

    /// Taken as it is.
    static constexpr flat_probe of_avalanching(std::uint64_t h) noexcept {
        return {h >> 8, static_cast<std::uint8_t>(h)};
    }
    static constexpr flat_probe mixed(std::uint64_t h) noexcept {
        const std::uint64_t folded = fold(h, folding_multiplier);
        return {folded >> 28, static_cast<std::uint8_t>(folded)};
    }
    static constexpr flat_probe ordered(std::uint64_t h) noexcept {
        return {h, static_cast<std::uint8_t>((h * golden_multiplier) >> 56)};
    }
    /// From a group to the next one: odd, so that all are visited, and mostly far.
    constexpr std::size_t stride() const noexcept {
        return (std::size_t{flat_tag::of(bits)} * 0x9e3779b1u | 1) * tag_group::lanes;
    }

    // 2^64 over the golden ratio: neighbours get different tags.
    static constexpr std::uint64_t golden_multiplier = 0x9e3779b97f4a7c15;
    // Of some hundred random multipliers the best on thirty families of keys in five sizes: at most 5 % of
    // the elements are sent on, as many as with a random hash (golden_multiplier: 74 %), and there are at
    // most 2.1 times the false candidates of random tags, on average 0.5 times (others: up to 36 times).
    static constexpr std::uint64_t folding_multiplier = 0x95a6d11ebc0f935b;
};

/// What the compiled parts must know of an element type and its allocator.
struct flat_shape {
    std::size_t slot_bytes;
    std::size_t alignment;
    void* (*allocate)(void* alloc, std::size_t bytes); // null: the heap
    void (*deallocate)(void* alloc, void* p, std::size_t bytes) noexcept;
};

extern const std::uint8_t flat_no_tags[];

struct flat_core {
    static constexpr std::size_t lanes = tag_group::lanes;
    static constexpr float default_max_load = 0.875f;

    std::byte* slots = nullptr;
    std::uint8_t* tags = const_cast<std::uint8_t*>(flat_no_tags + lanes); // one `end` without a table
    std::size_t mask = 0;                                                 // slots - 1
    std::size_t size = 0;
    std::size_t limit = 0;     // the size at which the table grows
    std::size_t sent_on = 0;   // steps of insertions beyond full groups since the table was built
    std::size_t tolerated = 0; // how many of them, in the mixed order
    float max_load = default_max_load;
    flat_order order = flat_order::exact;
    std::uint8_t shift = 0; // how many low bits the shifted order leaves out; else 0
    bool annotated = false; // AddressSanitizer knows of empty slots

    bool has_slots() const noexcept { return slots != nullptr; }
    std::size_t capacity() const noexcept { return has_slots() ? mask + 1 : 0; }
    /// Whether every element is in the slot of its probe itself.
    bool is_exact() const noexcept { return order == flat_order::exact || order == flat_order::shifted; }
    std::size_t group_of(std::uint64_t position) const noexcept { return position & mask & ~(lanes - 1); }
    bool overflowed(std::size_t group, std::uint8_t bits) const noexcept {
        return sent_on != 0 && (overflow_byte(group) >> (flat_tag::of(bits) % 8) & 1) != 0;
    }
    void set_overflowed(std::size_t group, std::uint8_t bits) noexcept {
        overflow_byte(group) |= static_cast<std::uint8_t>(1u << flat_tag::of(bits) % 8);
    }
    /// Whether the exact order takes a new element in slot i.
    bool goes_on_exactly(std::size_t i) const noexcept {
        if (tags[i] != flat_tag::empty) return false;
        if (mask >= lanes || size == 0) [[likely]]
            return true;
        return flat_tag::is_live(tags[(i - 1) & mask]) || flat_tag::is_live(tags[(i + 1) & mask]);
    }
    /// Whether to build the table anew, under another order unless it is mixed: more were sent on than a
    /// random order sends (up to 8 % of the elements).
    bool is_crowded() const noexcept {
        return sent_on > (order == flat_order::mixed ? tolerated : size / 8 + lanes);
    }
    std::uint8_t& overflow_byte(std::size_t group) const noexcept {
        return *(tags - 1 - static_cast<std::ptrdiff_t>(group / lanes));
    }

    /// The most elements in so many slots: all of a single group, else the share max_load of them.
    std::size_t limit_for(std::size_t slot_count) const noexcept;
    /// The fewest slots for n elements. Throws length_error.
    std::size_t slots_for(const flat_shape& shape, std::size_t n) const;
    /// How many slots to go on with when `limit` is reached: as many where it was lowered or patience ran
    /// out.
    std::size_t slots_after_growth(const flat_shape& shape) const;
    static std::size_t most_slots(const flat_shape& shape) noexcept;
    static std::size_t tags_offset(const flat_shape& shape, std::size_t slot_count) noexcept;
    static std::size_t bytes(const flat_shape& shape, std::size_t slot_count) noexcept;

    /// Gets so many slots. Throws what the allocator throws. pre: !has_slots()
    void build(const flat_shape& shape, void* alloc, std::size_t slot_count, flat_order order,
               unsigned shift);
    /// An empty table of so many slots, with max_load and the given order. Throws what the allocator throws.
    flat_core make(const flat_shape& shape, void* alloc, std::size_t slot_count, flat_order order,
                   unsigned shift) const;
    /// Gives the memory back; the elements are gone already. pre: has_slots()
    void release(const flat_shape& shape, void* alloc) const noexcept;
    /// Without elements again, in the same memory; the elements are gone already.
    void reset(const flat_shape& shape) noexcept;
    void set_max_load(float z) noexcept;

    /// The lowest empty slot on a probe's way; marks the full groups before it and counts them.
    /// pre: some slot is empty
    std::size_t room_for(flat_probe p) noexcept;
    /// The contents; this table becomes empty and has no memory.
    flat_core taken() noexcept;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
