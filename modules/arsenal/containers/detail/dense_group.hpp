#pragma once

#include <arsenal/containers/detail/group.hpp>
#include <arsenal/platform/config.hpp>

#include <cstdint>

// Eight lanes of a dense index (dense_index.hpp), compared at once by their upper halves, which hold a bit
// for overflow, one for taken and 30 of the hash. SSE2, NEON and the portable form give the same answers,
// lowest lane first.

namespace arsenal::inline ARSENAL_ABI::detail {

struct dense_group {
    static constexpr unsigned lanes = 8;
    static constexpr unsigned rank_bits = 30;
    static constexpr std::uint64_t rank_mask = (std::uint64_t{1} << rank_bits) - 1;
    static constexpr std::uint64_t overflow = std::uint64_t{1} << 63;
    static constexpr std::uint64_t taken = std::uint64_t{1} << 62;

    /// The lanes whose rank and `taken` are those of want; for 0, the empty ones.
    static lane_set match(const std::uint64_t* group, std::uint64_t want) noexcept {
        const auto upper = static_cast<std::uint32_t>(want >> 32);
#if defined(__SSE2__)
        const auto* const p = reinterpret_cast<const __m128i*>(group);
        const __m128i sought = _mm_set1_epi32(static_cast<int>(upper << 1));
        const __m128i low = _mm_cmpeq_epi32(upper_halves(p), sought);
        const __m128i high = _mm_cmpeq_epi32(upper_halves(p + 2), sought);
        return lane_set(static_cast<unsigned>(_mm_movemask_epi8(_mm_packs_epi32(low, high))));
#elif defined(__ARM_NEON) && defined(__aarch64__)
        const auto* const p = reinterpret_cast<const std::uint32_t*>(group);
        const uint32x4_t sought = vdupq_n_u32(upper << 1);
        const uint32x4_t low = vceqq_u32(vshlq_n_u32(vuzp2q_u32(vld1q_u32(p), vld1q_u32(p + 4)), 1), sought);
        const uint32x4_t high =
            vceqq_u32(vshlq_n_u32(vuzp2q_u32(vld1q_u32(p + 8), vld1q_u32(p + 12)), 1), sought);
        const uint16x8_t same = vcombine_u16(vmovn_u32(low), vmovn_u32(high));
        return lane_set(vget_lane_u64(vreinterpret_u64_u8(vmovn_u16(same)), 0));
#else
        unsigned bits = 0;
        for (unsigned lane = 0; lane < lanes; ++lane)
            bits |= (static_cast<std::uint32_t>(group[lane] >> 32) << 1 == upper << 1 ? 1u : 0u) << lane;
        return lane_set(bits);
#endif
    }

private:
#if defined(__SSE2__)
    /// Of four lanes, without the overflow bit.
    static __m128i upper_halves(const __m128i* p) noexcept {
        const __m128 a = _mm_castsi128_ps(_mm_loadu_si128(p));
        const __m128 b = _mm_castsi128_ps(_mm_loadu_si128(p + 1));
        return _mm_slli_epi32(_mm_castps_si128(_mm_shuffle_ps(a, b, _MM_SHUFFLE(3, 1, 3, 1))), 1);
    }
#endif
};

} // namespace arsenal::inline ARSENAL_ABI::detail
