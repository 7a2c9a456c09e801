#pragma once

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/memory_misuse.hpp>
#include <arsenal/memory/detail/tlsf_block.hpp>
#include <arsenal/memory/detail/tlsf_free_lists.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/sanitizer.hpp>
#include <arsenal/platform/throw.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

// When not to use it: where the average counts and not the worst case (`pool`, `slab` and `arena` do less per
// call, and a heap knows threads), or where it cannot be said beforehand how much memory there may be. Worth
// it where a deadline depends on every single call, where there is no system to ask (an interrupt handler, a
// signal handler, memory that is shared or mapped from a device), or to keep a part of a program within a
// budget.
//
// Two-level segregated fit: M. Masmano, I. Ripoll, A. Crespo, J. Real, "TLSF: a New Dynamic Memory Allocator
// for Real-Time Systems", ECRTS 2004. Free blocks are kept by size, in 1024 lists
// (detail/tlsf_free_lists.hpp); allocate() takes the first block of the first list whose blocks are all large
// enough, and puts back what is over; deallocate() joins the block with its free neighbours at once
// (detail/tlsf_block.hpp). There is no loop in either, nor in try_expand(), and no call of anything else.
//
//    region    | next region | its end | block | block | ... | block | end (a block in use of no bytes) |
//    block     | 8 bytes | payload of 16 k + 8 bytes, at a multiple of 16 |
//
// A block costs 8 bytes, has 24 at the least and is rounded up to 16 k + 8; a region costs 32; the object has
// 8.2 KiB. In mode debug a block costs 24, the last 16 of them after what was asked for, to see who writes
// there.
//
// What a good fit costs: a request is certain to find a free block that is 1/32 larger than it, while one
// that is only just large enough may be overlooked. Alignments over 16 are looked for as bytes + alignment +
// 16, and what is over before and after goes back.

namespace arsenal::inline ARSENAL_ABI {

/// What the memory of a tlsf is used for. Bytes include the blocks' own words.
struct tlsf_usage {
    std::size_t used_bytes = 0;
    std::size_t used_blocks = 0;
    std::size_t free_bytes = 0;
    std::size_t free_blocks = 0;
    std::size_t largest_free = 0;

    /// The part of the free memory that is not in its largest block: 0 (none is cut off) up to 1.
    double fragmentation() const noexcept {
        return free_bytes == 0 ? 0 : 1 - static_cast<double>(largest_free) / static_cast<double>(free_bytes);
    }
};

/// A heap in memory of the caller's, whose calls take constant time: at most 250 instructions each,
/// counted by tests/memory/tlsf_steps.cpp. Never calls the system or another resource.
class tlsf final : public memory_resource_of<tlsf> {
    using block = detail::tlsf_block;
    using classes = detail::tlsf_classes;

public:
    /// Blocks begin at multiples of this, and take multiples of it with their header.
    static constexpr std::size_t granularity = block::granularity;
    static constexpr std::size_t header_bytes = block::header_bytes;
    /// What mode debug writes after each block.
    static constexpr std::size_t seal_bytes =
        ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG ? 2 * sizeof(std::uintptr_t) : 0;
    /// What a region gives away to be one.
    static constexpr std::size_t region_bytes = 32;
    /// No block can be larger, and of a larger region no more than 1 TiB is used.
    static constexpr std::size_t max_bytes = detail::tlsf_free_lists::most_bytes - header_bytes - seal_bytes;

    /// Without memory; add_region() brings some.
    tlsf() noexcept = default;
    /// Gives out the memory of the span, which has to outlive this and is not written to by others.
    explicit tlsf(std::span<std::byte> memory) noexcept { add_region(memory); }
    /// Blocks that are still in use become invalid.
    ~tlsf();

    /// More memory. Blocks do not reach from one region into another, wherever they lie. Returns whether the
    /// span is large enough for a block.
    bool add_region(std::span<std::byte> memory) noexcept;

    /// O(1). Alignments as large as the memory allows. Throws std::bad_alloc if there is no block large
    /// enough.
    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment = detail::default_alignment) {
        void* const p = try_allocate(bytes, alignment);
        if (p == nullptr) [[unlikely]]
            detail::throw_bad_alloc();
        return p;
    }

