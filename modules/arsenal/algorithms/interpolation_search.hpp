#pragma once

#include <arsenal/algorithms/detail/bisect.hpp>
#include <arsenal/algorithms/detail/callables.hpp>
#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// interpolation_search, classic and in ranges: lower_bound where the distance between two keys tells how many
// stand between them.
//
// Worth it for keys that are spread evenly (numbers of rows, hashes, times of steady events) in arrays beyond
// the caches: there it touches three or four lines, bisection a dozen. Not worth it under a few thousand
// keys, or where they are spread otherwise: then it is lower_bound with a few wasted steps.
//
// The first guess is a proportion of the array; each further one starts from the last probe, with the same
// keys per distance (the slope), so that there is one division in all (van Sandt, Chronis and Patel,
// "Efficiently Searching In-Memory Sorted Arrays", SIGMOD 2019). Every probe narrows the bounds, whatever it
// was guessed from, and each must come eight times as close as the one before: if not, the search gallops
// from there, and bisects. So skewed keys, infinities and NaNs cost a few steps, never more.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

/// How far b is behind a, in keys that ascend in the order; roughly, and anything at all where b is before a.
template <key_order order, class Key>
constexpr double key_distance(Key a, Key b) {
    if constexpr (order == key_order::descending) {
        return detail::key_distance<key_order::ascending>(b, a);
    } else if constexpr (floating_key<Key>) {
        return static_cast<double>(b) * 0.5 - static_cast<double>(a) * 0.5; // cannot overflow
    } else if constexpr (sizeof(Key) > 8) {
        return static_cast<double>(static_cast<uint128>(b) - static_cast<uint128>(a));
    } else if constexpr (std::is_pointer_v<Key>) {
        return static_cast<double>(std::bit_cast<std::uintptr_t>(b) - std::bit_cast<std::uintptr_t>(a));
    } else {
        return static_cast<double>(static_cast<std::uint64_t>(b) - static_cast<std::uint64_t>(a));
    }
}

/// Bounds of the answer: the element at `low` is before the key, or low is -1; that at `high` is not, or high
/// is n.
template <class Size>
struct key_bracket {
    Size low, high;
};

/// Narrows the bracket about the end that was probed last, by steps of `reach` and then four times as many.
template <class Size, class IsBefore>
constexpr void gallop(key_bracket<Size>& in, bool from_low, Size reach, const IsBefore& is_before) {
    const auto farther = [&in](Size by) { // cannot overflow
        const Size all = in.high - in.low;
        return by < all / 4 ? by * 4 : all;
    };
    if (from_low) {
        for (; reach < in.high - in.low; reach = farther(reach)) {
            const Size at = in.low + reach;
            const bool before = is_before(at);
            (before ? in.low : in.high) = at;
            if (!before) return;
        }
    } else {
        for (; reach < in.high - in.low; reach = farther(reach)) {
            const Size at = in.high - reach;
            const bool before = is_before(at);
            (before ? in.low : in.high) = at;
            if (before) return;
        }
    }
}

/// at + moves, or the nearest place in the bracket.
template <class Size>
constexpr Size moved(Size at, double moves, const key_bracket<Size>& in) {
    if (moves >= static_cast<double>(in.high - at)) return in.high - 1;
    if (-moves >= static_cast<double>(at - in.low)) return in.low + 1;
    return std::clamp(at + static_cast<Size>(moves), in.low + 1, in.high - 1);
}

