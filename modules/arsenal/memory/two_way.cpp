#include <arsenal/memory/detail/two_way.hpp>

#include <arsenal/memory/detail/bytes.hpp>

#include <algorithm>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

struct suffix {
    std::size_t begin;
    std::size_t period;
};

/// The largest suffix of q, in the order of bytes or in its reverse.
template <class Less>
suffix maximal_suffix(const std::uint8_t* q, std::size_t m, Less less) noexcept {
    std::size_t best = 0;
    std::size_t candidate = 1;
    std::size_t equal = 0; // bytes in which the candidate is as the best
    std::size_t period = 1;
    while (candidate + equal < m) {
        const std::uint8_t a = q[candidate + equal];
        const std::uint8_t b = q[best + equal];
        if (a == b) {
            if (++equal == period) {
                candidate += period;
                equal = 0;
            }
        } else if (less(a, b)) {
            candidate += equal + 1;
            equal = 0;
            period = candidate - best;
        } else {
            best = candidate++;
            equal = 0;
            period = 1;
        }
    }
    return {best, period};
}

/// Fewer bytes are looked at without a call.
constexpr std::size_t few = 16;

/// The length of the common prefix.
std::size_t common_prefix(const std::uint8_t* p, const std::uint8_t* q, std::size_t n) noexcept {
    const std::size_t head = std::min(n, few);
    for (std::size_t i = 0; i != head; ++i)
        if (p[i] != q[i]) return i;
    return head == n ? n : head + detail::bytes_mismatch(p + head, q + head, n - head);
}

} // namespace

two_way_needle::two_way_needle(const std::uint8_t* q, std::size_t m) noexcept : q_(q), m_(m) {
    const suffix up = detail::maximal_suffix(q, m, [](std::uint8_t a, std::uint8_t b) { return a < b; });
    const suffix down = detail::maximal_suffix(q, m, [](std::uint8_t a, std::uint8_t b) { return a > b; });
    const suffix last = up.begin > down.begin ? up : down;
    split_ = last.begin;
    periodic_ = split_ + last.period <= m && __builtin_memcmp(q, q + last.period, split_) == 0;
    period_ = periodic_ ? last.period : std::max(split_, m - split_) + 1;
}

std::size_t two_way_needle::first_split_byte(const std::uint8_t* p, std::size_t place,
                                             std::size_t places) const noexcept {
    const std::uint8_t wanted = q_[split_];
    const std::size_t near = std::min(places, place + few);
    for (; place != near; ++place)
        if (p[place + split_] == wanted) return place;
    if (place == places) return places;
    const void* const at = __builtin_memchr(p + place + split_, wanted, places - place);
    return at != nullptr ? static_cast<std::size_t>(static_cast<const std::uint8_t*>(at) - p) - split_
                         : places;
}

std::size_t two_way_needle::find(const std::uint8_t* p, std::size_t places) const noexcept {
    std::size_t known = 0; // bytes at the place that are known to fit
    for (std::size_t place = 0; place < places;) {
        if (known == 0) {
            place = first_split_byte(p, place, places);
            if (place == places) return places;
        }
        const std::size_t right = std::max(split_, known);
        const std::size_t fitting = right + detail::common_prefix(p + place + right, q_ + right, m_ - right);
        if (fitting != m_) {
            place += fitting - split_ + 1;
            known = 0;
            continue;
        }
        if (known >= split_ || __builtin_memcmp(p + place + known, q_ + known, split_ - known) == 0)
            return place;
        place += period_;
        known = periodic_ ? m_ - period_ : 0;
    }
    return places;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
