#pragma once

#include <arsenal/atomic.hpp>
#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/basic_lock_free_pool.hpp>
#include <arsenal/memory/detail/block_checks.hpp>
#include <arsenal/memory/detail/memory_misuse.hpp>
#include <arsenal/memory/detail/thread_ticket.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/sanitizer.hpp>
#include <arsenal/platform/throw.hpp>
#include <arsenal/sync/mutex.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory_resource>

// Blocks of one size, for any number of threads at once, without a lock: a thread that is stopped in the
// middle keeps no other from going on. (But for growing, which asks another resource, and locks.)
//
// Not for one thread (pool: no atomics). Not where threads want blocks all the time and need no such promise:
// a thread_cache in front of this, or of anything, does without read-modify-writes. Not for blocks of
// different sizes.
//
// Design: each block has a number; who has none of the numbers of free blocks takes one from a stack
// (detail/basic_index_stack.hpp, where ABA is dealt with; its links are in front of the blocks). There are 16
// stacks; a thread uses one of them and helps itself from the others where that is empty, to 32 blocks at
// once (detail/basic_lock_free_pool.hpp).
//
//   chunk   | size, where its blocks are | 4 bytes per block: its link | block | block | ...
//
// The first chunk has `first_blocks` blocks, each further one twice as many as the last. Chunks stay until
// the pool ends.
//
// Complexity: constant, but for growing, which is linear in what is added, 4 bytes of each block being
// written, and for an allocation that finds its own stack empty: it looks at 15 others. Whoever is late has
// to try again, which somebody else's progress is the reason of.
//
// Exceptions: std::bad_alloc where bytes or alignment are more than a block has (unlike pool, it passes
// nothing on), where `max_blocks` are given out, or if the upstream throws.
//
// A pool with `max_blocks` fails only if there was a moment at which all of them were given out. For that it
// does not move several at once. Once it has that many (reserve(max_blocks)) it takes no lock: until then the
// child of a fork() by one of several threads may find it locked for ever.
//
// Every mode finds pointers to elsewhere, mode debug blocks freed twice, pointers into a block, and what was
// written behind one; AddressSanitizer every use of a free block, and of what is behind the bytes that were
// asked for.

namespace arsenal::inline ARSENAL_ABI {

struct lock_free_pool_options {
    std::size_t alignment = detail::default_alignment; ///< of each block: a power of two; less than 8 is 8
    std::size_t first_blocks = 0;                      ///< rounded up to a power of two; 0: about 16 KiB
    std::size_t max_blocks = std::size_t{1} << 30;     ///< at most 2^30
};

} // namespace arsenal::inline ARSENAL_ABI

namespace arsenal::inline ARSENAL_ABI::detail {

struct lock_free_pool_policy {
    template <class T>
    using atomic = arsenal::atomic<T>;
    template <class T>
    using plain = T;

    static constexpr std::uint32_t most_chunks = 32;
    static constexpr std::uint32_t stacks = 16;
    static constexpr std::uint32_t moved = 32;
    static std::uint32_t own_stack() noexcept { return thread_ticket() % stacks; }
};

/// The first bytes of a chunk; its links follow.
struct lock_free_pool_chunk {
    std::byte* blocks;
    std::uint32_t size;
    std::size_t bytes; // in all

    atomic<std::uint32_t>& link(std::uint32_t offset) noexcept {
        return reinterpret_cast<atomic<std::uint32_t>*>(this + 1)[offset];
    }
};

/// Of offsets that are multiples of it. (Division by a constant, without the constant: an odd number has an
/// inverse modulo 2^64.)
class exact_divisor {
public:
    explicit constexpr exact_divisor(std::size_t n) noexcept
        : shift_(std::countr_zero(n)), inverse_(inverse_of(n >> shift_)) {}
    constexpr std::size_t quotient(std::size_t offset) const noexcept {
        return (offset >> shift_) * inverse_;
    }

private:
    // Newton's iteration: 3 bits are right at first, twice as many after each step.
    static constexpr std::size_t inverse_of(std::size_t odd) noexcept {
        std::size_t x = odd;
        for (int i = 0; i != 5; ++i) x *= 2 - odd * x;
        return x;
    }

    int shift_;
    std::size_t inverse_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail

namespace arsenal::inline ARSENAL_ABI {

class lock_free_pool final : public memory_resource_of<lock_free_pool> {
public:
    /// Of blocks of block_bytes, rounded up to a multiple of the alignment. Has nothing from the upstream
    /// yet.
    explicit lock_free_pool(std::size_t block_bytes, const lock_free_pool_options& options = {},
                            std::pmr::memory_resource* upstream = std::pmr::get_default_resource());
    /// Gives all of its memory back, of blocks that are still given out, too.
    ~lock_free_pool() override;

    /// As long as they are at most block_bytes() and block_alignment(); the same block for all of them.
    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment = detail::default_alignment) {
        void* const p = try_allocate(bytes, alignment);
        if (p == nullptr) [[unlikely]]
            detail::throw_bad_alloc();
        return p;
    }
    [[nodiscard]] void* try_allocate(std::size_t bytes,
                                     std::size_t alignment = detail::default_alignment) noexcept {
        ARSENAL_DEBUG_ASSERT(detail::is_alignment(alignment), "an alignment is a power of two");
        if (bytes > block_bytes_ || alignment > block_alignment_) [[unlikely]]
            return nullptr;
        detail::index_chain taken = core_.take_own(1);
        if (taken.size == 0) [[unlikely]]
            taken = take_elsewhere(1);
        return taken.size != 0 ? hand_out(taken.first, bytes) : nullptr;
    }
    void deallocate(void* p, std::size_t bytes,
                    [[maybe_unused]] std::size_t alignment = detail::default_alignment) noexcept {
        const std::uint32_t number = take_back(p, bytes);
        core_.give({number, number, 1});
    }