/// The place of `key` among the n elements from first, whose keys key_at(element) tells.
template <key_order order, class I, class Key, class KeyAt>
constexpr distance_of<I> interpolate(const I& first, distance_of<I> n, const Key& key, const KeyAt& key_at) {
    using size = distance_of<I>;
    constexpr size bisected = 4096; // so few are bisected right away
    constexpr size close = 8;       // a guess that moves no further is good enough
    constexpr double faster = 1.0 / 8;
    const auto before = [](const Key& a, const Key& b) {
        return order == key_order::descending ? b < a : a < b;
    };
    key_bracket<size> in{-1, n};
    if (n > bisected) {
        const Key lowest = key_at(first[0]);
        if (!before(lowest, key)) return 0;
        const Key highest = key_at(first[n - 1]);
        if (before(highest, key)) return n;
        in = {0, n - 1};
        const double slope = static_cast<double>(n - 1) / detail::key_distance<order>(lowest, highest);
        double moves = slope * detail::key_distance<order>(lowest, key);
        double farthest = static_cast<double>(n); // that the next guess may move
        size at = 0;
        while (moves >= -farthest && moves <= farthest && in.high - in.low > 1) {
            at = detail::moved(at, moves, in);
            const Key probe = key_at(first[at]);
            const bool from_low = before(probe, key);
            farthest = farthest == static_cast<double>(n) ? farthest / 16 : std::max(moves, -moves) * faster;
            if (from_low) {
                in.low = at;
                moves = slope * detail::key_distance<order>(probe, key);
            } else {
                in.high = at;
                moves = -slope * detail::key_distance<order>(key, probe);
            }
            const double length = std::max(moves, -moves);
            if (length > farthest || length <= static_cast<double>(close)) {
                const size reach = length < static_cast<double>(n / 2) ? static_cast<size>(2 * length) : n;
                detail::gallop(in, from_low, std::max(reach, 2 * close),
                               [&](size i) { return before(key_at(first[i]), key); });
                break;
            }
        }
    }
    const I rest = first + (in.low + 1);
    return detail::bisect<true>(rest, in.high - in.low - 1,
                                [&](auto&& element) { return before(key_at(element), key); }) -
           first;
}

/// The key type of elements under a projection, and the order that a comparator asks of it.
template <class I, class Proj>
using projected_key = std::remove_cvref_t<std::indirect_result_t<Proj&, I>>;
template <class Comp, class I, class Proj>
inline constexpr key_order projected_order =
    key<projected_key<I, Proj>> ? comparator_order<Comp, projected_key<I, Proj>> : key_order::none;

struct interpolation_search_fn {
    template <class RandomAccessIterator, class Compare = plain_less>
        requires(key<std::iter_value_t<RandomAccessIterator>> &&
                 comparator_order<Compare, std::iter_value_t<RandomAccessIterator>> != key_order::none)
    constexpr RandomAccessIterator operator()(RandomAccessIterator first, RandomAccessIterator last,
                                              const std::iter_value_t<RandomAccessIterator>& value,
                                              Compare = Compare()) const {
        using key_type = std::iter_value_t<RandomAccessIterator>;
        return first +
               detail::interpolate<comparator_order<Compare, key_type>>(
                   first, last - first, value, [](const auto& element) -> key_type { return element; });
    }
};

struct ranges_interpolation_search_fn {
    template <std::random_access_iterator I, std::sized_sentinel_for<I> S, class Comp = std::ranges::less,
              class Proj = std::identity>
        requires(projected_order<Comp, I, Proj> != key_order::none)
    constexpr I operator()(I first, S last, const projected_key<I, Proj>& value, Comp = {},
                           Proj proj = {}) const {
        return first + detail::interpolate<projected_order<Comp, I, Proj>>(
                           first, last - first, value, [&proj](auto&& element) -> projected_key<I, Proj> {
                               return detail::invoke(proj, static_cast<decltype(element)>(element));
                           });
    }
    template <std::ranges::random_access_range R, class Comp = std::ranges::less, class Proj = std::identity>
        requires(std::ranges::sized_range<R> &&
                 projected_order<Comp, std::ranges::iterator_t<R>, Proj> != key_order::none)
    constexpr std::ranges::borrowed_iterator_t<R>
    operator()(R&& r, const projected_key<std::ranges::iterator_t<R>, Proj>& value, Comp comp = {},
               Proj proj = {}) const {
        const auto first = std::ranges::begin(r);
        return (*this)(first, first + std::ranges::distance(r), value, std::move(comp), std::move(proj));
    }
};

} // namespace detail

/// The first element of a sorted range whose key is not before `value`, or last: lower_bound of arithmetic
/// keys or pointers under less or greater. `value` is converted to the keys' type. O(log log n) probes on
/// average where the keys are spread evenly, O(log n) always. Throws what the projection throws.
inline constexpr detail::interpolation_search_fn interpolation_search{};

namespace ranges {
inline constexpr detail::ranges_interpolation_search_fn interpolation_search{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
