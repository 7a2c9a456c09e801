#pragma once

#include <arsenal/containers/detail/block.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

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

    block* first_block() const noexcept { return first_; }
    foreign_cell* first_foreign() const noexcept { return foreign_; }
    std::size_t slots() const noexcept { return slots_; }

    /// A slot for a new element, which the caller constructs in it and then commits or cancels. `expected`:
    /// how many elements the caller is known to want in all (0: unknown). Throws what the allocator throws.
    place<Slot> take(Alloc& alloc, std::size_t expected) {
        if (holes_ != 0) [[unlikely]]
            if (place<Slot> hole = take_hole(); hole.slot) return hole;
        if (fill_ == nullptr || fill_pos_ == fill_->slots()) [[unlikely]]
            next_fill_block(alloc, expected);
        const unsigned pos = fill_pos_++;
        if ((fill_->state & block::linked) == 0) [[unlikely]]
            link(fill_);
        return {layout::slot(fill_, pos), pos};
    }
    void commit(place<Slot> p) noexcept {
        layout::block_of(p.slot, p.pos)->live |= std::uint64_t{1} << p.pos;
    }
    /// Gives back a slot that was taken and not committed, or suspended and destroyed.
    void cancel(Alloc& alloc, place<Slot> p) noexcept {
        block* b = layout::block_of(p.slot, p.pos);
        ++holes_;
        hole_block_ = b;
        if (b->live == 0 && pending_ == nullptr) [[unlikely]]
            reclaim(alloc, b);
    }
    /// The element in p is no longer one of the table's; its slot is not free yet.
    void suspend(place<Slot> p) noexcept {
        layout::block_of(p.slot, p.pos)->live &= ~(std::uint64_t{1} << p.pos);
    }

    /// Differs from every other table's, and changes when a segment leaves while elements of it are out: a
    /// handle that carries it can come home.
    std::uint32_t id() noexcept {
        if (id_ == 0) id_ = next_table_id();
        return id_;
    }
    std::uint32_t current_id() const noexcept { return id_; }
    /// An element that was lent, and whose handle carries id(), comes back to its own place.
    void take_back(Alloc& alloc, place<Slot> p) noexcept {
        block* b = layout::block_of(p.slot, p.pos);
        if ((b->state & block::linked) == 0) {
            link(b);
            holes_ += static_cast<std::uint32_t>(std::popcount(used_slots(b)));
        }
        --holes_;
        commit(p);
        drop_reference(alloc, b);
    }

    void push_pending(pending_slot& p) noexcept { pending_ = &p; }
    void pop_pending(pending_slot& p) noexcept { pending_ = p.outer; }
    pending_slot* pending() const noexcept { return pending_; }

    // Elements that leave and come.

    /// The element in p leaves the table and keeps its address. Its segment then has one more owner.
    void lend(Alloc& alloc, place<Slot> p) noexcept {
        block* b = layout::block_of(p.slot, p.pos);
        add_reference(layout::head(b));
        suspend(p);
        ++holes_; // counted as one until its block is reclaimed; never found, since its segment is shared
        if (b->live == 0 && pending_ == nullptr) reclaim(alloc, b);
    }
    /// A place for an element that lies elsewhere. Throws what the allocator throws.
    foreign_cell* adopt(Alloc& alloc, void* element, block* home) {
        cell_alloc a(alloc);
        auto p = cell_traits::allocate(a, 1);
        auto* cell =
            ::new (static_cast<void*>(std::to_address(p))) foreign_cell{foreign_, nullptr, element, home};
        if (foreign_) foreign_->prev = cell;
        set_foreign(cell);
        return cell;
    }
    /// Forgets a foreign element. The caller then owns the reference to its segment.
    void disown(Alloc& alloc, foreign_cell* cell) noexcept {
        if (cell->next) cell->next->prev = cell->prev;
        if (cell->prev)
            cell->prev->next = cell->next;
        else
            set_foreign(cell->next);
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
        for (block* b = first_; b != nullptr;) {
            block* next = next_block(b);
            block* head = layout::head(b);
            if (unlink_count(head) == 0 && head != fresh_head && head != fill_head)
                drop_reference(alloc, head);
            b = next;
        }
        if (fresh_head) drop_reference(alloc, fresh_head);
        if (fill_head && fill_head != fresh_head) drop_reference(alloc, fill_head);
        for (foreign_cell* c = foreign_; c != nullptr;) {
            foreign_cell* next = c->next;
            drop_reference(alloc, c->home);
            free_cell(alloc, c);
            c = next;
        }
        *this = element_store();
    }

    // The list of blocks: `next` of the last one is the first foreign cell with its lowest bit set, or null.
    static block* next_block(const block* b) noexcept {
        return (reinterpret_cast<std::uintptr_t>(b->next) & 1) != 0 ? nullptr : b->next;
    }
    static foreign_cell* tagged_cell(const block* b) noexcept {
        const auto bits = reinterpret_cast<std::uintptr_t>(b->next);
        return (bits & 1) != 0 ? reinterpret_cast<foreign_cell*>(bits - 1) : nullptr;
    }

