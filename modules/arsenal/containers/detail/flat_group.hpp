#pragma once

#include <arsenal/platform/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

// Sixteen tags of a flat table (flat_core.hpp), looked at together. SSE2, NEON and the portable form give the
// same answers, lowest lane first.

namespace arsenal::inline ARSENAL_ABI::detail {

/// What a byte beside a slot says: nothing there, the table ends here, or 8 bits of the element's hash.
namespace flat_tag {
inline constexpr std::uint8_t empty = 0;
inline constexpr std::uint8_t end = 1;
inline constexpr std::uint8_t least = 2;

/// The tag for eight bits of a hash. (Three values share one tag: dearer encodings were no better.)
constexpr std::uint8_t of(std::uint8_t bits) noexcept { return bits < least ? least : bits; }
constexpr bool is_live(std::uint8_t tag) noexcept { return tag >= least; }
} // namespace flat_tag

/// The lanes of a group that answered, lowest first: one bit for each, `Stride` bits apart.
template <class Bits, unsigned Stride>
class tag_lanes {
public:
    constexpr explicit tag_lanes(Bits bits) noexcept : bits_(bits) {}
    constexpr explicit operator bool() const noexcept { return bits_ != 0; }
    constexpr unsigned lowest() const noexcept {
        return static_cast<unsigned>(std::countr_zero(bits_)) / Stride;
    }
    constexpr void drop_lowest() noexcept { bits_ &= bits_ - 1; }

private:
    Bits bits_;
};

class portable_tag_group {
public:
    static constexpr unsigned lanes = 16;
    using lane_set = tag_lanes<std::uint32_t, 1>;

    /// From 16 readable bytes.
    explicit portable_tag_group(const std::uint8_t* tags) noexcept { std::memcpy(tags_, tags, lanes); }
    /// The lanes whose tag is flat_tag::of(bits).
    lane_set match(std::uint8_t bits) const noexcept { return equal(flat_tag::of(bits)); }
    lane_set empties() const noexcept { return equal(flat_tag::empty); }
    /// The lanes that hold an element or the end.
    lane_set occupied() const noexcept {
        std::uint32_t bits = 0;
        for (unsigned i = 0; i < lanes; ++i) bits |= static_cast<std::uint32_t>(tags_[i] != 0) << i;
        return lane_set(bits);
    }

private:
    lane_set equal(std::uint8_t tag) const noexcept {
        std::uint32_t bits = 0;
        for (unsigned i = 0; i < lanes; ++i) bits |= static_cast<std::uint32_t>(tags_[i] == tag) << i;
        return lane_set(bits);
    }

    std::uint8_t tags_[lanes];
};

#if defined(__SSE2__)
class sse2_tag_group {
public:
    static constexpr unsigned lanes = 16;
    using lane_set = tag_lanes<std::uint32_t, 1>;

    explicit sse2_tag_group(const std::uint8_t* tags) noexcept
        : tags_(_mm_loadu_si128(reinterpret_cast<const __m128i*>(tags))) {}
    lane_set match(std::uint8_t bits) const noexcept {
        // flat_tag::of() of sixteen at once
        using vector = unsigned char __attribute__((vector_size(16)));
        const vector wanted = reinterpret_cast<vector>(_mm_set1_epi8(static_cast<char>(bits)));
        const vector least = reinterpret_cast<vector>(_mm_set1_epi8(flat_tag::least));
        return of(_mm_cmpeq_epi8(tags_, reinterpret_cast<__m128i>(wanted < least ? least : wanted)));
    }
    lane_set empties() const noexcept { return of(_mm_cmpeq_epi8(tags_, _mm_setzero_si128())); }
    lane_set occupied() const noexcept {
        const __m128i none = _mm_cmpeq_epi8(tags_, _mm_setzero_si128());
        return lane_set(static_cast<std::uint32_t>(_mm_movemask_epi8(none)) ^ 0xffff);
    }

private:
    static lane_set of(__m128i bytes) noexcept {
        return lane_set(static_cast<std::uint32_t>(_mm_movemask_epi8(bytes)));
    }

    __m128i tags_;
};
using tag_group = sse2_tag_group;
#elif defined(__ARM_NEON) && defined(__aarch64__)
class neon_tag_group {
public:
    static constexpr unsigned lanes = 16;
    using lane_set = tag_lanes<std::uint64_t, 4>;

    explicit neon_tag_group(const std::uint8_t* tags) noexcept : tags_(vld1q_u8(tags)) {}
    lane_set match(std::uint8_t bits) const noexcept {
        return of(vceqq_u8(tags_, vdupq_n_u8(flat_tag::of(bits))));
    }
    lane_set empties() const noexcept { return of(vceqzq_u8(tags_)); }
    lane_set occupied() const noexcept { return of(vtstq_u8(tags_, tags_)); }

private:
    static lane_set of(uint8x16_t bytes) noexcept {
        const uint8x8_t nibbles = vshrn_n_u16(vreinterpretq_u16_u8(bytes), 4);
        return lane_set(vget_lane_u64(vreinterpret_u64_u8(nibbles), 0) & 0x1111'1111'1111'1111);
    }

    uint8x16_t tags_;
};
using tag_group = neon_tag_group;
#else
using tag_group = portable_tag_group;
#endif

} // namespace arsenal::inline ARSENAL_ABI::detail
