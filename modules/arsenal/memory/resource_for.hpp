#pragma once

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/size_classes.hpp>
#include <arsenal/memory/detail/strategy_memory.hpp>
#include <arsenal/memory/detail/upstream_blocks.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/strategy.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <memory>
#include <memory_resource>
#include <type_traits>

// A resource for blocks of all sizes, chosen by what matters most:
//
//   strategy                smaller blocks        what it gains, and what it costs
//   balanced, throughput    a slab, to 64 KiB     the same type: a quarter of malloc's time a call, one and
//                                                 a half times the memory that the program asks for
//   maximal_speed           the same, packed      chunks lie side by side in blocks that double, in huge
//                                                 pages: large structures miss less in the TLB. Up to twice
//                                                 as much is had from upstream
//   latency                 a tlsf, to `reserve`  no call takes long while `reserve` lasts: it is had at the
//                                                 beginning, and every page is in memory. Three times a
//                                                 slab's time on average
//   minimal_memory          a tlsf, to 4 KiB      which grows by sixteenths: an eighth more than the program
//                                                 asks for. Three to four times a slab's time
//
// (bench/memory/strategies.cpp, which prints the figures.) Larger blocks are upstream's, one by one, and go
// back there when they are given back.
//
// When not to use it: where more is known than what matters. All ends at once: arena. One size: pool,
// object_pool. No choice is an arena alone: it would grow for as long as the program gives back, and is
// slower than a slab at that, for memory that was used lately is in the cache. So is none a heap of
// mimalloc's: it is for one thread alone and has no upstream.

namespace arsenal::inline ARSENAL_ABI {

struct resource_options {
    /// Bytes; at least 64 KiB are taken for it. latency: what the program has at the same time, and a quarter
    /// more, since each block costs 8 to 24 bytes; had from upstream by the constructor, up to 256 GiB.
    /// maximal_speed: the size of the first block that is had from upstream. Others have nothing in advance.
    std::size_t reserve = std::size_t{1} << 20;
    /// Where all memory comes from, and goes back to. Not null; outlives the resource.
    std::pmr::memory_resource* upstream = std::pmr::get_default_resource();
};

namespace detail {

/// What resource_for and create_resource() have in common.
///
/// One contract for all strategies, so that changing the strategy changes speed and memory only:
///   - for one thread at a time; for several, behind a synchronized, with a thread_cache in front where they
///     allocate often
///   - any size, and any alignment that upstream has
///   - std::bad_alloc, or what upstream throws, only when upstream refuses what the block needs; nothing that
///     shows is changed then
///   - deallocate() makes the memory free for later blocks. What is still out at the end is freed, and
///     upstream has everything back
template <class Memory>
class chosen_resource final : public memory_resource_of<chosen_resource<Memory>> {
public:
    /// Throws what upstream does (latency only; the others ask it for nothing yet).
    explicit chosen_resource(const resource_options& options = {})
        : upstream_(options.upstream), memory_(reserve_of(options), options.upstream) {}
    explicit chosen_resource(std::pmr::memory_resource* upstream)
        : chosen_resource(resource_options{.upstream = upstream}) {}
    ~chosen_resource() override { large_.release(*upstream_); }

    /// A few instructions, and now and then a call upstream; latency: at most 250 instructions while the
    /// reserve lasts.
    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment = default_alignment) {
        ARSENAL_DEBUG_ASSERT(is_alignment(alignment), "an alignment is a power of two");
        const std::size_t last = last_byte(bytes, alignment);
        if (memory_.serves(last)) [[likely]]
            return memory_.take(bytes, alignment, last);
        if (bytes == 0) return allocate(1, alignment);
        return large_.take(bytes, alignment, *upstream_);
    }
    void deallocate(void* p, std::size_t bytes, std::size_t alignment = default_alignment) noexcept {
        ARSENAL_DEBUG_ASSERT(is_alignment(alignment), "an alignment is a power of two");
        const std::size_t last = last_byte(bytes, alignment);
        if (memory_.serves(last)) [[likely]]
            return memory_.give(p, bytes, last);
        if (bytes == 0) return deallocate(p, 1, alignment);
        large_.give(p, bytes, alignment, *upstream_);
    }

    std::pmr::memory_resource* upstream_resource() const noexcept { return upstream_; }

private:
    // Upstream refuses the most of it without a sum that wraps.
    static constexpr std::size_t reserve_of(const resource_options& options) noexcept {
        return std::clamp<std::size_t>(options.reserve, 64 << 10,
                                       std::numeric_limits<std::size_t>::max() / 8);
    }

    std::pmr::memory_resource* upstream_;
    Memory memory_;
    upstream_blocks large_;
};

template <strategy Strategy>
using memory_of =
    std::conditional_t<Strategy == strategy::latency, reserved_memory,
                       std::conditional_t<Strategy == strategy::minimal_memory, lean_memory,
                                          std::conditional_t<Strategy == strategy::maximal_speed,
                                                             packed_slab_memory, slab_memory>>>;

/// Ends a resource and gives its own memory back to its upstream.
struct resource_deleter {
    void (*end)(std::pmr::memory_resource* resource) noexcept = nullptr;

    void operator()(std::pmr::memory_resource* resource) const noexcept { end(resource); }
};

} // namespace detail

/// The resource that a strategy chooses, as a type: no call is virtual.
///
///   resource_for<strategy::latency> memory({.reserve = 64 << 20});
///   std::map<price, level, std::less<>, resource_allocator<..., resource_for<strategy::latency>>>
///   book(memory);
///
/// It is made from resource_options, or from an upstream alone, and has allocate(), deallocate() and
/// upstream_resource(), whatever the strategy is. The object takes 4 to 9 KiB.
template <strategy Strategy = strategy::balanced>
using resource_for = detail::chosen_resource<detail::memory_of<Strategy>>;

/// Owns a resource, which gives back its memory, its own included, when this ends.
using resource_ptr = std::unique_ptr<std::pmr::memory_resource, detail::resource_deleter>;

/// The resource_for that strategy, which may be chosen as late as here. The object itself lies in upstream's
/// memory, too: nothing is asked of anybody else. Throws what upstream does, which then has everything back.
[[nodiscard]] resource_ptr create_resource(strategy chosen, const resource_options& options = {});

/// Of the calling thread's strategy; which is looked at once, here.
[[nodiscard]] inline resource_ptr create_resource(const resource_options& options = {}) {
    return create_resource(current_strategy(), options);
}

} // namespace arsenal::inline ARSENAL_ABI
