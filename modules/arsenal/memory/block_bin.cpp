#include <arsenal/memory/detail/block_bin.hpp>

#include <arsenal/memory/detail/block_checks.hpp>
#include <arsenal/memory/detail/memory_misuse.hpp>
#include <arsenal/platform/sanitizer.hpp>
#include <arsenal/platform/throw.hpp>

#include <cstring>
#include <functional>
#include <utility>

namespace arsenal::inline ARSENAL_ABI::detail {
namespace {

// Not what a program leaves there by chance: whatever is written over a part of it, no size is read.
constexpr std::uint64_t spread = 0x9e3779b97f4a7c15, gather = 0xf1de83e19937733d;
static_assert(spread * gather == 1);

std::uint64_t live_mark(const void* block, std::size_t bytes) noexcept {
    return 0x6c69766520626c6b ^ reinterpret_cast<std::uintptr_t>(block) ^ (bytes * spread);
}
std::size_t bytes_in(std::uint64_t mark, const void* block) noexcept {
    return (mark ^ live_mark(block, 0)) * gather;
}
std::uint64_t free_mark(const void* block) noexcept {
    return 0x6672656520626c6b ^ reinterpret_cast<std::uintptr_t>(block);
}

/// A list linked by `next`, by address: merges sorted lists of one, two, four, ... (D. Knuth, TAOCP 5.2.4 L).
template <class Node>
Node* merged(Node* a, Node* b) noexcept {
    Node* first = nullptr;
    Node** end = &first;
    while (a != nullptr && b != nullptr) {
        Node*& lower = std::less<>()(a, b) ? a : b;
        *end = lower;
        end = &lower->next;
        lower = lower->next;
    }
    *end = a != nullptr ? a : b;
    return first;
}

template <class Node>
Node* sorted(Node* list) noexcept {
    Node* of_size[64] = {}; // of_size[i]: nothing, or 2^i nodes
    while (list != nullptr) {
        Node* one = std::exchange(list, list->next);
        one->next = nullptr;
        std::size_t i = 0;
        for (; of_size[i] != nullptr; ++i) one = merged(std::exchange(of_size[i], nullptr), one);
        of_size[i] = one;
    }
    Node* all = nullptr;
    for (Node* const some : of_size) all = merged(some, all);
    return all;
}

} // namespace

class block_bin::state_at_hand {
public:
    explicit state_at_hand(block_bin& bin) noexcept : bin_(bin) {
        if (is_watched()) put(bin_.parked_);
    }
    state_at_hand(const state_at_hand&) = delete;
    state_at_hand& operator=(const state_at_hand&) = delete;
    ~state_at_hand() {
        if (!is_watched()) return;
        bin_.parked_ = {bin_.free_, bin_.fresh_, bin_.live_};
        put({nullptr, reinterpret_cast<std::byte*>(bin_.current_), 1});
    }

    static bool is_watched() noexcept { return guards || asan_poison_region != nullptr; }

private:
    void put(const state& s) noexcept {
        bin_.free_ = s.free;
        bin_.fresh_ = s.fresh;
        bin_.live_ = s.live;
    }