    /// Up to n blocks, for a few operations in all; how many.
    std::size_t allocate_batch(void** blocks, std::size_t n, std::size_t bytes,
                               std::size_t alignment = detail::default_alignment) noexcept;
    void deallocate_batch(void* const* blocks, std::size_t n, std::size_t bytes,
                          std::size_t alignment = detail::default_alignment) noexcept;

    /// Has at least so many blocks, given out or not, when it returns. Throws std::bad_alloc if it cannot: at
    /// once where they are more than max_blocks, otherwise with what the upstream had.
    void reserve(std::size_t blocks);

    /// Whether p points into one of the chunks' blocks.
    bool owns(const void* p) const noexcept;

    std::size_t block_bytes() const noexcept { return block_bytes_; }
    std::size_t block_alignment() const noexcept { return block_alignment_; }
    /// How many blocks it has, given out or not.
    std::size_t capacity() const noexcept { return capacity_.load(acquire); }
    std::pmr::memory_resource* upstream_resource() const noexcept { return upstream_; }

private:
    using chunk = detail::lock_free_pool_chunk;
    using core = detail::basic_lock_free_pool<detail::lock_free_pool_policy, chunk>;

    static constexpr bool is_checked = ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG;
    // In mode debug, the link of a block that is given out; no block has that number.
    static constexpr std::uint32_t given_out = 0xffff'ffff;

    void* hand_out(std::uint32_t number, std::size_t bytes) noexcept {
        const auto [k, offset] = core_.table().place_of(number);
        chunk& its = core_.table()[k];
        void* const p = its.blocks + offset * stride_;
        if constexpr (is_checked) {
            its.link(offset).store(given_out, relaxed);
            detail::asan_unpoison(p, stride_);
            detail::fill_behind(p, bytes, stride_);
            detail::asan_poison(static_cast<std::byte*>(p) + bytes, stride_ - bytes);
        } else {
            detail::asan_unpoison(p, bytes);
        }
        return p;
    }

    std::uint32_t take_back(void* p, std::size_t bytes) noexcept {
        // Most blocks are in the newest chunk.
        std::uint32_t k = core_.table().size();
        std::size_t distance = 0;
        do {
            if (k == 0) [[unlikely]]
                detail::memory_misused(detail::misuse::foreign_pointer, "lock_free_pool", p, bytes);
            --k;
            distance = reinterpret_cast<std::uintptr_t>(p) -
                       reinterpret_cast<std::uintptr_t>(core_.table()[k].blocks);
        } while (distance >= core_.table()[k].size * stride_);
        const auto offset = static_cast<std::uint32_t>(stride_divisor_.quotient(distance));
        if constexpr (is_checked) check(core_.table()[k], offset, p, bytes);
        detail::asan_poison(p, stride_);
        return static_cast<std::uint32_t>(core_.table().first_of(k)) + offset;
    }

    void check(chunk& its, std::uint32_t offset, void* p, std::size_t bytes) const noexcept;
    detail::index_chain take_elsewhere(std::uint32_t most) noexcept;
    bool grow(std::size_t before) noexcept;
    bool add_chunk() noexcept;
    chunk* make_chunk(std::uint32_t size) noexcept;
    std::size_t alignment_of_chunk() const noexcept;

    core core_;
    std::size_t block_bytes_;
    std::size_t block_alignment_;
    std::size_t stride_; // from one block to the next
    detail::exact_divisor stride_divisor_;
    std::size_t max_blocks_;
    std::pmr::memory_resource* upstream_;
    atomic<std::size_t> capacity_{0}; // written under growing_, after its blocks can be had
    mutex growing_;
};

// Here, so that ThreadSanitizer sees in the caller's program what hands a block on.

[[gnu::noinline]] inline detail::index_chain lock_free_pool::take_elsewhere(std::uint32_t most) noexcept {
    for (;;) {
        const std::size_t before = capacity();
        const detail::index_chain taken = core_.take(most);
        if (taken.size != 0 || !grow(before)) return taken;
    }
}

inline std::size_t lock_free_pool::allocate_batch(void** blocks, std::size_t n, std::size_t bytes,
                                                  std::size_t alignment) noexcept {
    ARSENAL_DEBUG_ASSERT(detail::is_alignment(alignment), "an alignment is a power of two");
    if (bytes > block_bytes_ || alignment > block_alignment_) return 0;
    std::size_t had = 0;
    while (had != n) {
        const auto wanted = static_cast<std::uint32_t>(std::min(n - had, max_blocks_));
        detail::index_chain taken = core_.take_own(wanted);
        if (taken.size == 0) taken = take_elsewhere(wanted);
        if (taken.size == 0) break;
        std::uint32_t number = taken.first;
        for (std::uint32_t i = 0; i != taken.size; ++i) {
            const std::uint32_t next = core_.table().of(number).load(relaxed);
            blocks[had++] = hand_out(number, bytes);
            number = next;
        }
    }
    return had;
}

inline void lock_free_pool::deallocate_batch(void* const* blocks, std::size_t n, std::size_t bytes,
                                             std::size_t) noexcept {
    detail::index_chain all;
    for (std::size_t i = 0; i != n; ++i) {
        const std::uint32_t number = take_back(blocks[i], bytes);
        if (all.size == 0)
            all.first = number;
        else
            core_.table().of(all.last).store(number, relaxed);
        all.last = number;
        ++all.size;
    }
    if (all.size != 0) core_.give(all);
}

template <class T>
using lock_free_pool_allocator = resource_allocator<T, lock_free_pool>;

} // namespace arsenal::inline ARSENAL_ABI
