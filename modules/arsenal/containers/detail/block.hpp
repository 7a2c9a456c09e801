#pragma once

#include <arsenal/platform/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>

// Where elements live: blocks of at most 64 slots that never move.
//
//   segment (one allocation) = block | block | block ...        block = header | slot 0 | slot 1 | ...
//
// A segment is either a single block of at most 64 slots or several blocks of 64. The header's `live` has one
// bit per slot. The blocks of a table that hold elements form a list; iteration walks it, bit by bit, so
// elements come in order of arrival until something is erased. A slot's number and address give its block, so
// neither blocks nor segments need any alignment beyond the slot's own.
//
// A segment outlives its table while node handles or other tables hold elements of it: `references` counts
// those, and one more for the table itself; whoever drops the last one deallocates. It is the only field that
// changes while another thread may look: a handle elsewhere reads it, and the constant shape, extent (of the
// first block) and index.

namespace arsenal::inline ARSENAL_ABI::detail {

/// What a table's list of elements is made of: a block, or a foreign_cell. A cell has no slots and `live` is
/// 0, so that an iterator over live bits steps off it as off the end of a block.
struct run {
    std::uint64_t live = 0; // one bit per slot
    run* next = nullptr;    // in the list of the table, or in that of emptied blocks
    run* prev = nullptr;
    std::uint32_t references_or_index =
        0;                    // first block of its segment: owners (atomic); others: number in the segment
    std::uint16_t extent = 0; // first block of its segment: blocks in it; second: how many of them are linked
    std::uint8_t shape = 0;   // slots, and first_of_segment
    std::uint8_t state = 0;

    static constexpr std::uint8_t first_of_segment = 0x80; // in shape
    static constexpr std::uint8_t linked = 1;              // in state: in the list of the table
    static constexpr std::uint8_t free_listed = 2;         //           in the list of emptied blocks
    static constexpr std::uint8_t one_indexing = 4;        //           above those: times indexed, modulo 64

    unsigned slots() const noexcept { return shape & 0x7F; }
    bool is_first() const noexcept { return (shape & first_of_segment) != 0; }
    bool is_foreign() const noexcept { return shape == 0; }
    /// Its elements are about to be entered into another index, or anew into a cleared one.
    void reindexed() noexcept { state = static_cast<std::uint8_t>(state + one_indexing); }
    /// Differs after reindexed(), until that was called 64 times.
    unsigned indexings() const noexcept { return state / one_indexing; }
};
static_assert(sizeof(run) == 32);

/// The first run at or after r that has an element. (A linked block is empty only while an element of the
/// table is under construction, or none is left.)
[[gnu::pure]] run* occupied(run* r) noexcept;

struct block : run {
    static constexpr unsigned max_slots = 64;

    std::uint64_t all_slots() const noexcept { return first_slots(slots()); }
    static std::uint64_t first_slots(unsigned n) noexcept {
        return n == 0 ? 0 : ~std::uint64_t{0} >> (max_slots - n);
    }
};

/// Whether entries of the index, which hold 48 bits of an address, can refer into [p, p + bytes).
inline bool fits_entry(const void* p, std::size_t bytes) noexcept {
    return (reinterpret_cast<std::uintptr_t>(p) + bytes) >> 48 == 0;
}

/// An element of this table that lies in a segment of another: it came in a node handle or by merge.
struct foreign_cell : run {
    foreign_cell(void* at, block* in, bool chained) noexcept : element(at), home(in) { extent = chained; }
    /// Whether the slots of that segment are chained_slots (chain.hpp).
    bool home_is_chained() const noexcept { return extent != 0; } // a cell has no other use for it

    void* element;
    block* home; // the block it lies in
};

constexpr std::size_t round_up(std::size_t bytes, std::size_t alignment) noexcept {
    return (bytes + alignment - 1) / alignment * alignment;
}

/// The size of things, for one type of slot.
template <class Slot>
struct block_layout {
    static constexpr std::size_t alignment = alignof(Slot) > alignof(block) ? alignof(Slot) : alignof(block);
    static constexpr std::size_t header = round_up(sizeof(block), alignof(Slot));
    static constexpr std::size_t full = round_up(header + block::max_slots * sizeof(Slot), alignment);

    static Slot* slot(block* b, unsigned pos) noexcept {
        return reinterpret_cast<Slot*>(reinterpret_cast<std::byte*>(b) + header) + pos;
    }
    static block* block_of(Slot* s, unsigned pos) noexcept {
        return reinterpret_cast<block*>(reinterpret_cast<std::byte*>(s - pos) - header);
    }
    static unsigned position(block* b, Slot* s) noexcept {
        return static_cast<unsigned>(
            (reinterpret_cast<std::uintptr_t>(s) - reinterpret_cast<std::uintptr_t>(slot(b, 0))) /
            sizeof(Slot));
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