    block_bin& bin_;
};

std::size_t block_bin::live() const noexcept {
    const std::size_t counted = state_at_hand::is_watched() ? parked_.live : live_;
    return current_ == first_ ? counted - 1 : counted;
}

void* block_bin::take_slowly(std::size_t bytes, std::pmr::memory_resource& upstream, std::size_t max_blocks) {
    const state_at_hand state(*this);
    void* block = free_;
    if (block != nullptr) {
        asan_unpoison(block, sizeof(free_block));
        free_ = free_->next;
        asan_poison(block, sizeof(free_block));
    } else {
        if (!has_fresh()) refill(upstream, max_blocks);
        block = std::exchange(fresh_, fresh_ + stride_);
    }
    ++live_;
    if constexpr (guards) guard(block, bytes);
    asan_unpoison(block, bytes);
    return block;
}

// The last block is back, or the bin is watched.
void block_bin::give_slowly(void* block, std::size_t bytes) noexcept {
    if constexpr (guards) check(block, bytes);
    const state_at_hand state(*this);
    if (state_at_hand::is_watched()) --live_;
    asan_unpoison(block, stride_);
    if constexpr (guards) mark_free(block);
    free_ = ::new (block) free_block{free_};
    asan_poison(block, stride_);
    if (live_ == 0) begin_anew();
}

void block_bin::refill(std::pmr::memory_resource& upstream, std::size_t max_blocks) {
    chunk_end* next = current_ == nullptr ? nullptr : current_->next;
    if (next == nullptr) {
        const std::size_t bytes =
            current_ == nullptr ? first_chunk_bytes : std::min(current_->bytes * 2, most_chunk_bytes);
        next = &add_chunk(std::min(blocks_within(bytes), max_blocks), upstream);
    }
    if (current_ == first_ && next != first_) --live_;
    begin_at(*next);
}

// pre: no block is out, or to be remembered; and there is a chunk
void block_bin::begin_anew() noexcept {
    free_ = nullptr;
    live_ = 1;
    begin_at(*first_);
}

void block_bin::begin_at(chunk_end& chunk) noexcept {
    current_ = &chunk;
    fresh_ = chunk.begin();
}

chunk_end& block_bin::add_chunk(std::size_t blocks, std::pmr::memory_resource& upstream) {
    if (blocks > most_blocks()) throw_bad_alloc();
    const std::size_t bytes = blocks * stride_ + sizeof(chunk_end);
    auto* const begin = static_cast<std::byte*>(upstream.allocate(bytes, alignment_));
    auto* const added = ::new (begin + (bytes - sizeof(chunk_end))) chunk_end{nullptr, bytes};
    (first_ == nullptr ? first_ : last_chunk()->next) = added;
    asan_poison(begin, bytes - sizeof(chunk_end));
    return *added;
}

// In a chunk that some memory may have.
std::size_t block_bin::most_blocks() const noexcept {
    return (std::numeric_limits<std::ptrdiff_t>::max() - sizeof(chunk_end)) / stride_;
}

chunk_end* block_bin::last_chunk() const noexcept {
    chunk_end* last = current_ != nullptr ? current_ : first_;
    while (last->next != nullptr) last = last->next;
    return last;
}

std::size_t block_bin::blocks_within(std::size_t chunk_bytes) const noexcept {
    return std::max<std::size_t>((chunk_bytes - sizeof(chunk_end)) / stride_, 1);
}

std::size_t block_bin::blocks_of(const chunk_end& chunk) const noexcept {
    return (chunk.bytes - sizeof(chunk_end)) / stride_;
}

const chunk_end* block_bin::chunk_of(const void* p) const noexcept {
    for (const chunk_end* chunk = first_; chunk != nullptr; chunk = chunk->next)
        if (!std::less<const void*>()(p, chunk->begin()) && std::less<const void*>()(p, chunk->end()))
            return chunk;
    return nullptr;
}

void block_bin::reserve(std::size_t n, std::pmr::memory_resource& upstream) {
    const state_at_hand state(*this);
    std::size_t room = 0;
    for (const chunk_end* chunk = first_; chunk != nullptr; chunk = chunk->next) room += blocks_of(*chunk);
    room -= live();
    if (room < n && n - room > most_blocks()) throw_bad_alloc();
    if (room < n && first_ == nullptr) { // which is small always: see the design
        room = std::min(blocks_within(first_chunk_bytes), n);
        begin_at(add_chunk(room, upstream));
    }
    if (room < n) add_chunk(n - room, upstream);
}

void block_bin::release(std::pmr::memory_resource& upstream) noexcept {
    while (first_ != nullptr) {
        std::byte* const begin = first_->begin();
        const std::size_t bytes = first_->bytes;
        asan_unpoison(begin, bytes);
        first_ = first_->next;
        upstream.deallocate(begin, bytes, alignment_);
    }
    current_ = nullptr;
    parked_ = state();
    free_ = nullptr;
    fresh_ = nullptr;
    live_ = 1;
}

// What is fresh goes into the list of what is free, unless the current chunk is the last.
void block_bin::free_fresh() noexcept {
    for (;;) {
        for (; has_fresh(); fresh_ += stride_) free_ = ::new (fresh_) free_block{free_};
        if (current_->next == nullptr) return;
        begin_at(*current_->next);
    }
}

void block_bin::clear() noexcept {
    const state_at_hand state(*this);
    if (first_ != nullptr) clear_chunks();
}

// pre: the true state is at hand, and there is a chunk
void block_bin::clear_chunks() noexcept {
    for (chunk_end* chunk = first_; chunk != nullptr; chunk = chunk->next) {
        asan_unpoison(chunk->begin(), chunk->bytes);
        if constexpr (guards)
            for (std::size_t i = 0; i != blocks_of(*chunk); ++i) mark_free(chunk->begin() + i * stride_);
        asan_poison(chunk->begin(), chunk->bytes - sizeof(chunk_end));
    }
    begin_anew();
}

void block_bin::end_all(void (*end)(void* block) noexcept) noexcept {
    if (live() == 0) return;
    const state_at_hand state(*this);
    for (const chunk_end* chunk = first_; chunk != nullptr; chunk = chunk->next)
        asan_unpoison(chunk->begin(), chunk->bytes);
    free_fresh();
    // Mode debug knows no block meanwhile: it finds the destructor that gives one back.
    chunk_end* const chunks = sorted(std::exchange(first_, nullptr));
    const free_block* free = sorted(free_);
    for (chunk_end* chunk = chunks; chunk != nullptr; chunk = chunk->next)
        for (std::size_t i = 0; i != blocks_of(*chunk); ++i) {
            void* const block = chunk->begin() + i * stride_;
            if (block == free)
                free = free->next;
            else
                end(block);
        }
    first_ = chunks;
    clear_chunks();
}

void block_bin::guard(void* block, std::size_t bytes) const noexcept {
    asan_unpoison(block, stride_);
    auto* const first = static_cast<std::byte*>(block);
    const std::uint64_t mark = live_mark(block, bytes);
    fill_behind(block, bytes, stride_ - sizeof mark);
    std::memcpy(first + stride_ - sizeof mark, &mark, sizeof mark);
    asan_poison(block, stride_);
}

void block_bin::mark_free(void* block) const noexcept {
    const std::uint64_t mark = free_mark(block);
    std::memcpy(static_cast<std::byte*>(block) + stride_ - sizeof mark, &mark, sizeof mark);
}

void block_bin::check(const void* block, std::size_t bytes) const noexcept {
    const auto misused = [=](misuse what) { memory_misused(what, "pool", block, bytes); };
    const chunk_end* const chunk = chunk_of(block);
    const auto* const first = static_cast<const std::byte*>(block);
    if (chunk == nullptr || static_cast<std::size_t>(first - chunk->begin()) % stride_ != 0)
        misused(misuse::foreign_pointer);
    asan_unpoison(first + block_bytes(), guard_bytes);
    std::uint64_t mark;
    std::memcpy(&mark, first + stride_ - sizeof mark, sizeof mark);
    if (mark == free_mark(block)) misused(misuse::double_free);
    asan_unpoison(block, stride_);
    const std::size_t had = bytes_in(mark, block); // no size, if something was written there
    if (had > block_bytes() || is_written_behind(block, had, stride_ - sizeof mark)) misused(misuse::overrun);
    if (had != bytes) misused(misuse::wrong_size);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
