#pragma once

#include <arsenal/hash/detail/load.hpp>
#include <arsenal/platform/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

// SipHash (Aumasson, Bernstein: "SipHash: a fast short-input PRF", INDOCRYPT 2012): whoever does not know the
// key cannot tell the digests from random numbers, nor choose inputs that collide. 1-3 takes up to twice as
// long as xxh3_64 for 16 bytes and 6 times for 1000. Not for message authentication where 64 bits are too
// few.

namespace arsenal::inline ARSENAL_ABI {

// 128 bits that an adversary must not know. The published form is 16 bytes: low's, little-endian, then
// high's.
struct siphash_key {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    friend constexpr bool operator==(const siphash_key&, const siphash_key&) = default;
};

// SipHash-c-d, with 64 bits of digest: c rounds a word, d at the end. The authors propose 2-4, and 1-3 where
// only the collisions of a hash table are at stake.
//
// A running digest, as xxh3_64: update with the input in pieces of any size, digest at any time, copy to
// branch off. Complexity: linear in the bytes. Throws nothing.
template <int WordRounds, int LastRounds>
class siphash {
public:
    using result_type = std::uint64_t;

    explicit constexpr siphash(const siphash_key& key) noexcept
        : state_{key.low ^ 0x736f6d6570736575, key.high ^ 0x646f72616e646f6d, key.low ^ 0x6c7967656e657261,
                 key.high ^ 0x7465646279746573},
          key_(key) {}

    [[gnu::always_inline]] void update(const void* bytes, std::size_t n) noexcept {
        const auto* p = static_cast<const unsigned char*>(bytes);
        const std::size_t pending = total_bytes_ % 8;
        total_bytes_ += n;
        if (pending + n < 8) {
            tail_ |= load_upto_7(p, n) << 8 * pending;
            return;
        }
        if (pending != 0) {
            const std::size_t missing = 8 - pending;
            absorb(tail_ | load_upto_7(p, missing) << 8 * pending);
            p += missing;
            n -= missing;
        }
        for (; n >= 8; n -= 8, p += 8) absorb(detail::load_u64(p));
        tail_ = load_upto_7(p, n);
    }

    [[nodiscard]] constexpr result_type digest() const noexcept {
        siphash last = *this;
        last.absorb(tail_ | total_bytes_ << 56);
        last.state_.v2 ^= 0xff;
        for (int i = 0; i != LastRounds; ++i) last.state_.round();
        return last.state_.v0 ^ last.state_.v1 ^ last.state_.v2 ^ last.state_.v3;
    }

    // An empty digest under the same key: for parts whose order does not count, which hash_append sums up.
    [[nodiscard]] constexpr siphash fresh() const noexcept { return siphash(key_); }

    [[nodiscard]] static result_type hash(const void* bytes, std::size_t n, const siphash_key& key) noexcept {
        siphash whole(key);
        whole.update(bytes, n);
        return whole.digest();
    }

private:
    struct words {
        std::uint64_t v0, v1, v2, v3;

        constexpr void round() noexcept {
            v0 += v1;
            v2 += v3;
            v1 = std::rotl(v1, 13) ^ v0;
            v3 = std::rotl(v3, 16) ^ v2;
            v0 = std::rotl(v0, 32) + v3;
            v2 += v1;
            v1 = std::rotl(v1, 17) ^ v2;
            v3 = std::rotl(v3, 21) ^ v0;
            v2 = std::rotl(v2, 32);
        }
    };

    constexpr void absorb(std::uint64_t word) noexcept {
        state_.v3 ^= word;
        for (int i = 0; i != WordRounds; ++i) state_.round();
        state_.v0 ^= word;
    }

    // n < 8; reads nothing beyond.
    static std::uint64_t load_upto_7(const unsigned char* p, std::size_t n) noexcept {
        if (n >= 4) return detail::load_u32(p) | detail::load_u32(p + n - 4) << 8 * (n - 4);
        if (n == 0) return 0;
        return std::uint64_t{p[0]} | std::uint64_t{p[n / 2]} << 8 * (n / 2) |
               std::uint64_t{p[n - 1]} << 8 * (n - 1);
    }

    words state_;
    siphash_key key_;
    std::uint64_t tail_ = 0; // the last total_bytes_ % 8 bytes, little-endian
    std::uint64_t total_bytes_ = 0;
};

using siphash_1_3 = siphash<1, 3>;
using siphash_2_4 = siphash<2, 4>;

} // namespace arsenal::inline ARSENAL_ABI
