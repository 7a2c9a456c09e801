#include <arsenal/memory/detail/upstream_blocks.hpp>

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/block_bin.hpp>
#include <arsenal/memory/detail/memory_misuse.hpp>

#include <algorithm>
#include <new>

namespace arsenal::inline ARSENAL_ABI::detail {

void* upstream_blocks::take(std::size_t bytes, std::size_t alignment, std::pmr::memory_resource& upstream) {
    constexpr std::size_t most = std::numeric_limits<std::ptrdiff_t>::max() - 2 * sizeof(record);
    if (bytes > most) throw_bad_alloc();
    const std::size_t offset = align_up(bytes, alignof(record));
    const std::size_t aligned = std::max(alignment, alignof(record));
    auto* const block =
        static_cast<std::byte*>(allocate_upstream(upstream, offset + sizeof(record), aligned));
    newest_ = ::new (block + offset) record{newest_, nullptr, offset, aligned};
    if (newest_->next != nullptr) newest_->next->previous = newest_;
    return block;
}

void upstream_blocks::give(void* block, std::size_t bytes, std::size_t alignment,
                           std::pmr::memory_resource& upstream) noexcept {
    auto& one = *reinterpret_cast<record*>(static_cast<std::byte*>(block) + align_up(bytes, alignof(record)));
    if constexpr (block_bin::guards) {
        if (one.bytes != align_up(bytes, alignof(record)) ||
            one.alignment != std::max(alignment, alignof(record)) ||
            (one.previous != nullptr ? one.previous->next : newest_) != &one)
            memory_misused("a block was written past its end, or is given back twice or in another size:",
                           block);
    }
    (one.previous != nullptr ? one.previous->next : newest_) = one.next;
    if (one.next != nullptr) one.next->previous = one.previous;
    give_back(one, upstream);
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
