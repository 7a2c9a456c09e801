#pragma once

#include <arsenal/containers/detail/prime_modulus.hpp>
#include <arsenal/hash/detail/mix.hpp>
#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

// The index beside the values of a dense table: where in the array an element with a given hash is.
//
// An array of 64-bit lanes, sorted, with gaps; an element stands at its home lane or as near after it as
// there was room, and everything between the two is taken.
//
//   63      62 ................. 32   31 ................. 0
//   empty   rank                      position in the array          an empty lane is all ones
//
//   in order   rank = lane and tag: lane = h mod p, tag = low bits of h div p, as many as fit
//   mixed      rank = the top 31 bits of the mixed hash,  lane = rank * p >> 31
//
// Either way the home lane is rank * scale >> 31 and grows with the rank, so that
//
//   - a lookup goes on while the lane is less than what it looks for: one comparison a lane, and a miss ends
//     where the next larger rank stands. The values are read where all 31 bits agree, which is to say hardly
//     ever in vain;
//   - an insertion shifts what is larger by one lane, up to the next empty one; erasing shifts back until an
//     element stands at home. No tombstones, no overflow marks, and nothing depends on the history;
//   - a mixed index is rebuilt larger from the lanes alone, by one pass in order over both: no hash is
//     called, no element is read, nothing is written out of order.
//
// In order is how a table starts, unless the hash calls itself avalanching: dense integers and progressions
// have no collision then and stream through memory, as in std (prime_modulus.hpp). Where an eighth of the
// elements are not at home when the index is rebuilt, or one is very far from it, the index becomes mixed and
// stays so until clear(). Nobody sees the difference but the clock.
//
// Behind the p home lanes are some more for what is displaced from the last ones, the last of all empty: no
// scan needs a bound. When the last but one is taken the next insertion makes a larger index first.

namespace arsenal::inline ARSENAL_ABI::detail {

class dense_index {
public:
    static constexpr std::uint64_t empty = ~std::uint64_t{0};
    static constexpr unsigned rank_bits = 31;

    /// What is looked for: from `home` on, the lanes with the rank of `want`, whose position is 0.
    struct target {
        std::uint64_t* home;
        std::uint64_t want;
    };
    template <bool Avalanching>
    target target_of(std::uint64_t h) const noexcept {
        if constexpr (!Avalanching) {
            if (!mixed_) {
                const std::uint64_t quotient = modulus_.quotient(h);
                const std::uint64_t lane = h - quotient * modulus_.p;
                return {lanes_ + lane, lane << tag_shift_ | (quotient & tag_mask_) << 32};
            }
            h = mix(h);
        }
        const std::uint64_t rank = h >> (64 - rank_bits);
        return {lanes_ + (rank * modulus_.p >> rank_bits), rank << 32};
    }

    static std::uint32_t position(std::uint64_t lane) noexcept { return static_cast<std::uint32_t>(lane); }
    static bool same_rank(std::uint64_t lane, std::uint64_t want) noexcept { return (lane ^ want) >> 32 == 0; }

    /// The first lane that is not less: the elements with this rank begin here, if there are any.
    static std::uint64_t* seek(target t) noexcept {
        std::uint64_t* at = t.home;
        while (*at < t.want) ++at;
        return at;
    }
    /// The lane of an element that is known to be there.
    static std::uint64_t* lane_of(target t, std::size_t position) noexcept {
        const std::uint64_t sought = t.want | position;
        std::uint64_t* at = t.home;
        while (*at != sought) ++at;
        return at;
    }
    static void set_position(std::uint64_t& lane, std::size_t position) noexcept {
        lane = (lane >> 32 << 32) | position;
    }

    /// Puts an element in at `at`, where a search for it ended, and shifts what is there. True where the index
    /// must be rebuilt before the next insertion.
    [[nodiscard]] bool insert(std::uint64_t* at, target t, std::size_t position) noexcept {
        std::uint64_t entering = t.want | position;
        for (;; ++at) {
            const std::uint64_t resident = *at;
            *at = entering;
            if (resident == empty) break;
            entering = resident;
        }
        if (at == t.home) return false;
        return at >= last_ || static_cast<std::size_t>(at - t.home) > longest_;
    }
    void erase(std::uint64_t* at) noexcept {
        for (;; ++at) {
            const std::uint64_t next = at[1];
            if (next == empty || home_of(next) > at) break;
            *at = next;
        }
        *at = empty;
    }

