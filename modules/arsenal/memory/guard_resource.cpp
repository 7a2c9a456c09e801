#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/memory_misuse.hpp>
#include <arsenal/memory/guard_resource.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/sanitizer.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include <sys/mman.h>

namespace arsenal::inline ARSENAL_ABI {

namespace {

constexpr unsigned live = 0;
constexpr unsigned freed = 1;
constexpr unsigned char filler = 0xa5;

// The pages between the guards.
char* data_begin(const detail::mapped_block& block) { return block.pages + page_size(); }
char* data_end(const detail::mapped_block& block) { return block.pages + block.mapped_bytes - page_size(); }
std::size_t data_bytes(const detail::mapped_block& block) {
    return static_cast<std::size_t>(data_end(block) - data_begin(block));
}

char* block_in(char* first, char* last, std::size_t bytes, std::size_t alignment,
               guard_resource::side watched) {
    if (watched == guard_resource::side::begin) return first;
    const auto end = reinterpret_cast<std::uintptr_t>(last);
    return reinterpret_cast<char*>(detail::align_down(end - bytes, alignment));
}

// Calls action(first, last) for what is before the block and for what is behind it.
template <class Action>
void for_filler(const detail::mapped_block& block, Action action) {
    action(data_begin(block), block.block);
    action(block.block + block.bytes, data_end(block));
}

void fill(const detail::mapped_block& block) {
    for_filler(block, [](char* first, char* last) {
        std::memset(first, filler, static_cast<std::size_t>(last - first));
        detail::asan_poison(first, static_cast<std::size_t>(last - first));
    });
}

void check_filler(const detail::mapped_block& block) {
    detail::asan_unpoison(data_begin(block), data_bytes(block));
    for_filler(block, [&block](const char* first, const char* last) {
        if (std::any_of(first, last, [](char c) { return static_cast<unsigned char>(c) != filler; }))
            detail::memory_misused(detail::misuse::overrun, "guard_resource", block.block, block.bytes);
    });
}

// Whether the pages are inaccessible, and their memory given up.
bool forbid(char* p, std::size_t bytes) {
    return mmap(p, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0) !=
           MAP_FAILED;
}

} // namespace

void* guard_resource::try_allocate(std::size_t bytes, std::size_t alignment) noexcept {
    ARSENAL_DEBUG_ASSERT(detail::is_alignment(alignment), "an alignment that is no power of two");
    const std::size_t page = page_size();
    const std::size_t data = detail::round_up_to(std::max(bytes, std::size_t{1}), page);
    const std::size_t around =
        page + std::max(alignment, page); // a guard on each side, the first one as large as alignment asks
    if (data == 0 || data + around < data || !blocks_.reserve()) return nullptr;

    char* const first = static_cast<char*>(detail::map_pages(data + around, alignment, page_access::none));
    if (first == nullptr) return nullptr;
    // Only the last page of what lies before the data is kept, so that the data begins aligned.
    const std::size_t too_much = around - 2 * page;
    detail::unmap_pages(first, too_much);
    detail::mapped_block block{first + too_much, data + 2 * page, nullptr, bytes, alignment, live};
    if (mprotect(data_begin(block), data, PROT_READ | PROT_WRITE) != 0) { // too many mappings
        detail::unmap_pages(block.pages, block.mapped_bytes);
        return nullptr;
    }
    block.block = block_in(data_begin(block), data_end(block), bytes, alignment, watched_);
    fill(block);
    blocks_.insert(block);
    return block.block;
}

void guard_resource::deallocate(void* p, std::size_t bytes, std::size_t alignment) noexcept {
    const auto misused = [=](detail::misuse what) {
        detail::memory_misused(what, "guard_resource", p, bytes);
    };
    detail::mapped_block* const block = blocks_.find(p);
    if (block == nullptr || block->block != p) misused(detail::misuse::foreign_pointer);
    if (block->kind == freed) misused(detail::misuse::double_free);
    if (block->bytes != bytes || block->alignment != alignment) misused(detail::misuse::wrong_size);
    check_filler(*block);
    quarantine(*block);
}

void guard_resource::quarantine(detail::mapped_block& block) noexcept {
    char* const pages = block.pages;
    if (!forbid(data_begin(block), data_bytes(block))) {
        detail::unmap_pages(pages, block.mapped_bytes);
        blocks_.erase(&block);
        return;
    }
    block.kind = freed;
    forget_oldest();
    quarantined_[oldest_] = pages;
    oldest_ = (oldest_ + 1) % quarantine_length;
}

// Makes the oldest one's place free.
void guard_resource::forget_oldest() noexcept {
    char* const pages = quarantined_[oldest_];
    if (pages == nullptr) return;
    detail::mapped_block* const block = blocks_.find(pages);
    detail::unmap_pages(block->pages, block->mapped_bytes);
    blocks_.erase(block);
}

bool guard_resource::owns(const void* p) const noexcept {
    const detail::mapped_block* const block = blocks_.find(p);
    return block != nullptr && block->kind == live;
}

guard_resource::~guard_resource() {
    for (const detail::mapped_block& block : blocks_) {
        if (block.kind == live) check_filler(block);
        detail::unmap_pages(block.pages, block.mapped_bytes);
    }
}

} // namespace arsenal::inline ARSENAL_ABI
