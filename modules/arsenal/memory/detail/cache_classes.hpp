#pragma once

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/upstream.hpp>
#include <arsenal/platform/config.hpp>

#include <bit>
#include <cstddef>

namespace arsenal::inline ARSENAL_ABI::detail {

/// The sizes of blocks that a thread_cache keeps: 16, 32, ... 128, and then four for each doubling up to
/// 1024: at most a fifth of a block larger than 64 bytes is not used.
template <class Upstream>
class cache_classes {
public:
    static constexpr std::size_t count = 20;
    static constexpr std::size_t largest = 1024;

    explicit constexpr cache_classes(const Upstream&) noexcept {}

    /// The class of the smallest size that will do; `count`: it is not kept.
    static constexpr std::size_t of(std::size_t bytes, std::size_t alignment) noexcept {
        if (bytes > largest || alignment > default_alignment) return count;
        if (bytes <= 128) return bytes == 0 ? 0 : (bytes - 1) / 16;
        // The three leading bits of 128 to 1023 are 4 to 7.
        const auto doublings = static_cast<std::size_t>(std::bit_width(bytes - 1)) - 8;
        return 4 + 4 * doublings + ((bytes - 1) >> (5 + doublings));
    }
    static constexpr std::size_t size(std::size_t c) noexcept {
        return c < 8 ? (c + 1) * 16 : ((c - 8) % 4 + 5) * 32 << (c - 8) / 4;
    }
    static constexpr std::size_t alignment() noexcept { return default_alignment; }
};

/// In front of blocks of one size.
template <fixed_size_resource Upstream>
class cache_classes<Upstream> {
public:
    static constexpr std::size_t count = 1;

    explicit constexpr cache_classes(const Upstream& upstream) noexcept
        : size_(upstream.block_size()), alignment_(upstream.block_alignment()) {}

    constexpr std::size_t of(std::size_t bytes, std::size_t alignment) const noexcept {
        return bytes <= size_ && alignment <= alignment_ ? 0 : count;
    }
    constexpr std::size_t size(std::size_t) const noexcept { return size_; }
    constexpr std::size_t alignment() const noexcept { return alignment_; }

private:
    std::size_t size_;
    std::size_t alignment_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
