#if defined(__x86_64__)

#include <immintrin.h>

#include <arsenal/algorithms/key_sort_lanes.inc>
#include <arsenal/algorithms/key_sort_lanes_16.inc>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

// vpcompress works in a register: into memory it is microcode on some processors.
struct avx512_32 : vectors<std::int32_t, 64> {
    using mask = __mmask16;
    ARSENAL_INLINE static void sort2(vec& a, vec& b) {
        const vec low = (vec)_mm512_min_epi32((__m512i)a, (__m512i)b);
        b = (vec)_mm512_max_epi32((__m512i)a, (__m512i)b);
        a = low;
    }
    ARSENAL_INLINE static mask less(vec a, vec b) { return _mm512_cmplt_epi32_mask((__m512i)a, (__m512i)b); }
    ARSENAL_INLINE static unsigned bits_of(mask m) { return m; }
    ARSENAL_INLINE static vec compress(vec v, unsigned bits) {
        return (vec)_mm512_maskz_compress_epi32(static_cast<mask>(bits), (__m512i)v);
    }
    ARSENAL_INLINE static vec load_some(const key* p, size_t n, key rest) {
        return (vec)_mm512_mask_loadu_epi32((__m512i)fill(rest), static_cast<mask>((1u << n) - 1), p);
    }
    ARSENAL_INLINE static void store_some(key* p, size_t n, vec v) {
        _mm512_mask_storeu_epi32(p, static_cast<mask>((1u << n) - 1), (__m512i)v);
    }
};

struct avx512_64 : vectors<std::int64_t, 64> {
    using mask = __mmask8;
    ARSENAL_INLINE static void sort2(vec& a, vec& b) {
        const vec low = (vec)_mm512_min_epi64((__m512i)a, (__m512i)b);
        b = (vec)_mm512_max_epi64((__m512i)a, (__m512i)b);
        a = low;
    }
    ARSENAL_INLINE static mask less(vec a, vec b) { return _mm512_cmplt_epi64_mask((__m512i)a, (__m512i)b); }
    ARSENAL_INLINE static mask equal(vec a, vec b) { return _mm512_cmpeq_epi64_mask((__m512i)a, (__m512i)b); }
    ARSENAL_INLINE static mask either(mask a, mask b) { return static_cast<mask>(a | b); }
    ARSENAL_INLINE static mask both(mask a, mask b) { return static_cast<mask>(a & b); }
    template <size_t B, size_t... I>
    ARSENAL_INLINE static mask lower(std::index_sequence<I...>) {
        return static_cast<mask>((((I & B) == 0 ? 1u << I : 0u) | ...));
    }
    ARSENAL_INLINE static vec pick(mask m, vec a, vec b) {
        return (vec)_mm512_mask_blend_epi64(m, (__m512i)a, (__m512i)b);
    }
    ARSENAL_INLINE static unsigned bits_of(mask m) { return m; }
    ARSENAL_INLINE static vec compress(vec v, unsigned bits) {
        return (vec)_mm512_maskz_compress_epi64(static_cast<mask>(bits), (__m512i)v);
    }
    ARSENAL_INLINE static vec load_some(const key* p, size_t n, key rest) {
        return (vec)_mm512_mask_loadu_epi64((__m512i)fill(rest), static_cast<mask>((1u << n) - 1), p);
    }
    ARSENAL_INLINE static void store_some(key* p, size_t n, vec v) {
        _mm512_mask_storeu_epi64(p, static_cast<mask>((1u << n) - 1), (__m512i)v);
    }
};

} // namespace

constinit const key_kernel key_kernel_avx512 =
    kernel_of<x86_lanes_16, described<minimum_vectors<avx512_32>, false>,
              described<minimum_vectors<avx512_64>, false>>("avx512");

} // namespace arsenal::inline ARSENAL_ABI::detail

#endif
