#pragma once

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/size_classes.hpp>
#include <arsenal/memory/detail/slab_bins.hpp>
#include <arsenal/memory/detail/upstream_blocks.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

#include <cstddef>
#include <memory_resource>

namespace arsenal::inline ARSENAL_ABI {

/// One resource for small blocks of all sizes: a pool for each of 48 sizes up to 64 KiB, larger blocks from
/// upstream. Which pool, deallocate() knows from the size: no block has a header.
///
/// Not where all ends at once (arena needs no lists, and packs blocks side by side), not for several threads
/// (thread_cache, pmr::synchronized_pool_resource), not where memory once used for blocks of one size must
/// serve another: chunks go back by release() and at the end only.
///
/// pmr::unsynchronized_pool_resource is the same behind std's interface; this one is without virtual calls
/// (slab_allocator), and leaves to upstream what came from there. A block wastes less than a fifth, from 33
/// bytes on. The object itself takes 4 KiB.
///
/// Any alignment that upstream has. allocate() and deallocate(): a few instructions, a call upstream for
/// every new chunk. Throws what upstream does, std::bad_alloc of what no memory has; nothing is changed then.
///
/// Design after J. Bonwick, "The Slab Allocator", 1994, without its caches of constructed objects. Layout:
/// detail/block_bin.hpp; sizes: detail/size_classes.hpp.
class slab final : public memory_resource_of<slab> {
public:
    slab() noexcept : slab(std::pmr::pool_options()) {}
    explicit slab(std::pmr::memory_resource* upstream) noexcept : slab(std::pmr::pool_options(), upstream) {}
    /// With the options of std's pool resources: blocks larger than largest_required_pool_block are
    /// upstream's, and no chunk has more blocks than max_blocks_per_chunk.
    explicit slab(const std::pmr::pool_options& options,
                  std::pmr::memory_resource* upstream = std::pmr::get_default_resource()) noexcept
        : bins_(options, upstream) {}
    ~slab() override { release(); }

    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment = detail::default_alignment) {
        ARSENAL_DEBUG_ASSERT(detail::is_alignment(alignment), "an alignment is a power of two");
        const std::size_t last = detail::last_byte(bytes, alignment);
        if (bins_.serves(last)) [[likely]]
            return bins_.take(last, bytes);
        if (bytes == 0) return allocate(1, alignment);
        return detail::allocate_upstream(*bins_.upstream(), bytes, alignment);
    }
    void deallocate(void* p, std::size_t bytes, std::size_t alignment = detail::default_alignment) noexcept {
        ARSENAL_DEBUG_ASSERT(detail::is_alignment(alignment), "an alignment is a power of two");
        const std::size_t last = detail::last_byte(bytes, alignment);
        if (bins_.serves(last)) [[likely]]
            return bins_.give(p, last, bytes);
        if (bytes == 0) return deallocate(p, 1, alignment);
        bins_.upstream()->deallocate(p, bytes, alignment);
    }

    /// Gives all chunks back: every block of theirs is freed. Larger ones are upstream's still.
    void release() noexcept { bins_.release(); }

    /// What is in force.
    std::pmr::pool_options options() const noexcept { return bins_.options(); }
    std::pmr::memory_resource* upstream_resource() const noexcept { return bins_.upstream(); }

private:
    detail::slab_bins bins_;
};

/// std's allocator over a slab, without virtual calls: where n is known, so is the pool.
template <class T>
using slab_allocator = resource_allocator<T, slab>;

} // namespace arsenal::inline ARSENAL_ABI
