#pragma once

#include <arsenal/memory/detail/memory_misuse.hpp>
#include <arsenal/memory/memory_counts.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/platform/config.hpp>

#include <concepts>
#include <cstddef>
#include <memory_resource>

namespace arsenal::inline ARSENAL_ABI {

/// Counts what goes through it to another resource: to prove that a loop asks for nothing, or to find the
/// size that a buffer must have.
///
///   counting_resource counted;                     // over std::pmr::get_default_resource()
///   arena scratch(&counted);
///   ...
///   assert(counted.counts().allocations == before);
///
/// When not to use it: to see who asked for what, there is tracing_resource. For several threads, put it into
/// a synchronized. Both have to outlive what they gave out; blocks still live at its end are no error, since
/// the resource behind it may free them as a whole.
///
/// One addition or two per call; exceptions are those of the resource behind it.
template <raw_resource Upstream = std::pmr::memory_resource>
class counting_resource final : public memory_resource_of<counting_resource<Upstream>> {
public:
    explicit counting_resource(Upstream& upstream) noexcept : upstream_(&upstream) {}
    counting_resource() noexcept
        requires std::same_as<Upstream, std::pmr::memory_resource>
        : counting_resource(*std::pmr::get_default_resource()) {}

    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) {
        ++counts_.failures; // until it has succeeded
        void* const p = upstream_->allocate(bytes, alignment);
        --counts_.failures;
        counts_.count_allocation(bytes);
        return p;
    }
    [[nodiscard]] void* try_allocate(std::size_t bytes,
                                     std::size_t alignment = alignof(std::max_align_t)) noexcept
        requires trying_resource<Upstream>
    {
        void* const p = upstream_->try_allocate(bytes, alignment);
        if (p == nullptr)
            ++counts_.failures;
        else
            counts_.count_allocation(bytes);
        return p;
    }
    void deallocate(void* p, std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) noexcept {
        if constexpr (ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST)
            if (!counts_.covers(bytes)) [[unlikely]]
                detail::memory_misused(detail::misuse::surplus, "counting_resource", p, bytes);
        upstream_->deallocate(p, bytes, alignment);
        counts_.count_deallocation(bytes);
    }
    bool owns(const void* p) const noexcept
        requires owning_resource<Upstream>
    {
        return upstream_->owns(p);
    }

    const memory_counts& counts() const noexcept { return counts_; }

    Upstream& upstream() const noexcept { return *upstream_; }

private:
    Upstream* upstream_;
    memory_counts counts_;
};

} // namespace arsenal::inline ARSENAL_ABI
