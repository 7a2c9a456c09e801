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
    friend class magazine_depot;

    free_block* first_ = nullptr;
    std::size_t count_ = 0;
};

/// Full magazines of a size class, that is of a batch each. To put one here, or to take it, is a few
/// instructions however many blocks are in it: a second link in its first block leads to the next magazine.
class magazine_depot {
public:
    bool is_empty() const noexcept { return top_ == nullptr; }

    /// pre: the magazine is not empty
    void push(const magazine& full) noexcept {
        asan_unpoison(full.first_, sizeof(stacked));
        top_ = ::new (full.first_) stacked{{full.first_->next}, top_};
        asan_poison(top_, sizeof(stacked));
    }
    /// pre: !is_empty()
    magazine pop(std::size_t batch) noexcept {
        magazine full;
        full.first_ = top_;
        full.count_ = batch;
        asan_unpoison(top_, sizeof(stacked));
        stacked* const below = top_->below;
        asan_poison(top_, sizeof(stacked));
        top_ = below;
        return full;
    }

private:
    struct stacked : free_block {
        stacked* below;
    };

    stacked* top_ = nullptr;
};

/// As size_class(), of blocks that have room for a depot's links.
constexpr std::size_t magazine_class(std::size_t last) noexcept {
    constexpr std::size_t least = size_class(2 * sizeof(free_block) - 1);
    return std::max(size_class(last), least);
}

/// What a thread has of a size class: the spare magazine is full, or empty.
struct magazine_pair {
    magazine loaded;
    magazine spare;
};

/// What one thread at a time works with.
struct alignas(padded_bytes) magazine_rack {
    spinlock lock;
    std::array<magazine_pair, size_class_count> magazines;
};

/// So many blocks are in a full magazine.
constexpr std::size_t magazine_batch(std::size_t block_bytes) noexcept {
    return std::clamp<std::size_t>(4096 / block_bytes, 1, 64);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
