#pragma once

#include <arsenal/containers/detail/block.hpp>
#include <arsenal/platform/config.hpp>

// The storage half of a table: hands out slots and takes them back; knows nothing of keys or hashes.
//
// A slot comes from, in this order: a hole left by an erased element (the block last erased from, then a few
// blocks along the list while at least an eighth of all slots are holes), the block being filled, a block
// that was emptied, the next untouched block of the newest segment, a new segment. A new segment adds at most
// 4 bytes of spare room per element, and is at most 2 MiB (above 256 MiB: 1/128 of the table, since a process
// can map only so many pieces). An emptied block leaves the list at once; a
// segment whose blocks are all empty is given back at once, unless it is the one being filled.
//
// Between take() and commit() an element is under construction, between suspend() and release() under
// destruction: user code runs, and may use the table again. Such a slot is neither live nor a hole; it is on
// the `pending` list, and its block is not reclaimed.
//
// Slots of elements that left the table (lend()) are not used again: their segment's count of references
// tells that some are out, and holes in such a segment are passed over.
//
// Where AddressSanitizer's runtime is in the program, a slot without an element is poisoned: from the making
// of its segment until it is handed out, and again from its element's end. A lent one is not. The segment is
// unpoisoned as a whole before it is deallocated. The poisoning is compiled here, never inlined, and costs
// others nothing: `annotated` in holes_ sends take() and cancel() here, by the sign of a number that they
// have in a register anyway.
//
// All of this is compiled once, for slots of any size; element_store.hpp puts types to it.

namespace arsenal::inline ARSENAL_ABI::detail {

/// A number that no other call has returned (from 1; wraps after 2^32 - 1 tables).
std::uint32_t next_table_id() noexcept;

/// What block_store has to know of a type of slot and its allocator. Sizes in bytes.
struct store_shape {
    std::size_t slot_size;
    std::size_t header;      // from a block to its first slot
    std::size_t full;        // a block of 64 slots
    std::size_t alignment;   // of a segment; sizes are multiples of it
    std::size_t first_slots; // of the first segment, unless they are large
    bool chained;            // whether the slots are chained_slots; the two that follow are of the other kind
    std::size_t other_slot_size;
    std::size_t other_full;
    void* (*allocate)(void* alloc, std::size_t bytes);
    void (*deallocate)(void* alloc, void* p, std::size_t bytes) noexcept;
    void (*free_cell)(void* alloc, foreign_cell* c) noexcept;

    block* head(block* b) const noexcept {
        if (b->is_first()) return b;
        return reinterpret_cast<block*>(reinterpret_cast<std::byte*>(b) - b->references_or_index * full);
    }
    block* following(block* b) const noexcept {
        return reinterpret_cast<block*>(reinterpret_cast<std::byte*>(b) + full);
    }
    std::size_t block_bytes(std::size_t slots) const noexcept {
        return (header + slots * slot_size + alignment - 1) / alignment * alignment;
    }
    std::size_t segment_bytes(const block* head) const noexcept {
        return head->extent == 1 ? block_bytes(head->slots()) : head->extent * full;
    }
    /// The same for segments of the other kind: elements go from tables of one kind to those of the other.
    store_shape other() const noexcept;
};

// std::allocator's memory, which is ::operator new's, without a template. Large segments are whole huge pages
// (with 4 million integers insertion of sequential keys takes 0.7 of the time, a dependent hit 0.9); other
// allocators may know better, or not align.
void* heap_allocate(void* alloc, std::size_t bytes);
void heap_deallocate(void* alloc, void* p, std::size_t bytes) noexcept;
void* heap_allocate_segment(void* alloc, std::size_t bytes);
void heap_deallocate_segment(void* alloc, void* p, std::size_t bytes) noexcept;
void heap_free_cell(void* alloc, foreign_cell* c) noexcept;
void heap_free_chained_cell(void* alloc, foreign_cell* c) noexcept;

/// A slot in which a constructor or destructor of an element runs. Lives on the stack of the operation.
struct pending_slot {
    void* slot;
    pending_slot* outer;
    bool changed = false; // the index or what is in it, since (table_core::heed_pending)
};

/// A slot by its number in its block.
struct numbered_slot {
    block* home;
    unsigned pos;
};

class block_store {
public:
    static constexpr std::size_t segment_unit_bytes = std::size_t{2} << 20; // a huge page
    static constexpr std::size_t segment_share = 128; // of the table, where that is more than a unit
    static constexpr std::size_t spare_bytes_per_element = 4;

