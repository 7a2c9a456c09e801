#pragma once

#include <arsenal/memory/detail/general_heap.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/platform/throw.hpp>

#include <cstddef>

namespace arsenal::inline ARSENAL_ABI {

namespace detail {
struct listed_block;
}

/// A heap apart from the program's: blocks of any size come and go, and what is left goes at once, at its end
/// or by release(), without a look at the blocks.
///
///   heap for_request;
///   std::pmr::vector<std::pmr::string> words(&for_request);
///
/// When not to use it: where blocks are hardly ever given back one by one (arena takes a fraction of the
/// time), or where they are passed between threads: a heap is bound to the thread that made it. That thread
/// alone calls it, and ends it before it ends itself (checked in mode debug; at release() and the end in mode
/// fast).
///
/// It is a heap of mimalloc (mi_heap_new). Where heap_library() is not mimalloc, and in mode debug, it is a
/// list of blocks of the general heap, so that sanitizers see each block; freeing at once then takes a step
/// per block. In mode debug a block that is given back twice, to another heap, with another size or
/// alignment, or after a write behind its end stops the program, with its address in the report.
///
/// Any alignment. owns() walks over the heap's pages: it is for checks, not for every call.
///
/// D. Leijen, B. Zorn, L. de Moura: Mimalloc: Free List Sharding in Action (APLAS 2019).
class heap final : public memory_resource_of<heap> {
public:
    heap() noexcept;
    ~heap();

    /// Throws std::bad_alloc.
    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) {
        void* const p = try_allocate(bytes, alignment);
        if (p == nullptr) [[unlikely]]
            detail::throw_bad_alloc();
        return p;
    }
    [[nodiscard]] void* try_allocate(std::size_t bytes,
                                     std::size_t alignment = alignof(std::max_align_t)) noexcept {
        if (own_ == nullptr) [[unlikely]]
            return allocate_listed(bytes, alignment);
        if (alignment > detail::default_alignment) [[unlikely]]
            return detail::general_heap.allocate_aligned_in.load(std::memory_order_relaxed)(own_, bytes,
                                                                                            alignment, 0);
        return detail::general_heap.allocate_in.load(std::memory_order_relaxed)(
            own_, bytes < alignment ? alignment : bytes);
    }
    void deallocate(void* p, std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) noexcept {
        if (own_ == nullptr) [[unlikely]]
            return deallocate_listed(p, bytes, alignment);
        detail::general_heap.deallocate.load(std::memory_order_relaxed)(p);
    }

    /// Frees every block. The heap may be used on.
    void release() noexcept;

    bool owns(const void* p) const noexcept;

private:
    void* allocate_listed(std::size_t bytes, std::size_t alignment) noexcept;
    void deallocate_listed(void* p, std::size_t bytes, std::size_t alignment) noexcept;
    void free_all() noexcept;

    void* own_;                              // mimalloc's heap; null: the blocks are listed
    detail::listed_block* listed_ = nullptr; // the first
    unsigned long thread_;                   // the number of the one that made it
};

template <class T>
using heap_allocator = resource_allocator<T, heap>;

} // namespace arsenal::inline ARSENAL_ABI
