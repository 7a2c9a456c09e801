#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

namespace {

typedef std::uint8_t bytes __attribute__((vector_size(16)));
constexpr bool compares_into_masks = false;
constexpr bool has_masked_load = false;
constexpr bool has_string_compare = false;
constexpr bool has_shifted_ones = false;

#if defined(__SSE2__)

constexpr bool has_lookup = false;
constexpr unsigned bits_per_byte = 1;

template <class Mask>
std::uint64_t bits_of(Mask m) noexcept {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(reinterpret_cast<__m128i>(m)));
}

#elif defined(__ARM_NEON)

constexpr bool has_lookup = true;
constexpr unsigned bits_per_byte = 4;

template <class Mask>
std::uint64_t bits_of(Mask m) noexcept {
    const uint8x8_t nibbles = vshrn_n_u16(reinterpret_cast<uint16x8_t>(m), 4);
    return vget_lane_u64(vreinterpret_u64_u8(nibbles), 0);
}

bytes lookup(bytes table, bytes v) noexcept {
    return reinterpret_cast<bytes>(
        vqtbl1q_u8(reinterpret_cast<uint8x16_t>(table), reinterpret_cast<uint8x16_t>(v & 0x8f)));
}

#else

constexpr bool has_lookup = false;
constexpr unsigned bits_per_byte = 1;

template <class Mask>
std::uint64_t bits_of(Mask m) noexcept {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i != sizeof(m); ++i) bits |= std::uint64_t{m[i] != 0} << i;
    return bits;
}

#endif

} // namespace

#define ARSENAL_BYTE_KERNEL bytes_baseline
#include <arsenal/memory/byte_kernel.inc>
