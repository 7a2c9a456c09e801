#pragma once

#include <arsenal/containers/detail/block.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/throw.hpp>

// The storage half of a table: hands out slots and takes them back; knows nothing of keys or hashes.
//
// A slot comes from, in this order: a hole left by an erased element (the block last erased from, then a few
// blocks along the list while at least an eighth of all slots are holes), the block being filled, a block
// that was emptied, the next untouched block of the newest segment, a new segment. A new segment adds at most
// 4 bytes of spare room per element, and is at most 2 MiB. An emptied block leaves the list at once; a
// segment whose blocks are all empty is given back at once, unless it is the one being filled.
//
// Between take() and commit() an element is under construction, between suspend() and release() under
// destruction: user code runs, and may use the table again. Such a slot is neither live nor a hole; it is on
// the `pending` list, and while that list is not empty nothing is reclaimed.
//
// Slots of elements that left the table (lend()) are not used again: their segment's count of references
// tells that some are out, and holes in such a segment are passed over.

namespace arsenal::inline ARSENAL_ABI::detail {

/// A number that no other call has returned (from 1; wraps after 2^32 - 1 tables).
std::uint32_t next_table_id() noexcept;

template <class Slot>
struct place {
    Slot* slot;
    block* home;
    unsigned pos;
};

/// A slot in which a constructor or destructor of an element runs. Lives on the stack of the operation.
struct pending_slot {
    void* slot;
    pending_slot* outer;
};

template <class Slot, class Alloc>
class element_store {
    using layout = block_layout<Slot>;
    struct alignas(layout::alignment) unit {
        std::byte bytes[layout::alignment];
    };
    using unit_alloc = typename std::allocator_traits<Alloc>::template rebind_alloc<unit>;
    using unit_traits = std::allocator_traits<unit_alloc>;
    using cell_alloc = typename std::allocator_traits<Alloc>::template rebind_alloc<foreign_cell>;
    using cell_traits = std::allocator_traits<cell_alloc>;

public:
    static constexpr std::size_t max_segment_bytes = std::size_t{2} << 20;
    static constexpr std::size_t spare_bytes_per_element = 4;

    element_store() = default;
    element_store(const element_store&) =
        default; // a plain bundle of pointers: the table decides who owns them
    element_store& operator=(const element_store&) = default;

    run* first() const noexcept { return first_; }
    bool has_foreign() const noexcept { return foreign_ != 0; }

    /// A slot for a new element, which the caller constructs in it and then commits or cancels. `expected`:
    /// how many elements the caller is known to want in all (0: unknown). Throws what the allocator throws.
    place<Slot> take(Alloc& alloc, std::size_t expected) {
        if (holes_ != 0) [[unlikely]]
            if (const place<Slot> hole = take_hole(); hole.slot) return hole;
        if (fill_pos_ == fill_end_) [[unlikely]]
            next_fill_block(alloc, expected);
        const unsigned pos = fill_pos_++;
        return {layout::slot(fill_, pos), fill_, pos};
    }
    static void commit(const place<Slot>& p) noexcept { p.home->live |= std::uint64_t{1} << p.pos; }
    /// Gives back a slot that was taken and not committed, or suspended and destroyed.
    void cancel(Alloc& alloc, const place<Slot>& p) noexcept {
        ++holes_;
        hole_run_ = p.home;
        if (p.home->live == 0 && pending_ == nullptr) [[unlikely]]
            reclaim(alloc, p.home);
    }
    /// The element in p is no longer one of the table's; its slot is not free yet.
    static void suspend(const place<Slot>& p) noexcept { p.home->live &= ~(std::uint64_t{1} << p.pos); }

    void push_pending(pending_slot& p) noexcept { pending_ = &p; }
    void pop_pending(pending_slot& p) noexcept { pending_ = p.outer; }
    pending_slot* pending() const noexcept { return pending_; }

    // Elements that leave and come.

    /// Differs from every other table's, and changes when a segment leaves while elements of it are out: a
    /// handle that carries it can come home.
    std::uint32_t id() noexcept {
        if (id_ == 0) id_ = next_table_id();
        return id_;
    }
    std::uint32_t current_id() const noexcept { return id_; }