    /// O(1). nullptr instead of std::bad_alloc.
    [[nodiscard]] void* try_allocate(std::size_t bytes,
                                     std::size_t alignment = detail::default_alignment) noexcept {
        ARSENAL_DEBUG_ASSERT(detail::is_alignment(alignment), "tlsf: an alignment is a power of two");
        if (bytes > max_bytes) return nullptr;
        const std::size_t needed = block_bytes(bytes);
        block* const found = alignment <= granularity ? take(needed) : take_aligned(needed, alignment);
        if (found == nullptr) [[unlikely]]
            return nullptr;
        give_out(found, needed);
        seal(found, bytes);
        return found->payload();
    }

    /// O(1).
    void deallocate(void* p, std::size_t bytes,
                    std::size_t /*alignment*/ = detail::default_alignment) noexcept {
        block* const freed = block::of(p);
        check(freed, bytes);
        detail::asan_poison(p, freed->payload_bytes());
        release(freed);
    }

    /// O(1). Makes the block at p, of old_bytes, one of new_bytes where it is, if the memory behind it is
    /// free: from then on it is deallocated with new_bytes. If not, returns false and changes nothing.
    /// pre: new_bytes >= old_bytes
    [[nodiscard]] bool try_expand(void* p, std::size_t old_bytes, std::size_t new_bytes) noexcept {
        block* const grown = block::of(p);
        check(grown, old_bytes);
        ARSENAL_DEBUG_ASSERT(new_bytes >= old_bytes, "tlsf: try_expand() to fewer bytes");
        if (new_bytes > max_bytes) return false;
        const std::size_t needed = block_bytes(new_bytes);
        if (needed > grown->bytes() && !absorb_next(grown, needed)) return false;
        seal(grown, new_bytes);
        return true;
    }

    /// Whether p points into a region. O(regions).
    [[nodiscard]] bool owns(const void* p) const noexcept;

    /// The bytes of the largest block that is free; one 1/32 smaller can be had for certain (in mode debug,
    /// less seal_bytes). O(1 + the number of free blocks in its class).
    [[nodiscard]] std::size_t largest_free_block() const noexcept;

    /// Counts the blocks. O(blocks)
    [[nodiscard]] tlsf_usage usage() const noexcept;

    /// For tests: what contradicts itself in here (somebody wrote where he should not have), or nullptr. In
    /// mode debug that is also whatever was written behind a block in use. O(blocks)
    [[nodiscard]] const char* validate() const noexcept;

private:
    // The first words of a region.
    struct region {
        detail::tlsf_word next;
        detail::tlsf_word end; // the last block, which is in use and has no bytes

        bool has_room_for(const block* b) const noexcept {
            return b->bytes() >= block::least_bytes && b->bytes() <= end_block()->address() - b->address();
        }
        block* first_block() const noexcept {
            return block::at(reinterpret_cast<std::uintptr_t>(this) + sizeof(region));
        }
        block* end_block() const noexcept { return block::at(detail::tlsf_read(&end)); }
        const region* following() const noexcept {
            return reinterpret_cast<const region*>(detail::tlsf_read(&next));
        }
        // Whether a payload has that byte, or could have.
        bool holds(const void* p) const noexcept {
            const auto address = reinterpret_cast<std::uintptr_t>(p);
            return address >= first_block()->address() + 2 * header_bytes &&
                   address < end_block()->address() + header_bytes;
        }
    };

    static constexpr std::size_t most_region_bytes = std::size_t{1} << 40;
    static constexpr std::uintptr_t seal_pattern = 0xa5a5'5a5a'c3c3'3c3c;
    static constexpr std::byte seal_fill{0xfd};

    // The block that such a request is given.
    static constexpr std::size_t block_bytes(std::size_t bytes) noexcept {
        const std::size_t whole = detail::align_up(bytes + header_bytes + seal_bytes, granularity);
        return whole < block::least_bytes ? block::least_bytes : whole;
    }

    // ---- Free blocks

    void make_free(block* b, std::size_t bytes) noexcept {
        b->set_free(bytes);
        free_.insert(b, bytes);
    }

    // Takes a block of so many bytes out of the lists; nullptr if none is found. The last resort, one look at
    // a list whose blocks may or may not be large enough, is for requests of all that there is.
    block* take(std::size_t bytes) noexcept {
        block* found = free_.first_from(classes::all_with(bytes));
        if (found == nullptr) [[unlikely]] {
            found = free_.first_of(classes::of(bytes));
            if (found == nullptr || found->bytes() < bytes) return nullptr;
        }
        free_.remove(found);
        return found;
    }

