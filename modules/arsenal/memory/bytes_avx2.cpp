#if defined(__x86_64__)

#include <arsenal/memory/byte_kernel_avx.inc>

namespace {

typedef std::uint8_t bytes __attribute__((vector_size(32)));
constexpr bool compares_into_masks = false;
constexpr bool has_masked_load = false;

template <class Mask>
std::uint64_t bits_of(Mask m) noexcept {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(reinterpret_cast<__m256i>(m)));
}

bytes lookup(bytes table, bytes v) noexcept {
    return reinterpret_cast<bytes>(
        _mm256_shuffle_epi8(reinterpret_cast<__m256i>(table), reinterpret_cast<__m256i>(v)));
}

} // namespace

#define ARSENAL_BYTE_SEARCH_SHARED bytes_avx2_search
#define ARSENAL_BYTE_KERNEL bytes_avx2
#include <arsenal/memory/byte_kernel.inc>

#endif
