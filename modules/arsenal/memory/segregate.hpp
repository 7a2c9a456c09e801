#pragma once

#include <arsenal/memory/raw_resource.hpp>

#include <cstddef>

namespace arsenal::inline ARSENAL_ABI {

/// Small blocks from one resource, large ones from another.
///
///   segregate memory(256, cells, blocks);   // up to 256 bytes from cells
///
/// The size alone decides, so that a block finds its way back by what deallocate() is told. Segregates nest.
///
/// When not to use it: slab has size classes of its own. Both resources outlive it.
/// Costs a comparison per call beside theirs; allocate() throws what they throw.
/// Source: A. Alexandrescu, "std::allocator Is to Allocation what std::vector Is to Vexation", CppCon 2015.
template <raw_resource Small, raw_resource Large>
class segregate final : public memory_resource_of<segregate<Small, Large>> {
public:
    /// Blocks of at most `threshold` bytes, whatever their alignment, are the small ones.
    segregate(std::size_t threshold, Small& small, Large& large) noexcept
        : threshold_(threshold), small_(&small), large_(&large) {}

    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) {
        return bytes <= threshold_ ? small_->allocate(bytes, alignment) : large_->allocate(bytes, alignment);
    }
    [[nodiscard]] void* try_allocate(std::size_t bytes,
                                     std::size_t alignment = alignof(std::max_align_t)) noexcept
        requires trying_resource<Small> && trying_resource<Large>
    {
        return bytes <= threshold_ ? small_->try_allocate(bytes, alignment)
                                   : large_->try_allocate(bytes, alignment);
    }
    void deallocate(void* p, std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) noexcept {
        if (bytes <= threshold_)
            small_->deallocate(p, bytes, alignment);
        else
            large_->deallocate(p, bytes, alignment);
    }
    bool owns(const void* p) const noexcept
        requires owning_resource<Small> && owning_resource<Large>
    {
        return small_->owns(p) || large_->owns(p);
    }

    std::size_t threshold() const noexcept { return threshold_; }
    Small& small() const noexcept { return *small_; }
    Large& large() const noexcept { return *large_; }

private:
    std::size_t threshold_;
    Small* small_;
    Large* large_;
};

} // namespace arsenal::inline ARSENAL_ABI
