#pragma once

#include <arsenal/platform/config.hpp>

#include <concepts>
#include <cstddef>
#include <memory_resource>

// The one interface of everything here that gives out memory. A resource has
//
//   void* allocate(std::size_t bytes, std::size_t alignment);      // throws std::bad_alloc
//   void deallocate(void* p, std::size_t bytes, std::size_t alignment) noexcept;
//
// and, deriving from memory_resource_of, is a std::pmr::memory_resource besides: the same object serves
// std::pmr::vector through virtual calls and, by resource_allocator, a vector without any.
//
// The contract, which tests/memory/resource_contract.hpp holds every resource to:
//   - `alignment` is a power of two; what is returned is a multiple of it. Up to 64 KiB always, beyond
//     where a resource says so. In mode debug what is no power of two stops the program.
//   - Zero bytes are a block like any other: its address is no other live block's.
//   - What cannot be had throws std::bad_alloc and changes nothing, however large `bytes` is.
//   - deallocate() is given what allocate() was. It may be called with less to do than its name says (an
//     arena frees nothing), never with nullptr.
//
// Unless its header says so, a resource is for one thread at a time; it is neither copied nor moved, for
// others hold its address; and it gives its memory back to where it came from when it ends.

namespace arsenal::inline ARSENAL_ABI {

/// Gives out memory. std::pmr::memory_resource is one, too.
template <class R>
concept raw_resource = requires(R& resource, void* p, std::size_t bytes, std::size_t alignment) {
    { resource.allocate(bytes, alignment) } -> std::same_as<void*>;
    resource.deallocate(p, bytes, alignment);
};

/// One that can be asked without an exception: nullptr where allocate() throws std::bad_alloc.
template <class R>
concept trying_resource = raw_resource<R> && requires(R& resource, std::size_t bytes, std::size_t alignment) {
    { resource.try_allocate(bytes, alignment) } noexcept -> std::same_as<void*>;
};

/// One that knows its own: whether p points into a block that it gave out, or could have.
template <class R>
concept owning_resource = raw_resource<R> && requires(const R& resource, const void* p) {
    { resource.owns(p) } noexcept -> std::same_as<bool>;
};

/// What makes a raw_resource that derives from it (`class pool final : public memory_resource_of<pool>`) a
/// std::pmr::memory_resource. Two are equal if they are the same object ([mem.res.private]).
template <class Resource>
class memory_resource_of : public std::pmr::memory_resource {
protected:
    memory_resource_of() = default;
    memory_resource_of(const memory_resource_of&) = delete;
    memory_resource_of& operator=(const memory_resource_of&) = delete;
    ~memory_resource_of() override = default;

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) final {
        return static_cast<Resource&>(*this).allocate(bytes, alignment);
    }
    void do_deallocate(void* p, std::size_t bytes, std::size_t alignment) final {
        static_cast<Resource&>(*this).deallocate(p, bytes, alignment);
    }
    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept final { return this == &other; }
};

} // namespace arsenal::inline ARSENAL_ABI
