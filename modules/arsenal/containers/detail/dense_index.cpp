#include <arsenal/containers/detail/dense_index.hpp>
#include <arsenal/platform/throw.hpp>

#include <algorithm>
#include <bit>
#include <cstring>

namespace arsenal::inline ARSENAL_ABI::detail {
namespace {

// Lanes behind the home lanes. At a load of 0.8 a run of random ranks reaches further than this once in 10^8
// tables.
constexpr std::size_t usual_slack = 40;
// An element in order that stands further from home than any of as many random ranks would: dense ranges lie
// on top of each other there.
constexpr std::size_t give_up_at = 128;

/// Frees what was allocated unless it was kept.
struct fresh_lanes {
    const dense_index::functions& f;
    void* table;
    std::uint64_t* lanes;
    std::size_t n;

    fresh_lanes(const dense_index::functions& functions, void* t, std::size_t count)
        : f(functions), table(t), lanes(f.allocate(t, count)), n(count) {}
    fresh_lanes(const fresh_lanes&) = delete;
    fresh_lanes& operator=(const fresh_lanes&) = delete;
    ~fresh_lanes() {
        if (lanes != nullptr) f.deallocate(table, lanes, n);
    }
};

} // namespace

void dense_index::set_mode(bool mixed) noexcept {
    mixed_ = mixed;
    strained_ = false;
    const auto lane_bits = static_cast<unsigned>(std::bit_width(modulus_.p));
    if (mixed) {
        scale_ = modulus_.p;
        longest_ = never;
        tag_mask_ = 0;
        tag_shift_ = 32;
    } else {
        const unsigned tag_bits = rank_bits - lane_bits;
        scale_ = std::uint64_t{1} << lane_bits; // rank >> tag_bits == rank * 2^lane_bits >> rank_bits
        longest_ = give_up_at;
        tag_mask_ = (std::uint64_t{1} << tag_bits) - 1;
        tag_shift_ = static_cast<std::uint8_t>(32 + tag_bits);
    }
}

void dense_index::lay_out(std::uint64_t* lanes, const prime_modulus& modulus, std::size_t slack,
                          bool mixed) noexcept {
    lanes_ = lanes;
    modulus_ = modulus;
    total_ = modulus.p + slack + 1;
    last_ = lanes_ + total_ - 2;
    set_mode(mixed);
}

/// Both are mixed. In one pass, in order. False where there is no room behind the last home lanes.
bool dense_index::take_lanes_of(const dense_index& old) noexcept {
    std::uint64_t* to = lanes_;
    for (std::size_t i = 0; i < old.total_; ++i) {
        const std::uint64_t lane = old.lanes_[i];
        if (lane == empty) continue;
        std::uint64_t* const home = home_of(lane);
        while (to < home) *to++ = empty;
        if (to >= last_) return false;
        *to++ = lane;
    }
    std::fill(to, lanes_ + total_, empty);
    return true;
}

bool dense_index::is_out_of_order(std::size_t size) const noexcept {
    if (mixed_ || !exists()) return false;
    if (strained_ && has_room()) return true;
    std::size_t displaced = 0;
    for (std::size_t i = 0; i < total_; ++i)
        if (lanes_[i] != empty && home_of(lanes_[i]) != lanes_ + i) ++displaced;
    return displaced > size / 8;
}

void dense_index::rebuild(const functions& f, void* table, std::size_t size, std::size_t limit,
                          float max_load) {
    const double wanted = static_cast<double>(limit) / static_cast<double>(max_load);
    if (!(wanted < static_cast<double>(max_buckets))) throw_length_error("arsenal: too many elements");
    const prime_modulus modulus = modulus_for(static_cast<std::uint64_t>(wanted) + 1);
    bool mix = f.avalanching || (exists() && mixed_) || modulus.p >> rank_bits != 0 ||
               is_out_of_order(size);
    std::size_t slack = std::min(limit, usual_slack);
    for (;;) {
        fresh_lanes fresh(f, table, modulus.p + slack + 1);
        dense_index made;
        made.lay_out(fresh.lanes, modulus, slack, mix);
        if (mix && mixed_ && exists()) {
            if (!made.take_lanes_of(*this)) {
                slack = std::max(2 * slack, usual_slack);
                continue;
            }
        } else {
            std::memset(fresh.lanes, 0xff, fresh.n * sizeof(std::uint64_t));
            const bool filled = f.fill(table, made, size);
            if (made.is_out_of_order(size)) {
                mix = true;
                continue;
            }
            if (!filled) {
                slack = std::max(2 * slack, usual_slack);
                continue;
            }
        }
        fresh.lanes = nullptr;
        release(f, table);
        *this = made;
        return;
    }
}

void dense_index::copy_from(const functions& f, void* table, const dense_index& other) {
    if (!other.exists()) return;
    std::uint64_t* const lanes = f.allocate(table, other.total_);
    std::memcpy(lanes, other.lanes_, other.bytes());
    *this = other;
    lanes_ = lanes;
    last_ = lanes_ + total_ - 2;
}

void dense_index::clear(const functions& f) noexcept {
    if (!exists()) return;
    std::memset(lanes_, 0xff, bytes());
    set_mode(f.avalanching || modulus_.p >> rank_bits != 0);
}

void dense_index::release(const functions& f, void* table) noexcept {
    if (exists()) f.deallocate(table, lanes_, total_);
    *this = dense_index();
}

void dense_index::close_gap(std::size_t first, std::size_t count) noexcept {
    for (std::size_t i = 0; i < total_; ++i)
        if (lanes_[i] != empty && position(lanes_[i]) >= first) lanes_[i] -= count;
}

void dense_index::remove_marked(const std::uint64_t* gone, std::size_t words, std::uint32_t* before) noexcept {
    std::uint32_t sum = 0;
    for (std::size_t w = 0; w < words; ++w) {
        before[w] = sum;
        sum += static_cast<std::uint32_t>(std::popcount(gone[w]));
    }
    // Elements only move towards their homes: what is written was read before.
    std::uint64_t* to = lanes_;
    for (std::size_t i = 0; i < total_; ++i) {
        const std::uint64_t lane = lanes_[i];
        if (lane == empty) continue;
        const std::uint32_t at = position(lane);
        const std::uint64_t word = gone[at / 64];
        if ((word >> at % 64 & 1) != 0) continue;
        const auto lower = static_cast<std::uint32_t>(std::popcount(word & ((std::uint64_t{1} << at % 64) - 1)));
        std::uint64_t* const home = home_of(lane);
        while (to < home) *to++ = empty;
        *to++ = lane - before[at / 64] - lower;
    }
    std::fill(to, lanes_ + total_, empty);
}

std::uint64_t* dense_index::find_position(std::size_t sought) const noexcept {
    std::uint64_t* at = lanes_;
    while (*at == empty || position(*at) != sought) ++at;
    return at;
}

dense_index::probe_lengths dense_index::probes() const noexcept {
    probe_lengths all;
    for (std::size_t i = 0; i < total_; ++i) {
        if (lanes_[i] == empty) continue;
        const auto length = static_cast<std::size_t>(lanes_ + i - home_of(lanes_[i])) + 1;
        all.total += length;
        all.longest = std::max(all.longest, length);
    }
    return all;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
