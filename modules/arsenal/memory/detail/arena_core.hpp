#pragma once

#include <arsenal/memory/detail/arena_guards.hpp>
#include <arsenal/memory/detail/bump.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/sanitizer.hpp>

#include <cstddef>
#include <cstdint>
#include <memory_resource>

// What arena and pmr::monotonic_buffer_resource are: blocks, each twice as large as the one before, and a
// pointer that moves up through the newest.
//
//   the caller's buffer    | given out ........... | free ...... |
//   a block of upstream's  | given out .... | free ............. | arena_block |
//                                         ^ tip_              ^ top_
//
// Where each allocation is watched (AddressSanitizer is in the program, or mode debug), top_ is kept at tip_:
// nothing seems to fit, and every request takes the slow way, which knows the real end. So the fast way asks
// for neither.

namespace arsenal::inline ARSENAL_ABI::detail {

/// Stands at the end of each block that came from upstream.
struct arena_block {
    arena_block* previous;   ///< null: the caller's buffer
    std::byte* previous_tip; ///< how far that one was used
    std::byte* first;
    std::size_t alignment; ///< which upstream was asked for

    std::byte* end() noexcept { return reinterpret_cast<std::byte*>(this); }
    std::size_t room() noexcept { return static_cast<std::size_t>(end() - first); }
    bool contains(const void* p) noexcept;
};

/// How far an arena was used.
struct arena_mark {
    std::byte* tip = nullptr;
    arena_block* block = nullptr; ///< null: the caller's buffer
    [[no_unique_address]] arena_guards::mark guards{};
};

class arena_core {
public:
    /// What the first block from upstream has room for, unless it is told.
    static constexpr std::size_t first_room = 1024 - sizeof(arena_block);

    /// `next_room`: the least that the first block from upstream has room for. `guards_buffer`: guards are
    /// laid in the buffer, too, in mode debug; else no byte of it is lost.
    arena_core(void* buffer, std::size_t bytes, std::size_t next_room, std::pmr::memory_resource* upstream,
               bool guards_buffer) noexcept
        : tip_(memory_at(memory_address(buffer) - 1)), top_(tip_ + bytes), upstream_(upstream),
          next_room_(next_room), initial_next_room_(next_room), buffer_(static_cast<std::byte*>(buffer)),
          buffer_bytes_(bytes), guards_buffer_(guards_buffer) {
        if (is_watched()) [[unlikely]]
            settle();
    }
    arena_core(const arena_core&) = delete;
    arena_core& operator=(const arena_core&) = delete;
    ~arena_core() {
        if (block_ != nullptr || spare_ != nullptr || is_watched()) [[unlikely]]
            end();
    }

    /// Whether the block in use has room: then a block of it begins at p. Else whoever asks has to do it by
    /// one of the two below.
    [[nodiscard, gnu::always_inline]] bool take(std::size_t bytes, std::size_t alignment, void*& p) noexcept {
        return bump_memory(tip_, top_, bytes, alignment, p);
    }
    void* allocate_slowly(std::size_t bytes, std::size_t alignment);
    void* try_allocate_slowly(std::size_t bytes, std::size_t alignment) noexcept;
    // Frees nothing, and looks for AddressSanitizer in mode debug only: where this is inlined and empty, the
    // compiler leaves out the loop that ends a container (std::unordered_map, made and destroyed: 2.1x
    // instead of 1.2x of std's speed).
    void deallocate([[maybe_unused]] void* p, [[maybe_unused]] std::size_t bytes) noexcept {
        if constexpr (arena_has_guards) note_returned(p, bytes);
    }
    bool try_expand(void* p, std::size_t old_bytes, std::size_t new_bytes) noexcept;

    arena_mark mark() const noexcept { return {tip_, block_, guards_.position()}; }
    void rewind(const arena_mark& mark) noexcept {
        if (mark.block != block_ || is_watched()) [[unlikely]]
            return rewind_slowly(mark);
        lower_tip(mark.tip);
    }
    void reset() noexcept;
    void release() noexcept;

    bool owns(const void* p) const noexcept;
    std::size_t bytes_used() const noexcept;
    std::size_t capacity() const noexcept;
    std::pmr::memory_resource* upstream() const noexcept { return upstream_; }

private:
    static bool is_watched() noexcept { return arena_has_guards || asan_poison_region != nullptr; }

    std::byte* first() const noexcept { return block_ != nullptr ? block_->first : buffer_; }
    // Where the block in use ends.
    std::byte* limit() const noexcept { return block_ != nullptr ? block_->end() : buffer_ + buffer_bytes_; }
    // Where that which was given out of it ends.
    std::byte* used_end() const noexcept { return memory_at(memory_address(tip_) + 1); }

    bool is_guarded(const arena_block* block) const noexcept {
        return arena_has_guards && (guards_buffer_ || block != nullptr);
    }
    // To a mark's, which lies in what was given out of the block in use.
    void lower_tip(std::byte* tip) noexcept {
        if constexpr (ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST)
            if (memory_address(tip_) - memory_address(tip) >
                memory_address(tip_) + 1 - memory_address(first())) [[unlikely]]
                mark_misused(tip);
        tip_ = tip;
    }
    [[noreturn, gnu::cold, gnu::noinline]] void mark_misused(const std::byte* tip) const noexcept;
    bool fits(std::size_t bytes, std::size_t alignment, void*& p) noexcept;
    void open(void* p, std::size_t bytes) noexcept;
    void settle() noexcept;
    void set_top() noexcept;

    void add_block(std::size_t bytes, std::size_t alignment);
    bool use_spare(std::size_t bytes, std::size_t alignment) noexcept;
    void push(arena_block* block) noexcept;

    void note_returned(void* p, std::size_t bytes) noexcept;
    [[gnu::noinline]] void rewind_slowly(const arena_mark& mark) noexcept;
    void drop_to(std::byte* tip, const arena_block* block) noexcept;
    void pop_to_spare() noexcept;
    void give_back(arena_block* block) noexcept;
    [[gnu::noinline]] void end() noexcept;

    std::byte* tip_;               // the last byte that was given out
    std::byte* top_;               // the last of the block in use; watched: tip_
    arena_block* block_ = nullptr; // in use; null: the caller's buffer
    arena_block* spare_ = nullptr; // the largest of those that a rewind or reset left
    std::pmr::memory_resource* upstream_;
    std::size_t next_room_; // the least that the next block has
    std::size_t initial_next_room_;
    std::byte* buffer_; // the caller's
    std::size_t buffer_bytes_;
    [[no_unique_address]] arena_guards guards_;
    bool guards_buffer_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
