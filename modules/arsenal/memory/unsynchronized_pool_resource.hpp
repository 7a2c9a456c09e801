#pragma once

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/size_classes.hpp>
#include <arsenal/memory/detail/slab_bins.hpp>
#include <arsenal/memory/detail/upstream_blocks.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

#include <cstddef>
#include <memory_resource>

namespace arsenal::inline ARSENAL_ABI::pmr {

/// std::pmr::unsynchronized_pool_resource ([mem.res.pool]).
///
/// Not for several threads (synchronized_pool_resource), and not where the type is known anyway: slab is the
/// same without virtual calls.
///
/// As in std; where std leaves it open: blocks of up to 64 KiB are pooled, and more by no option; a chunk has
/// 64 KiB at the most, or one block; upstream is first asked when the first block is wanted. The object takes
/// 4 KiB. A block is aligned as asked for, where libstdc++ 12 aligns 24 bytes to 8 when 16 are wanted.
class unsynchronized_pool_resource : public std::pmr::memory_resource {
public:
    unsynchronized_pool_resource(const std::pmr::pool_options& options, std::pmr::memory_resource* upstream)
        : bins_(options, upstream) {}
    unsynchronized_pool_resource() : unsynchronized_pool_resource(std::pmr::pool_options()) {}
    explicit unsynchronized_pool_resource(std::pmr::memory_resource* upstream)
        : unsynchronized_pool_resource(std::pmr::pool_options(), upstream) {}
    explicit unsynchronized_pool_resource(const std::pmr::pool_options& options)
        : unsynchronized_pool_resource(options, std::pmr::get_default_resource()) {}
    unsynchronized_pool_resource(const unsynchronized_pool_resource&) = delete;
    unsynchronized_pool_resource& operator=(const unsynchronized_pool_resource&) = delete;
    ~unsynchronized_pool_resource() override { release(); }

    void release() noexcept {
        bins_.release();
        large_.release(*bins_.upstream());
    }
    std::pmr::memory_resource* upstream_resource() const noexcept { return bins_.upstream(); }
    std::pmr::pool_options options() const noexcept { return bins_.options(); }

protected:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        ARSENAL_DEBUG_ASSERT(detail::is_alignment(alignment), "an alignment is a power of two");
        const std::size_t last = detail::last_byte(bytes, alignment);
        if (bins_.serves(last)) [[likely]]
            return bins_.take(last, bytes);
        if (bytes == 0) return do_allocate(1, alignment);
        return large_.take(bytes, alignment, *bins_.upstream());
    }
    void do_deallocate(void* p, std::size_t bytes, std::size_t alignment) override {
        ARSENAL_DEBUG_ASSERT(detail::is_alignment(alignment), "an alignment is a power of two");
        const std::size_t last = detail::last_byte(bytes, alignment);
        if (bins_.serves(last)) [[likely]]
            return bins_.give(p, last, bytes);
        if (bytes == 0) return do_deallocate(p, 1, alignment);
        large_.give(p, bytes, alignment, *bins_.upstream());
    }
    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
        return this == &other;
    }

private:
    detail::slab_bins bins_;
    detail::upstream_blocks large_;
};

} // namespace arsenal::inline ARSENAL_ABI::pmr
