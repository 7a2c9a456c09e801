#pragma once

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/block_bin.hpp>
#include <arsenal/memory/detail/upstream_blocks.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

#include <cstddef>
#include <memory_resource>

namespace arsenal::inline ARSENAL_ABI {

/// Blocks of one size. An allocation takes the block that was freed last.
///
/// Not for blocks of several sizes, or of a size that is not known, such as that of a container's node (slab
/// is as fast, and makes a pool for each size), not for objects (object_pool<T>), not where all ends at once
/// (arena needs no list), and not for several threads (lock_free_pool, synchronized).
///
/// What does not fit a block, by size or alignment, goes upstream and comes from there: over a pool an
/// unordered_map has nodes from its blocks, and its table from upstream. Chunks of blocks come from upstream
/// too, each twice the last one up to 64 KiB. None goes back before release() or the end.
///
/// Blocks are 8 bytes at the least, without a header. allocate() and deallocate(): a few instructions; with a
/// call upstream for every new chunk. Throws what upstream does, std::bad_alloc of what no memory has;
/// nothing is changed then.
///
/// Layout: detail/block_bin.hpp.
class pool final : public memory_resource_of<pool> {
public:
    /// Of blocks that have block_bytes and are aligned so far. Asks upstream for nothing yet.
    /// pre: block_alignment is a power of two
    explicit pool(std::size_t block_bytes, std::size_t block_alignment = detail::default_alignment,
                  std::pmr::memory_resource* upstream = std::pmr::get_default_resource()) noexcept
        : bin_(block_bytes, block_alignment), upstream_(upstream) {
        ARSENAL_ASSERT(detail::is_alignment(block_alignment), "an alignment is a power of two");
    }
    ~pool() override { release(); }

    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment = detail::default_alignment) {
        ARSENAL_DEBUG_ASSERT(detail::is_alignment(alignment), "an alignment is a power of two");
        if (fits(bytes, alignment)) [[likely]]
            return bin_.take(bytes, *upstream_, detail::block_bin::most_blocks_per_chunk);
        return detail::allocate_upstream(*upstream_, bytes, alignment);
    }
    void deallocate(void* p, std::size_t bytes, std::size_t alignment = detail::default_alignment) noexcept {
        ARSENAL_DEBUG_ASSERT(detail::is_alignment(alignment), "an alignment is a power of two");
        if (fits(bytes, alignment)) [[likely]]
            return bin_.give(p, bytes);
        upstream_->deallocate(p, bytes, alignment);
    }

    /// Has room for n blocks more than are in use, in one chunk of its own if there is none: so many
    /// allocations ask upstream for nothing.
    void reserve(std::size_t n) { bin_.reserve(n, *upstream_); }
    /// Gives all chunks back: every block is freed. What did not fit a block is upstream's still.
    void release() noexcept { bin_.release(*upstream_); }

    /// The most that fits a block: what was asked for, rounded up.
    std::size_t block_bytes() const noexcept { return bin_.block_bytes(); }
    std::size_t block_alignment() const noexcept { return bin_.alignment(); }
    /// Blocks in use.
    std::size_t size() const noexcept { return bin_.live(); }
    std::pmr::memory_resource* upstream_resource() const noexcept { return upstream_; }

private:
    bool fits(std::size_t bytes, std::size_t alignment) const noexcept {
        constexpr std::size_t every_pools =
            alignof(detail::chunk_end); // which a caller often knows to suffice
        return bytes <= bin_.block_bytes() && (alignment <= every_pools || alignment <= bin_.alignment());
    }

    detail::block_bin bin_;
    std::pmr::memory_resource* upstream_;
};

/// std's allocator over a pool, without virtual calls.
template <class T>
using pool_allocator = resource_allocator<T, pool>;

} // namespace arsenal::inline ARSENAL_ABI
