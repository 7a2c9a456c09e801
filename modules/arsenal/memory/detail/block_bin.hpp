#pragma once

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/platform/config.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory_resource>
#include <new>
#include <utility>

// Blocks of one size: what pool, object_pool and slab are made of.
//
// Blocks lie side by side in chunks that an upstream gives; a chunk's own record stands behind them, so that
// the first is aligned as the chunk is:
//
//   chunk   | block | block | block | ... | block | chunk_end |
//                      ^ given back: its first word links it to the free block before it
//
// A block comes from the list of those given back, the last one first: it is warm. While that list is empty,
// from the fresh part of the current chunk, which has not been touched; then from the next chunk.
//
// A list that was filled in random order would lead the next user all over the memory. So the blocks out in
// the world are counted, and when the last one returns the list is forgotten and all chunks are fresh. (The
// first chunk alone is small enough to be in the cache however it is used: it is not worth it.)
//
// In mode debug a block is longer by a guard:
//
//   | the bytes asked for | a pattern, 8 bytes or more | mark: live and how large, or free |
//
// Under AddressSanitizer all that is not lent out is poisoned.
//
// No call looks for AddressSanitizer: what might be a call at any time would keep everything out of the
// registers. Instead a bin that is to be watched, in that case and in mode debug, is parked between the
// calls: it looks as if there was nothing to take, and as if the next block that returns was the last one, so
// that every call takes the slow path, which puts the true state back for as long as it runs.

namespace arsenal::inline ARSENAL_ABI::detail {

struct free_block {
    free_block* next;
};

struct chunk_end {
    chunk_end* next;   ///< the one that came after it
    std::size_t bytes; ///< of the chunk, with this

    std::byte* begin() noexcept { return reinterpret_cast<std::byte*>(this + 1) - bytes; }
    const std::byte* begin() const noexcept { return const_cast<chunk_end*>(this)->begin(); }
    const std::byte* end() const noexcept { return reinterpret_cast<const std::byte*>(this); }
};

class block_bin {
public:
    static constexpr bool guards = ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG;
    static constexpr std::size_t first_chunk_bytes = 1024;
    /// More than this is had for a single block only.
    static constexpr std::size_t most_chunk_bytes = 64 << 10;
    static constexpr std::size_t most_blocks_per_chunk = most_chunk_bytes / sizeof(free_block);

    constexpr block_bin(std::size_t block_bytes, std::size_t alignment) noexcept
        : alignment_(std::max(alignment, alignof(chunk_end))), stride_(stride(block_bytes, alignment_)) {}
    block_bin(const block_bin&) = delete;
    block_bin& operator=(const block_bin&) = delete;
    ~block_bin() = default; // after release()

    std::size_t alignment() const noexcept { return alignment_; }
    /// The most that take() may be asked for.
    std::size_t block_bytes() const noexcept { return stride_ - guard_bytes; }
    /// Blocks that are out.
    std::size_t live() const noexcept;
    /// Whether take() does not need upstream, whose memory it may yet need if this is false.
    bool is_ready() const noexcept { return free_ != nullptr || has_fresh(); }

    /// A block of `bytes`; asks upstream for a chunk of at most max_blocks if there is none. Throws what
    /// upstream does, and then has changed nothing. pre: bytes <= block_bytes()
    void* take(std::size_t bytes, std::pmr::memory_resource& upstream, std::size_t max_blocks) {
        if (free_block* const block = free_; block != nullptr) [[likely]] {
            free_ = block->next;
            ++live_;
            return block;
        }
        if (has_fresh()) [[likely]] {
            ++live_;
            return std::exchange(fresh_, fresh_ + stride_);
        }
        return take_slowly(bytes, upstream, max_blocks);
    }

    /// pre: take(bytes) gave it out, and it has not come back since
    void give(void* block, std::size_t bytes) noexcept {
        if (--live_ != 0) [[likely]] {
            free_ = ::new (block) free_block{free_};
            return;
        }
        // AddressSanitizer, if this is compiled with it, sees here that a block comes back twice.
        if (bytes != 0) static_cast<void>(*static_cast<const volatile unsigned char*>(block));
        give_slowly(block, bytes);
    }

    /// In mode debug: ends the program with a report unless take(bytes) gave the block out.
    void check(const void* block, std::size_t bytes) const noexcept;

    /// Has room for n blocks besides those that are out, so that so many calls of take() ask upstream for
    /// nothing: what is missing comes as one chunk. Throws what upstream does, std::bad_alloc of what no
    /// memory has.
    void reserve(std::size_t n, std::pmr::memory_resource& upstream);

    /// Gives all chunks back to upstream. What is out is no more.
    void release(std::pmr::memory_resource& upstream) noexcept;

    /// Whether p points into one of the chunks' blocks.
    bool owns(const void* p) const noexcept { return chunk_of(p) != nullptr; }

    /// Has all blocks back, and keeps the chunks.
    void clear() noexcept;
    /// clear(), after end(block) for each that is out. `end` may not use the bin. n log n steps for n free
    /// blocks; needs no memory.
    void end_all(void (*end)(void* block) noexcept) noexcept;

private:
    // 8 bytes of the pattern at the least, and the mark.
    static constexpr std::size_t guard_bytes = guards ? 16 : 0;

    // A size that no memory has becomes another one: upstream refuses both.
    static constexpr std::size_t stride(std::size_t bytes, std::size_t alignment) noexcept {
        constexpr std::size_t most = std::numeric_limits<std::size_t>::max() / 4;
        return align_up(std::min(std::max(bytes, sizeof(free_block)), most) + guard_bytes, alignment);
    }

    /// While one lives, the state of a watched bin is the true one.
    class state_at_hand;
    struct state {
        free_block* free = nullptr;
        std::byte* fresh = nullptr;
        std::size_t live = 1;
    };

    bool has_fresh() const noexcept { return fresh_ != reinterpret_cast<const std::byte*>(current_); }

    [[gnu::noinline]] void* take_slowly(std::size_t bytes, std::pmr::memory_resource& upstream,
                                        std::size_t max_blocks);
    [[gnu::noinline]] void give_slowly(void* block, std::size_t bytes) noexcept;
    void refill(std::pmr::memory_resource& upstream, std::size_t max_blocks);
    void begin_anew() noexcept;
    void begin_at(chunk_end& chunk) noexcept;
    chunk_end& add_chunk(std::size_t blocks, std::pmr::memory_resource& upstream);
    chunk_end* last_chunk() const noexcept;
    std::size_t most_blocks() const noexcept;
    std::size_t blocks_within(std::size_t chunk_bytes) const noexcept;
    std::size_t blocks_of(const chunk_end& chunk) const noexcept;
    const chunk_end* chunk_of(const void* p) const noexcept;
    void free_fresh() noexcept;
    void clear_chunks() noexcept;

    void guard(void* block, std::size_t bytes) const noexcept;
    void mark_free(void* block) const noexcept;

    free_block* free_ = nullptr;
    std::byte* fresh_ = nullptr; ///< up to current_, where the fresh part of its chunk ends
    std::size_t live_ = 1;       ///< blocks that are out, and 1 while the first chunk is the current one
    std::size_t alignment_;
    std::size_t stride_; ///< from block to block
    chunk_end* first_ = nullptr;
    chunk_end* current_ = nullptr; ///< the chunks behind it are all fresh
    state parked_;                 ///< of a watched bin, between the calls: the true free_, fresh_, live_
};

} // namespace arsenal::inline ARSENAL_ABI::detail
