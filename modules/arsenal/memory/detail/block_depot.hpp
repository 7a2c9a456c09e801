#pragma once

#include <arsenal/atomic.hpp>
#include <arsenal/memory/detail/basic_depot.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/sync/mutex.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>

namespace arsenal::inline ARSENAL_ABI::detail {

struct block_depot_policy {
    template <class T>
    using atomic = arsenal::atomic<T>;
    template <class T>
    using plain = T;

    static constexpr std::uint32_t most_chunks = 24;
    static constexpr std::size_t shelves = 20;
};

/// The depot of a thread_cache, with its memory.
class block_depot {
public:
    static constexpr std::size_t batch_size = 32;

    explicit block_depot(std::pmr::memory_resource& memory) noexcept : memory_(memory) {}
    /// pre: it is empty
    ~block_depot();

    /// batch_size blocks to the shelf, of which it is to have no more than `most` batches. False: it has, or
    /// there is no memory for another.
    bool put(std::size_t shelf, void* const* blocks, std::int32_t most) noexcept {
        for (;;) { // here, so that ThreadSanitizer sees in the caller's program what hands a block on
            const std::uint32_t before = depot_.table().size();
            if (depot_.put(shelf, blocks, most)) return true;
            if (depot_.has(shelf, most) || !grow(before)) return false;
        }
    }
    bool take(std::size_t shelf, void** blocks) noexcept { return depot_.take(shelf, blocks); }

private:
    struct chunk {
        static constexpr std::size_t batch_size = block_depot::batch_size;
        using batch_type = std::array<void*, batch_size>;

        std::size_t bytes; // in all
        batch_type* batches;

        atomic<std::uint32_t>& link(std::uint32_t offset) noexcept {
            return reinterpret_cast<atomic<std::uint32_t>*>(this + 1)[offset];
        }
        batch_type& batch(std::uint32_t offset) noexcept { return batches[offset]; }
    };

    static constexpr std::uint32_t first_size = 16; // 4 KiB of batches

    // False: it has no more chunks than `before`, and cannot have.
    bool grow(std::uint32_t before) noexcept;

    basic_depot<block_depot_policy, chunk> depot_{first_size};
    std::pmr::memory_resource& memory_;
    mutex growing_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
