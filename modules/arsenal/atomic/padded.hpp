#pragma once

#include <arsenal/platform/config.hpp>

#include <concepts>
#include <cstddef>
#include <utility>

namespace arsenal::inline ARSENAL_ABI {

// The unit in which memory is kept away from other memory: 128 bytes. A cache line has 64 on x86-64 and most
// arm64, but Intel's and AMD's prefetchers fetch lines in aligned pairs, and Apple's lines have 128. The same
// on every machine of every build, unlike std::hardware_destructive_interference_size.
inline constexpr std::size_t padded_bytes = 128;

// A value that shares no cache line with anything else, so that threads that write it do not slow down those
// that use its neighbours. Worth it for what several threads write often; data that is read together belongs
// together, unpadded. An allocator must honour its alignment (operator new does).
template <class T>
struct alignas(T) alignas(padded_bytes) padded {
    constexpr padded()
        requires std::default_initializable<T>
    = default;

    // Makes the value in place: T may be an atomic, which does not move.
    template <class First, class... Args>
        requires(std::constructible_from<T, First, Args...> &&
                 !(sizeof...(Args) == 0 && std::same_as<std::remove_cvref_t<First>, padded>))
    constexpr explicit padded(First&& first, Args&&... args)
        : value_(std::forward<First>(first), std::forward<Args>(args)...) {}

    [[nodiscard]] constexpr T& operator*() noexcept { return value_; }
    [[nodiscard]] constexpr const T& operator*() const noexcept { return value_; }
    [[nodiscard]] constexpr T* operator->() noexcept { return &value_; }
    [[nodiscard]] constexpr const T* operator->() const noexcept { return &value_; }

private:
    T value_{};
};

} // namespace arsenal::inline ARSENAL_ABI
