#include <arsenal/containers/detail/block_store.hpp>
#include <arsenal/containers/detail/dense_index.hpp>
#include <arsenal/containers/detail/probe_sums.hpp>
#include <arsenal/platform/throw.hpp>

#include <algorithm>
#include <bit>
#include <cstring>

namespace arsenal::inline ARSENAL_ABI::detail {
namespace {

// Lanes behind the home lanes of an index in order. If its elements were random, one in 10^8 tables would
// need more at a load of 0.8.
constexpr std::size_t usual_slack = 40;
// Insertions that may end outside their home, beyond those that do when the index is built, before it is
// looked at again: one in so many lanes; in order, of a table that is large, a few. In order they may tell
// that the keys are not of that kind; grouped, they leave overflow bits.
constexpr std::size_t displaced_share = 16;
constexpr std::size_t displaced_at_first = 8;

/// Whole groups; never less than an index in order needs, which clear() may make of it.
constexpr std::size_t lanes_in_groups(std::size_t p) noexcept {
    return (p + 2 + dense_group::lanes - 1) / dense_group::lanes * dense_group::lanes;
}

constexpr std::size_t worth_huge_pages = std::size_t{8} << 20;

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

void* dense_allocate(std::size_t bytes) {
    return bytes < worth_huge_pages ? heap_allocate(nullptr, bytes) : heap_allocate_segment(nullptr, bytes);
}
void dense_deallocate(void* p, std::size_t bytes) noexcept {
    if (bytes < worth_huge_pages)
        heap_deallocate(nullptr, p, bytes);
    else
        heap_deallocate_segment(nullptr, p, bytes);
}

void dense_index::lay_out(std::uint64_t* lanes, prime_modulus modulus, std::size_t slack) noexcept {
    *this = dense_index();
    lanes_ = lanes;
    modulus_ = modulus;
    total_ = modulus.p + slack + 1;
    last_ = lanes_ + total_ - 2;
    const unsigned tag_bits = order_bits - static_cast<unsigned>(std::bit_width(modulus.p));
    tag_mask_ = (std::uint64_t{1} << tag_bits) - 1;
    tag_shift_ = static_cast<std::uint8_t>(32 + tag_bits);
    displaced_bound_ = std::min<std::size_t>(modulus.p / displaced_share, displaced_at_first);
    form_ = form::exact;
    std::memset(lanes, 0xff, bytes());
}

void dense_index::lay_out_groups(std::uint64_t* lanes, prime_modulus modulus) noexcept {
    *this = dense_index();
    lanes_ = lanes;
    modulus_ = modulus;
    total_ = lanes_in_groups(modulus.p);
    groups_ = total_ / lanes_per_group;
    last_ = lanes_ + total_ - lanes_per_group;
    form_ = form::grouped;
    displaced_bound_ = modulus.p / displaced_share;
    std::memset(lanes, 0, bytes());
}

bool dense_index::insert_displaced(target t, std::size_t position) noexcept {
    std::uint64_t entering = t.want | position;
    std::uint64_t* at = t.home;
    while (*at < entering) ++at;
    for (;; ++at) {
        const std::uint64_t resident = *at;
        *at = entering;
        if (resident == empty) break;
        entering = resident;
    }
    form_ = form::in_order;
    ++displaced_;
    far_ = far_ || at - t.home > give_up_at;
    return at >= last_ || far_ || (displaced_ > displaced_bound_ && is_disorder(displaced_, position));
}

bool dense_index::insert_overflowing(target t, std::size_t position) noexcept {
    for (std::uint64_t* g = t.home;; g = next_group(g)) {
        if (const lane_set room = dense_group::match(g, 0)) {
            std::uint64_t& lane = g[room.lowest()];
            lane = (lane & dense_group::overflow) | t.want | position;
            return ++displaced_ > displaced_bound_;
        }
        g[overflow_lane(t.want)] |= dense_group::overflow;
    }
}

// While groups are filled one after the other, the last lane of each that is not full counts its elements: to
// look for the empty lanes of what was written an instant ago would wait for the stores.
void dense_index::append_to_group(target t, std::size_t position) noexcept {
    std::uint64_t* g = t.home;
    while ((g[lanes_per_group - 1] & dense_group::taken) != 0) [[unlikely]] {
        g[overflow_lane(t.want)] |= dense_group::overflow;
        g = next_group(g);
        ++displaced_;
    }
    const std::uint64_t count = g[lanes_per_group - 1]++ % lanes_per_group;
    g[count] = (g[count] & dense_group::overflow) | t.want | position;
}

void dense_index::take_groups_of(const dense_index& old) noexcept {
    for (const std::uint64_t* g = old.lanes_; g <= old.last_; g += lanes_per_group) {
        // Counted, not asked one by one: which lanes are taken is hard to predict.
        std::uint64_t taken[lanes_per_group];
        unsigned count = 0;
        for (unsigned i = 0; i < lanes_per_group; ++i) {
            taken[count] = g[i];
            count += static_cast<unsigned>(g[i] >> 62 & 1);
        }
        for (unsigned i = 0; i < count; ++i) append_to_group(home_group_of(taken[i]), position(taken[i]));
    }
    for (std::uint64_t* g = lanes_; g <= last_; g += lanes_per_group) {
        std::uint64_t& counter = g[lanes_per_group - 1];
        if ((counter & dense_group::taken) == 0) counter &= dense_group::overflow;
    }
}

bool dense_index::is_out_of_order(std::size_t size) const noexcept {
    if (form_ != form::in_order) return false;
    if (far_) return true;
    std::size_t displaced = 0;
    for (std::size_t i = 0; i < total_; ++i)
        if (lanes_[i] != empty && home_in_order(lanes_[i]) != lanes_ + i) ++displaced;
    return displaced != 0 && is_disorder(displaced, size);
}

void dense_index::rebuild(const functions& f, void* table, std::size_t size, std::size_t limit,
                          float max_load) {
    const double wanted = static_cast<double>(limit) / static_cast<double>(max_load);
    if (!(wanted < static_cast<double>(max_buckets))) throw_length_error("arsenal: too many elements");
    const prime_modulus modulus = modulus_for(static_cast<std::uint64_t>(wanted) + 1);
    bool group = f.avalanching || is_grouped() || modulus.p >> (order_bits - 1) != 0 || is_out_of_order(size);
    std::size_t slack = std::min(limit, usual_slack);
    dense_index made;
    for (;;) {
        fresh_lanes fresh(f, table, group ? lanes_in_groups(modulus.p) : modulus.p + slack + 1);
        if (group) {
            made.lay_out_groups(fresh.lanes, modulus);
            if (is_grouped())
                made.take_groups_of(*this);
            else
                static_cast<void>(f.fill(table, made, size));
        } else {
            made.lay_out(fresh.lanes, modulus, slack);
            const bool filled = f.fill(table, made, size);
            if (made.is_out_of_order(size)) {
                group = true;
                continue;
            }
            if (!filled) {
                slack = std::max(2 * slack, usual_slack);
                continue;
            }
        }
        fresh.lanes = nullptr;
        break;
    }
    if (made.displaced_ != 0) made.displaced_bound_ = made.displaced_ + modulus.p / displaced_share;
    release(f, table);
    *this = made;
}

void dense_index::copy_from(const functions& f, void* table, const dense_index& other) {
    if (!other.exists()) return;
    std::uint64_t* const lanes = f.allocate(table, other.total_);
    std::memcpy(lanes, other.lanes_, other.bytes());
    *this = other;
    lanes_ = lanes;
    last_ = lanes_ + (other.last_ - other.lanes_);
}

void dense_index::clear(const functions& f) noexcept {
    if (!exists()) return;
    if (f.avalanching || modulus_.p >> (order_bits - 1) != 0)
        lay_out_groups(lanes_, modulus_);
    else
        lay_out(lanes_, modulus_, total_ - modulus_.p - 1);
}

void dense_index::release(const functions& f, void* table) noexcept {
    if (exists()) f.deallocate(table, lanes_, total_);
    *this = dense_index();
}

void dense_index::close_gap(std::size_t first, std::size_t count) noexcept {
    for (std::size_t i = 0; i < total_; ++i)
        if (is_taken(lanes_[i]) && position(lanes_[i]) >= first) lanes_[i] -= count;
}

void dense_index::remove_marked(const std::uint64_t* gone, std::size_t words,
                                std::uint32_t* before) noexcept {
    std::uint32_t sum = 0;
    for (std::size_t w = 0; w < words; ++w) {
        before[w] = sum;
        sum += static_cast<std::uint32_t>(std::popcount(gone[w]));
    }
    std::uint64_t* to = lanes_; // in order: elements only move towards their homes, over what was read before
    for (std::size_t i = 0; i < total_; ++i) {
        const std::uint64_t lane = lanes_[i];
        if (!is_taken(lane)) continue;
        const std::uint32_t at = position(lane);
        const std::uint64_t word = gone[at / 64];
        const bool stays = (word >> at % 64 & 1) == 0;
        const auto lower =
            static_cast<std::uint32_t>(std::popcount(word & ((std::uint64_t{1} << at % 64) - 1)));
        const std::uint64_t moved = lane - before[at / 64] - lower;
        if (is_grouped()) {
            if (stays)
                lanes_[i] = moved;
            else
                erase(lanes_ + i);
        } else if (stays) {
            std::uint64_t* const home = home_in_order(lane);
            while (to < home) *to++ = empty;
            *to++ = moved;
        }
    }
    if (!is_grouped()) std::fill(to, lanes_ + total_, empty);
}

std::uint64_t* dense_index::find_position(std::size_t sought) const noexcept {
    std::uint64_t* at = lanes_;
    while (!is_taken(*at) || position(*at) != sought) ++at;
    return at;
}

hash_stats dense_index::probes() const noexcept {
    probe_sums sums;
    sums.totals.slots = total_;
    sums.totals.mixed = is_grouped();
    for (std::size_t i = 0; i < total_; ++i) {
        const std::uint64_t lane = lanes_[i];
        if (is_grouped()) { // the misses that begin in this group and follow the overflow bits of this lane
            const std::size_t home = i / lanes_per_group;
            std::size_t at = i;
            do {
                ++sums.misses;
                if ((lanes_[at] & dense_group::overflow) == 0) break;
                at = (at + lanes_per_group) % total_;
            } while (at / lanes_per_group != home);
        } else if (i < modulus_.p) {
            ++sums.misses;
            // Over what belongs further ahead, and what is at home here under a tag that is not larger.
            const std::uint64_t* const home = lanes_ + i;
            for (auto at = home; !is_exact() && *at != empty && home_in_order(*at) <= home; ++at)
                sums.misses += home_in_order(*at) < home ? 1
                                                         : 1 - static_cast<double>(*at >> 32 & tag_mask_) /
                                                                   static_cast<double>(tag_mask_ + 1);
        }
        if (!is_taken(lane)) continue;
        std::size_t length = 1;
        if (is_grouped()) {
            const auto home = static_cast<std::size_t>(home_group_of(lane).home - lanes_) / lanes_per_group;
            length += (i / lanes_per_group + groups_ - home) % groups_;
        } else {
            length += static_cast<std::size_t>(lanes_ + i - home_in_order(lane));
        }
        sums.add_key(length);
    }
    sums.miss_starts = static_cast<double>(is_grouped() ? total_ : modulus_.p);
    return sums.means();
}

} // namespace arsenal::inline ARSENAL_ABI::detail
