#pragma once

#include <arsenal/hash/detail/bytes.hpp>
#include <arsenal/hash/detail/mix.hpp>
#include <arsenal/hash/seed.hpp>
#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI {

// What hash_append feeds for arsenal::hash: a chain of multiplications that takes its words in pairs,
// so that a value of k words costs k / 2 + 1 multiplications. For a type of fixed size the pairing happens at
// compile time.
class hash_state {
public:
    using result_type = std::uint64_t;

    hash_state() noexcept : hash_state(detail::hash_seed()) {}
    explicit constexpr hash_state(std::uint64_t seed) noexcept
        : chain_{seed ^ start, seed ^ detail::byte_secret[0]} {}

    // One field of up to eight bytes.
    constexpr void update_word(std::uint64_t word) noexcept {
        if (half_full_) {
            chain_.absorb(pending_, word);
        } else {
            pending_ = word;
        }
        half_full_ = !half_full_;
    }

    // One field of n bytes: how a sequence is cut into fields is part of the value.
    void update(const void* bytes, std::size_t n) noexcept {
        update_word(detail::hash_bytes_short(bytes, n, chain_.left));
    }

    // The hash of what was appended so far.
    [[nodiscard]] constexpr std::uint64_t digest() const noexcept {
        detail::byte_lane last = chain_;
        if (half_full_) last.absorb(pending_, ~std::uint64_t{0});
        return detail::fold(last.left ^ detail::byte_secret[3],
                            last.right ^ detail::byte_secret[2] ^ half_full_);
    }

private:
    // The golden ratio's bits: none of the secrets, which the hash of a field of bytes xors with it.
    static constexpr std::uint64_t start = 0x9e3779b97f4a7c15;

    detail::byte_lane chain_;
    std::uint64_t pending_ = 0;
    bool half_full_ = false;
};

} // namespace arsenal::inline ARSENAL_ABI
