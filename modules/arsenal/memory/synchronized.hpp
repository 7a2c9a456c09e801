#pragma once

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/upstream.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/sync/mutex.hpp>

#include <cstddef>
#include <mutex>

namespace arsenal::inline ARSENAL_ABI {

/// A resource that is for one thread at a time, for all: each call holds a lock. The resource is referred to,
/// and outlives this.
///
/// Not where threads allocate often at once: they wait for each other (lock_free_pool; or a thread_cache in
/// front of this, which comes by for many blocks at once). Not for a resource that somebody also uses
/// directly.
///
/// Mutex is any Lockable; a spinlock, say, for resources that take some nanoseconds and ask no system for
/// memory. What the resource can do besides (try_allocate, owns, blocks of one size, many at once) this can
/// do, too. Exceptions: the resource's, and allocate() the mutex's, which stop the program in all others.
template <raw_resource Resource, class Mutex = mutex>
class synchronized final : public memory_resource_of<synchronized<Resource, Mutex>> {
public:
    explicit synchronized(Resource& resource) noexcept : resource_(resource) {}

    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment = detail::default_alignment) {
        const std::lock_guard lock(mutex_);
        return resource_.allocate(bytes, alignment);
    }
    void deallocate(void* p, std::size_t bytes, std::size_t alignment = detail::default_alignment) noexcept {
        const std::lock_guard lock(mutex_);
        resource_.deallocate(p, bytes, alignment);
    }

    [[nodiscard]] void* try_allocate(std::size_t bytes,
                                     std::size_t alignment = detail::default_alignment) noexcept
        requires trying_resource<Resource>
    {
        const std::lock_guard lock(mutex_);
        return resource_.try_allocate(bytes, alignment);
    }
    bool owns(const void* p) const noexcept
        requires owning_resource<Resource>
    {
        const std::lock_guard lock(mutex_);
        return resource_.owns(p);
    }

    /// Up to n blocks under one lock; how many.
    std::size_t allocate_batch(void** blocks, std::size_t n, std::size_t bytes,
                               std::size_t alignment) noexcept {
        const std::lock_guard lock(mutex_);
        return detail::allocate_batch_from(resource_, blocks, n, bytes, alignment);
    }
    void deallocate_batch(void* const* blocks, std::size_t n, std::size_t bytes,
                          std::size_t alignment) noexcept {
        const std::lock_guard lock(mutex_);
        detail::deallocate_batch_to(resource_, blocks, n, bytes, alignment);
    }

    // Of a resource that does not change them, so without the lock.
    std::size_t block_bytes() const noexcept
        requires detail::fixed_size_resource<Resource>
    {
        return resource_.block_bytes();
    }
    std::size_t block_alignment() const noexcept
        requires detail::fixed_size_resource<Resource>
    {
        return resource_.block_alignment();
    }

private:
    Resource& resource_;
    mutable Mutex mutex_;
};

template <class T, raw_resource Resource, class Mutex = mutex>
using synchronized_allocator = resource_allocator<T, synchronized<Resource, Mutex>>;

} // namespace arsenal::inline ARSENAL_ABI