    /// The element in p leaves the table and keeps its address. Its segment then has one more owner.
    void lend(Alloc& alloc, const place<Slot>& p) noexcept {
        add_reference(layout::head(p.home));
        suspend(p);
        ++holes_; // counted as one until its block is reclaimed; never found, since its segment is shared
        if (p.home->live == 0 && pending_ == nullptr) reclaim(alloc, p.home);
    }
    /// An element that was lent, and whose handle carries id(), comes back to its own place.
    void take_back(Alloc& alloc, const place<Slot>& p) noexcept {
        if ((p.home->state & run::linked) == 0) {
            link_block(p.home);
            holes_ += static_cast<std::uint32_t>(std::popcount(used_slots(p.home)));
        }
        --holes_;
        commit(p);
        drop_reference(alloc, p.home);
    }
    /// A cell for an element that lies elsewhere, not yet in the list. Throws what the allocator throws.
    static foreign_cell* make_cell(Alloc& alloc, void* element, block* home) {
        cell_alloc a(alloc);
        auto p = cell_traits::allocate(a, 1);
        return ::new (static_cast<void*>(std::to_address(p))) foreign_cell{{}, element, home};
    }
    static void free_cell(Alloc& alloc, foreign_cell* c) noexcept {
        cell_alloc a(alloc);
        cell_traits::deallocate(a, std::pointer_traits<typename cell_traits::pointer>::pointer_to(*c), 1);
    }
    void adopt(foreign_cell* cell) noexcept {
        link(cell);
        ++foreign_;
    }
    /// Forgets a foreign element. The caller then owns the reference to its segment.
    void disown(Alloc& alloc, foreign_cell* cell) noexcept {
        unlink(cell);
        --foreign_;
        free_cell(alloc, cell);
    }
    /// Drops one reference to the segment of `b`; the last one deallocates it.
    static void drop_reference(Alloc& alloc, block* b) noexcept {
        block* head = layout::head(b);
        if (__atomic_sub_fetch(&head->references_or_index, 1, __ATOMIC_ACQ_REL) == 0) deallocate(alloc, head);
    }

    /// Deallocates everything that nobody else refers to. The elements have been destroyed or left.
    void release_all(Alloc& alloc) noexcept {
        block* fresh_head = fresh_ ? layout::head(fresh_) : nullptr;
        block* fill_head = fill_ ? layout::head(fill_) : nullptr;
        for (run* r = first_; r != nullptr;) {
            run* next = r->next;
            if (r->is_foreign()) {
                auto* cell = static_cast<foreign_cell*>(r);
                drop_reference(alloc, cell->home);
                free_cell(alloc, cell);
            } else {
                block* head = layout::head(static_cast<block*>(r));
                if (unlink_count(head) == 0 && head != fresh_head && head != fill_head)
                    drop_reference(alloc, head);
            }
            r = next;
        }
        if (fresh_head) drop_reference(alloc, fresh_head);
        if (fill_head && fill_head != fresh_head) drop_reference(alloc, fill_head);
        *this = element_store();
    }

private:
    static void add_reference(block* head) noexcept {
        __atomic_add_fetch(&head->references_or_index, 1, __ATOMIC_RELAXED);
    }
    static bool shared(block* b) noexcept {
        return __atomic_load_n(&layout::head(b)->references_or_index, __ATOMIC_ACQUIRE) != 1;
    }
    void link(run* r) noexcept {
        r->prev = last_;
        r->next = nullptr;
        (last_ ? last_->next : first_) = r;
        last_ = r;
    }
    void unlink(run* r) noexcept {
        if (hole_run_ == r) hole_run_ = r->next;
        (r->next ? r->next->prev : last_) = r->prev;
        (r->prev ? r->prev->next : first_) = r->next;
    }
    void link_block(block* b) noexcept {
        b->state |= run::linked;
        block* head = layout::head(b);
        if (head->extent > 1) ++layout::following(head)->extent;
        link(b);
    }
    /// One block fewer of the segment is linked; how many are left.
    static unsigned unlink_count(block* head) noexcept {
        return head->extent > 1 ? --layout::following(head)->extent : 0;
    }

