#pragma once

#include <arsenal/containers/detail/dense_group.hpp>
#include <arsenal/containers/detail/prime_modulus.hpp>
#include <arsenal/containers/hash_stats.hpp>
#include <arsenal/hash/detail/mix.hpp>
#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

// The index beside the values of a dense table: where in the array the element with a given hash is. An array
// of 64-bit lanes, in one of two forms.
//
//   in order   home lane = h mod p                     63      62 ......... 32   31 ............. 0
//                                                      empty   lane and tag      position
//
//     How a table starts, unless its hash calls itself avalanching. Dense integers and progressions have no
//     collision and stream through memory, as in std (prime_modulus.hpp). The lanes are sorted, with gaps: an
//     element stands at its home lane or as near after it as there was room. A lookup goes on while the lane
//     is less than what it looks for; an insertion shifts what is larger to the next empty lane (all ones);
//     erasing shifts back. `exact`: every element is at home. Then a lookup reads one lane and one value.
//     Tag are as many low bits of h div p as there is room for.
//
//   grouped    home group = rank * groups >> 30        63         62      61 ....... 32   31 ............. 0
//                                                      overflow   taken   rank            position
//
//     rank are the top 30 bits of the mixed hash. An element is in any lane of its home group, or, if that
//     was full when it came, in the next group with room; then the bit `overflow` is set in all groups
//     passed, in the lane that the low bits of its rank name. A lookup compares the eight ranks of a cache
//     line at once (dense_group.hpp) and ends where that bit is not set; it reads a value only where all 30
//     bits agree. Erasing frees the lane; overflow bits stay until the index is built anew, which happens
//     when too many insertions had to leave their group. It grows from its own lanes, in order: no hash is
//     called and no element read, and what is written is written nearly in sequence.
//
// Where about as many elements are not at home as of random ones, or one is very far from it, the index
// becomes grouped and stays so until clear(). Nobody sees the difference but the clock. Up to eight elements
// have no index.
//
// Behind the home lanes of an index in order are some more for what is displaced from the last ones; the last
// of all is empty, so that no scan needs a bound. When the last but one is taken, the next insertion makes a
// larger index first.

namespace arsenal::inline ARSENAL_ABI::detail {

// std::allocator's memory for the array and the index, in whole huge pages where there are several: a table
// that grows gives its blocks back soon, and a block of two or three huge pages is seldom worth clearing
// them.
void* dense_allocate(std::size_t bytes);
void dense_deallocate(void* p, std::size_t bytes) noexcept;

class dense_index {
public:
    static constexpr std::uint64_t empty = ~std::uint64_t{0}; // in order

    /// Where an element belongs, and its lane without the position.
    struct target {
        std::uint64_t* home;
        std::uint64_t want;
    };

    /// Without an index the table looks at each element, up to so many.
    static constexpr std::size_t small = 8;
    bool exists() const noexcept { return form_ != form::none; }
    bool is_exact() const noexcept { return form_ == form::exact; }
    bool is_grouped() const noexcept { return form_ == form::grouped; }

    static std::uint32_t position(std::uint64_t lane) noexcept { return static_cast<std::uint32_t>(lane); }
    static void set_position(std::uint64_t& lane, std::size_t position) noexcept {
        lane = (lane >> 32 << 32) | position;
    }

    // Lookup. The two usual cases, to be inlined:

    /// The only lane in which an element with this hash can be. pre: is_exact()
    std::uint64_t exact_lane(std::uint64_t h) const noexcept {
        std::uint64_t home = modulus_(h);
        asm("" : "+r"(home)); // clang would make gathers of a loop of lookups: 1.7 times as slow
        return lanes_[home];
    }
    /// The lane of the element with hash h at whose position is_it(position), or null. pre: is_grouped()
    template <bool Avalanching, class IsIt>
    [[gnu::always_inline]] std::uint64_t* find_in_groups(std::uint64_t h, IsIt&& is_it) const {
        return find_grouped(grouped(Avalanching ? h : mix(h)), is_it);
    }
    /// Any. pre: exists()
    template <bool Avalanching, class IsIt>
    std::uint64_t* find(std::uint64_t h, IsIt&& is_it) const {
        return find_at(place_of<Avalanching>(h), is_it);
    }
    /// The lane of an element that is known to be there.
    template <bool Avalanching>
    std::uint64_t* lane_of(std::uint64_t h, std::size_t sought) const noexcept {
        return find<Avalanching>(h, [sought](std::uint32_t p) { return p == sought; });
    }

