#pragma once

#include <arsenal/containers/detail/block.hpp>
#include <arsenal/containers/detail/element_store.hpp>
#include <arsenal/containers/detail/slot.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Where an element is: its slot, and either its number in its block (< 64) or the address of its
/// foreign_cell.
template <class Slot>
struct cursor {
    Slot* slot = nullptr;
    std::uint64_t where = 0;

    bool is_foreign() const noexcept { return where >= block::max_slots; }
    foreign_cell* cell() const noexcept { return reinterpret_cast<foreign_cell*>(where); }
    unsigned pos() const noexcept { return static_cast<unsigned>(where); }
    block* home() const noexcept {
        return is_foreign() ? cell()->home : block_layout<Slot>::block_of(slot, pos());
    }

    static cursor at_cell(foreign_cell* c) noexcept {
        return c ? cursor{static_cast<Slot*>(c->element), reinterpret_cast<std::uint64_t>(c)} : cursor{};
    }
    /// The first element in the list that begins with b, then the foreign ones.
    template <class Store>
    static cursor first_in(const Store& s) noexcept {
        block* b = s.first_block();
        if (b == nullptr) return at_cell(s.first_foreign());
        if (b->live == 0) return after_block(b);
        const auto pos = static_cast<unsigned>(std::countr_zero(b->live));
        return {block_layout<Slot>::slot(b, pos), pos};
    }

    void advance() noexcept {
        if (!is_foreign()) [[likely]] {
            block* b = block_layout<Slot>::block_of(slot, pos());
            const std::uint64_t rest = b->live >> where >> 1;
            if ((rest & 1) != 0) [[likely]] {
                ++slot;
                ++where;
            } else if (rest != 0) {
                const int skip = std::countr_zero(rest) + 1;
                slot += skip;
                where += static_cast<unsigned>(skip);
            } else {
                *this = after_block(b);
            }
        } else {
            *this = at_cell(cell()->next);
        }
    }

private:
    [[gnu::noinline, gnu::pure]] static cursor after_block(block* b) noexcept {
        // A linked block is empty only while an element of the table is under construction.
        for (;;) {
            const auto next = reinterpret_cast<std::uintptr_t>(b->next);
            if ((next & 1) != 0) return at_cell(reinterpret_cast<foreign_cell*>(next - 1));
            if (next == 0) return {};
            b = b->next;
            if (b->live != 0) {
                const auto pos = static_cast<unsigned>(std::countr_zero(b->live));
                return {block_layout<Slot>::slot(b, pos), pos};
            }
        }
    }
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
        return *at_.slot->value();
    }
    pointer operator->() const noexcept { return std::addressof(**this); }

    table_iterator& operator++() noexcept {
        ARSENAL_ASSERT(at_.slot != nullptr, "incremented an end() or singular iterator");
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
