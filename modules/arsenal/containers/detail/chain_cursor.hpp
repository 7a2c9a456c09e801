#pragma once

#include <arsenal/containers/detail/block.hpp>
#include <arsenal/containers/detail/chain.hpp>
#include <arsenal/containers/detail/element_store.hpp>
#include <arsenal/containers/detail/slot.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Where an element of a multi_table is: its slot and its link. Slot is a chained_slot.
template <class Slot>
struct chain_cursor;
template <class Value, bool CachesHash>
struct chain_cursor<chained_slot<Value, CachesHash>> {
    using Slot = chained_slot<Value, CachesHash>;
    using value_type = Value;
    using element_type = detail::slot<Value, CachesHash>;
    using layout = block_layout<Slot>;

    element_type* slot = nullptr;
    chain_link* link = nullptr;

    chain_cursor() = default;
    explicit chain_cursor(Slot* s) noexcept : slot(s), link(s) {}
    explicit chain_cursor(chained_cell* c) noexcept : slot(static_cast<element_type*>(c->element)), link(c) {}
    explicit chain_cursor(chain_link* l) noexcept : chain_cursor(l->word()) {}
    explicit chain_cursor(std::uint64_t word) noexcept {
        if ((word & chain_link::foreign_mark) == 0) [[likely]]
            *this = of_own(word);
        else if (link = chain_link::at(word); link != nullptr)
            slot = static_cast<element_type*>(cell()->element);
    }

    bool is_none() const noexcept { return slot == nullptr; }
    bool same(const chain_cursor& other) const noexcept { return slot == other.slot; }
    value_type* value() const noexcept { return slot->value(); }
    bool is_live() const noexcept { return !link->is_gone(); }
    bool is_foreign() const noexcept { return link->is_foreign(); }
    chained_cell* cell() const noexcept { return &static_cast<chained_cell&>(*link); }
    /// pre: not foreign
    Slot* own() const noexcept { return &static_cast<Slot&>(*link); }
    block* home() const noexcept {
        return is_foreign() ? cell()->home : layout::block_of(own(), link->position());
    }
    /// The run that the element is in, or is.
    run* in() const noexcept { return is_foreign() ? static_cast<run*>(cell()) : home(); }
    /// pre: not foreign
    place<Slot> at() const noexcept { return {own(), home(), link->position()}; }
    /// What the element's entry in the index refers to, where it has one.
    void* indexed() const noexcept {
        return is_foreign() ? static_cast<void*>(static_cast<foreign_cell*>(cell()))
                            : static_cast<void*>(own());
    }

    /// Most elements lie right behind the one before. The next is looked for there at once, and the load that
    /// tells whether this is right is waited for by nothing but the branch: iteration of elements that came
    /// in this order is not a chain of loads.
    [[gnu::always_inline]] void advance() noexcept {
        auto following = reinterpret_cast<std::uint64_t>(link) + sizeof(Slot);
        asm("" : "+r"(following)); // or the compiler would take what was loaded, being the same
        if (link->next == following) [[likely]] {
            *this = of_own(following);
        } else {
            *this = chain_cursor(link->next);
        }
    }

private:
    /// pre: not foreign, nor no_link
    static chain_cursor of_own(std::uint64_t word) noexcept {
        chain_cursor c;
        c.link = reinterpret_cast<chain_link*>(word);
        c.slot = c.own();
#if defined(__clang__)
        __builtin_assume(c.slot != nullptr);
#else
        if (c.slot == nullptr) __builtin_unreachable();
#endif
        return c;
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
