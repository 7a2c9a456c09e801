#pragma once

#include <arsenal/atomic/padded.hpp>
#include <arsenal/memory/detail/block_bin.hpp>
#include <arsenal/memory/detail/size_classes.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/sanitizer.hpp>
#include <arsenal/sync/spinlock.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <new>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Some free blocks of a size class, the last one first.
class magazine {
public:
    bool is_empty() const noexcept { return first_ == nullptr; }
    std::size_t size() const noexcept { return count_; }

    /// pre: block has block_bytes, and nobody uses it
    void push(void* block, std::size_t block_bytes) noexcept {
        first_ = ::new (block) free_block{first_};
        ++count_;
        asan_poison(block, block_bytes);
    }
    /// For `bytes` of its block's. pre: !is_empty()
    void* pop(std::size_t bytes) noexcept {
        free_block* const block = first_;
        asan_unpoison(block, std::max(bytes, sizeof(free_block)));
        first_ = block->next;
        --count_;
        return block;
    }

private:
    free_block* first_ = nullptr;
    std::size_t count_ = 0;
};

/// What one thread at a time works with.
struct alignas(padded_bytes) magazine_rack {
    spinlock lock;
    std::array<magazine, size_class_count> magazines;
};

/// So many blocks go between a magazine and the bins at once; a magazine holds twice as many.
constexpr std::size_t magazine_batch(std::size_t block_bytes) noexcept {
    return std::clamp<std::size_t>(4096 / block_bytes, 1, 64);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
