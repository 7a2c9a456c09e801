#pragma once

#include <arsenal/memory/raw_resource.hpp>

#include <cstddef>

namespace arsenal::inline ARSENAL_ABI {

/// Asks one resource, and another where the first has nothing left: a fixed buffer in front of the heap.
///
///   alignas(64) std::byte buffer[64 << 10];
///   tlsf fast(buffer);
///   counting_resource slow;
///   fallback memory(fast, slow);
///
/// The first must say no without an exception, and know its own: the address tells where a block goes back
/// to. A block from the second stays there, even when the first has room again.
///
/// When not to use it: to choose by size there is segregate, which asks neither. Both resources outlive it.
/// deallocate() asks owns() of the first, which may look at each of its chunks or regions; allocate() throws
/// what the second throws.
/// Source: A. Alexandrescu, "std::allocator Is to Allocation what std::vector Is to Vexation", CppCon 2015.
template <class Primary, raw_resource Secondary>
    requires trying_resource<Primary> && owning_resource<Primary>
class fallback final : public memory_resource_of<fallback<Primary, Secondary>> {
public:
    fallback(Primary& primary, Secondary& secondary) noexcept : primary_(&primary), secondary_(&secondary) {}

    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) {
        if (void* const p = primary_->try_allocate(bytes, alignment)) [[likely]]
            return p;
        return secondary_->allocate(bytes, alignment);
    }
    [[nodiscard]] void* try_allocate(std::size_t bytes,
                                     std::size_t alignment = alignof(std::max_align_t)) noexcept
        requires trying_resource<Secondary>
    {
        if (void* const p = primary_->try_allocate(bytes, alignment)) [[likely]]
            return p;
        return secondary_->try_allocate(bytes, alignment);
    }
    void deallocate(void* p, std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) noexcept {
        if (primary_->owns(p)) [[likely]]
            primary_->deallocate(p, bytes, alignment);
        else
            secondary_->deallocate(p, bytes, alignment);
    }
    bool owns(const void* p) const noexcept
        requires owning_resource<Secondary>
    {
        return primary_->owns(p) || secondary_->owns(p);
    }

    Primary& primary() const noexcept { return *primary_; }
    Secondary& secondary() const noexcept { return *secondary_; }

private:
    Primary* primary_;
    Secondary* secondary_;
};

} // namespace arsenal::inline ARSENAL_ABI
