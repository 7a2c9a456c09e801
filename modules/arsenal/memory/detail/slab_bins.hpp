#pragma once

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/block_bin.hpp>
#include <arsenal/memory/detail/size_classes.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory_resource>
#include <utility>

namespace arsenal::inline ARSENAL_ABI::detail {

/// A block_bin for each size class, and the options of std's pool resources: what slab and those are made of.
class slab_bins {
public:
    explicit slab_bins(const std::pmr::pool_options& wanted, std::pmr::memory_resource* upstream) noexcept
        : slab_bins(wanted, upstream, std::make_index_sequence<size_class_count>()) {}

    /// What is in force: zero, or more than there can be, has become what there can be, and the largest block
    /// that of a class.
    std::pmr::pool_options options() const noexcept {
        std::pmr::pool_options options;
        options.max_blocks_per_chunk = max_blocks_;
        options.largest_required_pool_block = largest_;
        return options;
    }
    std::pmr::memory_resource* upstream() const noexcept { return upstream_; }

    /// Whether take() and give() serve blocks whose last_byte() is this; others are upstream's.
    bool serves(std::size_t last) const noexcept { return last < largest_; }

    void* take(std::size_t last, std::size_t bytes) { return take(bins_[size_class(last)], bytes); }
    void give(void* block, std::size_t last, std::size_t bytes) noexcept {
        bins_[size_class(last)].give(block, bytes);
    }

    block_bin& bin(std::size_t size_class) noexcept { return bins_[size_class]; }
    void* take(block_bin& from, std::size_t bytes) { return from.take(bytes, *upstream_, max_blocks_); }

    void release() noexcept {
        for (block_bin& bin : bins_) bin.release(*upstream_);
    }

private:
    template <std::size_t... Class>
    slab_bins(const std::pmr::pool_options& wanted, std::pmr::memory_resource* upstream,
              std::index_sequence<Class...>) noexcept
        : bins_{block_bin(size_class_bytes(Class),
                          size_class_bytes(Class) & (~size_class_bytes(Class) + 1))...},
          upstream_(upstream), largest_(largest(wanted.largest_required_pool_block)),
          max_blocks_(at_most(wanted.max_blocks_per_chunk, block_bin::most_blocks_per_chunk)) {}

    static constexpr std::size_t at_most(std::size_t wanted, std::size_t most) noexcept {
        return wanted == 0 ? most : std::min(wanted, most);
    }
    static constexpr std::size_t largest(std::size_t wanted) noexcept {
        return size_class_bytes(size_class(at_most(wanted, largest_class_bytes) - 1));
    }

    std::array<block_bin, size_class_count> bins_;
    std::pmr::memory_resource* upstream_;
    std::size_t largest_;
    std::size_t max_blocks_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
