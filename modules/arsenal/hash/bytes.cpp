#include <arsenal/hash/detail/bytes.hpp>

#include <arsenal/hash/xxh3.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

// Four chains of 16 bytes are as many as the multiplier can serve: one takes three times as long to answer as
// to start the next.
constexpr std::size_t lane_count = 4;
constexpr std::size_t stripe_bytes = 16 * lane_count;

// From here XXH3's vectors win in latency too (in throughput from 256 bytes:
// hash_bytes<strategy::throughput>).
constexpr std::size_t shortest_vector_bytes = 512;

void absorb_stripe(std::uint64_t (&lane)[lane_count], const unsigned char* p) noexcept {
    for (std::size_t i = 0; i != lane_count; ++i)
        lane[i] = fold_block(p + 16 * i, byte_secret[i + 1], lane[i]);
}

} // namespace

std::uint64_t hash_bytes_long(const unsigned char* p, std::size_t n, std::uint64_t seed) noexcept {
    if (n >= shortest_vector_bytes) return xxh3_64::hash(p, n, seed);

    std::uint64_t lane[lane_count];
    for (std::size_t i = 0; i != lane_count; ++i) lane[i] = byte_secret[i + 4] ^ seed;
    const unsigned char* const last_stripe = p + n - stripe_bytes;
    for (; p < last_stripe; p += stripe_bytes) absorb_stripe(lane, p);
    absorb_stripe(lane, last_stripe);

    // One fold of the sums would do for random keys; where all stripes but one agree it leaves a bias of 9 %.
    const uint128_halves product =
        multiply((lane[0] + lane[1]) ^ byte_secret[0], (lane[2] + lane[3]) ^ byte_secret[1]);
    return fold(product.low ^ byte_secret[2] ^ n, product.high ^ byte_secret[3]);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
