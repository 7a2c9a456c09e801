#if defined(__x86_64__)

#include <immintrin.h>

#include <arsenal/algorithms/key_sort_lanes.inc>
#include <arsenal/algorithms/key_sort_lanes_16.inc>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

template <size_t Lanes>
ARSENAL_INLINE __m256i arranged(__m256i v, unsigned bits) {
    const auto* const order = order_of_lanes<Lanes, 8 / Lanes>.of[bits];
    const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(order));
    return _mm256_permutevar8x32_epi32(v, _mm256_cvtepu8_epi32(bytes));
}

struct avx2_32 : masking_vectors<std::int32_t, 32> {
    ARSENAL_INLINE static void sort2(vec& a, vec& b) {
        const vec low = (vec)_mm256_min_epi32((__m256i)a, (__m256i)b);
        b = (vec)_mm256_max_epi32((__m256i)a, (__m256i)b);
        a = low;
    }
    ARSENAL_INLINE static unsigned bits_of(vec m) {
        return static_cast<unsigned>(_mm256_movemask_ps((__m256)m));
    }
    ARSENAL_INLINE static vec arrange(vec v, unsigned bits) { return (vec)arranged<8>((__m256i)v, bits); }

    ARSENAL_INLINE static __m256i first(size_t n) {
        return (__m256i)(vec{0, 1, 2, 3, 4, 5, 6, 7} < static_cast<std::int32_t>(n));
    }
    ARSENAL_INLINE static vec load_some(const key* p, size_t n, key rest) {
        const __m256i some = _mm256_maskload_epi32(reinterpret_cast<const int*>(p), first(n));
        return (vec)_mm256_blendv_epi8((__m256i)fill(rest), some, first(n));
    }
    ARSENAL_INLINE static void store_some(key* p, size_t n, vec v) {
        _mm256_maskstore_epi32(reinterpret_cast<int*>(p), first(n), (__m256i)v);
    }
};

struct avx2_64 : masking_vectors<std::int64_t, 32> {
    ARSENAL_INLINE static vec pick(vec m, vec a, vec b) {
        return (vec)_mm256_blendv_pd((__m256d)a, (__m256d)b, (__m256d)m);
    }
    ARSENAL_INLINE static unsigned bits_of(vec m) {
        return static_cast<unsigned>(_mm256_movemask_pd((__m256d)m));
    }
    ARSENAL_INLINE static vec arrange(vec v, unsigned bits) { return (vec)arranged<4>((__m256i)v, bits); }

    ARSENAL_INLINE static __m256i first(size_t n) {
        return (__m256i)(vec{0, 1, 2, 3} < static_cast<std::int64_t>(n));
    }
    ARSENAL_INLINE static vec load_some(const key* p, size_t n, key rest) {
        const __m256i some = _mm256_maskload_epi64(reinterpret_cast<const long long*>(p), first(n));
        return (vec)_mm256_blendv_epi8((__m256i)fill(rest), some, first(n));
    }
    ARSENAL_INLINE static void store_some(key* p, size_t n, vec v) {
        _mm256_maskstore_epi64(reinterpret_cast<long long*>(p), first(n), (__m256i)v);
    }
};

} // namespace

constinit const key_kernel key_kernel_avx2 =
    kernel_of<x86_lanes_16, described<minimum_vectors<avx2_32>, true>,
              described<compared_vectors<avx2_64>, true>>("avx2");

} // namespace arsenal::inline ARSENAL_ABI::detail

#endif