    run* first() const noexcept { return first_; }
    bool has_foreign() const noexcept { return foreign_ != 0; }

    void push_pending(pending_slot& p) noexcept { pending_ = &p; }
    void pop_pending(pending_slot& p) noexcept { pending_ = p.outer; }
    pending_slot* pending() const noexcept { return pending_; }

    /// Differs from every other table's, and changes when a segment leaves while elements of it are out: a
    /// handle that carries it can come home.
    std::uint32_t id() noexcept {
        if (id_ == 0) id_ = next_table_id();
        return id_;
    }
    std::uint32_t current_id() const noexcept { return id_; }

    /// How many elements the table is known to want in all (0: unknown): segments are made that large.
    void expect(std::size_t n) noexcept { expected_ = static_cast<std::uint32_t>(n); }

    void adopt(foreign_cell* cell) noexcept {
        link(cell);
        ++foreign_;
    }

    void release_all(const store_shape& shape, void* alloc) noexcept;

    /// Asked of the allocator and not given back: segments, and foreign cells (but not the segments of other
    /// tables that those lead to). Linear.
    std::size_t bytes(const store_shape& shape) const noexcept;

private:
    template <class, class>
    friend class element_store; // what is inlined of all this

    static constexpr std::uint32_t no_position = block::max_slots;
    static constexpr std::uint32_t annotated = std::uint32_t{1} << 31; // in holes_
    /// True also of so many holes, in a program without ASan: they are reused less eagerly then. (Under ASan
    /// there must be fewer.)
    static bool is_annotated(std::uint32_t holes) noexcept { return static_cast<std::int32_t>(holes) < 0; }

    numbered_slot take_hole(const store_shape& shape) noexcept;
    void next_fill_block(const store_shape& shape, void* alloc);
    /// The rest of cancel(), where there is any.
    void settle(const store_shape& shape, void* alloc, numbered_slot p) noexcept;
    void reclaim(const store_shape& shape, void* alloc, block* b) noexcept;
    void reclaim_if_empty(const store_shape& shape, void* alloc, block* b) noexcept;
    void lend(const store_shape& shape, void* alloc, numbered_slot p) noexcept;
    void take_back(const store_shape& shape, void* alloc, numbered_slot p) noexcept;
    static void drop_reference(const store_shape& shape, void* alloc, block* b) noexcept;
    static void drop_element(const store_shape& shape, void* alloc, block* b, void* slot,
                             bool chained) noexcept;

    void link(run* r) noexcept;
    void unlink(run* r) noexcept;

    run* first_ =
        nullptr; // blocks with elements, in the order in which they got their first one, and foreign cells
    run* last_ = nullptr;
    block* fill_ = nullptr;   // the block being filled, from fill_pos_ to fill_end_
    block* fresh_ = nullptr;  // next untouched block of the newest segment
    run* free_ = nullptr;     // emptied blocks
    run* hole_run_ = nullptr; // where to look for a hole: the block last erased from
    pending_slot* pending_ = nullptr;
    std::uint32_t fill_pos_ = 0;
    std::uint32_t fill_end_ = 0;
    std::uint32_t hole_pos_ = no_position; // the slot of hole_run_ last erased from, while it is a hole
    std::uint32_t slots_ = 0;              // in all segments
    std::uint32_t holes_ = 0;   // slots handed out and empty again, in linked blocks; and `annotated`
    std::uint32_t foreign_ = 0; // foreign cells
    std::uint32_t id_ = 0;
    std::uint32_t expected_ = 0;

    void link_block(const store_shape& shape, block* b) noexcept;
    std::uint64_t used_slots(const block* b) const noexcept;
    std::uint64_t pending_in(const store_shape& shape, block* b) const noexcept;
    [[gnu::cold]] numbered_slot take_annotated(const store_shape& shape) noexcept;
    static void poison_live(const store_shape& shape, block* b) noexcept;
    numbered_slot hole_in(const store_shape& shape, run* r) noexcept;
    bool is_current(const store_shape& shape, block* head) const noexcept;
    void release_segment(const store_shape& shape, void* alloc, block* head) noexcept;
    void remove_free(block* b) noexcept;
    std::size_t wanted_slots(const store_shape& shape) const noexcept;
    void new_segment(const store_shape& shape, void* alloc);
};

} // namespace arsenal::inline ARSENAL_ABI::detail
