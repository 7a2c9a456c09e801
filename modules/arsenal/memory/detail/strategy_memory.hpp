#pragma once

#include <arsenal/memory/arena.hpp>
#include <arsenal/memory/detail/slab_bins.hpp>
#include <arsenal/memory/detail/upstream_blocks.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/tlsf.hpp>
#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <memory_resource>

// Where resource_for has its smaller blocks from: a class for each kind of memory. Each has
//
//   Memory(std::size_t reserve, std::pmr::memory_resource* upstream)
//   bool serves(std::size_t last)        whether the two below are for blocks whose last_byte() this is
//   void* take(std::size_t bytes, std::size_t alignment, std::size_t last)
//   void give(void* p, std::size_t bytes, std::size_t last)
//
// take() throws what upstream does, but only when upstream refuses the least that the block needs. At the end
// upstream has all back, what is still out included.

namespace arsenal::inline ARSENAL_ABI::detail {

/// A bin for each size. A chunk does not serve another size, and goes back at the end.
class slab_memory {
public:
    slab_memory(std::size_t /*reserve*/, std::pmr::memory_resource* upstream) noexcept
        : bins_(std::pmr::pool_options(), upstream) {}
    ~slab_memory() { bins_.release(); }

    bool serves(std::size_t last) const noexcept { return bins_.serves(last); }
    void* take(std::size_t bytes, std::size_t /*alignment*/, std::size_t last) {
        return bins_.take(last, bytes);
    }
    void give(void* p, std::size_t bytes, std::size_t last) noexcept { bins_.give(p, last, bytes); }

private:
    slab_bins bins_;
};

/// The same with the chunks side by side in blocks that double, which ask for huge pages from 4 MiB on.
class packed_slab_memory {
public:
    packed_slab_memory(std::size_t reserve, std::pmr::memory_resource* upstream) noexcept
        : chunks_(reserve, upstream), slab_(reserve, &chunks_) {}

    bool serves(std::size_t last) const noexcept { return slab_.serves(last); }
    void* take(std::size_t bytes, std::size_t alignment, std::size_t last) {
        return slab_.take(bytes, alignment, last);
    }
    void give(void* p, std::size_t bytes, std::size_t last) noexcept { slab_.give(p, bytes, last); }

private:
    // Takes nothing back before its end, and neither is it given anything.
    class chunk_store final : public memory_resource_of<chunk_store> {
    public:
        chunk_store(std::size_t first_block, std::pmr::memory_resource* upstream) noexcept
            : packed_(first_block, upstream) {}
        ~chunk_store() override { single_.release(*packed_.upstream()); }

        void* allocate(std::size_t bytes, std::size_t alignment) {
            if (void* const p = packed_.try_allocate(bytes, alignment)) return p;
            return single_.take(bytes, alignment, *packed_.upstream());
        }
        void deallocate(void*, std::size_t, std::size_t) noexcept {}

    private:
        arena packed_;
        upstream_blocks single_; // when upstream has no block twice as large any more
    };

    chunk_store chunks_;
    slab_memory slab_;
};

/// A tlsf that has more memory from upstream when it is exhausted: `1 / growth` of what it has.
class growing_tlsf {
public:
    /// For blocks of up to `largest`, bytes and alignment.
    growing_tlsf(std::size_t largest, std::size_t growth, std::pmr::memory_resource* upstream) noexcept
        : regions_(upstream), largest_(largest), growth_(growth) {}

    /// Has a region of so many bytes, all of whose pages are in memory then. Throws what upstream does.
    void reserve(std::size_t bytes);

    bool serves(std::size_t last) const noexcept { return last < largest_; }
    void* take(std::size_t bytes, std::size_t alignment, std::size_t /*last*/) {
        if (void* const p = heap_.try_allocate(bytes, alignment)) [[likely]]
            return p;
        return grow_and_take(bytes, alignment);
    }
    void give(void* p, std::size_t bytes, std::size_t /*last*/) noexcept { heap_.deallocate(p, bytes); }

protected:
    /// Twice that, for a block and its alignment, is still a region that tlsf uses as a whole.
    static constexpr std::size_t most_bytes = std::size_t{1} << 38;

private:
    class region_list {
    public:
        explicit region_list(std::pmr::memory_resource* upstream) noexcept : upstream_(upstream) {}
        region_list(const region_list&) = delete;
        region_list& operator=(const region_list&) = delete;
        ~region_list() { blocks_.release(*upstream_); }

        void* take(std::size_t bytes);
        /// nullptr for whatever upstream throws.
        void* try_take(std::size_t bytes) noexcept;
        std::size_t bytes() const noexcept { return bytes_; }

    private:
        upstream_blocks blocks_;
        std::pmr::memory_resource* upstream_;
        std::size_t bytes_ = 0;
    };

    [[gnu::noinline]] void* grow_and_take(std::size_t bytes, std::size_t alignment);
    void add_region(void* p, std::size_t bytes) noexcept;

    region_list regions_; // which end after what reads them
    tlsf heap_;
    std::size_t largest_;
    std::size_t growth_;
};

/// All that is expected to be needed is there from the beginning.
class reserved_memory : public growing_tlsf {
public:
    reserved_memory(std::size_t bytes, std::pmr::memory_resource* upstream)
        : growing_tlsf(bytes < most_bytes ? bytes : most_bytes, 1, upstream) {
        reserve(bytes < most_bytes ? bytes : most_bytes);
    }
};

/// Hardly more than is needed, at any time: a large block goes back as soon as it is free, and regions are as
/// many as make a sixteenth too much.
class lean_memory : public growing_tlsf {
public:
    lean_memory(std::size_t /*reserve*/, std::pmr::memory_resource* upstream) noexcept
        : growing_tlsf(4 << 10, 16, upstream) {}
};

} // namespace arsenal::inline ARSENAL_ABI::detail