private:
    static void add_reference(block* head) noexcept {
        __atomic_add_fetch(&head->references_or_index, 1, __ATOMIC_RELAXED);
    }
    static bool shared(block* b) noexcept {
        return __atomic_load_n(&layout::head(b)->references_or_index, __ATOMIC_ACQUIRE) != 1;
    }

    static block* tagged(foreign_cell* c) noexcept {
        return c ? reinterpret_cast<block*>(reinterpret_cast<std::uintptr_t>(c) | 1) : nullptr;
    }
    void set_foreign(foreign_cell* c) noexcept {
        foreign_ = c;
        if (last_) last_->next = tagged(c);
    }
    void free_cell(Alloc& alloc, foreign_cell* c) noexcept {
        cell_alloc a(alloc);
        cell_traits::deallocate(a, std::pointer_traits<typename cell_traits::pointer>::pointer_to(*c), 1);
    }

    void link(block* b) noexcept {
        b->state |= block::linked;
        block* head = layout::head(b);
        if (head->extent > 1) ++layout::following(head)->extent;
        b->prev = last_;
        b->next = tagged(foreign_);
        if (last_)
            last_->next = b;
        else
            first_ = b;
        last_ = b;
    }
    void unlink(block* b) noexcept {
        b->state &= static_cast<std::uint8_t>(~block::linked);
        if (hole_block_ == b) hole_block_ = next_block(b);
        block* next = next_block(b);
        if (next)
            next->prev = b->prev;
        else
            last_ = b->prev;
        if (b->prev)
            b->prev->next = b->next;
        else
            first_ = next;
    }
    /// One block fewer of the segment is linked; how many are left.
    static unsigned unlink_count(block* head) noexcept {
        return head->extent > 1 ? --layout::following(head)->extent : 0;
    }

    /// Slots of `b` that have been handed out at some time.
    std::uint64_t used_slots(const block* b) const noexcept {
        return b == fill_ ? block::first_slots(fill_pos_) : b->all_slots();
    }

    std::uint64_t holes_of(block* b) const noexcept {
        std::uint64_t holes = used_slots(b) & ~b->live;
        for (pending_slot* p = pending_; p; p = p->outer) {
            auto* s = static_cast<Slot*>(p->slot);
            if (s >= layout::slot(b, 0) && s < layout::slot(b, 0) + b->slots())
                holes &= ~(std::uint64_t{1} << layout::position(b, s));
        }
        return holes;
    }

    [[gnu::noinline]] place<Slot> take_hole() noexcept {
        block* b = hole_block_;
        const int visits = holes_ >= slots_ / 8 ? 8 : 1;
        for (int i = 0; i < visits; ++i) {
            if (b == nullptr && (b = first_) == nullptr) break;
            if (const std::uint64_t holes = holes_of(b); holes != 0 && !shared(b)) {
                hole_block_ = b;
                --holes_;
                const auto pos = static_cast<unsigned>(std::countr_zero(holes));
                return {layout::slot(b, pos), pos};
            }
            b = next_block(b);
        }
        hole_block_ = b;
        return {nullptr, 0};
    }

    /// A linked block without live elements leaves the list; its segment too where it was the last one.
    [[gnu::noinline]] void reclaim(Alloc& alloc, block* b) noexcept {
        holes_ -= static_cast<std::uint32_t>(std::popcount(used_slots(b)));
        unlink(b);
        block* head = layout::head(b);
        const bool last = unlink_count(head) == 0;
        if (shared(b)) { // some of its slots are lent: not used again
            if (b == fill_) fill_ = nullptr;
        } else if (b == fill_) {
            fill_pos_ = 0;
        } else {
            b->state |= block::free_listed;
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
            if ((b->state & block::free_listed) != 0) remove_free(b);
        if (shared(head)) id_ = 0;
        drop_reference(alloc, head);
    }
    void remove_free(block* b) noexcept {
        b->state &= static_cast<std::uint8_t>(~block::free_listed);
        if (b->next) b->next->prev = b->prev;
        if (b->prev)
            b->prev->next = b->next;
        else
            free_ = b->next;
    }
    static std::size_t segment_slots(const block* head) noexcept {
        return head->extent == 1 ? head->slots() : std::size_t{head->extent} * block::max_slots;
    }

    [[gnu::noinline]] void next_fill_block(Alloc& alloc, std::size_t expected) {
        if (free_) {
            fill_ = free_;
            remove_free(fill_);
        } else {
            if (!fresh_) new_segment(alloc, expected);
            fill_ = fresh_;
            block* head = layout::head(fresh_);
            const unsigned index = fill_ == head ? 0 : fill_->references_or_index;
            if (index + 1 < head->extent) {
                fresh_ = layout::following(fill_);
                if (index != 0) // the second block was made with its segment
                    ::new (static_cast<void*>(fresh_))
                        block{.references_or_index = index + 1, .shape = block::max_slots};
            } else {
                fresh_ = nullptr;
            }
        }
        fill_pos_ = 0;
    }

    std::size_t wanted_slots(std::size_t expected) const noexcept {
        if (expected > slots_) return expected - slots_;
        static constexpr std::uint8_t small[] = {2, 6, 8, 4, 4, 8, 10, 11, 11};
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

    [[gnu::noinline]] void new_segment(Alloc& alloc, std::size_t expected) {
        std::size_t n = wanted_slots(expected);
        constexpr std::size_t most = max_segment_bytes / layout::full;
        std::size_t blocks = 1;
        if (n > block::max_slots) {
            blocks = (n + block::max_slots / 2) / block::max_slots;
            if (blocks > most) blocks = most == 0 ? 1 : most;
            n = block::max_slots;
        }
        const std::size_t bytes = blocks == 1 ? layout::bytes(n) : blocks * layout::full;
        unit_alloc a(alloc);
        auto p = unit_traits::allocate(a, bytes / sizeof(unit));
        void* raw = std::to_address(p);
        auto* head = ::new (raw) block{.references_or_index = 1,
                                       .extent = static_cast<std::uint16_t>(blocks),
                                       .shape = static_cast<std::uint8_t>(n | block::first_of_segment)};
        if (blocks > 1)
            ::new (static_cast<void*>(layout::following(head)))
                block{.references_or_index = 1, .shape = block::max_slots};
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

    block* first_ = nullptr; // blocks with elements, in the order in which they got their first one
    block* last_ = nullptr;
    block* fill_ = nullptr;       // the block being filled, up to fill_pos_
    block* fresh_ = nullptr;      // next untouched block of the newest segment
    block* free_ = nullptr;       // emptied blocks
    block* hole_block_ = nullptr; // where to look for a hole
    foreign_cell* foreign_ = nullptr;
    pending_slot* pending_ = nullptr;
    std::uint32_t slots_ = 0; // in all segments
    std::uint32_t holes_ = 0; // slots handed out and empty again, in linked blocks
    std::uint32_t fill_pos_ = 0;
    std::uint32_t id_ = 0;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
