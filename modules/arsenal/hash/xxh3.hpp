#pragma once

#include <arsenal/platform/config.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>

// XXH3 (Yann Collet's xxHash, specification 0.8): stable digests, the same on every machine. Inputs over 240
// bytes use the widest of SSE2, AVX2 and AVX-512 that cpu() reports; nothing here allocates.

namespace arsenal::inline ARSENAL_ABI {

struct digest128 {
    std::uint64_t low;
    std::uint64_t high;

    friend constexpr bool operator==(const digest128&, const digest128&) = default;
    // By value, the high half first.
    friend constexpr std::strong_ordering operator<=>(const digest128& a, const digest128& b) noexcept {
        return a.high != b.high ? a.high <=> b.high : a.low <=> b.low;
    }
};

namespace detail {

struct alignas(64) xxh3_state {
    unsigned char bytes[576];
};

} // namespace detail

// A running digest: update with the input in pieces of any size, digest at any time, copy to branch off.
class xxh3_64 {
public:
    using result_type = std::uint64_t;

    explicit xxh3_64(std::uint64_t seed = 0) noexcept;
    void update(const void* bytes, std::size_t n) noexcept;
    [[nodiscard]] result_type digest() const noexcept;

    // The digest of n bytes in one go: a tenth of the running one's cost for short inputs.
    [[nodiscard]] static result_type hash(const void* bytes, std::size_t n, std::uint64_t seed = 0) noexcept;

private:
    detail::xxh3_state state_;
};

class xxh3_128 {
public:
    using result_type = digest128;

    explicit xxh3_128(std::uint64_t seed = 0) noexcept;
    void update(const void* bytes, std::size_t n) noexcept;
    [[nodiscard]] result_type digest() const noexcept;

    [[nodiscard]] static result_type hash(const void* bytes, std::size_t n, std::uint64_t seed = 0) noexcept;

private:
    detail::xxh3_state state_;
};

} // namespace arsenal::inline ARSENAL_ABI