    /// Where a hash belongs, for a search that an insertion may follow.
    struct place {
        target at;
        bool grouped;
    };
    template <bool Avalanching>
    [[gnu::always_inline]] place place_of(std::uint64_t h) const noexcept {
        if constexpr (!Avalanching) {
            if (!is_grouped()) return {in_order(h), false};
            h = mix(h);
        }
        return {grouped(h), true};
    }
    template <class IsIt>
    [[gnu::always_inline]] std::uint64_t* find_at(const place& p, IsIt&& is_it) const {
        if (p.grouped) return find_grouped(p.at, is_it);
        if (*p.at.home == empty) return nullptr;
        return find_in_order(p.at, is_it);
    }
    /// Puts an element in, which is not there. True where the index must be rebuilt before the next one.
    [[nodiscard, gnu::always_inline]] bool insert_at(const place& p, std::size_t position) noexcept {
        return p.grouped ? insert_grouped(p.at, position) : insert_in_order(p.at, position);
    }
    template <bool Avalanching>
    [[nodiscard]] bool insert(std::uint64_t h, std::size_t position) noexcept {
        return insert_at(place_of<Avalanching>(h), position);
    }
    void erase(std::uint64_t* at) noexcept {
        if (is_grouped())
            *at &= dense_group::overflow;
        else
            erase_in_order(at);
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

    std::size_t home_lanes() const noexcept { return exists() ? modulus_.p : 0; }
    std::size_t bytes() const noexcept { return total_ * sizeof(std::uint64_t); }
    /// An insertion has asked for a rebuild.
    bool is_strained() const noexcept { return strained_; }
    void strain() noexcept { strained_ = true; }
    /// For fill(): false where the index has to be laid out differently.
    template <bool Avalanching>
    [[nodiscard]] bool enter(std::uint64_t h, std::size_t position) noexcept {
        return !insert<Avalanching>(h, position) || is_grouped() || (*last_ == empty && !far_);
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

    /// After the array has lost the elements [first - count, first), whose lanes are gone.
    void close_gap(std::size_t first, std::size_t count) noexcept;
    /// After the array has lost the elements whose bits are set in `gone`, and the others have moved up.
    /// `before` is room for the number of them before each word.
    void remove_marked(const std::uint64_t* gone, std::size_t words, std::uint32_t* before) noexcept;
    /// The lane of the element at `position`, whose hash is not to be had. pre: there is one
    std::uint64_t* find_position(std::size_t position) const noexcept;
    /// Cache lines to look at, 1 where nothing was displaced; of an index in order lanes instead.
    hash_stats probes() const noexcept;

private:
    enum class form : std::uint8_t { none, in_order, exact, grouped }; // exact: in order, and all at home

    static constexpr unsigned lanes_per_group = dense_group::lanes;
    static constexpr unsigned order_bits = 31; // of lane and tag

    // In order.

    target in_order(std::uint64_t h) const noexcept {
        const std::uint64_t quotient = modulus_.quotient(h);
        const std::uint64_t lane = h - quotient * modulus_.p;
        return {lanes_ + lane, lane << tag_shift_ | (quotient & tag_mask_) << 32};
    }
    std::uint64_t* home_in_order(std::uint64_t lane) const noexcept { return lanes_ + (lane >> tag_shift_); }
    template <class IsIt>
    std::uint64_t* find_in_order(target t, IsIt&& is_it) const {
        std::uint64_t* at = t.home;
        while (*at < t.want) ++at;
        for (; (*at ^ t.want) >> 32 == 0; ++at)
            if (is_it(position(*at))) return at;
        return nullptr;
    }
    [[gnu::always_inline]] bool insert_in_order(target t, std::size_t position) noexcept {
        if (*t.home != empty) return insert_displaced(t, position);
        *t.home = t.want | position;
        return false;
    }
    bool insert_displaced(target t, std::size_t position) noexcept;
    void erase_in_order(std::uint64_t* at) noexcept {
        for (;; ++at) {
            const std::uint64_t next = at[1];
            if (next == empty || home_in_order(next) > at) break;
            *at = next;
        }
        *at = empty;
    }

    // Grouped.

    target grouped(std::uint64_t h) const noexcept {
        const std::uint64_t rank = h >> (64 - dense_group::rank_bits);
        return {lanes_ + (rank * groups_ >> dense_group::rank_bits) * lanes_per_group,
                rank << 32 | dense_group::taken};
    }
    static unsigned overflow_lane(std::uint64_t want) noexcept {
        return static_cast<unsigned>(want >> 32) % lanes_per_group;
    }
    std::uint64_t* next_group(std::uint64_t* g) const noexcept {
        return g == last_ ? lanes_ : g + lanes_per_group;
    }
    template <class IsIt>
    [[gnu::always_inline]] std::uint64_t* find_grouped(target t, IsIt&& is_it) const {
        for (std::uint64_t* g = t.home;;) {
            for (lane_set same = dense_group::match(g, t.want); same; same.drop_lowest()) {
                std::uint64_t* const at = g + same.lowest();
                if (is_it(position(*at))) [[likely]]
                    return at;
            }
            if ((g[overflow_lane(t.want)] & dense_group::overflow) == 0) [[likely]]
                return nullptr;
            g = next_group(g);
            if (g == t.home) return nullptr;
        }
    }
    [[gnu::always_inline]] bool insert_grouped(target t, std::size_t position) noexcept {
        if (const lane_set room = dense_group::match(t.home, 0)) [[likely]] {
            std::uint64_t& lane = t.home[room.lowest()];
            lane = (lane & dense_group::overflow) | t.want | position;
            return false;
        }
        return insert_overflowing(t, position);
    }
    [[gnu::cold]] bool insert_overflowing(target t, std::size_t position) noexcept;

    void lay_out(std::uint64_t* lanes, prime_modulus modulus, std::size_t slack) noexcept;
    void lay_out_groups(std::uint64_t* lanes, prime_modulus modulus) noexcept;
    void take_groups_of(const dense_index& old) noexcept;
    void append_to_group(target t, std::size_t position) noexcept;
    bool is_taken(std::uint64_t lane) const noexcept {
        return is_grouped() ? (lane & dense_group::taken) != 0 : lane != empty;
    }
    target home_group_of(std::uint64_t lane) const noexcept {
        return {lanes_ + ((lane >> 32 & dense_group::rank_mask) * groups_ >> dense_group::rank_bits) *
                             lanes_per_group,
                lane & ~dense_group::overflow & ~std::uint64_t{0xffff'ffff}};
    }
    /// In order, and too many are not at home for that to be of use.
    bool is_out_of_order(std::size_t size) const noexcept;

    // An element in order that stands further from home than any of as many random ones would: dense ranges
    // lie on top of each other there.
    static constexpr std::ptrdiff_t give_up_at = 128;
    /// At least half as many of n elements are displaced as of random ones, were the lanes not sorted.
    bool is_disorder(std::size_t displaced, std::size_t n) const noexcept {
        return displaced > n * n / (4 * modulus_.p);
    }

    std::uint64_t* lanes_ = nullptr;
    prime_modulus modulus_; // p lanes are home to somebody; of the grouped form as many, rounded up
    std::uint64_t groups_ = 1;
    std::uint64_t tag_mask_ = 0;
    std::uint64_t* last_ = nullptr; // the last group, or the last lane that may be taken
    std::size_t total_ = 0;         // lanes
    std::size_t displaced_ = 0;     // insertions that did not end in their home lane, or home group
    std::size_t displaced_bound_ = 0;
    std::uint8_t tag_shift_ = 32;
    form form_ = form::none;
    bool strained_ = false;
    bool far_ = false;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
