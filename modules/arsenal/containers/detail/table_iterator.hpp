#pragma once

#include <arsenal/containers/detail/block.hpp>
#include <arsenal/containers/detail/element_store.hpp>
#include <arsenal/containers/detail/slot.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Where an element is: its slot, and the block that the slot is in or the foreign_cell that refers to it.
template <class Slot>
struct cursor {
    using layout = block_layout<Slot>;

    Slot* slot = nullptr;
    run* in = nullptr;

    bool is_foreign() const noexcept { return in->is_foreign(); }
    foreign_cell* cell() const noexcept { return static_cast<foreign_cell*>(in); }
    place<Slot> at() const noexcept {
        auto* b = static_cast<block*>(in);
        return {slot, b, layout::position(b, slot)};
    }
    /// For debug checks: false once the element was erased or extracted, as long as its block is there.
    bool is_live() const noexcept { return is_foreign() || (in->live >> (at().pos & 63) & 1) != 0; }
    block* home() const noexcept { return is_foreign() ? cell()->home : static_cast<block*>(in); }

    /// The first element at or after r in the list.
    static cursor first_in(run* r) noexcept {
        // A linked block is empty only while an element of the table is under construction, or none is left.
        for (; r != nullptr; r = r->next) {
            if (r->live != 0) return {layout::slot(static_cast<block*>(r), lowest(r->live)), r};
            if (r->is_foreign()) return {static_cast<Slot*>(static_cast<foreign_cell*>(r)->element), r};
        }
        return {};
    }
    void advance() noexcept {
        // For a foreign element the position is nonsense, and `live` 0.
        const std::uint64_t rest = in->live >> (layout::position(static_cast<block*>(in), slot) & 63) >> 1;
        if ((rest & 1) != 0) [[likely]] {
            ++slot;
            if (slot == nullptr) __builtin_unreachable(); // spares loops the comparison with end()
        } else if (rest != 0)
            slot += lowest(rest) + 1;
        else if (run* r = in->next; r != nullptr && r->live != 0) [[likely]]
            *this = {layout::slot(static_cast<block*>(r), lowest(r->live)), r};
        else
            *this = next_run(in);
    }

private:
    static unsigned lowest(std::uint64_t bits) noexcept {
        return static_cast<unsigned>(std::countr_zero(bits));
    }
    [[gnu::noinline, gnu::pure]] static cursor next_run(run* r) noexcept { return first_in(r->next); }
};

/// Forward iterator over a table. Valid until its element is erased or extracted, through rehash, swap and
/// move too. `Category` is always std::forward_iterator_tag: it makes std an associated namespace, whatever
/// the element type.
template <class Slot, class Value, bool Const, class Category = std::forward_iterator_tag>
class table_iterator {
public:
    using iterator_category = Category;
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    using reference = std::conditional_t<Const, const Value&, Value&>;
    using pointer = std::conditional_t<Const, const Value*, Value*>;

    table_iterator() = default;
    table_iterator(const table_iterator<Slot, Value, !Const, Category>& other) noexcept
        requires Const
        : at_(other.at_) {}
    explicit table_iterator(cursor<Slot> at) noexcept : at_(at) {}

    reference operator*() const noexcept {
        ARSENAL_ASSERT(at_.slot != nullptr, "dereferenced an end() or singular iterator");
        ARSENAL_DEBUG_ASSERT(at_.is_live(), "dereferenced an iterator whose element was erased or extracted");
        return *at_.slot->value();
    }
    pointer operator->() const noexcept { return std::addressof(**this); }

    table_iterator& operator++() noexcept {
        ARSENAL_ASSERT(at_.slot != nullptr, "incremented an end() or singular iterator");
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
        return a.at_.slot == b.at_.slot;
    }

    const cursor<Slot>& at() const noexcept { return at_; } // for the table

private:
    template <class, class, bool, class>
    friend class table_iterator;

    cursor<Slot> at_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
