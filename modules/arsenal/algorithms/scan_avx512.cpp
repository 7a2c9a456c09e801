#if defined(__x86_64__)

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

namespace {

constexpr std::size_t vector_bytes = 64;
constexpr bool has_partial_load = true;
constexpr bool has_popcount = true;
constexpr bool has_compress = true;

template <std::size_t LaneBytes>
constexpr unsigned bits_per_lane = 1;

template <class Mask>
std::uint64_t bits_of(Mask m) noexcept {
    const __m512i v = reinterpret_cast<__m512i>(m);
    if constexpr (sizeof(m[0]) == 1) {
        return _mm512_movepi8_mask(v);
    } else if constexpr (sizeof(m[0]) == 2) {
        return _mm512_movepi16_mask(v);
    } else if constexpr (sizeof(m[0]) == 4) {
        return _mm512_movepi32_mask(v);
    } else {
        return _mm512_movepi64_mask(v);
    }
}

// The k words at p, fewer than fill has, and fill's lanes after them.
template <class Vec>
Vec partial_load(const void* p, std::size_t k, Vec fill) noexcept {
    const std::uint64_t lanes = ~(~std::uint64_t{0} << k);
    const __m512i rest = reinterpret_cast<__m512i>(fill);
    if constexpr (sizeof(fill[0]) == 1) {
        return reinterpret_cast<Vec>(_mm512_mask_loadu_epi8(rest, lanes, p));
    } else if constexpr (sizeof(fill[0]) == 2) {
        return reinterpret_cast<Vec>(_mm512_mask_loadu_epi16(rest, static_cast<__mmask32>(lanes), p));
    } else if constexpr (sizeof(fill[0]) == 4) {
        return reinterpret_cast<Vec>(_mm512_mask_loadu_epi32(rest, static_cast<__mmask16>(lanes), p));
    } else {
        return reinterpret_cast<Vec>(_mm512_mask_loadu_epi64(rest, static_cast<__mmask8>(lanes), p));
    }
}

template <class Vec>
void partial_store(void* p, std::size_t k, Vec v) noexcept {
    const std::uint64_t lanes = ~(~std::uint64_t{0} << k);
    const __m512i x = reinterpret_cast<__m512i>(v);
    if constexpr (sizeof(v[0]) == 1) {
        _mm512_mask_storeu_epi8(p, lanes, x);
    } else if constexpr (sizeof(v[0]) == 2) {
        _mm512_mask_storeu_epi16(p, static_cast<__mmask32>(lanes), x);
    } else if constexpr (sizeof(v[0]) == 4) {
        _mm512_mask_storeu_epi32(p, static_cast<__mmask16>(lanes), x);
    } else {
        _mm512_mask_storeu_epi64(p, static_cast<__mmask8>(lanes), x);
    }
}

// The lanes of v that bits names, in front; in a register: some processors compress to memory slowly.
template <class Vec>
Vec compress(Vec v, std::uint64_t bits) noexcept {
    const __m512i x = reinterpret_cast<__m512i>(v);
    if constexpr (sizeof(v[0]) == 1) {
        return reinterpret_cast<Vec>(_mm512_maskz_compress_epi8(bits, x));
    } else if constexpr (sizeof(v[0]) == 2) {
        return reinterpret_cast<Vec>(_mm512_maskz_compress_epi16(static_cast<__mmask32>(bits), x));
    } else if constexpr (sizeof(v[0]) == 4) {
        return reinterpret_cast<Vec>(_mm512_maskz_compress_epi32(static_cast<__mmask16>(bits), x));
    } else {
        return reinterpret_cast<Vec>(_mm512_maskz_compress_epi64(static_cast<__mmask8>(bits), x));
    }
}

} // namespace

#define ARSENAL_SCAN_KERNEL scan_avx512
#include <arsenal/algorithms/scan_kernel.inc>

#endif
