#pragma once

#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/platform/config.hpp>

#include <concepts>
#include <cstddef>
#include <memory_resource>
#include <type_traits>

// How a resource asks another one for blocks, one or many, without an exception.
//
// Many at once: a resource that has less to do for many than for each may offer
//
//   std::size_t allocate_batch(void** blocks, std::size_t n, std::size_t bytes, std::size_t alignment)
//   noexcept;
//   void deallocate_batch(void* const* blocks, std::size_t n, std::size_t bytes, std::size_t alignment)
//   noexcept;
//
// of which the first yields how many it could have, and the second is allocate()'s as well as its
// counterpart.

namespace arsenal::inline ARSENAL_ABI::detail {

/// nullptr for whatever the resource throws.
void* try_allocate_from(std::pmr::memory_resource& resource, std::size_t bytes,
                        std::size_t alignment) noexcept;

template <raw_resource Resource>
void* try_allocate_from(Resource& resource, std::size_t bytes, std::size_t alignment) noexcept {
    if constexpr (trying_resource<Resource>) {
        return resource.try_allocate(bytes, alignment);
    } else if constexpr (std::is_base_of_v<std::pmr::memory_resource, Resource>) {
        return detail::try_allocate_from(static_cast<std::pmr::memory_resource&>(resource), bytes, alignment);
    } else {
#if ARSENAL_HAS_EXCEPTIONS
        try {
            return resource.allocate(bytes, alignment);
        } catch (...) {
            return nullptr;
        }
#else
        return resource.allocate(bytes, alignment);
#endif
    }
}

template <class R>
concept batching_resource = requires(R& resource, void** blocks, void* const* full, std::size_t n) {
    { resource.allocate_batch(blocks, n, n, n) } noexcept -> std::same_as<std::size_t>;
    { resource.deallocate_batch(full, n, n, n) } noexcept;
};

/// All of whose blocks are of one size, which they are best asked for.
template <class R>
concept fixed_size_resource = requires(const R& resource) {
    { resource.block_bytes() } noexcept -> std::same_as<std::size_t>;
    { resource.block_alignment() } noexcept -> std::same_as<std::size_t>;
};

template <raw_resource Resource>
std::size_t allocate_batch_from(Resource& resource, void** blocks, std::size_t n, std::size_t bytes,
                                std::size_t alignment) noexcept {
    if constexpr (batching_resource<Resource>) {
        return resource.allocate_batch(blocks, n, bytes, alignment);
    } else {
        std::size_t had = 0;
        while (had != n && (blocks[had] = detail::try_allocate_from(resource, bytes, alignment)) != nullptr)
            ++had;
        return had;
    }
}

template <raw_resource Resource>
void deallocate_batch_to(Resource& resource, void* const* blocks, std::size_t n, std::size_t bytes,
                         std::size_t alignment) noexcept {
    if constexpr (batching_resource<Resource>)
        resource.deallocate_batch(blocks, n, bytes, alignment);
    else
        for (std::size_t i = 0; i != n; ++i) resource.deallocate(blocks[i], bytes, alignment);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
