#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI::detail {

// A word in memory that users had before and will have again, as objects of any type.
using tlsf_word [[gnu::may_alias]] = std::uintptr_t;

// The only places that touch such words: under AddressSanitizer they lie in memory that is poisoned for
// everybody else.
[[gnu::no_sanitize_address]] inline std::uintptr_t tlsf_read(const tlsf_word* word) noexcept { return *word; }
[[gnu::no_sanitize_address]] inline void tlsf_write(tlsf_word* word, std::uintptr_t value) noexcept {
    *word = value;
}

// A block of a tlsf and its neighbours in memory (the format is TLSF 2's, with boundary tags as Knuth's).
//
//    byte 0          8          16                                          bytes   bytes + 8
//    +--------------+----------+-----------------------------------------------+--------+
//    | where the    | bytes    | payload                                                |   a block in use
//    | block before | and      +------------+------------+---------------------+--------+
//    | begins       | flags    | next free  | its link   |                     | begin  |   a free one
//    +--------------+----------+------------+------------+---------------------+--------+
//     \ the block before's own/                                                 \ the first
//                                                                                 word of the block after
//
// A block begins in the last word of the one before, which that one gives up only while it is free. So a
// block in use costs one word, and of every 16 k bytes it has 16 k - 8.
//
//    bit 0 of `bytes and flags`: this block is free     bit 1: the block before is free
//
// No two free blocks lie side by side. Of free blocks, `its link` is the address of the word that holds this
// block's address: `next free` of another, or the head of a list.
class tlsf_block {
public:
    static constexpr std::size_t granularity = 16;
    static constexpr std::size_t header_bytes = sizeof(tlsf_word);
    static constexpr std::size_t least_bytes = 4 * sizeof(tlsf_word);

    static tlsf_block* at(std::uintptr_t address) noexcept { return reinterpret_cast<tlsf_block*>(address); }
    static tlsf_block* of(const void* payload) noexcept {
        return at(reinterpret_cast<std::uintptr_t>(payload) - payload_offset);
    }

    std::uintptr_t address() const noexcept { return reinterpret_cast<std::uintptr_t>(this); }
    void* payload() noexcept { return reinterpret_cast<std::byte*>(this) + payload_offset; }

    std::size_t bytes() const noexcept { return tlsf_read(&word_) & ~flags; }
    std::size_t payload_bytes() const noexcept { return bytes() - header_bytes; }
    bool is_free() const noexcept { return (tlsf_read(&word_) & free_flag) != 0; }
    bool follows_free() const noexcept { return (tlsf_read(&word_) & follows_free_flag) != 0; }

    tlsf_block* after() const noexcept { return at(address() + bytes()); }
    // pre: follows_free()
    tlsf_block* before() const noexcept { return at(tlsf_read(&before_)); }

    // A word that was none yet: a block in use, after one that is in use.
    void begin(std::size_t bytes) noexcept { tlsf_write(&word_, bytes); }
    // In use, with that many bytes. What is said of the block before stays; the one after is not told.
    void set_used(std::size_t bytes) noexcept {
        tlsf_write(&word_, bytes | (tlsf_read(&word_) & follows_free_flag));
    }
    void mark_free() noexcept { tlsf_write(&word_, tlsf_read(&word_) | free_flag); }
    void mark_follows_used() noexcept { tlsf_write(&word_, tlsf_read(&word_) & ~follows_free_flag); }
    // Free, with that many bytes, as the block after is told. pre: the block before is in use
    void set_free(std::size_t bytes) noexcept {
        tlsf_write(&word_, bytes | free_flag);
        tlsf_block* const next = after();
        tlsf_write(&next->before_, address());
        tlsf_write(&next->word_, tlsf_read(&next->word_) | follows_free_flag);
    }

    // ---- Of a block in use: the last word of its payload

    std::uintptr_t last_word() const noexcept { return tlsf_read(&after()->before_); }
    void set_last_word(std::uintptr_t value) noexcept { tlsf_write(&after()->before_, value); }

    // ---- Of a free block

    std::uintptr_t next_free() const noexcept { return tlsf_read(&next_free_); }
    std::uintptr_t link() const noexcept { return tlsf_read(&link_); }

    // Puts this block first into the list whose head is *head.
    void enter(tlsf_word* head) noexcept {
        const std::uintptr_t next = tlsf_read(head);
        tlsf_write(&next_free_, next);
        tlsf_write(&link_, reinterpret_cast<std::uintptr_t>(head));
        if (next != 0) tlsf_write(&at(next)->link_, reinterpret_cast<std::uintptr_t>(&next_free_));
        tlsf_write(head, address());
    }
    // Takes this block out of its list. Returns whether it was the last there.
    bool leave() noexcept {
        const std::uintptr_t next = next_free();
        tlsf_write(reinterpret_cast<tlsf_word*>(link()), next);
        if (next != 0) tlsf_write(&at(next)->link_, link());
        return next == 0;
    }

private:
    static constexpr std::uintptr_t free_flag = 1;
    static constexpr std::uintptr_t follows_free_flag = 2;
    static constexpr std::uintptr_t flags = granularity - 1;
    static constexpr std::size_t payload_offset = 2 * sizeof(tlsf_word);

    tlsf_word before_;
    tlsf_word word_;
    tlsf_word next_free_;
    tlsf_word link_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