    /// Slots of `b` that have been handed out at some time.
    std::uint64_t used_slots(const block* b) const noexcept {
        return b == fill_ ? block::first_slots(fill_pos_) : b->all_slots();
    }
    /// A hole in r, or none.
    place<Slot> hole_in(run* r) noexcept {
        auto* b = static_cast<block*>(r);
        std::uint64_t holes = used_slots(b) & ~b->live; // none in a foreign cell, which has no slots
        if (holes == 0 || shared(b)) return {};
        if (pending_ != nullptr) [[unlikely]]
            if ((holes &= ~pending_in(b)) == 0) return {};
        --holes_;
        hole_run_ = b;
        const auto pos = static_cast<unsigned>(std::countr_zero(holes));
        return {layout::slot(b, pos), b, pos};
    }
    [[gnu::noinline]] place<Slot> take_hole() noexcept {
        if (hole_run_ != nullptr)
            if (const place<Slot> p = hole_in(hole_run_); p.slot) [[likely]]
                return p;
        if (holes_ < slots_ / 8) return {};
        for (int visits = 8; visits != 0; --visits) {
            hole_run_ = hole_run_ && hole_run_->next ? hole_run_->next : first_;
            if (hole_run_ == nullptr) return {};
            if (const place<Slot> p = hole_in(hole_run_); p.slot) return p;
        }
        return {};
    }
    std::uint64_t pending_in(block* b) const noexcept {
        std::uint64_t bits = 0;
        for (pending_slot* p = pending_; p != nullptr; p = p->outer) {
            auto* s = static_cast<Slot*>(p->slot);
            if (s >= layout::slot(b, 0) && s < layout::slot(b, 0) + b->slots())
                bits |= std::uint64_t{1} << layout::position(b, s);
        }
        return bits;
    }

    /// A linked block without live elements leaves the list; its segment goes too where it was the last one.
    [[gnu::noinline]] void reclaim(Alloc& alloc, block* b) noexcept {
        holes_ -= static_cast<std::uint32_t>(std::popcount(used_slots(b)));
        b->state &= static_cast<std::uint8_t>(~run::linked);
        unlink(b);
        block* head = layout::head(b);
        const bool last = unlink_count(head) == 0;
        if (b == fill_) fill_pos_ = fill_end_ = 0; // linked again by the next take()
        if (shared(b)) {                           // some of its slots are lent: not used again
            if (b == fill_) fill_ = nullptr;
        } else if (b != fill_) {
            b->state |= run::free_listed;
            b->prev = nullptr;
            b->next = free_;
            if (free_) free_->prev = b;
            free_ = b;
        }
        if (last && !is_current(head)) release_segment(alloc, head);
    }
    bool is_current(block* head) const noexcept {
        return (fill_ && layout::head(fill_) == head) || (fresh_ && layout::head(fresh_) == head);
    }
    void release_segment(Alloc& alloc, block* head) noexcept {
        slots_ -= static_cast<std::uint32_t>(segment_slots(head));
        block* b = head;
        for (unsigned i = 0; i < head->extent; ++i, b = layout::following(b))
            if ((b->state & run::free_listed) != 0) remove_free(b);
        if (shared(head)) id_ = 0;
        drop_reference(alloc, head);
    }
    void remove_free(block* b) noexcept {
        b->state &= static_cast<std::uint8_t>(~run::free_listed);
        if (b->next) b->next->prev = b->prev;
        (b->prev ? b->prev->next : free_) = b->next;
    }
    static std::size_t segment_slots(const block* head) noexcept {
        return head->extent == 1 ? head->slots() : std::size_t{head->extent} * block::max_slots;
    }

