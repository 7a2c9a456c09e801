#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/arena_guards.hpp>
#include <arsenal/memory/detail/block_checks.hpp>
#include <arsenal/memory/detail/bump.hpp>
#include <arsenal/memory/detail/memory_misuse.hpp>
#include <arsenal/platform/sanitizer.hpp>

#include <bit>
#include <new>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

constexpr std::uint64_t live_pattern = 0xa2e7'ac5e'11a7'e5c5;
constexpr std::uint64_t returned_pattern = 0xdead'a2e7'ac5e'c5c5;

// What the pattern of this guard is to be, so that no part of it changes unseen.
std::uint64_t sealed(const arena_guard* guard, const arena_guard& is, std::uint64_t pattern) {
    const auto turned = [](const void* p, int bits) {
        return std::rotl(std::uint64_t{memory_address(p)}, bits);
    };
    return pattern ^ turned(guard, 0) ^ turned(is.previous, 21) ^ turned(is.start, 42) ^ is.serial ^ is.bytes;
}

arena_guard* guard_behind(std::byte* start, std::size_t bytes) {
    std::byte* const end = start + bytes;
    const std::size_t gap = align_up(memory_address(end), alignof(arena_guard)) - memory_address(end);
    return reinterpret_cast<arena_guard*>(end + gap);
}

// What is behind a block can be read, or changed, while this lives.
class opened {
public:
    opened(const std::byte* end, const arena_guard* guard)
        : end_(end), bytes_(static_cast<std::size_t>(reinterpret_cast<const std::byte*>(guard + 1) - end)) {
        asan_unpoison(end_, bytes_);
    }
    ~opened() { asan_poison(end_, bytes_); }
    opened(const opened&) = delete;
    opened& operator=(const opened&) = delete;

private:
    const std::byte* end_;
    std::size_t bytes_;
};

arena_guard read(const arena_guard* guard) {
    const opened whole(reinterpret_cast<const std::byte*>(guard), guard);
    return *guard;
}

bool is_gap_intact(const std::byte* end, const arena_guard* guard) {
    const opened gap(end, guard);
    const auto bytes = static_cast<std::size_t>(reinterpret_cast<const std::byte*>(guard) - end);
    return !is_written_behind(end, 0, bytes);
}

bool has_returned(const arena_guard* guard) {
    const arena_guard is = read(guard);
    return is.pattern == sealed(guard, is, returned_pattern);
}

void check(const arena_guard* guard) {
    const arena_guard is = read(guard);
    const bool known = is.pattern == sealed(guard, is, live_pattern) || has_returned(guard);
    if (!known || !is_gap_intact(is.start + is.bytes, guard))
        memory_misused(misuse::overrun, "arena", is.start, is.bytes);
}

} // namespace

// No live block of so many bytes, with all in order behind it, begins there.
void arena_guard_list::misused(const std::byte* start, std::size_t bytes) const noexcept {
    for (const arena_guard* guard = newest_; guard != nullptr; guard = read(guard).previous) {
        check(guard);
        if (read(guard).start == start)
            memory_misused(has_returned(guard) ? misuse::double_free : misuse::wrong_size, "arena", start,
                           bytes);
    }
    memory_misused(misuse::no_live_block, "arena", start, bytes);
}

// The guard of a live block.
arena_guard* arena_guard_list::guard_of(std::byte* start, std::size_t bytes,
                                        const std::byte* used_end) const noexcept {
    const auto room = start < used_end ? static_cast<std::size_t>(used_end - start) : 0;
    if (room < bytes_behind || bytes > room - bytes_behind) misused(start, bytes);
    arena_guard* const guard = guard_behind(start, bytes);
    const arena_guard is = read(guard);
    if (is.start != start || is.bytes != bytes || is.pattern != sealed(guard, is, live_pattern) ||
        !is_gap_intact(start + bytes, guard))
        misused(start, bytes);
    return guard;
}

void arena_guard_list::set_newest(arena_guard* guard) noexcept {
    newest_ = guard;
    serial_ = guard != nullptr ? read(guard).serial : 0;
}

void arena_guard_list::lay(std::byte* start, std::size_t bytes) noexcept {
    arena_guard* const guard = guard_behind(start, bytes);
    const opened whole(start + bytes, guard);
    fill_behind(start, bytes, static_cast<std::size_t>(reinterpret_cast<std::byte*>(guard) - start));
    serial_ = ++allocations_;
    newest_ = ::new (static_cast<void*>(guard)) arena_guard{0, serial_, newest_, bytes, start};
    guard->pattern = sealed(guard, *guard, live_pattern);
}

void arena_guard_list::take_up(std::byte* start, std::size_t bytes, const std::byte* used_end) noexcept {
    set_newest(read(guard_of(start, bytes, used_end)).previous);
}

void arena_guard_list::note_returned(std::byte* start, std::size_t bytes,
                                     const std::byte* used_end) noexcept {
    arena_guard* const guard = guard_of(start, bytes, used_end);
    const opened whole(start + bytes, guard);
    guard->pattern = sealed(guard, *guard, returned_pattern);
}

void arena_guard_list::drop_to(const mark& to, const void* place) noexcept {
    if (to.owner != this) memory_misused(misuse::foreign_mark, "arena", place);
    while (newest_ != to.newest || serial_ != to.serial) {
        if (newest_ == nullptr) memory_misused(misuse::stale_mark, "arena", place);
        check(newest_);
        set_newest(read(newest_).previous);
    }
}

void arena_guard_list::drop_all() noexcept { drop_to({this, nullptr, 0}, nullptr); }

} // namespace arsenal::inline ARSENAL_ABI::detail
