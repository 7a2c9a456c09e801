#pragma once

#include <arsenal/containers/detail/block.hpp>
#include <arsenal/containers/detail/element_store.hpp>
#include <arsenal/containers/detail/slot.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Where an element is: its slot, the block that the slot is in, and the slot's bit in the block's `live`; or
/// the foreign_cell that refers to it. (The bit spares iteration a division and a shift: 7 instructions an
/// element instead of 12.)
template <class Slot>
struct cursor {
    using layout = block_layout<Slot>;

    Slot* slot = nullptr;
    run* in = nullptr;
    std::uint64_t bit = 0;

    cursor() = default;
    cursor(Slot* s, run* r, unsigned pos) noexcept : slot(s), in(r), bit(std::uint64_t{1} << pos) {}

    bool is_none() const noexcept { return slot == nullptr; }
    auto* value() const noexcept { return slot->value(); }
    bool same(const cursor& other) const noexcept { return slot == other.slot; }
    bool is_foreign() const noexcept { return in->is_foreign(); }
    foreign_cell* cell() const noexcept { return static_cast<foreign_cell*>(in); }
    place<Slot> at() const noexcept { return {slot, static_cast<block*>(in), lowest(bit)}; }
    /// For debug checks: false once the element was erased or extracted, as long as its block is there.
    bool is_live() const noexcept { return is_foreign() || (in->live & bit) != 0; }
    block* home() const noexcept { return is_foreign() ? cell()->home : static_cast<block*>(in); }

    /// The first element at or after r in the list.
    [[gnu::always_inline]] static cursor first_in(run* r) noexcept {
        if (r == nullptr) return {};
        if (r->live == 0) [[unlikely]] {
            r = occupied(r);
            if (r == nullptr) return {};
            if (r->is_foreign()) return {static_cast<Slot*>(static_cast<foreign_cell*>(r)->element), r, 0};
        }
        const unsigned pos = lowest(r->live);
        return {layout::slot(static_cast<block*>(r), pos), r, pos};
    }
    void advance() noexcept {
        bit += bit;
        if ((in->live & bit) != 0) [[likely]]
            ++slot;
        else
            *this = after_gap();
    }

private:
    static unsigned lowest(std::uint64_t bits) noexcept {
        return static_cast<unsigned>(std::countr_zero(bits));
    }
    /// The next element where the slot after this one, whose bit is `bit`, is none. In a foreign cell nothing
    /// is live.
    [[gnu::always_inline]] cursor after_gap() const noexcept {
        const std::uint64_t rest = in->live & (0 - bit);
        if (rest == 0) return first_in(in->next);
        const unsigned pos = lowest(rest);
        return {layout::slot(static_cast<block*>(in), pos), in, pos};
    }
};

/// Forward iterator over a table, whose elements a Cursor walks. Valid until its element is erased or
/// extracted, through rehash, swap and move too. `Category` is always std::forward_iterator_tag: it makes std
/// an associated namespace, whatever the element type.
template <class Cursor, class Value, bool Const, class Category = std::forward_iterator_tag>
class table_iterator {
public:
    using iterator_category = Category;
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    using reference = std::conditional_t<Const, const Value&, Value&>;
    using pointer = std::conditional_t<Const, const Value*, Value*>;

    table_iterator() = default;
    table_iterator(const table_iterator<Cursor, Value, !Const, Category>& other) noexcept
        requires Const
        : at_(other.at_) {}
    explicit table_iterator(Cursor at) noexcept : at_(at) {}

    reference operator*() const noexcept {
        ARSENAL_ASSERT(!at_.is_none(), "dereferenced an end() or singular iterator");
        ARSENAL_DEBUG_ASSERT(at_.is_live(), "dereferenced an iterator whose element was erased or extracted");
        return *at_.value();
    }
    pointer operator->() const noexcept { return std::addressof(**this); }

    table_iterator& operator++() noexcept {
        ARSENAL_ASSERT(!at_.is_none(), "incremented an end() or singular iterator");
        ARSENAL_DEBUG_ASSERT(at_.is_live(), "incremented an iterator whose element was erased or extracted");
        at_.advance();
        return *this;
    }
    table_iterator operator++(int) noexcept {
        table_iterator old = *this;
        ++*this;
        return old;
    }

    friend bool operator==(const table_iterator& a, const table_iterator& b) noexcept {
        return a.at_.same(b.at_);
    }

    const Cursor& at() const noexcept { return at_; } // for the table

private:
    template <class, class, bool, class>
    friend class table_iterator;

    Cursor at_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
