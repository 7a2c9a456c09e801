#pragma once

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/platform/config.hpp>

#include <atomic>
#include <cstddef>

// The general-purpose heap behind arsenal::allocator and heap: mimalloc, or else the C library's.
//
// mimalloc's shared library exports malloc, free and operator new, too: a program that links it has its heap
// replaced, which only arsenal::malloc_override may do. So it is loaded (dlopen) with its names kept to
// itself, and called through pointers. They begin at functions that load it and then set them, so that they
// can be called before main(), by any thread, and without asking whether they are set.
//
// The C library's heap is taken where there is no libmimalloc.so.2, in a statically linked program (whose C
// library is not the one that mimalloc would bring along), with a sanitizer that watches malloc (it does not
// see what mimalloc gives out), and where the environment says ARSENAL_HEAP=c (for valgrind and its like).

namespace arsenal::inline ARSENAL_ABI::detail {

// noexcept, or else each call is one that needs cleaning up after: clang then no longer inlines a vector's
// growth, keeps the vector's pointers in memory, and push_back() takes twice the time.
struct general_heap_functions {
    std::atomic<void* (*)(std::size_t bytes) noexcept> allocate; // as malloc; bytes is not 0
    std::atomic<void* (*)(std::size_t bytes, std::size_t alignment, std::size_t offset) noexcept>
        allocate_aligned;
    std::atomic<void (*)(void* p) noexcept> deallocate;
    std::atomic<std::size_t (*)(void* p) noexcept> usable_size;

    // A heap of its own, for one thread; these are for a heap that create() made.
    std::atomic<void* (*)() noexcept> create; // nullptr where there is no such thing, too
    std::atomic<void (*)(void* heap) noexcept> destroy;
    std::atomic<void* (*)(void* heap, std::size_t bytes) noexcept> allocate_in;
    std::atomic<void* (*)(void* heap, std::size_t bytes, std::size_t alignment, std::size_t offset) noexcept>
        allocate_aligned_in;
    std::atomic<bool (*)(void* heap, const void* p) noexcept> owns;
};
extern general_heap_functions general_heap;

// The functions that take an offset, because mimalloc 2.0.9's without one misalign blocks whose size is the
// alignment, for 256, 512 and 1024 (mimalloc's issues 602 and 700). Up to the default alignment a block is
// aligned if it is as large as that.

// nullptr if there is no such memory.
inline void* general_allocate(std::size_t bytes, std::size_t alignment) noexcept {
    if (alignment > default_alignment) [[unlikely]]
        return general_heap.allocate_aligned.load(std::memory_order_acquire)(bytes, alignment, 0);
    return general_heap.allocate.load(std::memory_order_acquire)(bytes < alignment ? alignment : bytes);
}
// Asks std::get_new_handler() for help, as operator new does, then throws std::bad_alloc.
[[gnu::cold]] void* general_allocate_or_throw(std::size_t bytes, std::size_t alignment);

inline void general_deallocate(void* p) noexcept {
    general_heap.deallocate.load(std::memory_order_acquire)(p);
}
// How many bytes of the block may be used.
inline std::size_t general_usable_size(void* p) noexcept {
    return general_heap.usable_size.load(std::memory_order_acquire)(p);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
