#pragma once

#include <arsenal/memory/detail/magazine.hpp>
#include <arsenal/memory/detail/size_classes.hpp>
#include <arsenal/memory/detail/slab_bins.hpp>
#include <arsenal/memory/detail/upstream_blocks.hpp>
#include <arsenal/memory/unsynchronized_pool_resource.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/sync/mutex.hpp>

#include <array>
#include <cstddef>
#include <memory_resource>

namespace arsenal::inline ARSENAL_ABI::pmr {

/// std::pmr::synchronized_pool_resource ([mem.res.pool]): unsynchronized_pool_resource for several threads.
///
/// Not for one thread: a lock costs more than all the rest. Not where threads have their data apart: a
/// resource for each is faster.
///
/// As in std; where std leaves it open, as unsynchronized_pool_resource. Besides, blocks have 16 bytes at the
/// least, the constructors have 1.7 KB from upstream for each processor, and throw what upstream does.
/// Upstream is called by one thread at a time.
///
/// In front of the pools, which a mutex guards, stand racks of magazines (J. Bonwick, J. Adams, "Magazines
/// and Vmem", 2001): short lists of free blocks, two for each size, with a spinlock for the rack. A thread
/// takes the rack that it had last, or the next one that is not locked: two that run at the same time soon
/// have different ones, and nobody waits for a thread that was interrupted. A magazine that is full, of up to
/// 64 blocks, goes to a depot as a whole, and from there to whoever has none: so what one thread frees,
/// another one has, and none piles up memory that it only frees.
///
/// allocate() and deallocate(): one locked instruction; with every magazine the mutex for a few more. In mode
/// debug no magazines: the pools check every block.
class synchronized_pool_resource : public std::pmr::memory_resource {
public:
    synchronized_pool_resource(const std::pmr::pool_options& options, std::pmr::memory_resource* upstream);
    synchronized_pool_resource() : synchronized_pool_resource(std::pmr::pool_options()) {}
    explicit synchronized_pool_resource(std::pmr::memory_resource* upstream)
        : synchronized_pool_resource(std::pmr::pool_options(), upstream) {}
    explicit synchronized_pool_resource(const std::pmr::pool_options& options)
        : synchronized_pool_resource(options, std::pmr::get_default_resource()) {}
    synchronized_pool_resource(const synchronized_pool_resource&) = delete;
    synchronized_pool_resource& operator=(const synchronized_pool_resource&) = delete;
    ~synchronized_pool_resource() override;

    void release() noexcept;
    std::pmr::memory_resource* upstream_resource() const noexcept { return bins_.upstream(); }
    std::pmr::pool_options options() const noexcept { return bins_.options(); }

protected:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override;
    void do_deallocate(void* p, std::size_t bytes, std::size_t alignment) override;
    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
        return this == &other;
    }

private:
    class rack_guard;

    void* allocate_singly(std::size_t bytes, std::size_t alignment);
    void deallocate_singly(void* p, std::size_t bytes, std::size_t alignment) noexcept;
    void load(detail::magazine_pair& mine, std::size_t size_class);
    void unload(detail::magazine_pair& mine, std::size_t size_class) noexcept;

    // Guards depots_, bins_ (but for the options), large_ and the calls of upstream; last of the locks.
    mutex mutex_;
    std::array<detail::magazine_depot, detail::size_class_count> depots_;
    detail::slab_bins bins_;
    detail::upstream_blocks large_;
    std::size_t rack_count_; // a power of two
    detail::magazine_rack* racks_;
};

} // namespace arsenal::inline ARSENAL_ABI::pmr
