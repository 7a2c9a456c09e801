#pragma once

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/arena_core.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <memory_resource>

namespace arsenal::inline ARSENAL_ABI {

/// Gives out memory by moving a pointer, and takes all of it back at once: what belongs to one request, one
/// frame, one parse.
///
/// Not for what comes and goes one by one (pool, slab): deallocate() frees nothing, so that a growing vector
/// leaves each of its former blocks behind (reserve(), or try_expand()). Not for what several threads share.
///
/// Memory comes from the caller's buffer, if there is one, then in blocks from upstream, each twice as large
/// as the one before. No byte is lost but to alignments. An allocation is O(1) but for upstream.
///
/// mark() says how far the arena is used, and rewind() ends everything that was allocated since. reset() ends
/// everything. Both keep the largest block that they empty for later and give the others back; release()
/// gives back all. No destructor is called by any of them.
///
/// AddressSanitizer reports the use of what was rewound, reset or released, or not yet given out; in mode
/// debug of what was given back, too. In mode debug each block has a guard behind it (40 to 47 bytes, of the
/// caller's buffer, too): writing over it, giving back what is not a live block of this arena, and rewinding
/// to a mark of another arena, or to one that was itself rewound over, stop the program with the address, at
/// the latest when the block ends.
///
/// D. R. Hanson, "Fast allocation and deallocation of memory based on object lifetimes", Software: Practice
/// and Experience 20 (1990).
class arena : public memory_resource_of<arena> {
    using core = detail::arena_core;

public:
    /// A place to rewind to.
    using marker = detail::arena_mark;

    /// Asks upstream for nothing before the first allocation.
    explicit arena(std::pmr::memory_resource* upstream = std::pmr::get_default_resource()) noexcept
        : arena(core::first_room, upstream) {}
    /// The first block from upstream has room for `first_block` bytes, at least.
    explicit arena(std::size_t first_block,
                   std::pmr::memory_resource* upstream = std::pmr::get_default_resource()) noexcept
        : core_(nullptr, 0, first_block, upstream, true) {}
    /// Uses [buffer, buffer + bytes) first, which outlives the arena; then blocks larger than it. (With
    /// std::pmr::null_memory_resource() for upstream there are none.)
    arena(void* buffer, std::size_t bytes,
          std::pmr::memory_resource* upstream = std::pmr::get_default_resource()) noexcept
        : core_(buffer, bytes, bytes < core::first_room ? core::first_room : bytes * 2, upstream, true) {}

    /// Throws what upstream throws, and std::bad_alloc for what no memory can hold; nothing is changed then.
    [[nodiscard, gnu::returns_nonnull]] void* allocate(std::size_t bytes,
                                                       std::size_t alignment = detail::default_alignment) {
        void* p;
        if (core_.take(bytes, alignment, p)) [[likely]]
            return p;
        return allocate_slowly(bytes, alignment);
    }
    /// The same with nullptr for an exception.
    [[nodiscard]] void* try_allocate(std::size_t bytes,
                                     std::size_t alignment = detail::default_alignment) noexcept {
        void* p;
        if (core_.take(bytes, alignment, p)) [[likely]]
            return p;
        return core_.try_allocate_slowly(bytes, alignment);
    }
    /// Frees nothing.
    void deallocate(void* p, std::size_t bytes, std::size_t = detail::default_alignment) noexcept {
        core_.deallocate(p, bytes);
    }
    /// Makes the newest block longer or shorter where it is. False, and nothing is changed, if p is not the
    /// newest or there is no room. (Marks that were taken since p was allocated are no more.)
    [[nodiscard]] bool try_expand(void* p, std::size_t old_bytes, std::size_t new_bytes) noexcept {
        return core_.try_expand(p, old_bytes, new_bytes);
    }

    [[nodiscard]] marker mark() const noexcept { return core_.mark(); }
    /// O(1); with what was allocated since in other blocks, O(number of them).
    void rewind(const marker& to) noexcept { core_.rewind(to); }
    void reset() noexcept { core_.reset(); }
    /// The next block is as large as the first one was, too.
    void release() noexcept { core_.release(); }

    /// Whether p points into its memory, given out or free. O(number of blocks), as are the two below.
    [[nodiscard]] bool owns(const void* p) const noexcept { return core_.owns(p); }
    /// What was given out since the last reset, with what was lost to alignments.
    [[nodiscard]] std::size_t bytes_used() const noexcept { return core_.bytes_used(); }
    /// All it holds: the caller's buffer, the blocks in use and the one that is kept.
    [[nodiscard]] std::size_t capacity() const noexcept { return core_.capacity(); }
    [[nodiscard]] std::pmr::memory_resource* upstream() const noexcept { return core_.upstream(); }

private:
    [[gnu::noinline]] void* allocate_slowly(std::size_t bytes, std::size_t alignment) {
        return core_.allocate_slowly(bytes, alignment);
    }

    core core_;
};

/// An arena with its first Bytes inside of it.
template <std::size_t Bytes>
class inline_arena final : public arena {
public:
    explicit inline_arena(std::pmr::memory_resource* upstream = std::pmr::get_default_resource()) noexcept
        : arena(buffer_, Bytes, upstream) {}

private:
    alignas(std::max_align_t) std::byte buffer_[Bytes];
};

/// Of an inline_arena, too.
template <class T>
using arena_allocator = resource_allocator<T, arena>;

} // namespace arsenal::inline ARSENAL_ABI
