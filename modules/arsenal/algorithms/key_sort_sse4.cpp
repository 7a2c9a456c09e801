#if defined(__x86_64__)

#include <nmmintrin.h>

#include <arsenal/algorithms/key_sort_lanes.inc>
#include <arsenal/algorithms/key_sort_lanes_16.inc>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

template <size_t Lanes>
ARSENAL_INLINE __m128i arranged(__m128i v, unsigned bits) {
    const auto* const order = order_of_lanes<Lanes, 16 / Lanes>.of[bits];
    return _mm_shuffle_epi8(v, _mm_load_si128(reinterpret_cast<const __m128i*>(order)));
}

struct sse4_32 : masking_vectors<std::int32_t, 16> {
    ARSENAL_INLINE static void sort2(vec& a, vec& b) {
        const vec low = (vec)_mm_min_epi32((__m128i)a, (__m128i)b);
        b = (vec)_mm_max_epi32((__m128i)a, (__m128i)b);
        a = low;
    }
    ARSENAL_INLINE static unsigned bits_of(vec m) {
        return static_cast<unsigned>(_mm_movemask_ps((__m128)m));
    }
    ARSENAL_INLINE static vec arrange(vec v, unsigned bits) { return (vec)arranged<4>((__m128i)v, bits); }
};

struct sse4_64 : masking_vectors<std::int64_t, 16> {
    ARSENAL_INLINE static vec pick(vec m, vec a, vec b) {
        return (vec)_mm_blendv_pd((__m128d)a, (__m128d)b, (__m128d)m);
    }
    ARSENAL_INLINE static unsigned bits_of(vec m) {
        return static_cast<unsigned>(_mm_movemask_pd((__m128d)m));
    }
    ARSENAL_INLINE static vec arrange(vec v, unsigned bits) { return (vec)arranged<2>((__m128i)v, bits); }
};

} // namespace

constinit const key_kernel key_kernel_sse4 =
    kernel_of<x86_lanes_16, described<minimum_vectors<sse4_32>, true>,
              described<compared_vectors<sse4_64>, true>>("sse4");

} // namespace arsenal::inline ARSENAL_ABI::detail

#endif
