#include <arsenal/memory/detail/memory_misuse.hpp>
#include <arsenal/memory/heap.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/sanitizer.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <limits>

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

// What lies before each block of a heap that lists them:
//
//   start                          block           block + bytes
//   | unused, for the alignment | listed_block |  the block  | canary (mode debug) |
struct listed_block {
    listed_block* previous;
    listed_block* next;
    void* start;
    std::size_t bytes;
    std::size_t alignment;
    std::uint64_t state; // a mark of heap and block; flipped when it was given back
};

} // namespace detail

namespace {

using detail::listed_block;

constexpr bool is_checked = ARSENAL_HARDENING == ARSENAL_HARDENING_DEBUG;
constexpr std::uint64_t canary = 0x9e3779b97f4a7c15;

// The addresses of threads and std::thread::id are given to others when they end.
unsigned long this_thread() {
    static constinit std::atomic<unsigned long> last = 0;
    static constinit thread_local unsigned long number = 0;
    if (number == 0) number = last.fetch_add(1, std::memory_order_relaxed) + 1;
    return number;
}

listed_block* header_of(void* p) {
    return reinterpret_cast<listed_block*>(static_cast<char*>(p) - sizeof(listed_block));
}
char* block_of(listed_block* header) { return reinterpret_cast<char*>(header) + sizeof(listed_block); }

std::uint64_t live_mark(const heap* owner, const void* p) {
    return canary ^ reinterpret_cast<std::uintptr_t>(owner) ^ reinterpret_cast<std::uintptr_t>(p) << 16;
}

// AddressSanitizer sees itself what is written behind a block, if nothing of it lies there.
std::size_t canary_bytes() { return is_checked && detail::asan_poison_region == nullptr ? sizeof canary : 0; }

[[maybe_unused]] void check(const heap* owner, void* p, std::size_t bytes, std::size_t alignment) {
    const auto misused = [=](detail::misuse what) { detail::memory_misused(what, "heap", p, bytes); };
    const listed_block& header = *header_of(p);
    const std::uint64_t mark = live_mark(owner, p);
    if (header.state == ~mark) misused(detail::misuse::double_free);
    if (header.state != mark) misused(detail::misuse::foreign_pointer);
    if (header.bytes != bytes || header.alignment != alignment) misused(detail::misuse::wrong_size);
    if (canary_bytes() != 0 && std::memcmp(static_cast<char*>(p) + bytes, &canary, sizeof canary) != 0)
        misused(detail::misuse::overrun);
}

} // namespace

heap::heap() noexcept
    : own_(is_checked ? nullptr : detail::general_heap.create.load(std::memory_order_acquire)()),
      thread_(this_thread()) {}

heap::~heap() { free_all(); }

void heap::release() noexcept {
    free_all();
    if constexpr (!is_checked) own_ = detail::general_heap.create.load(std::memory_order_acquire)();
}

void heap::free_all() noexcept {
    ARSENAL_ASSERT(thread_ == this_thread(), "a heap is released or ended by another thread than made it");
    if (own_ != nullptr) detail::general_heap.destroy.load(std::memory_order_relaxed)(own_);
    while (listed_ != nullptr) {
        listed_block* const first = listed_;
        if constexpr (is_checked) check(this, block_of(first), first->bytes, first->alignment);
        listed_ = first->next;
        first->state = ~first->state;
        detail::general_deallocate(first->start);
    }
}

void* heap::allocate_listed(std::size_t bytes, std::size_t alignment) noexcept {
    ARSENAL_DEBUG_ASSERT(thread_ == this_thread(), "a heap is used by another thread than made it");
    ARSENAL_DEBUG_ASSERT(detail::is_alignment(alignment), "an alignment that is no power of two");
    const std::size_t aligned_to = std::max(alignment, alignof(listed_block));
    const std::size_t before = detail::align_up(sizeof(listed_block), aligned_to);
    const std::size_t around = before + canary_bytes();
    if (around < before || bytes > std::numeric_limits<std::size_t>::max() - around) return nullptr;
    void* const start = detail::general_allocate(around + bytes, aligned_to);
    if (start == nullptr) return nullptr;

    char* const p = static_cast<char*>(start) + before;
    listed_block* const header =
        ::new (header_of(p)) listed_block{nullptr, listed_, start, bytes, alignment, live_mark(this, p)};
    if (listed_ != nullptr) listed_->previous = header;
    listed_ = header;
    std::memcpy(p + bytes, &canary, canary_bytes());
    return p;
}

void heap::deallocate_listed(void* p, std::size_t bytes, std::size_t alignment) noexcept {
    ARSENAL_DEBUG_ASSERT(thread_ == this_thread(), "a heap is used by another thread than made it");
    if constexpr (is_checked) check(this, p, bytes, alignment);
    listed_block* const header = header_of(p);
    (header->previous == nullptr ? listed_ : header->previous->next) = header->next;
    if (header->next != nullptr) header->next->previous = header->previous;
    header->state = ~header->state;
    detail::general_deallocate(header->start);
}

bool heap::owns(const void* p) const noexcept {
    if (own_ != nullptr) {
        // mimalloc knows no address within a word.
        const void* const word = reinterpret_cast<const void*>(
            detail::align_down(reinterpret_cast<std::uintptr_t>(p), sizeof(void*)));
        return detail::general_heap.owns.load(std::memory_order_relaxed)(own_, word);
    }
    for (listed_block* header = listed_; header != nullptr; header = header->next)
        if (const char* const block = block_of(header);
            p == block || (p > block && p < block + header->bytes))
            return true;
    return false;
}

} // namespace arsenal::inline ARSENAL_ABI
