#include <arsenal/containers/detail/block_store.hpp>
#include <arsenal/containers/detail/chain.hpp>
#include <arsenal/platform/pages.hpp>
#include <arsenal/platform/sanitizer.hpp>
#include <arsenal/platform/throw.hpp>

#include <algorithm>
#include <atomic>
#include <bit>
#include <limits>
#include <new>
#include <utility>

namespace arsenal::inline ARSENAL_ABI::detail {
namespace {

void add_reference(block* head) noexcept {
    __atomic_add_fetch(&head->references_or_index, 1, __ATOMIC_RELAXED);
}

bool shared(const store_shape& shape, block* b) noexcept {
    return __atomic_load_n(&shape.head(b)->references_or_index, __ATOMIC_ACQUIRE) != 1;
}

/// One block fewer of the segment is linked; how many are left.
unsigned unlink_count(const store_shape& shape, block* head) noexcept {
    return head->extent > 1 ? --shape.following(head)->extent : 0;
}

std::size_t segment_slots(const block* head) noexcept {
    return head->extent == 1 ? head->slots() : std::size_t{head->extent} * block::max_slots;
}

void* address(const store_shape& shape, numbered_slot p) noexcept {
    return reinterpret_cast<std::byte*>(p.home) + shape.header + p.pos * shape.slot_size;
}

void poison(const store_shape& shape, void* slot) noexcept { asan_poison(slot, shape.slot_size); }
void unpoison(const store_shape& shape, numbered_slot p) noexcept {
    asan_unpoison(address(shape, p), shape.slot_size);
}

void make_block(block* b, unsigned index) noexcept {
    asan_unpoison(b, sizeof(block));
    ::new (static_cast<void*>(b)) block{{.references_or_index = index, .shape = block::max_slots}};
}

constexpr std::align_val_t huge_page{block_store::segment_unit_bytes};
bool is_huge(std::size_t bytes) noexcept { return bytes > block_store::segment_unit_bytes * 3 / 4; }
std::size_t huge_bytes(std::size_t bytes) noexcept {
    constexpr std::size_t unit = block_store::segment_unit_bytes;
    return (bytes + unit - 1) / unit * unit;
}

/// What was asked for the segment.
std::size_t asked_bytes(const store_shape& shape, const block* head) noexcept {
    const std::size_t bytes = shape.segment_bytes(head);
    return shape.allocate == heap_allocate_segment && is_huge(bytes) ? huge_bytes(bytes) : bytes;
}

bool is_linked(const block* b) noexcept { return (b->state & run::linked) != 0; }

/// Whether no block of its segment before the linked block b is linked. (Looks back to the nearest that is:
/// over all blocks of a segment, linear.)
bool is_first_linked(const store_shape& shape, block* b) noexcept {
    if (b->is_first()) return true;
    for (std::uint32_t i = b->references_or_index; i-- != 0;) {
        b = reinterpret_cast<block*>(reinterpret_cast<std::byte*>(b) - shape.full);
        if (is_linked(b)) return false;
    }
    return true;
}

bool has_linked_block(const store_shape& shape, block* head) noexcept {
    return head->extent > 1 ? shape.following(head)->extent != 0 : is_linked(head);
}

} // namespace

void* heap_allocate(void*, std::size_t bytes) { return ::operator new(bytes); }
void heap_deallocate(void*, void* p, std::size_t bytes) noexcept { ::operator delete(p, bytes); }

void* heap_allocate_segment(void* alloc, std::size_t bytes) {
    if (!is_huge(bytes)) return heap_allocate(alloc, bytes);
    void* const p = ::operator new(huge_bytes(bytes), huge_page);
    advise_huge_pages(p, huge_bytes(bytes));
    return p;
}
void heap_deallocate_segment(void* alloc, void* p, std::size_t bytes) noexcept {
    if (!is_huge(bytes)) return heap_deallocate(alloc, p, bytes);
    ::operator delete(p, huge_bytes(bytes), huge_page);
}
void heap_free_cell(void* alloc, foreign_cell* c) noexcept {
    heap_deallocate(alloc, c, sizeof(foreign_cell));
}
void heap_free_chained_cell(void* alloc, foreign_cell* c) noexcept {
    heap_deallocate(alloc, c, sizeof(chained_cell));
}

store_shape store_shape::other() const noexcept {
    store_shape s = *this;
    s.chained = !chained;
    std::swap(s.slot_size, s.other_slot_size);
    std::swap(s.full, s.other_full);
    return s;
}

run* occupied(run* r) noexcept {
    while (r != nullptr && r->live == 0 && !r->is_foreign()) r = r->next;
    return r;
}

std::uint32_t next_table_id() noexcept {
    static std::atomic<std::uint32_t> last{0};
    std::uint32_t id = 0;
    while (id == 0) id = last.fetch_add(1, std::memory_order_relaxed) + 1;
    return id;
}

void block_store::link(run* r) noexcept {
    r->prev = last_;
    r->next = nullptr;
    (last_ ? last_->next : first_) = r;
    last_ = r;
}

void block_store::unlink(run* r) noexcept {
    if (hole_run_ == r) {
        hole_run_ = r->next;
        hole_pos_ = no_position;
    }
    (r->next ? r->next->prev : last_) = r->prev;
    (r->prev ? r->prev->next : first_) = r->next;
}

void block_store::link_block(const store_shape& shape, block* b) noexcept {
    b->state |= run::linked;
    block* head = shape.head(b);
    if (head->extent > 1) ++shape.following(head)->extent;
    link(b);
}

/// Slots of `b` that have been handed out at some time.
std::uint64_t block_store::used_slots(const block* b) const noexcept {
    return b == fill_ ? block::first_slots(fill_pos_) : b->all_slots();
}

/// Slots of `b` that are pending.
std::uint64_t block_store::pending_in(const store_shape& shape, block* b) const noexcept {
    std::uint64_t bits = 0;
    for (pending_slot* p = pending_; p != nullptr; p = p->outer) {
        const std::size_t offset =
            reinterpret_cast<std::uintptr_t>(p->slot) - reinterpret_cast<std::uintptr_t>(b);
        if (offset >= shape.header && offset < shape.block_bytes(b->slots()))
            bits |= std::uint64_t{1} << (offset - shape.header) / shape.slot_size;
    }
    return bits;
}

/// A hole in r, or none.
numbered_slot block_store::hole_in(const store_shape& shape, run* r) noexcept {
    auto* b = static_cast<block*>(r);
    std::uint64_t holes = used_slots(b) & ~b->live; // none in a foreign cell, which has no slots
    if (holes == 0 || shared(shape, b)) return {};
    if (pending_ != nullptr) [[unlikely]]
        if ((holes &= ~pending_in(shape, b)) == 0) return {};
    --holes_;
    hole_run_ = b;
    return {b, static_cast<unsigned>(std::countr_zero(holes))};
}

numbered_slot block_store::take_hole(const store_shape& shape) noexcept {
    if (is_annotated(holes_)) [[unlikely]]
        return take_annotated(shape);
    if (hole_run_ != nullptr)
        if (const numbered_slot p = hole_in(shape, hole_run_); p.home) [[likely]]
            return p;
    if (holes_ < slots_ / 8) return {};
    for (int visits = 8; visits != 0; --visits) {
        hole_run_ = hole_run_ && hole_run_->next ? hole_run_->next : first_;
        if (hole_run_ == nullptr) return {};
        if (const numbered_slot p = hole_in(shape, hole_run_); p.home) return p;
    }
    return {};
}

/// What take() uses is made addressable: the hole that this returns, or the next slot of the block being
/// filled.
numbered_slot block_store::take_annotated(const store_shape& shape) noexcept {
    holes_ -= annotated;
    const numbered_slot hole = holes_ == 0 ? numbered_slot{} : take_hole(shape);
    holes_ += annotated;
    if (hole.home)
        unpoison(shape, hole);
    else if (fill_pos_ != fill_end_)
        unpoison(shape, {fill_, fill_pos_});
    return hole;
}

void block_store::settle(const store_shape& shape, void* alloc, numbered_slot p) noexcept {
    poison(shape, address(shape, p));
    if (is_annotated(holes_)) hole_pos_ = no_position; // take() comes by take_annotated()
    reclaim_if_empty(shape, alloc, p.home);
}

/// A block in which an element is under construction or destruction stays: that one comes to settle() too, or
/// to live.
void block_store::reclaim_if_empty(const store_shape& shape, void* alloc, block* b) noexcept {
    if (b->live == 0 && pending_in(shape, b) == 0) reclaim(shape, alloc, b);
}

/// A linked block without live elements leaves the list; its segment goes too where it was the last one.
void block_store::reclaim(const store_shape& shape, void* alloc, block* b) noexcept {
    holes_ -= static_cast<std::uint32_t>(std::popcount(used_slots(b)));
    b->state &= static_cast<std::uint8_t>(~run::linked);
    unlink(b);
    block* head = shape.head(b);
    const bool last = unlink_count(shape, head) == 0;
    if (b == fill_) fill_pos_ = fill_end_ = 0; // linked again by the next take()
    if (shared(shape, b)) {                    // some of its slots are lent: not used again
        if (b == fill_) fill_ = nullptr;
    } else if (b != fill_) {
        b->state |= run::free_listed;
        b->prev = nullptr;
        b->next = free_;
        if (free_) free_->prev = b;
        free_ = b;
    }
    if (last && !is_current(shape, head)) release_segment(shape, alloc, head);
}

bool block_store::is_current(const store_shape& shape, block* head) const noexcept {
    return (fill_ && shape.head(fill_) == head) || (fresh_ && shape.head(fresh_) == head);
}

void block_store::release_segment(const store_shape& shape, void* alloc, block* head) noexcept {
    slots_ -= static_cast<std::uint32_t>(segment_slots(head));
    block* b = head;
    for (unsigned i = 0; i < head->extent; ++i, b = shape.following(b))
        if ((b->state & run::free_listed) != 0) remove_free(b);
    if (shared(shape, head)) id_ = 0;
    drop_reference(shape, alloc, head);
}

void block_store::remove_free(block* b) noexcept {
    b->state &= static_cast<std::uint8_t>(~run::free_listed);
    if (b->next) b->next->prev = b->prev;
    (b->prev ? b->prev->next : free_) = b->next;
}

/// Where the segment stays because others hold elements of it.
void block_store::poison_live(const store_shape& shape, block* b) noexcept {
    if (asan_poison_region == nullptr || !shared(shape, b)) return;
    for (std::uint64_t live = b->live; live != 0; live &= live - 1)
        poison(shape, address(shape, {b, static_cast<unsigned>(std::countr_zero(live))}));
}

void block_store::release_all(const store_shape& shape, void* alloc) noexcept {
    block* fresh_head = fresh_ ? shape.head(fresh_) : nullptr;
    block* fill_head = fill_ ? shape.head(fill_) : nullptr;
    for (run* r = first_; r != nullptr;) {
        run* next = r->next;
        if (r->is_foreign()) {
            auto* cell = static_cast<foreign_cell*>(r);
            drop_element(shape, alloc, cell->home, cell->element, cell->home_is_chained());
            shape.free_cell(alloc, cell);
        } else {
            poison_live(shape, static_cast<block*>(r));
            block* head = shape.head(static_cast<block*>(r));
            if (unlink_count(shape, head) == 0 && head != fresh_head && head != fill_head)
                drop_reference(shape, alloc, head);
        }
        r = next;
    }
    if (fresh_head) drop_reference(shape, alloc, fresh_head);
    if (fill_head && fill_head != fresh_head) drop_reference(shape, alloc, fill_head);
    *this = block_store();
}

std::size_t block_store::bytes(const store_shape& shape) const noexcept {
    std::size_t sum = foreign_ * (shape.chained ? sizeof(chained_cell) : sizeof(foreign_cell));
    for (run* r = first_; r != nullptr; r = r->next)
        if (auto* const b = static_cast<block*>(r); !r->is_foreign() && is_first_linked(shape, b))
            sum += asked_bytes(shape, shape.head(b));
    // And those that are being filled, where they have no element.
    block* const fill_head = fill_ ? shape.head(fill_) : nullptr;
    block* const fresh_head = fresh_ ? shape.head(fresh_) : nullptr;
    if (fill_head && !has_linked_block(shape, fill_head)) sum += asked_bytes(shape, fill_head);
    if (fresh_head && fresh_head != fill_head && !has_linked_block(shape, fresh_head))
        sum += asked_bytes(shape, fresh_head);
    return sum;
}

void block_store::lend(const store_shape& shape, void* alloc, numbered_slot p) noexcept {
    add_reference(shape.head(p.home));
    p.home->live &= ~(std::uint64_t{1} << p.pos);
    ++holes_; // counted as one until its block is reclaimed; never found, since its segment is shared
    reclaim_if_empty(shape, alloc, p.home);
}

void block_store::take_back(const store_shape& shape, void* alloc, numbered_slot p) noexcept {
    if ((p.home->state & run::linked) == 0) {
        link_block(shape, p.home);
        holes_ += static_cast<std::uint32_t>(std::popcount(used_slots(p.home)));
    }
    --holes_;
    p.home->live |= std::uint64_t{1} << p.pos;
    drop_reference(shape, alloc, p.home);
}

void block_store::drop_reference(const store_shape& shape, void* alloc, block* b) noexcept {
    block* head = shape.head(b);
    if (__atomic_sub_fetch(&head->references_or_index, 1, __ATOMIC_ACQ_REL) == 0) {
        const std::size_t bytes = shape.segment_bytes(head);
        asan_unpoison(head, bytes);
        shape.deallocate(alloc, head, bytes);
    }
}

void block_store::drop_element(const store_shape& shape, void* alloc, block* b, void* slot,
                               bool chained) noexcept {
    if (chained != shape.chained) return drop_element(shape.other(), alloc, b, slot, chained);
    poison(shape, slot); // before the reference goes: the last one unpoisons the segment
    drop_reference(shape, alloc, b);
}

void block_store::next_fill_block(const store_shape& shape, void* alloc) {
    if (fill_ && fill_end_ == 0) {
        // It was emptied; go on with it.
    } else if (free_) {
        fill_ = static_cast<block*>(free_);
        remove_free(fill_);
    } else {
        if (!fresh_) new_segment(shape, alloc);
        fill_ = fresh_;
        block* head = shape.head(fresh_);
        const unsigned index = fill_ == head ? 0 : fill_->references_or_index;
        if (index + 1 < head->extent) {
            fresh_ = shape.following(fill_);
            if (index != 0) make_block(fresh_, index + 1); // the second block was made with its segment
        } else {
            fresh_ = nullptr;
        }
    }
    fill_pos_ = 0;
    fill_end_ = fill_->slots();
    unpoison(shape, {fill_, 0}); // take() hands it out now
    link_block(shape, fill_);
}

std::size_t block_store::wanted_slots(const store_shape& shape) const noexcept {
    if (expected_ > slots_) return expected_ - slots_;
    // Small tables: after the first the largest segments that keep them below the memory of
    // std::unordered_map at every size.
    static constexpr std::uint8_t small[] = {14, 6,  6,  4,  11, 8,  8,  24, 18, 17, 14, 6,  7,
                                             8,  10, 13, 18, 25, 35, 26, 33, 47, 64, 64, 64, 64};
    if (shape.slot_size <= 64) {
        if (slots_ == 0) return shape.first_slots;
        std::size_t sum = 2;
        for (const std::uint8_t s : small) {
            if (slots_ <= sum) return s;
            sum += s;
        }
    }
    const std::size_t spare = slots_ * spare_bytes_per_element / shape.slot_size;
    const std::size_t least = shape.slot_size >= 256 ? 1 : 256 / shape.slot_size;
    return spare < least ? least : spare;
}

void block_store::new_segment(const store_shape& shape, void* alloc) {
    std::size_t n = wanted_slots(shape);
    const std::size_t units = 1 + slots_ * shape.slot_size / (segment_share * segment_unit_bytes);
    const std::size_t most = std::min<std::size_t>(units * segment_unit_bytes / shape.full,
                                                   std::numeric_limits<std::uint16_t>::max());
    std::size_t blocks = 1;
    if (n > block::max_slots) {
        blocks = n / block::max_slots;
        if (blocks > most) blocks = most == 0 ? 1 : most;
        n = block::max_slots;
    }
    // Large elements: no more room ahead than for others, however many are expected.
    if (const std::size_t fit = units * segment_unit_bytes / shape.slot_size; blocks == 1 && n > fit)
        n = fit == 0 ? 1 : fit;
    const std::size_t bytes = blocks == 1 ? shape.block_bytes(n) : blocks * shape.full;
    void* raw = shape.allocate(alloc, bytes);
    if (!fits_entry(raw, bytes)) [[unlikely]] {
        shape.deallocate(alloc, raw, bytes);
        throw_bad_alloc();
    }
    if (asan_poison_region != nullptr) {
        asan_poison(raw, bytes);
        asan_unpoison(raw, sizeof(block));
        holes_ |= annotated;
    }
    auto* head = ::new (raw) block{{.references_or_index = 1,
                                    .extent = static_cast<std::uint16_t>(blocks),
                                    .shape = static_cast<std::uint8_t>(n | run::first_of_segment)}};
    if (blocks > 1) make_block(shape.following(head), 1);
    slots_ += static_cast<std::uint32_t>(segment_slots(head));
    fresh_ = head;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
