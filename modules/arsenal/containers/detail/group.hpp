#pragma once

#include <arsenal/platform/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

// One cache line of the index: eight lanes, each a 48-bit reference to an element and a 16-bit tag word.
//
//   byte   0 .. 47   eight references, 6 bytes each
//   byte  48 .. 63   eight tag words, 2 bytes each
//
//   reference        47 ........................ 3 | 2   1 | 0
//                    address of the element, 8-aligned| pos  | foreign
//   tag word         15 .......... 5 | 4 3 2 1 | 0
//                    tag (0: empty)  | pos     | overflow
//
// `pos` (six bits: the low two in the reference, the high four in the tag word) is the element's place in its
// block, from which the block's header is found without aligned allocation. `foreign` says that the address
// is that of a foreign_cell (block.hpp). `overflow` of lane i says that an element whose home lane has index
// i in its group was pushed on past this group: a miss stops here unless its own bit is set.
//
// The tag words are compared eight at a time; SSE2, NEON and the portable form give the same answers, lowest
// lane first, so that the order of everything built on them is the same on every instruction set.

namespace arsenal::inline ARSENAL_ABI::detail {

static_assert(std::endian::native == std::endian::little,
              "arsenal.containers assumes a little-endian machine");
static_assert(sizeof(std::size_t) == 8, "arsenal.containers assumes 64-bit addresses");

/// The lanes of a group that answered, lowest first.
class lane_set {
public:
#if defined(__SSE2__)
    static constexpr int stride = 2; // bits per lane
#elif defined(__ARM_NEON) && defined(__aarch64__)
    static constexpr int stride = 8;
#else
    static constexpr int stride = 1;
#endif
    constexpr explicit lane_set(std::uint64_t bits) noexcept : bits_(bits) {}
    constexpr explicit operator bool() const noexcept { return bits_ != 0; }
    constexpr unsigned lowest() const noexcept {
        return static_cast<unsigned>(std::countr_zero(bits_)) / stride;
    }
    constexpr void drop_lowest() noexcept {
        bits_ &= ~(((std::uint64_t{1} << stride) - 1) << (lowest() * stride));
    }

private:
    std::uint64_t bits_;
};

struct alignas(16) group {
    static constexpr unsigned lanes = 8;
    static constexpr std::uint16_t overflow_bit = 1;
    static constexpr std::uint16_t tag_mask = 0xFFE0;
    static constexpr std::uint16_t pos_mask = 0x001E;
    static constexpr std::uint64_t foreign_bit = 1;
    static constexpr std::uint64_t address_mask = 0x0000'FFFF'FFFF'FFF8;

    unsigned char bytes[64];

    std::uint16_t word(unsigned lane) const noexcept {
        std::uint16_t w;
        std::memcpy(&w, bytes + 48 + 2 * lane, 2);
        return w;
    }
    void set_word(unsigned lane, std::uint16_t w) noexcept { std::memcpy(bytes + 48 + 2 * lane, &w, 2); }

    /// The reference of `lane`, with 16 bits of its neighbour above it.
    std::uint64_t raw_reference(unsigned lane) const noexcept {
        std::uint64_t r;
        std::memcpy(&r, bytes + 6 * lane, 8);
        return r;
    }
    /// Writes 48 bits; one 8-byte store, so that a following load of the lane is forwarded from it.
    void set_reference(unsigned lane, std::uint64_t r) noexcept {
        std::uint64_t old = raw_reference(lane);
        old = (old & 0xFFFF'0000'0000'0000) | r;
        std::memcpy(bytes + 6 * lane, &old, 8);
    }

    static bool is_foreign(std::uint64_t raw) noexcept { return (raw & foreign_bit) != 0; }
    static void* address(std::uint64_t raw) noexcept { return reinterpret_cast<void*>(raw & address_mask); }
    static unsigned position(std::uint64_t raw, std::uint16_t word) noexcept {
        return static_cast<unsigned>((raw >> 1) & 3) | static_cast<unsigned>((word & pos_mask) << 1);
    }

    /// Fills an empty lane. `tag` has its bits in tag_mask and is not zero; the overflow bit is kept.
    void occupy(unsigned lane, std::uint16_t tag, void* p, unsigned pos, bool foreign) noexcept {
        set_reference(lane, reinterpret_cast<std::uint64_t>(p) | (pos & 3) << 1 | (foreign ? 1 : 0));
        set_word(lane,
                 static_cast<std::uint16_t>((word(lane) & overflow_bit) | tag | ((pos >> 1) & pos_mask)));
    }
    void vacate(unsigned lane) noexcept {
        set_word(lane, static_cast<std::uint16_t>(word(lane) & overflow_bit));
    }
    bool empty(unsigned lane) const noexcept { return (word(lane) & tag_mask) == 0; }
    bool overflows(unsigned lane) const noexcept { return (word(lane) & overflow_bit) != 0; }
    void set_overflow(unsigned lane) noexcept {
        set_word(lane, static_cast<std::uint16_t>(word(lane) | overflow_bit));
    }

#if defined(__SSE2__)
    lane_set match(std::uint16_t tag) const noexcept {
        const __m128i words = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 48));
        const __m128i tags = _mm_and_si128(words, _mm_set1_epi16(static_cast<short>(tag_mask)));
        const __m128i same = _mm_cmpeq_epi16(tags, _mm_set1_epi16(static_cast<short>(tag)));
        return lane_set(static_cast<unsigned>(_mm_movemask_epi8(same)));
    }
#elif defined(__ARM_NEON) && defined(__aarch64__)
    lane_set match(std::uint16_t tag) const noexcept {
        const uint16x8_t words = vreinterpretq_u16_u8(vld1q_u8(bytes + 48));
        const uint16x8_t same = vceqq_u16(vandq_u16(words, vdupq_n_u16(tag_mask)), vdupq_n_u16(tag));
        return lane_set(vget_lane_u64(vreinterpret_u64_u8(vmovn_u16(same)), 0));
    }
#else
    lane_set match(std::uint16_t tag) const noexcept {
        unsigned bits = 0;
        for (unsigned lane = 0; lane < lanes; ++lane)
            bits |= ((word(lane) & tag_mask) == tag ? 1u : 0u) << lane;
        return lane_set(bits);
    }
#endif
    lane_set empties() const noexcept { return match(0); }
};

static_assert(sizeof(group) == 64);

} // namespace arsenal::inline ARSENAL_ABI::detail
