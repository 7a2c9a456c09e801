#include <arsenal/memory/detail/upstream_blocks.hpp>

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/block_bin.hpp>
#include <arsenal/memory/detail/block_checks.hpp>
#include <arsenal/memory/detail/memory_misuse.hpp>

#include <algorithm>
#include <new>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

constexpr std::size_t guard_bytes = block_bin::guards ? 8 : 0;

} // namespace

std::size_t upstream_blocks::offset_of_record(std::size_t bytes) noexcept {
    return align_up(bytes + guard_bytes, alignof(record));
}

std::byte* upstream_blocks::block_of(const record& one) noexcept {
    return reinterpret_cast<std::byte*>(const_cast<record*>(&one)) - offset_of_record(one.bytes);
}

void* upstream_blocks::take(std::size_t bytes, std::size_t alignment, std::pmr::memory_resource& upstream) {
    constexpr std::size_t most = std::numeric_limits<std::ptrdiff_t>::max() - 2 * sizeof(record);
    if (bytes > most) throw_bad_alloc();
    const std::size_t offset = offset_of_record(bytes);
    const std::size_t aligned = std::max(alignment, alignof(record));
    auto* const block =
        static_cast<std::byte*>(allocate_upstream(upstream, offset + sizeof(record), aligned));
    if constexpr (block_bin::guards) fill_behind(block, bytes, offset);
    newest_ = ::new (block + offset) record{newest_, nullptr, bytes, aligned};
    if (newest_->next != nullptr) newest_->next->previous = newest_;
    return block;
}

void upstream_blocks::give(void* block, std::size_t bytes, std::size_t alignment,
                           std::pmr::memory_resource& upstream) noexcept {
    auto* const first = static_cast<std::byte*>(block);
    if constexpr (block_bin::guards) check(first, bytes, std::max(alignment, alignof(record)));
    auto& one = *reinterpret_cast<record*>(first + offset_of_record(bytes));
    (one.previous != nullptr ? one.previous->next : newest_) = one.next;
    if (one.next != nullptr) one.next->previous = one.previous;
    give_back(one, upstream);
}

// That it is a live block, of that size and alignment, behind which nobody wrote. Goes through the live
// blocks: where a block is given back twice, upstream may have no memory there by now.
void upstream_blocks::check(const std::byte* block, std::size_t bytes, std::size_t alignment) const noexcept {
    const void* const behind = block + offset_of_record(bytes);
    for (const record* one = newest_; one != nullptr; one = one->next) {
        // Whoever wrote to the record, wrote to what is before it.
        if (is_written_behind(reinterpret_cast<const std::byte*>(one) - guard_bytes, 0, guard_bytes)) {
            if (one == behind) memory_misused(misuse::overrun, "pool", block, bytes);
            memory_misused(misuse::overrun, "pool", block_of(*one));
        }
        if (block_of(*one) != block) continue;
        if (is_written_behind(block, one->bytes, offset_of_record(one->bytes)))
            memory_misused(misuse::overrun, "pool", block, bytes);
        if (one->bytes != bytes || one->alignment != alignment)
            memory_misused(misuse::wrong_size, "pool", block, bytes);
        return;
    }
    memory_misused(misuse::no_live_block, "pool", block, bytes);
}

void upstream_blocks::release(std::pmr::memory_resource& upstream) noexcept {
    while (newest_ != nullptr) {
        record& one = *newest_;
        newest_ = one.next;
        give_back(one, upstream);
    }
}

void upstream_blocks::give_back(record& one, std::pmr::memory_resource& upstream) noexcept {
    upstream.deallocate(block_of(one), offset_of_record(one.bytes) + sizeof(record), one.alignment);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
