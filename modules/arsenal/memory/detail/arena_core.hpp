#pragma once

#include <arsenal/memory/detail/arena_guards.hpp>
#include <arsenal/memory/detail/bump.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/sanitizer.hpp>

#include <cstddef>
#include <cstdint>
#include <memory_resource>

// What arena and pmr::monotonic_buffer_resource have in common: blocks, each twice as large as the one
// before, and a pointer that moves up through the newest.
//
//   the caller's buffer    | given out ........... | free ...... |
//   a block of upstream's  | given out .... | free ............. | arena_block |
//                          ^ first          ^ cur_               ^ end_
//
// Sizes are rounded up to a grain. With a grain of 8, cur_ is a multiple of 8 whatever was asked for, so that
// blocks of no stricter alignment, which are nearly all, need none of their own: one addition from one block
// to the next instead of three dependent ones. With a grain of 1 no byte is lost.
//
// Where each allocation is watched (AddressSanitizer is in the program, or mode debug), end_ is kept at cur_:
// nothing seems to fit, and every request takes the slow way, which knows the real end. So the fast way asks
// for neither.

namespace arsenal::inline ARSENAL_ABI::detail {

/// Stands at the end of each block that came from upstream.
struct arena_block {
    arena_block* previous; ///< null: the caller's buffer
    std::byte* left_at;    ///< how far that one was used
    std::byte* first;
    std::size_t alignment; ///< which upstream was asked for

    std::byte* end() noexcept { return reinterpret_cast<std::byte*>(this); }
    std::size_t room() noexcept { return static_cast<std::size_t>(end() - first); }
    bool contains(const void* p) noexcept;
};

/// How far an arena was used.
struct arena_mark {
    std::byte* at = nullptr;
    arena_block* block = nullptr; ///< null: the caller's buffer
    [[no_unique_address]] arena_guards::mark guards{};
};

/// All but the fast way, compiled in arena_core.cpp.
class arena_blocks {
public:
    arena_blocks(const arena_blocks&) = delete;
    arena_blocks& operator=(const arena_blocks&) = delete;

    arena_mark mark() const noexcept { return {cur_, block_, guards_.position()}; }
    void rewind(const arena_mark& mark) noexcept {
        if (mark.block != block_ || is_watched()) [[unlikely]]
            return rewind_slowly(mark);
        ARSENAL_ASSERT(mark.at <= cur_, "an arena is rewound to a mark that is no more, or another's");
        cur_ = mark.at;
    }
    void reset() noexcept;
    void release() noexcept;

    bool try_expand(void* p, std::size_t old_bytes, std::size_t new_bytes) noexcept;

    bool owns(const void* p) const noexcept;
    std::size_t bytes_used() const noexcept;
    std::size_t capacity() const noexcept;
    std::pmr::memory_resource* upstream() const noexcept { return upstream_; }

protected:
    arena_blocks(void* buffer, std::size_t bytes, std::size_t next_room, std::pmr::memory_resource* upstream,
                 std::size_t grain) noexcept
        : upstream_(upstream), grain_(grain), next_room_(next_room), initial_next_room_(next_room),
          first_(static_cast<std::byte*>(buffer)), last_(first_ + bytes) {
        const std::size_t padding = (0 - reinterpret_cast<std::uintptr_t>(buffer)) & (grain - 1);
        first_ += padding < bytes ? padding : bytes;
        cur_ = first_;
        settle();
    }
    ~arena_blocks() {
        if (block_ != nullptr || spare_ != nullptr || is_watched()) [[unlikely]]
            end();
    }

    [[gnu::noinline]] void* allocate_slowly(std::size_t bytes, std::size_t alignment);
    [[gnu::noinline]] void* try_allocate_slowly(std::size_t bytes, std::size_t alignment) noexcept;
    void note_returned(void* p, std::size_t bytes) noexcept;

    std::byte* cur_;
    std::byte* end_;

private:
    static bool is_watched() noexcept { return arena_has_guards || asan_poison_region != nullptr; }
    // Where the block in use really ends.
    std::byte* limit() const noexcept { return block_ != nullptr ? block_->end() : last_; }
    std::byte* block_first() const noexcept { return block_ != nullptr ? block_->first : first_; }
    // After cur_ or the block was changed: what is free is poisoned.
    void settle() noexcept {
        asan_poison(cur_, static_cast<std::size_t>(limit() - cur_));
        end_ = is_watched() ? cur_ : limit();
    }
    // Of the caller's buffer no byte is lost, if the grain is 1.
    bool is_guarded(const arena_block* block) const noexcept {
        return arena_has_guards && (grain_ != 1 || block != nullptr);
    }
    std::size_t with_guard(std::size_t bytes) const noexcept {
        return is_guarded(block_) ? bytes + arena_guards::bytes : bytes;
    }
    bool fits(std::size_t bytes, std::size_t alignment, void*& p) noexcept {
        return bump(cur_, limit(), with_guard(bytes), alignment, grain_, p);
    }
    void open(void* p, std::size_t bytes) noexcept;

    void add_block(std::size_t bytes, std::size_t alignment);
    bool use_spare(std::size_t bytes, std::size_t alignment) noexcept;
    void push(arena_block* block) noexcept;
    void pop_to_spare() noexcept;
    void give_back(arena_block* block) noexcept;
    void drop_to(const arena_mark& mark) noexcept;
    [[gnu::noinline]] void rewind_slowly(const arena_mark& mark) noexcept;
    [[gnu::noinline]] void end() noexcept;

    arena_block* block_ = nullptr; // in use; null: the caller's buffer
    arena_block* spare_ = nullptr; // the largest of those that a rewind or reset left
    std::pmr::memory_resource* upstream_;
    std::size_t grain_;
    std::size_t next_room_; // the least that the next block has
    std::size_t initial_next_room_;
    std::byte* first_; // the caller's buffer
    std::byte* last_;
    [[no_unique_address]] arena_guards guards_;
};

template <std::size_t Grain>
class arena_core : public arena_blocks {
public:
    /// What the first block from upstream has room for, unless it is told.
    static constexpr std::size_t first_room = 1024 - sizeof(arena_block);

    arena_core(void* buffer, std::size_t bytes, std::size_t next_room, std::pmr::memory_resource* upstream) noexcept
        : arena_blocks(buffer, bytes, next_room, upstream, Grain) {}

    [[nodiscard, gnu::always_inline]] void* allocate(std::size_t bytes, std::size_t alignment) {
        void* p;
        if (bump(cur_, end_, bytes, alignment, Grain, p)) [[likely]]
            return p;
        return allocate_slowly(bytes, alignment);
    }
    [[nodiscard, gnu::always_inline]] void* try_allocate(std::size_t bytes, std::size_t alignment) noexcept {
        void* p;
        if (bump(cur_, end_, bytes, alignment, Grain, p)) [[likely]]
            return p;
        return try_allocate_slowly(bytes, alignment);
    }
    void deallocate([[maybe_unused]] void* p, [[maybe_unused]] std::size_t bytes) noexcept {
        if constexpr (arena_has_guards) note_returned(p, bytes);
        asan_poison(p, bytes);
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
