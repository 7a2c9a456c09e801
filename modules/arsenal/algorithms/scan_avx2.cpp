#if defined(__x86_64__)

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

namespace {

constexpr std::size_t vector_bytes = 32;
constexpr bool has_partial_load = false;
constexpr bool has_popcount = true;
constexpr bool has_compress = false;

template <std::size_t LaneBytes>
constexpr unsigned bits_per_lane = LaneBytes == 2 ? 2 : 1;

template <class Mask>
std::uint64_t bits_of(Mask m) noexcept {
    if constexpr (sizeof(m[0]) <= 2) {
        return static_cast<std::uint32_t>(_mm256_movemask_epi8(reinterpret_cast<__m256i>(m)));
    } else if constexpr (sizeof(m[0]) == 4) {
        return static_cast<std::uint32_t>(_mm256_movemask_ps(reinterpret_cast<__m256>(m)));
    } else {
        return static_cast<std::uint32_t>(_mm256_movemask_pd(reinterpret_cast<__m256d>(m)));
    }
}

} // namespace

#define ARSENAL_SCAN_KERNEL scan_avx2
#include <arsenal/algorithms/scan_kernel.inc>

#endif
