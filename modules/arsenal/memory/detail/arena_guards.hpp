#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

// What mode debug lays behind each block that an arena gives out:
//
//   | the block | gap, to a multiple of 8 | arena_guard |
//
// The guards are a list, newest first, as blocks end: a rewind checks those of the blocks that it ends.
// Whoever writes past the end of a block meets the gap and the pattern first, and what the report is made of
// last.

namespace arsenal::inline ARSENAL_ABI::detail {

struct arena_guard {
    std::uint64_t pattern; ///< of a live block or a returned one, mixed with all that follows
    std::uint64_t serial;  ///< which allocation of the arena this was, from 1
    arena_guard* previous;
    std::size_t bytes; ///< of the block
    std::byte* start;
};

class arena_guard_list {
public:
    /// How long the list was.
    struct mark {
        const arena_guard_list* owner = nullptr;
        const arena_guard* newest = nullptr;
        std::uint64_t serial = 0;
    };

    /// So many may be needed beyond a block.
    static constexpr std::size_t bytes_behind = sizeof(arena_guard) + alignof(arena_guard) - 1;

    mark position() const noexcept { return {this, newest_, serial_}; }

    /// Behind a block that was just given out.
    void lay(std::byte* start, std::size_t bytes) noexcept;
    /// For the newest block to have another size.
    void take_up(std::byte* start, std::size_t bytes, const std::byte* used_end) noexcept;
    /// A block is given back; used_end: up to where the memory that it lies in was given out.
    void note_returned(std::byte* start, std::size_t bytes, const std::byte* used_end) noexcept;
    /// The blocks that were given out since the mark end.
    void drop_to(const mark& to, const void* place) noexcept;
    void drop_all() noexcept;

private:
    void set_newest(arena_guard* guard) noexcept;
    arena_guard* guard_of(std::byte* start, std::size_t bytes, const std::byte* used_end) const noexcept;
    [[noreturn, gnu::cold]] void misused(const std::byte* start, std::size_t bytes) const noexcept;

    arena_guard* newest_ = nullptr;
    std::uint64_t serial_ = 0; // the newest one's; 0: there is none
    std::uint64_t allocations_ = 0;
};

/// Where there are no guards.
struct no_arena_guards {
    struct mark {};
    static constexpr std::size_t bytes_behind = 0;
    mark position() const noexcept { return {}; }
    void lay(std::byte*, std::size_t) noexcept {}
    void take_up(std::byte*, std::size_t, const std::byte*) noexcept {}
    void note_returned(std::byte*, std::size_t, const std::byte*) noexcept {}
    void drop_to(const mark&, const void*) noexcept {}
    void drop_all() noexcept {}
};

inline constexpr bool arena_has_guards = ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG;
using arena_guards = std::conditional_t<arena_has_guards, arena_guard_list, no_arena_guards>;

} // namespace arsenal::inline ARSENAL_ABI::detail
