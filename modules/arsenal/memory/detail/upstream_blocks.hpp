#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/throw.hpp>

#include <cstddef>
#include <limits>
#include <memory_resource>

namespace arsenal::inline ARSENAL_ABI::detail {

/// What is too large for a pool is upstream's; but what no memory has, upstream is not trusted to refuse.
[[gnu::noinline]] inline void* allocate_upstream(std::pmr::memory_resource& upstream, std::size_t bytes,
                                                 std::size_t alignment) {
    constexpr std::size_t most = std::numeric_limits<std::ptrdiff_t>::max();
    if (bytes > most || alignment > most - bytes) throw_bad_alloc();
    return upstream.allocate(bytes, alignment);
}

/// The same for a pool that gives it back itself (release()): a record behind each block links them all. Mode
/// debug lays 8 to 15 bytes of the pattern of block_checks.hpp between the two.
class upstream_blocks {
public:
    upstream_blocks() = default;
    upstream_blocks(const upstream_blocks&) = delete;
    upstream_blocks& operator=(const upstream_blocks&) = delete;
    ~upstream_blocks() = default; // after release()

    /// Throws what upstream does, and std::bad_alloc for what no memory has.
    void* take(std::size_t bytes, std::size_t alignment, std::pmr::memory_resource& upstream);
    /// pre: take(bytes, alignment) gave it out, and it has not come back since. (Mode debug ends the program
    /// otherwise; it looks through all that are out, so as to read none that is not.)
    void give(void* block, std::size_t bytes, std::size_t alignment,
              std::pmr::memory_resource& upstream) noexcept;
    void release(std::pmr::memory_resource& upstream) noexcept;

private:
    struct record {
        record* next;
        record* previous;
        std::size_t bytes; ///< of the block
        std::size_t alignment;
    };

    static std::size_t offset_of_record(std::size_t bytes) noexcept;
    static std::byte* block_of(const record& one) noexcept;
    void check(const std::byte* block, std::size_t bytes, std::size_t alignment) const noexcept;
    void give_back(record& one, std::pmr::memory_resource& upstream) noexcept;

    record* newest_ = nullptr;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
