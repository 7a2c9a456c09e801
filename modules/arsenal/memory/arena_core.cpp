#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/arena_core.hpp>
#include <arsenal/memory/detail/memory_misuse.hpp>
#include <arsenal/platform/hardening.hpp>
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
constexpr std::size_t huge_block_bytes = std::size_t{4} << 20; // of some huge pages: worth a system call

std::size_t bytes_between(const std::byte* from, const std::byte* to) {
    return static_cast<std::size_t>(to - from);
}

bool lies_in(const void* p, const std::byte* first, const std::byte* end) {
    const std::less<const void*> below;
    return !below(p, first) && below(p, end);
}

} // namespace

bool arena_block::contains(const void* p) noexcept { return lies_in(p, first, end()); }

// ---- giving out ----

void* arena_core::allocate_slowly(std::size_t bytes, std::size_t alignment) {
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

void* arena_core::try_allocate_slowly(std::size_t bytes, std::size_t alignment) noexcept {
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

// In the block in use, with a guard behind it.
bool arena_core::fits(std::size_t bytes, std::size_t alignment, void*& p) noexcept {
    const std::size_t taken = is_guarded(block_) ? bytes + arena_guards::bytes_behind : bytes;
    return bump_memory(tip_, memory_at(memory_address(limit()) - 1), taken, alignment, p);
}

// What begins at p is a live block, the newest.
void arena_core::open(void* p, std::size_t bytes) noexcept {
    set_top();
    asan_unpoison(p, bytes);
    if (is_guarded(block_)) guards_.lay(static_cast<std::byte*>(p), bytes);
}

void arena_core::set_top() noexcept { top_ = is_watched() ? tip_ : memory_at(memory_address(limit()) - 1); }

// After the block in use was changed, or tip_ moved down: what is free is poisoned.
void arena_core::settle() noexcept {
    set_top();
    asan_poison(used_end(), bytes_between(used_end(), limit()));
}

// Afterwards the block in use has room for so much. Nothing is changed if upstream throws.
void arena_core::add_block(std::size_t bytes, std::size_t alignment) {
    const std::size_t needed = std::max<std::size_t>(bytes, 1) + arena_guards::bytes_behind;
    if (use_spare(needed, alignment)) return;
    if (next_room_ > most_bytes) throw_bad_alloc();
    const std::size_t block_alignment =
        std::max({alignment, alignof(std::max_align_t), alignof(arena_block)});
    const std::size_t room = align_up(std::max(needed, next_room_), alignof(arena_block));
    const std::size_t all = room + sizeof(arena_block);
    auto* const first = static_cast<std::byte*>(upstream_->allocate(all, block_alignment));
    if (all >= huge_block_bytes) advise_huge_pages(first, all);
    push(::new (static_cast<void*>(first + room)) arena_block{nullptr, nullptr, first, block_alignment});
    next_room_ = std::clamp<std::size_t>(next_room_, 1, most_bytes / 4) * 2;
}

bool arena_core::use_spare(std::size_t bytes, std::size_t alignment) noexcept {
    if (spare_ == nullptr) return false;
    std::byte* tip = spare_->first - 1;
    void* p;
    if (!bump_memory(tip, spare_->end() - 1, bytes, alignment, p)) return false;
    push(std::exchange(spare_, nullptr));
    return true;
}

void arena_core::push(arena_block* block) noexcept {
    block->previous = block_;
    block->previous_tip = tip_;
    block_ = block;
    tip_ = block->first - 1;
    settle();
}

bool arena_core::try_expand(void* p, std::size_t old_bytes, std::size_t new_bytes) noexcept {
    if (!lies_in(p, first(), used_end()) || std::max(old_bytes, new_bytes) > most_bytes) return false;
    auto* const start = static_cast<std::byte*>(p);
    std::byte* const old_tip = tip_;
    const std::byte* const old_end = used_end();
    tip_ = start - 1;
    const bool is_newest = fits(old_bytes, 1, p) && tip_ == old_tip;
    tip_ = start - 1;
    if (!is_newest || !fits(new_bytes, 1, p)) {
        tip_ = old_tip;
        return false;
    }
    if (is_guarded(block_)) guards_.take_up(start, old_bytes, old_end);
    asan_poison(start, bytes_between(start, old_end));
    open(start, new_bytes);
    return true;
}

// ---- taking back ----

// Mode debug: that it is a live block of this arena.
void arena_core::note_returned(void* p, std::size_t bytes) noexcept {
    auto* const start = static_cast<std::byte*>(p);
    const std::byte* tip = tip_;
    arena_block* block = block_;
    for (; block != nullptr && !block->contains(p); block = block->previous) tip = block->previous_tip;
    const bool is_in_spare = spare_ != nullptr && spare_->contains(p);
    if (block == nullptr && !is_in_spare && !lies_in(p, buffer_, buffer_ + buffer_bytes_))
        memory_misused(misuse::foreign_pointer, "arena", p, bytes);
    if (is_in_spare) tip = spare_->first - 1;
    if (is_guarded(block) || is_in_spare) guards_.note_returned(start, bytes, tip + 1);
    asan_poison(p, bytes);
}

void arena_core::give_back(arena_block* block) noexcept {
    std::byte* const first = block->first;
    const std::size_t room = block->room();
    const std::size_t alignment = block->alignment;
    asan_unpoison(first, room);
    upstream_->deallocate(first, room + sizeof(arena_block), alignment);
}

// Ends the block in use. Of it and the spare one the larger is spare then.
void arena_core::pop_to_spare() noexcept {
    arena_block* popped = block_;
    block_ = popped->previous;
    tip_ = popped->previous_tip;
    if (spare_ == nullptr || spare_->room() < popped->room()) std::swap(spare_, popped);
    if (popped != nullptr) give_back(popped);
    asan_poison(spare_->first, spare_->room());
}

void arena_core::drop_to(std::byte* tip, const arena_block* block) noexcept {
    while (block_ != block) {
        if constexpr (ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST)
            if (block_ == nullptr) memory_misused(misuse::stale_mark, "arena", tip);
        pop_to_spare();
    }
    lower_tip(tip);
    settle();
}

void arena_core::rewind_slowly(const arena_mark& mark) noexcept {
    guards_.drop_to(mark.guards, mark.tip);
    drop_to(mark.tip, mark.block);
}

void arena_core::reset() noexcept {
    guards_.drop_all();
    drop_to(memory_at(memory_address(buffer_) - 1), nullptr);
}

void arena_core::release() noexcept {
    reset();
    if (spare_ != nullptr) give_back(std::exchange(spare_, nullptr));
    next_room_ = initial_next_room_;
}

void arena_core::end() noexcept {
    release();
    asan_unpoison(buffer_, buffer_bytes_);
}

void arena_core::mark_misused(const std::byte* tip) const noexcept {
    const bool is_here = lies_in(tip, first(), limit());
    memory_misused(is_here ? misuse::stale_mark : misuse::foreign_mark, "arena", tip);
}

// ---- what there is ----

bool arena_core::owns(const void* p) const noexcept {
    if (lies_in(p, buffer_, buffer_ + buffer_bytes_) || (spare_ != nullptr && spare_->contains(p)))
        return true;
    for (arena_block* block = block_; block != nullptr; block = block->previous)
        if (block->contains(p)) return true;
    return false;
}

std::size_t arena_core::bytes_used() const noexcept {
    std::uintptr_t used = 0;
    std::uintptr_t tip = memory_address(tip_);
    for (const arena_block* block = block_; block != nullptr; block = block->previous) {
        used += tip + 1 - memory_address(block->first);
        tip = memory_address(block->previous_tip);
    }
    return used + (tip + 1 - memory_address(buffer_));
}

std::size_t arena_core::capacity() const noexcept {
    std::size_t bytes = buffer_bytes_;
    if (spare_ != nullptr) bytes += spare_->room();
    for (arena_block* block = block_; block != nullptr; block = block->previous) bytes += block->room();
    return bytes;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
