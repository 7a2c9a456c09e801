#if defined(__aarch64__)

#include <arm_neon.h>

#include <arsenal/algorithms/key_sort_lanes.inc>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

template <size_t Lanes>
ARSENAL_INLINE uint8x16_t arranged(uint8x16_t v, unsigned bits) {
    const unsigned char* const order = order_of_lanes<Lanes, 16 / Lanes>.of[bits];
    return vqtbl1q_u8(v, vld1q_u8(order));
}

struct neon_16 : masking_vectors<std::int16_t, 16> {
    ARSENAL_INLINE static void sort2(vec& a, vec& b) {
        const vec low = (vec)vminq_s16((int16x8_t)a, (int16x8_t)b);
        b = (vec)vmaxq_s16((int16x8_t)a, (int16x8_t)b);
        a = low;
    }
    ARSENAL_INLINE static unsigned bits_of(vec m) {
        return vaddvq_u16((uint16x8_t)(m & vec{1, 2, 4, 8, 16, 32, 64, 128}));
    }
    ARSENAL_INLINE static vec arrange(vec v, unsigned bits) { return (vec)arranged<8>((uint8x16_t)v, bits); }
};

struct neon_32 : masking_vectors<std::int32_t, 16> {
    ARSENAL_INLINE static void sort2(vec& a, vec& b) {
        const vec low = (vec)vminq_s32((int32x4_t)a, (int32x4_t)b);
        b = (vec)vmaxq_s32((int32x4_t)a, (int32x4_t)b);
        a = low;
    }
    ARSENAL_INLINE static unsigned bits_of(vec m) { return vaddvq_u32((uint32x4_t)(m & vec{1, 2, 4, 8})); }
    ARSENAL_INLINE static vec arrange(vec v, unsigned bits) { return (vec)arranged<4>((uint8x16_t)v, bits); }
};

struct neon_64 : masking_vectors<std::int64_t, 16> {
    ARSENAL_INLINE static vec pick(vec m, vec a, vec b) { return (a & ~m) | (b & m); }
    ARSENAL_INLINE static unsigned bits_of(vec m) {
        return static_cast<unsigned>(vaddvq_u64((uint64x2_t)(m & vec{1, 2})));
    }
    ARSENAL_INLINE static vec arrange(vec v, unsigned bits) { return (vec)arranged<2>((uint8x16_t)v, bits); }
};

} // namespace

constinit const key_kernel key_kernel_neon =
    kernel_of<described<minimum_vectors<neon_16>, true>, described<minimum_vectors<neon_32>, true>,
              described<compared_vectors<neon_64>, true>>("neon");

} // namespace arsenal::inline ARSENAL_ABI::detail

#endif
