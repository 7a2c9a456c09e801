#pragma once

#include <arsenal/memory/detail/mapped_blocks.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/platform/throw.hpp>

#include <cstddef>

namespace arsenal::inline ARSENAL_ABI {

/// What the pages of a block are, from the best on.
enum class page_backing {
    huge_pages,  ///< of the pool that the administrator set aside (vm.nr_hugepages): huge for certain
    transparent, ///< the system was asked to use huge pages as they are touched, and does so while it has
                 ///< some
    plain,
};

/// Large blocks in huge pages (2 MiB), which spare programs that go through much memory in no order most of
/// their misses in the TLB.
///
///   huge_page_resource pages;
///   arena for_tables(pages); // large blocks from there
///   if (pages.backing() == page_backing::plain) log("no huge pages here");
///
/// Of a block of 2 MiB or more, the pages come from the pool of huge ones (MAP_HUGETLB) if it has enough of
/// them; otherwise they are aligned, and the system is asked for transparent ones (MADV_HUGEPAGE); where it
/// is told never to use any, they are plain. backing() says which. Such a block takes whole huge pages.
/// Smaller ones are plain, in whole small pages.
///
/// When not to use it: for many small blocks (put an arena, a pool or tlsf in front: each block here is a
/// system call and has pages of its own), or for memory that is touched once, in order.
///
/// Any alignment. Finding a block's pages again takes a binary search among the blocks. Blocks that are alive
/// at the end go back with the resource. An address that is no block's ends the program in every hardening
/// mode. Where processes fork and both write, pool pages may run out on a write (SIGBUS): that is the pool's
/// way.
class huge_page_resource final : public memory_resource_of<huge_page_resource> {
public:
    static constexpr std::size_t huge_page_bytes = std::size_t{2} << 20;

    huge_page_resource() = default;
    ~huge_page_resource();

    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) {
        void* const p = try_allocate(bytes, alignment);
        if (p == nullptr) [[unlikely]]
            detail::throw_bad_alloc();
        return p;
    }
    [[nodiscard]] void* try_allocate(std::size_t bytes,
                                     std::size_t alignment = alignof(std::max_align_t)) noexcept;
    void deallocate(void* p, std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) noexcept;

    bool owns(const void* p) const noexcept { return blocks_.find(p) != nullptr; }

    /// The worst among the live blocks of 2 MiB or more; huge_pages while there is none.
    page_backing backing() const noexcept;
    /// That of the live block that p points into.
    page_backing backing(const void* p) const noexcept;

private:
    detail::mapped_blocks blocks_;
};

template <class T>
using huge_page_allocator = resource_allocator<T, huge_page_resource>;

} // namespace arsenal::inline ARSENAL_ABI
