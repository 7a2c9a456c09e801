#define XXH_INLINE_ALL
#include <xxhash.h>

#include <arsenal/hash/xxh3.hpp>

#include <arsenal/hash/detail/xxh3_kernel.hpp>
#include <arsenal/platform/cpu.hpp>

namespace arsenal::inline ARSENAL_ABI {

namespace {

static_assert(sizeof(detail::xxh3_state) == sizeof(XXH3_state_t));
static_assert(alignof(detail::xxh3_state) == alignof(XXH3_state_t));

// Up to here XXH3 has no use for vectors, and the indirect call would cost more than the hash.
constexpr std::size_t longest_scalar_bytes = 240;

const detail::xxh3_kernel& widest_kernel() noexcept {
#if defined(__x86_64__)
    if (cpu().avx512f) return detail::xxh3_avx512;
    if (cpu().avx2) return detail::xxh3_avx2;
#endif
    return detail::xxh3_baseline;
}

const detail::xxh3_kernel& kernel() noexcept {
    static const detail::xxh3_kernel& chosen = widest_kernel();
    return chosen;
}

XXH3_state_t* state_of(detail::xxh3_state& state) noexcept {
    return reinterpret_cast<XXH3_state_t*>(state.bytes);
}
const XXH3_state_t* state_of(const detail::xxh3_state& state) noexcept {
    return reinterpret_cast<const XXH3_state_t*>(state.bytes);
}

} // namespace

xxh3_64::xxh3_64(std::uint64_t seed) noexcept {
    XXH3_INITSTATE(state_of(state_));
    XXH3_64bits_reset_withSeed(state_of(state_), seed);
}

void xxh3_64::update(const void* bytes, std::size_t n) noexcept { kernel().update_64(state_, bytes, n); }

std::uint64_t xxh3_64::digest() const noexcept { return XXH3_64bits_digest(state_of(state_)); }

std::uint64_t xxh3_64::hash(const void* bytes, std::size_t n, std::uint64_t seed) noexcept {
    if (n <= longest_scalar_bytes) return XXH3_64bits_withSeed(bytes, n, seed);
    return kernel().hash_64(bytes, n, seed);
}

xxh3_128::xxh3_128(std::uint64_t seed) noexcept {
    XXH3_INITSTATE(state_of(state_));
    XXH3_128bits_reset_withSeed(state_of(state_), seed);
}

void xxh3_128::update(const void* bytes, std::size_t n) noexcept { kernel().update_128(state_, bytes, n); }

digest128 xxh3_128::digest() const noexcept {
    const XXH128_hash_t digest = XXH3_128bits_digest(state_of(state_));
    return {digest.low64, digest.high64};
}

digest128 xxh3_128::hash(const void* bytes, std::size_t n, std::uint64_t seed) noexcept {
    if (n > longest_scalar_bytes) return kernel().hash_128(bytes, n, seed);
    const XXH128_hash_t digest = XXH3_128bits_withSeed(bytes, n, seed);
    return {digest.low64, digest.high64};
}

} // namespace arsenal::inline ARSENAL_ABI
