#include <arsenal/hash/detail/bytes.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

// Five lanes of 16 bytes: enough independent multiplications to keep the multiplier busy, and few enough that
// a key of 65 bytes does not pay for the set-up.
constexpr std::size_t lane_count = 5;
constexpr std::size_t stripe_bytes = 16 * lane_count;

} // namespace

// The last 64 bytes are folded by the short form, overlapping the stripes; so the short form's seed is what
// the stripes left.
std::uint64_t hash_bytes_long(const unsigned char* p, std::size_t n, std::uint64_t seed) noexcept {
    std::uint64_t lane[lane_count];
    for (std::size_t i = 0; i != lane_count; ++i) lane[i] = byte_secret[i] ^ seed;
    std::size_t left = n;
    while (left > stripe_bytes) {
        for (std::size_t i = 0; i != lane_count; ++i)
            lane[i] = fold_block(p + 16 * i, byte_secret[i + 1], lane[i]);
        p += stripe_bytes;
        left -= stripe_bytes;
    }
    if (left > 64) {
        lane[0] = fold_block(p, byte_secret[6], lane[0]);
        p += 16;
        left -= 16;
    }
    const std::uint64_t striped = (lane[0] ^ lane[1]) + (lane[2] ^ lane[3]) + lane[4];
    const std::uint64_t carried = fold(striped ^ byte_secret[7], n ^ byte_secret[0]);
    return hash_bytes_17_to_64(p + left - 64, 64, carried);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
