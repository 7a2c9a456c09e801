#pragma once

#include <arsenal/containers/detail/block.hpp>
#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

// The order of a multi_table's elements: a doubly linked list in which equal ones are neighbours. Such a run
// of equal elements is a group; groups come in order of arrival.
//
//   state   63   | 53 .... 48 | 47 ..................... 3 | 2       | 1         | 0
//           gone | position   | address of the one before  | foreign | continues | follows
//
// `follows` says that the element before is of the same group, `continues` that the one after is. The
// position is the element's number in its block. `foreign` says that this is the link of a chained_cell.
// `next` is the bare address, so that a walk waits for nothing but the load.
//
// Knows nothing of keys, slots or the index.

namespace arsenal::inline ARSENAL_ABI::detail {

struct chain_link {
    static constexpr std::uint64_t follows_mark = 1;
    static constexpr std::uint64_t continues_mark = 2;
    static constexpr std::uint64_t foreign_mark = 4;
    static constexpr std::uint64_t no_link =
        foreign_mark; // the word that refers to none: one test tells the usual case
    static constexpr std::uint64_t gone_mark = std::uint64_t{1} << 63;
    static constexpr std::uint64_t address_mask = 0x0000'FFFF'FFFF'FFF8;
    static constexpr unsigned position_shift = 48;

    bool follows() const noexcept { return (state & follows_mark) != 0; }
    bool continues() const noexcept { return (state & continues_mark) != 0; }
    bool is_foreign() const noexcept { return (state & foreign_mark) != 0; }
    /// For the checks of debug hardening: it was taken out of the list. (It may be in another by now.)
    bool is_gone() const noexcept { return (state & gone_mark) != 0; }
    unsigned position() const noexcept { return static_cast<unsigned>(state >> position_shift) & 63; }
    chain_link* prev() const noexcept { return at(state); }
    void set_gone() noexcept {
        if constexpr (ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG) state |= gone_mark;
    }
    void set_prev(const chain_link* p) noexcept {
        state = (state & ~address_mask) | reinterpret_cast<std::uint64_t>(p);
    }
    /// The word that refers to this link.
    std::uint64_t word() const noexcept {
        return reinterpret_cast<std::uint64_t>(this) | (state & foreign_mark);
    }
    /// The link that a word refers to, null where there is none.
    static chain_link* at(std::uint64_t word) noexcept {
        return reinterpret_cast<chain_link*>(word & address_mask);
    }

    std::uint64_t next;
    std::uint64_t state;
};

/// What a link says of itself alone.
constexpr std::uint64_t link_of_position(unsigned pos) noexcept {
    return std::uint64_t{pos} << chain_link::position_shift;
}

/// A foreign element of a multi_table. Its own slot may have no link.
struct chained_cell : foreign_cell, chain_link {
    using foreign_cell::foreign_cell;
};

class chain {
public:
    /// The word of the first link.
    std::uint64_t first() const noexcept { return first_; }
    std::size_t size() const noexcept { return size_; }
    chain taken() noexcept {
        const chain contents = *this;
        *this = chain();
        return contents;
    }

    // `own` is link_of_position(), or chain_link::foreign_mark.

    /// A group of its own, at the end.
    void append(chain_link* l, std::uint64_t own) noexcept {
        l->next = chain_link::no_link;
        l->state = own;
        l->set_prev(last_);
        (last_ ? last_->next : first_) = l->word();
        last_ = l;
        ++size_;
    }
    /// The first of the group that `head` was the first of.
    void insert_before(chain_link* l, std::uint64_t own, chain_link* head) noexcept {
        chain_link* const before = head->prev();
        l->next = head->word();
        l->state = own | chain_link::continues_mark;
        l->set_prev(before);
        head->set_prev(l);
        head->state |= chain_link::follows_mark;
        (before ? before->next : first_) = l->word();
        ++size_;
    }
    /// After `member`, in its group.
    void insert_after(chain_link* l, std::uint64_t own, chain_link* member) noexcept {
        l->next = member->next;
        l->state = own | chain_link::follows_mark | (member->state & chain_link::continues_mark);
        l->set_prev(member);
        member->next = l->word();
        member->state |= chain_link::continues_mark;
        set_prev_of(l->next, l);
        ++size_;
    }
    void remove(chain_link* l) noexcept {
        if (l->follows() && !l->continues()) l->prev()->state &= ~chain_link::continues_mark;
        if (!l->follows() && l->continues()) chain_link::at(l->next)->state &= ~chain_link::follows_mark;
        remove_lone(l);
    }
    /// The only element of its group.
    void remove_lone(chain_link* l) noexcept {
        chain_link* const before = l->prev();
        (before ? before->next : first_) = l->next;
        set_prev_of(l->next, before);
        l->set_gone();
        --size_;
    }
    /// Takes out the whole group that begins at `head`, and returns its size. Its members still lead from one
    /// to the next; each says that it follows another (so nobody takes it for the first of a group).
    std::size_t remove_group(chain_link* head) noexcept {
        std::size_t n = 1;
        chain_link* last = head;
        head->state |= chain_link::follows_mark;
        head->set_gone();
        for (; last->continues(); ++n) {
            last = chain_link::at(last->next);
            last->set_gone();
        }
        chain_link* const before = head->prev();
        (before ? before->next : first_) = last->next;
        set_prev_of(last->next, before);
        last->next = chain_link::no_link;
        size_ -= n;
        return n;
    }
    /// An element as `original` of another chain, after the copies of all before that one.
    void append_copy(chain_link* l, std::uint64_t own, const chain_link& original) noexcept {
        append(l, own | (original.state & (chain_link::follows_mark | chain_link::continues_mark)));
    }

private:
    void set_prev_of(std::uint64_t word, chain_link* before) noexcept {
        if (word != chain_link::no_link)
            chain_link::at(word)->set_prev(before);
        else
            last_ = before;
    }

    std::uint64_t first_ = chain_link::no_link;
    chain_link* last_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
