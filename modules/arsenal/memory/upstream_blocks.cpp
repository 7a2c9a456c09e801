#include <arsenal/memory/detail/upstream_blocks.hpp>

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/block_bin.hpp>
#include <arsenal/memory/detail/block_checks.hpp>
#include <arsenal/memory/detail/memory_misuse.hpp>

#include <algorithm>
#include <new>

namespace arsenal::inline ARSENAL_ABI::detail {

// In mode debug there are 16 bytes to be overrun before the record is.
std::size_t upstream_blocks::record_offset(std::size_t bytes) noexcept {
    return align_up(bytes + (block_bin::guards ? 16 : 0), alignof(record));
}

void* upstream_blocks::take(std::size_t bytes, std::size_t alignment, std::pmr::memory_resource& upstream) {
    constexpr std::size_t most = std::numeric_limits<std::ptrdiff_t>::max() - 2 * sizeof(record);
    if (bytes > most) throw_bad_alloc();
    const std::size_t offset = record_offset(bytes);
    const std::size_t aligned = std::max(alignment, alignof(record));
    auto* const block =
        static_cast<std::byte*>(allocate_upstream(upstream, offset + sizeof(record), aligned));
    newest_ = ::new (block + offset) record{newest_, nullptr, offset, aligned};
    if (newest_->next != nullptr) newest_->next->previous = newest_;
    if constexpr (block_bin::guards) fill_behind(block, bytes, offset);
    return block;
}

void upstream_blocks::give(void* block, std::size_t bytes, std::size_t alignment,
                           std::pmr::memory_resource& upstream) noexcept {
    auto& one = *reinterpret_cast<record*>(static_cast<std::byte*>(block) + record_offset(bytes));
    if constexpr (block_bin::guards) check(one, block, bytes, alignment);
    (one.previous != nullptr ? one.previous->next : newest_) = one.next;
    if (one.next != nullptr) one.next->previous = one.previous;
    give_back(one, upstream);
}

void upstream_blocks::check(const record& one, const void* block, std::size_t bytes,
                            std::size_t alignment) const noexcept {
    const record* found = newest_;
    while (found != nullptr && found != &one) found = found->next;
    if (found == nullptr || one.bytes != record_offset(bytes) ||
        one.alignment != std::max(alignment, alignof(record)))
        memory_misused("a block is given back that was not had from here, or twice or in another size:",
                       block);
    if (written_behind(block, bytes, one.bytes) != nullptr)
        memory_misused("a block was written past its end, or is given back in another size:", block);
}

void upstream_blocks::release(std::pmr::memory_resource& upstream) noexcept {
    while (newest_ != nullptr) {
        record& one = *newest_;
        newest_ = one.next;
        give_back(one, upstream);
    }
}

void upstream_blocks::give_back(record& one, std::pmr::memory_resource& upstream) noexcept {
    const std::size_t bytes = one.bytes;
    upstream.deallocate(reinterpret_cast<std::byte*>(&one) - bytes, bytes + sizeof(record), one.alignment);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
