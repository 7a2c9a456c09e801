#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

namespace {

constexpr std::size_t vector_bytes = 16;
constexpr bool has_partial_load = false;
constexpr bool has_popcount = false;
constexpr bool has_compress = false;

#if defined(__SSE2__)

template <std::size_t LaneBytes>
constexpr unsigned bits_per_lane = LaneBytes == 2 ? 2 : 1;

template <class Mask>
std::uint64_t bits_of(Mask m) noexcept {
    if constexpr (sizeof(m[0]) <= 2) {
        return static_cast<std::uint32_t>(_mm_movemask_epi8(reinterpret_cast<__m128i>(m)));
    } else if constexpr (sizeof(m[0]) == 4) {
        return static_cast<std::uint32_t>(_mm_movemask_ps(reinterpret_cast<__m128>(m)));
    } else {
        return static_cast<std::uint32_t>(_mm_movemask_pd(reinterpret_cast<__m128d>(m)));
    }
}

#elif defined(__ARM_NEON)

template <std::size_t LaneBytes>
constexpr unsigned bits_per_lane = 4 * LaneBytes;

template <class Mask>
std::uint64_t bits_of(Mask m) noexcept { // four of each byte
    const uint8x8_t nibbles = vshrn_n_u16(reinterpret_cast<uint16x8_t>(m), 4);
    return vget_lane_u64(vreinterpret_u64_u8(nibbles), 0);
}

#else

template <std::size_t LaneBytes>
constexpr unsigned bits_per_lane = 1;

template <class Mask>
std::uint64_t bits_of(Mask m) noexcept {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i != sizeof(m) / sizeof(m[0]); ++i) bits |= std::uint64_t{m[i] != 0} << i;
    return bits;
}

#endif

} // namespace

#define ARSENAL_SCAN_KERNEL scan_baseline
#include <arsenal/algorithms/scan_kernel.inc>
