#if defined(__x86_64__)

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

namespace {

typedef std::uint8_t bytes __attribute__((vector_size(32)));
constexpr bool compares_into_masks = false;
constexpr bool has_masked_load = false;
constexpr bool has_lookup = true;
constexpr bool has_string_compare = true;
constexpr bool has_shifted_ones = true;
constexpr unsigned bits_per_byte = 1;

template <class Mask>
std::uint64_t bits_of(Mask m) noexcept {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(reinterpret_cast<__m256i>(m)));
}

bytes lookup(bytes table, bytes v) noexcept {
    return reinterpret_cast<bytes>(
        _mm256_shuffle_epi8(reinterpret_cast<__m256i>(table), reinterpret_cast<__m256i>(v)));
}

typedef std::uint8_t sixteen_bytes __attribute__((vector_size(16)));
typedef std::uint64_t four_words __attribute__((vector_size(32)));

std::size_t first_of_any(sixteen_bytes set, std::size_t m, sixteen_bytes v, std::size_t k) noexcept {
    return static_cast<unsigned>(_mm_cmpestri(reinterpret_cast<__m128i>(set), static_cast<int>(m),
                                              reinterpret_cast<__m128i>(v), static_cast<int>(k),
                                              _SIDD_UBYTE_OPS | _SIDD_CMP_EQUAL_ANY));
}

template <class Words>
Words widened(std::uint64_t four) noexcept {
    return reinterpret_cast<Words>(_mm256_cvtepu8_epi64(_mm_cvtsi64_si128(static_cast<std::int64_t>(four))));
}
four_words shifted_ones(four_words v) noexcept {
    return reinterpret_cast<four_words>(
        _mm256_sllv_epi64(_mm256_set1_epi64x(1), reinterpret_cast<__m256i>(v)));
}

} // namespace

#define ARSENAL_BYTE_SEARCH_SHARED bytes_avx2_search
#define ARSENAL_BYTE_KERNEL bytes_avx2
#include <arsenal/memory/byte_kernel.inc>

#endif