    // The same of a block whose payload is aligned; what lies before it is a free block again, or nothing.
    block* take_aligned(std::size_t bytes, std::size_t alignment) noexcept {
        const std::size_t room = bytes + alignment + granularity;
        if (room > detail::tlsf_free_lists::most_bytes) return nullptr;
        block* const found = take(room);
        if (found == nullptr) return nullptr;
        const std::size_t gap = gap_before(found, alignment);
        return gap == 0 ? found : split_front(found, gap);
    }

    // Bytes from a block to where one may begin whose payload is aligned: none, or as many as a block has.
    static std::size_t gap_before(block* b, std::size_t alignment) noexcept {
        const auto payload = reinterpret_cast<std::uintptr_t>(b->payload());
        const std::size_t gap = detail::align_up(payload, alignment) - payload;
        return gap == granularity ? gap + alignment : gap;
    }

    // Makes the first bytes of a block that was taken a free block of its own; returns the rest.
    block* split_front(block* b, std::size_t bytes) noexcept {
        block* const rest = block::at(b->address() + bytes);
        rest->begin(b->bytes() - bytes);
        make_free(b, bytes);
        return rest;
    }

    // A block that was taken is in use from now on, and what it has too much is free.
    void give_out(block* b, std::size_t bytes) noexcept {
        const std::size_t whole = b->bytes();
        const std::size_t rest = whole - bytes;
        if (rest >= block::least_bytes) {
            b->set_used(bytes);
            make_free(b->after(), rest);
        } else {
            b->set_used(whole);
            b->after()->mark_follows_used();
        }
    }

    // Joins a block with what is free beside it.
    void release(block* b) noexcept {
        std::size_t bytes = b->bytes();
        block* const next = b->after();
        if (next->is_free()) {
            free_.remove(next);
            bytes += next->bytes();
        }
        if (b->follows_free()) {
            b->mark_free(); // for check(), if it is freed again
            b = b->before();
            free_.remove(b);
            bytes += b->bytes();
        }
        make_free(b, bytes);
    }

    // Gives a block in use so many bytes, from the one after it. False if that is in use or not large enough.
    bool absorb_next(block* b, std::size_t bytes) noexcept {
        block* const next = b->after();
        if (!next->is_free() || b->bytes() + next->bytes() < bytes) return false;
        free_.remove(next);
        b->set_used(b->bytes() + next->bytes());
        give_out(b, bytes);
        return true;
    }

    // ---- Who uses blocks as he should not

    // Opens the first bytes of a block to its user. Mode debug writes how many there are into the last word,
    // and a pattern between.
    static void seal(block* b, std::size_t bytes) noexcept {
        if constexpr (seal_bytes != 0) write_seal(b, bytes);
        detail::asan_unpoison(b->payload(), bytes);
    }
    static void write_seal(block* b, std::size_t bytes) noexcept;
    static bool is_sealed(block* b) noexcept;
    static std::size_t sealed_bytes(const block* b) noexcept {
        return b->last_word() ^ b->address() ^ seal_pattern;
    }

    // What deallocate() and try_expand() are given is a block in use of so many bytes.
    void check(block* b, std::size_t bytes) const noexcept {
        if constexpr (seal_bytes != 0)
            check_seal(b, bytes);
        else if constexpr (ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST)
            if (b->is_free()) [[unlikely]]
                detail::memory_misused(detail::misuse::double_free, "tlsf", b->payload(), bytes);
    }
    void check_seal(block* b, std::size_t bytes) const noexcept;
    [[noreturn, gnu::cold]] static void misused(const region& r, block* b, std::size_t bytes) noexcept;
    const region* region_of(const void* p) const noexcept;

    // ---- validate()

    static const char* contradiction_in(const region& r, std::size_t& free_blocks) noexcept;
    const char* contradiction_in_list(unsigned index, std::size_t& free_blocks) const noexcept;

    detail::tlsf_free_lists free_;
    region* regions_ = nullptr; // the last one added
};

template <class T>
using tlsf_allocator = resource_allocator<T, tlsf>;

} // namespace arsenal::inline ARSENAL_ABI