    [[gnu::noinline]] void next_fill_block(Alloc& alloc, std::size_t expected) {
        if (fill_ && fill_end_ == 0) {
            // It was emptied; go on with it.
        } else if (free_) {
            fill_ = static_cast<block*>(free_);
            remove_free(fill_);
        } else {
            if (!fresh_) new_segment(alloc, expected);
            fill_ = fresh_;
            block* head = layout::head(fresh_);
            const unsigned index = fill_ == head ? 0 : fill_->references_or_index;
            if (index + 1 < head->extent) {
                fresh_ = layout::following(fill_);
                if (index != 0) make_block(fresh_, index + 1); // the second block was made with its segment
            } else {
                fresh_ = nullptr;
            }
        }
        fill_pos_ = 0;
        fill_end_ = fill_->slots();
        link_block(fill_);
    }
    static void make_block(block* b, unsigned index) noexcept {
        ::new (static_cast<void*>(b)) block{{.references_or_index = index, .shape = block::max_slots}};
    }

    std::size_t wanted_slots(std::size_t expected) const noexcept {
        if (expected > slots_) return expected - slots_;
        // Small tables: as much spare room as keeps them below the memory of std::unordered_map at every
        // size.
        static constexpr std::uint8_t small[] = {2, 14, 6,  6,  4,  11, 8,  8,  24, 18, 17, 14, 6, 7,
                                                 8, 10, 13, 18, 25, 35, 26, 33, 47, 64, 64, 64, 64};
        std::size_t sum = 0;
        if constexpr (sizeof(Slot) <= 64)
            for (const std::uint8_t s : small) {
                if (slots_ <= sum) return s;
                sum += s;
            }
        const std::size_t spare = slots_ * spare_bytes_per_element / sizeof(Slot);
        constexpr std::size_t least = sizeof(Slot) >= 256 ? 1 : 256 / sizeof(Slot);
        return spare < least ? least : spare;
    }

    void new_segment(Alloc& alloc, std::size_t expected) {
        std::size_t n = wanted_slots(expected);
        constexpr std::size_t most = max_segment_bytes / layout::full;
        std::size_t blocks = 1;
        if (n > block::max_slots) {
            blocks = n / block::max_slots;
            if (blocks > most) blocks = most == 0 ? 1 : most;
            n = block::max_slots;
        }
        const std::size_t bytes = blocks == 1 ? layout::bytes(n) : blocks * layout::full;
        unit_alloc a(alloc);
        auto p = unit_traits::allocate(a, bytes / sizeof(unit));
        void* raw = std::to_address(p);
        if ((reinterpret_cast<std::uintptr_t>(raw) + bytes) >> 48 != 0) [[unlikely]] {
            unit_traits::deallocate(a, p, bytes / sizeof(unit));
            throw_bad_alloc(); // entries of the index hold 48 bits of an address
        }
        auto* head = ::new (raw) block{{.references_or_index = 1,
                                        .extent = static_cast<std::uint16_t>(blocks),
                                        .shape = static_cast<std::uint8_t>(n | run::first_of_segment)}};
        if (blocks > 1) make_block(layout::following(head), 1);
        slots_ += static_cast<std::uint32_t>(segment_slots(head));
        fresh_ = head;
    }
    static void deallocate(Alloc& alloc, block* head) noexcept {
        const std::size_t bytes = layout::segment_bytes(head);
        unit_alloc a(alloc);
        unit_traits::deallocate(
            a, std::pointer_traits<typename unit_traits::pointer>::pointer_to(*reinterpret_cast<unit*>(head)),
            bytes / sizeof(unit));
    }

    run* first_ =
        nullptr; // blocks with elements, in the order in which they got their first one, and foreign cells
    run* last_ = nullptr;
    block* fill_ = nullptr;   // the block being filled, from fill_pos_ to fill_end_
    block* fresh_ = nullptr;  // next untouched block of the newest segment
    run* free_ = nullptr;     // emptied blocks
    run* hole_run_ = nullptr; // where to look for a hole
    pending_slot* pending_ = nullptr;
    std::uint32_t fill_pos_ = 0;
    std::uint32_t fill_end_ = 0;
    std::uint32_t slots_ = 0;   // in all segments
    std::uint32_t holes_ = 0;   // slots handed out and empty again, in linked blocks
    std::uint32_t foreign_ = 0; // foreign cells
    std::uint32_t id_ = 0;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
