#if defined(__x86_64__)

#include <arsenal/memory/byte_kernel_avx.inc>

namespace {

typedef std::uint8_t bytes __attribute__((vector_size(64)));
constexpr bool compares_into_masks = true;
constexpr bool has_masked_load = true;

template <class Mask>
std::uint64_t bits_of(Mask m) noexcept {
    return _mm512_movepi8_mask(reinterpret_cast<__m512i>(m));
}

bytes masked_load(const void* p, std::size_t k, bytes fill) noexcept {
    return reinterpret_cast<bytes>(
        _mm512_mask_loadu_epi8(reinterpret_cast<__m512i>(fill), ~(~std::uint64_t{0} << k), p));
}

bytes lookup(bytes table, bytes v) noexcept {
    return reinterpret_cast<bytes>(
        _mm512_shuffle_epi8(reinterpret_cast<__m512i>(table), reinterpret_cast<__m512i>(v)));
}

} // namespace

#define ARSENAL_BYTE_SEARCH bytes_avx2_search
#define ARSENAL_BYTE_KERNEL bytes_avx512
#include <arsenal/memory/byte_kernel.inc>

#endif
