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

// The index is an array of 64-bit entries, one per lane; eight neighbours make a group, which is compared at
// once.
//
//   63 ..... 55 | 54       | 53 .... 48 | 47 ..................... 3 | 2       | 1        | 0
//   tag         | occupied | position   | address, a multiple of 8  | vacated | overflow | foreign
//
// The position is the element's number in its block (0 to 63), from which the block's header is found without
// aligned allocation. `foreign` says that the address is that of a foreign_cell (block.hpp). `overflow` of
// the lane with number i in its group says that an element whose home lane has number i was pushed on past
// this group: a miss stops here unless the bit of its own home lane is set.
//
// SSE2, NEON and the portable form give the same answers, lowest lane first, so that the order of everything
// built on them is the same on every instruction set.

namespace arsenal::inline ARSENAL_ABI::detail {

static_assert(std::endian::native == std::endian::little,
              "arsenal.containers assumes a little-endian machine");
static_assert(sizeof(std::size_t) == 8, "arsenal.containers assumes 64-bit addresses");

/// The lanes of a group that answered, lowest first.
class lane_set {
public:
    // Bits per lane, the lowest of which speaks for all.
#if defined(__SSE2__)
    static constexpr unsigned stride = 2;
#elif defined(__ARM_NEON) && defined(__aarch64__)
    static constexpr unsigned stride = 8;
#else
    static constexpr unsigned stride = 1;
#endif
    constexpr explicit lane_set(std::uint64_t bits) noexcept : bits_(bits) {}
    constexpr explicit operator bool() const noexcept { return bits_ != 0; }
    constexpr unsigned lowest() const noexcept { return first_bit() / stride; }
    /// lowest() entries, in bytes: no division where the bits of a lane are as far apart.
    constexpr std::size_t lowest_offset() const noexcept { return std::size_t{first_bit()} * (8 / stride); }
    constexpr void drop_lowest() noexcept { bits_ &= ~(((std::uint64_t{1} << stride) - 1) << first_bit()); }

private:
    constexpr unsigned first_bit() const noexcept { return static_cast<unsigned>(std::countr_zero(bits_)); }

    std::uint64_t bits_;
};

namespace entry {
inline constexpr std::uint64_t foreign = 1;
inline constexpr std::uint64_t overflow = 2;
inline constexpr std::uint64_t vacated = 4;
inline constexpr std::uint64_t occupied = std::uint64_t{1} << 54;
inline constexpr unsigned tag_shift = 54; // the tag with the occupied bit below it
inline constexpr std::uint64_t address_mask = 0x0000'FFFF'FFFF'FFF8;

inline bool same_tag(std::uint64_t e, std::uint64_t tag) noexcept { return (e ^ tag) >> tag_shift == 0; }
inline bool is_empty(std::uint64_t e) noexcept { return (e & occupied) == 0; }
inline bool is_untouched(std::uint64_t e) noexcept { return (e & (occupied | vacated)) == 0; }
inline bool is_foreign(std::uint64_t e) noexcept { return (e & foreign) != 0; }
inline void* address(std::uint64_t e) noexcept { return reinterpret_cast<void*>(e & address_mask); }
inline unsigned position(std::uint64_t e) noexcept { return static_cast<unsigned>(e >> 48) & 63; }
inline std::uint64_t make(std::uint64_t tag, void* p, unsigned pos) noexcept {
    return (tag & ~(occupied - 1)) | reinterpret_cast<std::uint64_t>(p) | std::uint64_t{pos} << 48;
}
/// Puts e into an empty lane, whose overflow mark stays.
inline void occupy(std::uint64_t& lane, std::uint64_t e) noexcept { lane = (lane & overflow) | e; }
inline void vacate(std::uint64_t& lane) noexcept { lane = (lane & overflow) | vacated; }
} // namespace entry

/// The tags of eight entries, with their occupied bits, to be compared at once.
class group_tags {
public:
#if defined(__SSE2__)
    explicit group_tags(const std::uint64_t* entries) noexcept {
        const auto* const p = reinterpret_cast<const __m128i*>(entries);
        const __m128i low = high_halves(_mm_loadu_si128(p), _mm_loadu_si128(p + 1));
        const __m128i high = high_halves(_mm_loadu_si128(p + 2), _mm_loadu_si128(p + 3));
        // The ten bits of tag and occupied, as eight words.
        tags_ = _mm_packs_epi32(_mm_srli_epi32(low, 22), _mm_srli_epi32(high, 22));
    }
    /// The lanes whose tag and occupied bits are those of `tag`.
    lane_set match(std::uint64_t tag) const noexcept {
        const __m128i same = _mm_cmpeq_epi16(tags_, _mm_set1_epi16(static_cast<short>(tag >> 54)));
        return lane_set(static_cast<unsigned>(_mm_movemask_epi8(same)));
    }

private:
    /// The upper 32 bits of four entries.
    static __m128i high_halves(__m128i a, __m128i b) noexcept {
        return _mm_castps_si128(
            _mm_shuffle_ps(_mm_castsi128_ps(a), _mm_castsi128_ps(b), _MM_SHUFFLE(3, 1, 3, 1)));
    }

    __m128i tags_;
#elif defined(__ARM_NEON) && defined(__aarch64__)
    explicit group_tags(const std::uint64_t* entries) noexcept {
        const auto* const p = reinterpret_cast<const std::uint32_t*>(entries);
        const uint32x4_t low = vuzp2q_u32(vld1q_u32(p), vld1q_u32(p + 4));
        const uint32x4_t high = vuzp2q_u32(vld1q_u32(p + 8), vld1q_u32(p + 12));
        tags_ = vcombine_u16(vmovn_u32(vshrq_n_u32(low, 22)), vmovn_u32(vshrq_n_u32(high, 22)));
    }
    lane_set match(std::uint64_t tag) const noexcept {
        const uint16x8_t same = vceqq_u16(tags_, vdupq_n_u16(static_cast<std::uint16_t>(tag >> 54)));
        return lane_set(vget_lane_u64(vreinterpret_u64_u8(vmovn_u16(same)), 0));
    }

private:
    uint16x8_t tags_;
#else
    explicit group_tags(const std::uint64_t* entries) noexcept : entries_(entries) {}
    lane_set match(std::uint64_t tag) const noexcept {
        unsigned bits = 0;
        for (unsigned lane = 0; lane < 8; ++lane)
            bits |= (entry::same_tag(entries_[lane], tag) ? 1u : 0u) << lane;
        return lane_set(bits);
    }

private:
    const std::uint64_t* entries_;
#endif

public:
    lane_set empties() const noexcept { return match(0); }
};

struct group {
    static constexpr unsigned lanes = 8;

    std::uint64_t entries[lanes];

    bool overflows(unsigned lane) const noexcept { return (entries[lane] & entry::overflow) != 0; }
    void set_overflow(unsigned lane) noexcept { entries[lane] |= entry::overflow; }
    group_tags tags() const noexcept { return group_tags(entries); }
    lane_set match(std::uint64_t tag) const noexcept { return tags().match(tag); }
    lane_set empties() const noexcept { return tags().empties(); }
    std::uint64_t& lowest(lane_set lanes) noexcept {
        return *reinterpret_cast<std::uint64_t*>(reinterpret_cast<std::byte*>(entries) +
                                                 lanes.lowest_offset());
    }
};

static_assert(sizeof(group) == 64);

} // namespace arsenal::inline ARSENAL_ABI::detail
