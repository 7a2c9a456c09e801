#include <arsenal/hash/wyhash.hpp>

#include <arsenal/hash/detail/load.hpp>
#include <arsenal/hash/detail/mix.hpp>

#include <algorithm>

namespace arsenal::inline ARSENAL_ABI {

namespace {

using detail::fold;
using detail::load_u32;
using detail::load_u64;

constexpr std::uint64_t secret[4] = {0x2d358dccaa6c78a5, 0x8bb84b93962eacc9, 0x4b33a62ed433d4a3,
                                     0x4d5a2da51de1aa47};

std::uint64_t start(std::uint64_t seed) { return seed ^ fold(seed ^ secret[0], secret[1]); }

std::uint64_t step(const unsigned char* p, std::uint64_t key, std::uint64_t state) {
    return fold(load_u64(p) ^ key, load_u64(p + 8) ^ state);
}

void absorb_block(std::uint64_t (&lane)[3], const unsigned char* p) {
    for (std::size_t i = 0; i != 3; ++i) lane[i] = step(p + 16 * i, secret[i + 1], lane[i]);
}

std::uint64_t finish(std::uint64_t a, std::uint64_t b, std::uint64_t state, std::uint64_t total) {
    const detail::uint128_halves product = detail::multiply(a ^ secret[1], b ^ state);
    return fold(product.low ^ secret[0] ^ total, product.high ^ secret[1]);
}

// n <= 16
std::uint64_t finish_short(const unsigned char* p, std::size_t n, std::uint64_t state) {
    std::uint64_t a = 0;
    std::uint64_t b = 0;
    if (n >= 4) {
        const std::size_t inner = n / 8 * 4;
        a = (load_u32(p) << 32) | load_u32(p + inner);
        b = (load_u32(p + n - 4) << 32) | load_u32(p + n - 4 - inner);
    } else if (n > 0) {
        a = detail::load_1_to_3(p, n);
    }
    return finish(a, b, state, n);
}

// The remainder of an input of more than 16 bytes; the 16 bytes before p are readable and are the input's.
std::uint64_t finish_long(const unsigned char* p, std::size_t n, std::uint64_t state, std::uint64_t total) {
    for (; n > 16; n -= 16, p += 16) state = step(p, secret[1], state);
    return finish(load_u64(p + n - 16), load_u64(p + n - 8), state, total);
}

} // namespace

std::uint64_t wyhash::hash(const void* bytes, std::size_t n, std::uint64_t seed) noexcept {
    const auto* p = static_cast<const unsigned char*>(bytes);
    const std::uint64_t state = start(seed);
    if (n <= 16) return finish_short(p, n, state);
    if (n < block_bytes) return finish_long(p, n, state, n);

    std::uint64_t lane[3] = {state, state, state};
    std::size_t left = n;
    for (; left >= block_bytes; left -= block_bytes, p += block_bytes) absorb_block(lane, p);
    return finish_long(p, left, lane[0] ^ lane[1] ^ lane[2], n);
}

wyhash::wyhash(std::uint64_t seed) noexcept : lane_{start(seed), start(seed), start(seed)} {}

void wyhash::update(const void* bytes, std::size_t n) noexcept {
    const auto* p = static_cast<const unsigned char*>(bytes);
    unsigned char* const block = buffer_ + tail_bytes;
    total_bytes_ += n;
    while (n != 0) {
        const std::size_t taken = std::min(n, block_bytes - pending_bytes_);
        std::memcpy(block + pending_bytes_, p, taken);
        pending_bytes_ += taken;
        p += taken;
        n -= taken;
        if (pending_bytes_ == block_bytes) {
            absorb_block(lane_, block);
            std::memcpy(buffer_, block + block_bytes - tail_bytes, tail_bytes);
            pending_bytes_ = 0;
        }
    }
}

std::uint64_t wyhash::digest() const noexcept {
    const unsigned char* const rest = buffer_ + tail_bytes;
    if (total_bytes_ <= 16) return finish_short(rest, pending_bytes_, lane_[0]);
    const bool absorbed = total_bytes_ >= block_bytes;
    const std::uint64_t state = absorbed ? lane_[0] ^ lane_[1] ^ lane_[2] : lane_[0];
    return finish_long(rest, pending_bytes_, state, total_bytes_);
}

} // namespace arsenal::inline ARSENAL_ABI
