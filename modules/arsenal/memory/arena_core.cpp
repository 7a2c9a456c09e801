#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/arena_core.hpp>
#include <arsenal/memory/detail/memory_misuse.hpp>
#include <arsenal/platform/pages.hpp>
#include <arsenal/platform/throw.hpp>

#include <algorithm>
#include <functional>
#include <limits>
#include <new>
#include <utility>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

constexpr std::size_t most_bytes = std::numeric_limits<std::ptrdiff_t>::max() - 4096; // no sum below wraps
constexpr std::size_t huge_block_bytes = std::size_t{4} << 20; // of several huge pages: worth a system call

std::size_t distance(const std::byte* from, const std::byte* to) {
    return static_cast<std::size_t>(to - from);
}

bool lies_in(const void* p, const std::byte* first, const std::byte* end) {
    const std::less<const void*> below;
    return !below(p, first) && below(p, end);
}

} // namespace

bool arena_block::contains(const void* p) noexcept { return lies_in(p, first, end()); }

// ---- giving out ----

void* arena_blocks::allocate_slowly(std::size_t bytes, std::size_t alignment) {
    ARSENAL_DEBUG_ASSERT(is_alignment(alignment), "an alignment is a power of two");
    if (bytes > most_bytes) throw_bad_alloc();
    void* p;
    if (!fits(bytes, alignment, p)) {
        add_block(bytes, alignment);
        static_cast<void>(fits(bytes, alignment, p)); // it was made so
    }
    open(p, bytes);
    return p;
}

void* arena_blocks::try_allocate_slowly(std::size_t bytes, std::size_t alignment) noexcept {
    if (bytes > most_bytes) return nullptr;
#if ARSENAL_HAS_EXCEPTIONS
    try {
        return allocate_slowly(bytes, alignment);
    } catch (...) {
        return nullptr;
    }
#else
    return allocate_slowly(bytes, alignment);
#endif
}

// What begins at p is a live block, the newest.
void arena_blocks::open(void* p, std::size_t bytes) noexcept {
    end_ = is_watched() ? cur_ : limit();
    asan_unpoison(p, bytes);
    if (is_guarded(block_)) guards_.lay(static_cast<std::byte*>(p), bytes);
}

// Afterwards the block in use has room for so much. Nothing is changed if upstream throws.
void arena_blocks::add_block(std::size_t bytes, std::size_t alignment) {
    const std::size_t needed = bytes + arena_guards::bytes + grain_;
    if (use_spare(needed, alignment)) return;
    const std::size_t block_alignment = std::max({alignment, alignof(std::max_align_t), alignof(arena_block)});
    const std::size_t room = align_up(std::max(needed, next_room_), alignof(arena_block));
    const std::size_t all = room + sizeof(arena_block);
    auto* const first = static_cast<std::byte*>(upstream_->allocate(all, block_alignment));
    if (all >= huge_block_bytes) advise_huge_pages(first, all);
    push(::new (static_cast<void*>(first + room)) arena_block{nullptr, nullptr, first, block_alignment});
    next_room_ = std::min(next_room_, most_bytes / 4) * 2;
}

bool arena_blocks::use_spare(std::size_t bytes, std::size_t alignment) noexcept {
    if (spare_ == nullptr) return false;
    std::byte* first = spare_->first;
    void* p;
    if (!bump(first, spare_->end(), bytes, alignment, 1, p)) return false;
    push(std::exchange(spare_, nullptr));
    return true;
}

void arena_blocks::push(arena_block* block) noexcept {
    block->previous = block_;
    block->left_at = cur_;
    block_ = block;
    cur_ = block->first;
    settle();
}

bool arena_blocks::try_expand(void* p, std::size_t old_bytes, std::size_t new_bytes) noexcept {
    auto* const start = static_cast<std::byte*>(p);
    std::byte* const old_cur = cur_;
    if (!lies_in(p, block_first(), cur_) || std::max(old_bytes, new_bytes) > most_bytes) return false;
    cur_ = start;
    if (!fits(old_bytes, 1, p) || cur_ != old_cur) { // something came after it
        cur_ = old_cur;
        return false;
    }
    cur_ = start;
    if (!fits(new_bytes, 1, p)) {
        cur_ = old_cur;
        return false;
    }
    if (is_guarded(block_)) guards_.take_up(start, old_bytes, old_cur);
    asan_poison(start, distance(start, old_cur));
    open(start, new_bytes);
    return true;
}

// ---- taking back ----

// Mode debug: that it is a live block of this arena.
void arena_blocks::note_returned(void* p, std::size_t bytes) noexcept {
    auto* const start = static_cast<std::byte*>(p);
    const std::byte* used_end = cur_;
    arena_block* block = block_;
    for (; block != nullptr && !block->contains(p); block = block->previous) used_end = block->left_at;
    const bool is_in_spare = spare_ != nullptr && spare_->contains(p);
    if (block == nullptr && !is_in_spare && !lies_in(p, first_, last_))
        memory_misused("arena: what is given back is not its own, the block at", p);
    if (is_in_spare) used_end = spare_->first;
    if (is_guarded(block) || is_in_spare) guards_.note_returned(start, bytes, used_end);
}

void arena_blocks::give_back(arena_block* block) noexcept {
    std::byte* const first = block->first;
    const std::size_t room = block->room();
    const std::size_t alignment = block->alignment;
    asan_unpoison(first, room);
    upstream_->deallocate(first, room + sizeof(arena_block), alignment);
}

// The block in use. Of it and the spare one the larger is spare then.
void arena_blocks::pop_to_spare() noexcept {
    arena_block* popped = block_;
    block_ = popped->previous;
    if (spare_ == nullptr || spare_->room() < popped->room()) std::swap(spare_, popped);
    if (popped != nullptr) give_back(popped);
    asan_poison(spare_->first, spare_->room());
}

void arena_blocks::drop_to(const arena_mark& mark) noexcept {
    while (block_ != mark.block) {
        ARSENAL_ASSERT(block_ != nullptr, "an arena is rewound to a mark that is no more, or another's");
        pop_to_spare();
    }
    cur_ = mark.at;
    settle();
}

void arena_blocks::rewind_slowly(const arena_mark& mark) noexcept {
    guards_.drop_to(mark.guards, mark.at);
    drop_to(mark);
}

void arena_blocks::reset() noexcept {
    guards_.drop_all();
    drop_to({first_, nullptr});
}

void arena_blocks::release() noexcept {
    reset();
    if (spare_ != nullptr) give_back(std::exchange(spare_, nullptr));
    next_room_ = initial_next_room_;
}

void arena_blocks::end() noexcept {
    release();
    asan_unpoison(first_, distance(first_, last_));
}

// ---- what there is ----

bool arena_blocks::owns(const void* p) const noexcept {
    if (lies_in(p, first_, last_) || (spare_ != nullptr && spare_->contains(p))) return true;
    for (arena_block* block = block_; block != nullptr; block = block->previous)
        if (block->contains(p)) return true;
    return false;
}

std::size_t arena_blocks::bytes_used() const noexcept {
    std::size_t used = 0;
    const std::byte* used_end = cur_;
    for (const arena_block* block = block_; block != nullptr; block = block->previous) {
        used += distance(block->first, used_end);
        used_end = block->left_at;
    }
    return used + distance(first_, used_end);
}

std::size_t arena_blocks::capacity() const noexcept {
    std::size_t bytes = distance(first_, last_);
    if (spare_ != nullptr) bytes += spare_->room();
    for (arena_block* block = block_; block != nullptr; block = block->previous) bytes += block->room();
    return bytes;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
