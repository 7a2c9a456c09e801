#pragma once

#include <arsenal/containers/detail/block.hpp>
#include <arsenal/containers/detail/block_store.hpp>
#include <arsenal/containers/detail/slot.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/throw.hpp>

// block_store.hpp for one type of slot and allocator: what is inlined, and the allocator's calls.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Slot>
struct place {
    Slot* slot;
    block* home;
    unsigned pos;
};

template <class Alloc>
inline constexpr bool is_std_allocator = false;
template <class T>
inline constexpr bool is_std_allocator<std::allocator<T>> = true;

/// Whether nobody can tell if a T that is no longer wanted is destroyed.
template <class T, class Alloc>
inline constexpr bool destroyed_unseen =
    std::is_trivially_destructible_v<T> && !requires(Alloc& a, T* p) { a.destroy(p); };
#if defined(__GLIBCXX__)
template <class T, class U> // its destroy() does nothing else, and is deprecated
inline constexpr bool destroyed_unseen<T, std::pmr::polymorphic_allocator<U>> =
    std::is_trivially_destructible_v<T>;
#endif

/// A table's storage and allocator, for the time of an operation.
template <class Slot, class Alloc>
class element_store {
    using layout = block_layout<Slot>;
    struct alignas(layout::alignment) unit {
        std::byte bytes[layout::alignment];
    };
    template <class T>
    using rebound = typename std::allocator_traits<Alloc>::template rebind_alloc<T>;
    using unit_alloc = rebound<unit>;
    using cell_type = typename cell_of<Slot>::type;
    using cell_alloc = typename std::allocator_traits<Alloc>::template rebind_alloc<cell_type>;
    using cell_traits = std::allocator_traits<cell_alloc>;

public:
    element_store(block_store& store, Alloc& alloc) noexcept : store_(store), alloc_(alloc) {}

    /// A slot for a new element, which the caller constructs in it and then commits or cancels. Throws what
    /// the allocator throws.
    [[gnu::always_inline]] place<Slot> take() {
        if (store_.holes_ != 0) [[unlikely]] {
            if (const std::uint32_t pos = store_.hole_pos_; pos != block_store::no_position) {
                store_.hole_pos_ = block_store::no_position;
                --store_.holes_;
                return placed({static_cast<block*>(store_.hole_run_), pos});
            }
            if (const numbered_slot hole = store_.take_hole(shape()); hole.home) return placed(hole);
        }
        if (store_.fill_pos_ == store_.fill_end_) [[unlikely]]
            store_.next_fill_block(shape(), std::addressof(alloc_));
        return placed({store_.fill_, store_.fill_pos_++});
    }
    static void commit(const place<Slot>& p) noexcept { p.home->live |= std::uint64_t{1} << p.pos; }
    /// Gives back a slot that was taken and not committed, or suspended and destroyed.
    [[gnu::always_inline]] void cancel(const place<Slot>& p) noexcept {
        ++store_.holes_;
        store_.hole_run_ = p.home;
        store_.hole_pos_ = p.pos;
        if (p.home->live == 0 || block_store::is_annotated(store_.holes_)) [[unlikely]]
            store_.settle(shape(), std::addressof(alloc_), {p.home, p.pos});
    }
    /// The element in p is no longer one of the table's; its slot is not free yet.
    static void suspend(const place<Slot>& p) noexcept { p.home->live &= ~(std::uint64_t{1} << p.pos); }

    /// The element in p leaves the table and keeps its address. Its segment then has one more owner.
    void lend(const place<Slot>& p) noexcept {
        store_.lend(shape(), std::addressof(alloc_), {p.home, p.pos});
    }
    /// An element that was lent, and whose handle carries id(), comes back to its own place.
    void take_back(const place<Slot>& p) noexcept {
        store_.take_back(shape(), std::addressof(alloc_), {p.home, p.pos});
    }

    /// A cell for an element that lies elsewhere, not yet in the list. Throws what the allocator throws.
    static cell_type* make_cell(Alloc& alloc, void* element, block* home, bool chained) {
        cell_alloc a(alloc);
        auto p = cell_traits::allocate(a, 1);
        void* const raw = std::to_address(p);
        if (!fits_entry(raw, sizeof(cell_type))) [[unlikely]] {
            cell_traits::deallocate(a, p, 1);
            throw_bad_alloc();
        }
        return ::new (raw) cell_type(element, home, chained);
    }
    static void free_cell(Alloc& alloc, cell_type* c) noexcept {
        cell_alloc a(alloc);
        cell_traits::deallocate(a, std::pointer_traits<typename cell_traits::pointer>::pointer_to(*c), 1);
    }
    /// Forgets a foreign element. The caller then owns the reference to its segment.
    void disown(cell_type* cell) noexcept {
        store_.unlink(cell);
        --store_.foreign_;
        shape().free_cell(std::addressof(alloc_), cell);
    }
    /// The element in the slot at s, of a segment that it holds a reference to, was destroyed; the last one
    /// to go deallocates the segment.
    static void drop_element(Alloc& alloc, block* b, void* s, bool chained) noexcept {
        block_store::drop_element(shape(), std::addressof(alloc), b, s, chained);
    }

    /// From a block to its first slot. (Here since debuggers have no alignof and find no block_layout:
    /// share/natvis.)
    static constexpr std::size_t slots_offset = layout::header;

    static constexpr store_shape shape_for_table() noexcept {
        constexpr std::size_t other_size = size_of_slot<Slot>(!Slot::chained);
        store_shape s{};
        s.slot_size = sizeof(Slot);
        s.header = slots_offset;
        s.full = layout::full;
        s.alignment = layout::alignment;
        s.first_slots = Slot::chained ? 16 : 2; // tables of one element are small; multi tables fast up to 16
        s.chained = Slot::chained;
        s.other_slot_size = other_size;
        s.other_full = round_up(layout::header + block::max_slots * other_size, layout::alignment);
        if constexpr (is_std_allocator<Alloc> && layout::alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__) {
            s.allocate = heap_allocate_segment;
            s.deallocate = heap_deallocate_segment;
            s.free_cell = Slot::chained ? heap_free_chained_cell : heap_free_cell;
        } else {
            s.allocate = allocate_segment;
            s.deallocate = deallocate_segment;
            s.free_cell = free_any_cell;
        }
        return s;
    }

private:
    static place<Slot> placed(numbered_slot p) noexcept {
        return {layout::slot(p.home, p.pos), p.home, p.pos};
    }
    static const store_shape& shape() noexcept {
        static constexpr store_shape s = shape_for_table();
        return s;
    }
    static void* allocate_segment(void* alloc, std::size_t bytes) {
        unit_alloc a(*static_cast<Alloc*>(alloc));
        return std::to_address(std::allocator_traits<unit_alloc>::allocate(a, bytes / sizeof(unit)));
    }
    static void deallocate_segment(void* alloc, void* p, std::size_t bytes) noexcept {
        using traits = std::allocator_traits<unit_alloc>;
        unit_alloc a(*static_cast<Alloc*>(alloc));
        traits::deallocate(a,
                           std::pointer_traits<typename traits::pointer>::pointer_to(*static_cast<unit*>(p)),
                           bytes / sizeof(unit));
    }
    static void free_any_cell(void* alloc, foreign_cell* c) noexcept {
        free_cell(*static_cast<Alloc*>(alloc), static_cast<cell_type*>(c));
    }

    block_store& store_;
    Alloc& alloc_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
