#pragma once

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/upstream.hpp>
#include <arsenal/platform/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Of 20 sizes: 16, 32, ... 128, and then four for each doubling up to 1024.
constexpr std::size_t size_of_cache_class(std::size_t c) noexcept {
    return c < 8 ? (c + 1) * 16 : ((c - 8) % 4 + 5) * 32 << (c - 8) / 4;
}

// The classes of 0, 16, 32, ... 1024 bytes: a line and a byte, instead of a computation.
inline constexpr auto class_of_sixteenths = [] {
    std::array<std::uint8_t, 65> classes{};
    for (std::size_t i = 0, c = 0; i != classes.size(); ++i) {
        if (i * 16 > size_of_cache_class(c)) ++c;
        classes[i] = static_cast<std::uint8_t>(c);
    }
    return classes;
}();
static_assert(size_of_cache_class(class_of_sixteenths[64]) == 1024 && class_of_sixteenths[0] == 0);

/// The sizes of blocks that a thread_cache keeps. At most a fifth of one larger than 64 bytes is not used.
template <class Upstream>
class cache_classes {
public:
    static constexpr std::size_t count = 20;
    static constexpr std::size_t largest = 1024;

    explicit constexpr cache_classes(const Upstream&) noexcept {}

    /// The class of the smallest size that will do; `count`: it is not kept.
    static constexpr std::size_t of(std::size_t bytes, std::size_t alignment) noexcept {
        if (bytes > largest || alignment > default_alignment) return count;
        return class_of_sixteenths[(bytes + 15) / 16];
    }
    static constexpr std::size_t size(std::size_t c) noexcept { return size_of_cache_class(c); }
    static constexpr std::size_t alignment() noexcept { return default_alignment; }
};

/// In front of blocks of one size.
template <fixed_size_resource Upstream>
class cache_classes<Upstream> {
public:
    static constexpr std::size_t count = 1;

    explicit constexpr cache_classes(const Upstream& upstream) noexcept
        : size_(upstream.block_bytes()), alignment_(upstream.block_alignment()) {}

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