    // The rest is for the table's slow paths, compiled once.

    /// What the index asks of the table that it is part of.
    struct functions {
        std::uint64_t* (*allocate)(void* table, std::size_t lanes);
        void (*deallocate)(void* table, std::uint64_t* lanes, std::size_t n) noexcept;
        /// Enters the table's first n elements into `into`, by enter(); false where that says so. Throws what
        /// the hash throws.
        bool (*fill)(const void* table, dense_index& into, std::size_t n);
        bool avalanching;
    };

    bool exists() const noexcept { return total_ != 0; }
    std::size_t home_lanes() const noexcept { return exists() ? modulus_.p : 0; }
    std::size_t bytes() const noexcept { return total_ * sizeof(std::uint64_t); }
    bool is_mixed() const noexcept { return mixed_; }
    bool is_large() const noexcept { return total_ > 8192; } // more than a first-level cache holds
    /// An insertion has asked for a rebuild.
    bool is_strained() const noexcept { return strained_; }
    void strain() noexcept { strained_ = true; }
    bool has_room() const noexcept { return *last_ == empty; }
    /// For fill(): false where the index has to be laid out differently.
    template <bool Avalanching>
    [[nodiscard]] bool enter(std::uint64_t h, std::size_t position) noexcept {
        const target t = target_of<Avalanching>(h);
        if (!insert(seek(t), t, position)) [[likely]]
            return true;
        strained_ = true;
        return false;
    }

    /// Replaces this by an index for `limit` elements at a load of at most max_load, with the table's first
    /// `size` elements, which are those that are in this one. Strong guarantee; throws what allocate() and
    /// fill() throw, and length_error.
    void rebuild(const functions& f, void* table, std::size_t size, std::size_t limit, float max_load);
    /// An index of its own, with the same lanes. This one is new. Throws what allocate() throws.
    void copy_from(const functions& f, void* table, const dense_index& other);
    /// As if every element were erased.
    void clear(const functions& f) noexcept;
    void release(const functions& f, void* table) noexcept;

    /// After the array has lost the elements [first, first + count), whose lanes are gone.
    void close_gap(std::size_t first, std::size_t count) noexcept;
    /// After the array has lost the elements whose bits are set in `gone`, and the others have moved up. `rank`
    /// is room for the number of them before each word.
    void remove_marked(const std::uint64_t* gone, std::size_t words, std::uint32_t* before) noexcept;
    /// The lane of the element at `position`, whose hash is not to be had. pre: there is one
    std::uint64_t* find_position(std::size_t position) const noexcept;
    /// Lanes to look at, in all and at most, for the elements that are there: 1 for each at home.
    struct probe_lengths {
        std::size_t total = 0;
        std::size_t longest = 0;
    };
    probe_lengths probes() const noexcept;

private:
    static constexpr std::uint64_t no_lanes[8] = {empty, empty, empty, empty, empty, empty, empty, empty};
    static constexpr std::size_t never = ~std::size_t{0};

    std::uint64_t* home_of(std::uint64_t lane) const noexcept {
        return lanes_ + ((lane >> 32) * scale_ >> rank_bits);
    }
    void lay_out(std::uint64_t* lanes, const prime_modulus& modulus, std::size_t slack, bool mixed) noexcept;
    void set_mode(bool mixed) noexcept;
    bool take_lanes_of(const dense_index& old) noexcept;
    /// In order, and too many are not at home for that to be of use.
    bool is_out_of_order(std::size_t size) const noexcept;

    std::uint64_t* lanes_ = const_cast<std::uint64_t*>(no_lanes);
    prime_modulus modulus_;
    std::uint64_t scale_ = 5;
    std::uint64_t tag_mask_ = 0;
    std::uint64_t* last_ = const_cast<std::uint64_t*>(no_lanes) + 6; // the last that an insertion may take
    std::size_t longest_ = never;   // lanes from home at which an index in order gives up
    std::size_t total_ = 0;         // lanes; 0: there is no index, and lanes_ is no_lanes
    std::uint8_t tag_shift_ = 32;
    bool mixed_ = false;
    bool strained_ = false;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
