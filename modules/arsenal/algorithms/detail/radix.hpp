#pragma once

#include <arsenal/algorithms/detail/buckets.hpp>
#include <arsenal/algorithms/detail/elements.hpp>
#include <arsenal/algorithms/detail/quicksort.hpp>
#include <arsenal/algorithms/detail/radix_key.hpp>
#include <arsenal/algorithms/detail/scratch.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// Radix sort in place, the first digit first. The elements are counted by one digit, which bounds a bucket
// for each of its values, and exchanged into their buckets (detail/buckets.hpp); then each bucket is sorted
// by the next digit, or by comparing keys once it is small.
//
// An element is only ever exchanged with another, so whatever the projection throws, all are still there. A
// projection that tells another digit the second time finds its bucket full: that range is sorted by
// comparing.
//
// Numbers and structs by a member, which can do neither, are copied to a second array and back instead, the
// last digit first, if they are not too many.

namespace arsenal::inline ARSENAL_ABI::detail {

/// Whether elements are worth sorting by their last byte first, from one array to another and back: each
/// byte costs a copy of all, one after another, which beats exchanges until two arrays leave the caches.
template <class Key, class T>
inline constexpr bool sorts_last_byte_first =
    std::is_trivially_copyable_v<T> && key<Key> && sizeof(Key) <= 8 && sizeof(Key) * sizeof(T) <= 256;
template <class T>
constexpr bool is_worth_second_array(std::size_t n) noexcept {
    return n >= 1000 && n <= (std::size_t{1} << 22) / sizeof(T);
}

/// Sorts v[0, n) by keys that neither throw nor change. False if there is no memory: nothing has happened.
template <class Key, key_order order, class T, class KeyAt>
bool sort_last_byte_first(T* v, std::size_t n, const KeyAt& key_at) noexcept {
    constexpr std::size_t bytes = sizeof(Key);
    const auto bits = [&](const T& element) {
        return detail::ordered_bits<order>(static_cast<Key>(key_at(element)));
    };
    const auto digit = [&](const T& element, std::size_t byte) {
        return static_cast<unsigned char>(bits(element) >> 8 * byte);
    };
    std::size_t sorted = 1;
    while (sorted != n && !(bits(v[sorted]) < bits(v[sorted - 1]))) ++sorted;
    if (sorted == n) return true;
    scratch<T> other(n);
    if (other.capacity() < n) return false;
    std::uint32_t counts[bytes][256] = {};
    for (std::size_t i = 0; i != n; ++i) {
        for (std::size_t byte = 0; byte != bytes; ++byte) ++counts[byte][digit(v[i], byte)];
    }
    T* from = v;
    T* to = other.data();
    for (std::size_t byte = 0; byte != bytes; ++byte) {
        std::uint32_t (&next)[256] = counts[byte];
        if (next[digit(v[0], byte)] == n) continue;
        std::uint32_t begin = 0;
        for (std::uint32_t& each : next) begin += std::exchange(each, begin);
        for (std::size_t i = 0; i != n; ++i)
            __builtin_memcpy(static_cast<void*>(to + next[digit(from[i], byte)]++), from + i, sizeof(T));
        std::swap(from, to);
    }
    if (from != v) __builtin_memcpy(static_cast<void*>(v), from, n * sizeof(T));
    return true;
}

template <class Key, key_order order, class I, class KeyAt>
class radix_sorter {
    using traits = radix_key<Key, order>;
    using size = std::size_t;
    static constexpr size buckets = traits::digit_values;
    // So few are sorted by comparing: counting costs as much as 256 elements' exchanges.
    static constexpr size compared = 160;
    // Strings that each share one more byte would go as deep as they are long.
    static constexpr int deepest = 20;

public:
    constexpr radix_sorter(const I& first, const KeyAt& key_at) : first_(first), key_at_(key_at) {}

    constexpr void sort(size n) {
        if (n < 2 || is_sorted(n)) return;
        sort(0, n, 0, deepest);
    }

private:
    constexpr I at(size i) const { return first_ + static_cast<std::iter_difference_t<I>>(i); }
    constexpr decltype(auto) key(size i) const { return key_at_(*at(i)); }
    constexpr size digit(size i, size place) const { return traits::digit(key(i), place); }

    constexpr bool is_sorted(size n) const {
        for (size i = 1; i != n; ++i) {
            if (traits::before(key(i), key(i - 1), 0)) return false;
        }
        return true;
    }

    /// Sorts the elements [begin, end), whose keys agree in the digits before `place`.
    constexpr void sort(size begin, size end, size place, int levels) {
        while (true) {
            if (end - begin <= compared || levels == 0) return compare(begin, end, place);
            place = first_difference(begin, end, place);
            if (traits::digits != 0 && place >= traits::digits) return;
            size starts[buckets + 1];
            if (!distribute(begin, end, place, starts)) return compare(begin, end, 0);
            ++place;
            --levels;
            if (traits::digits != 0 && place == traits::digits) return;
            size largest = 0;
            for (size b = 1; b != buckets; ++b) {
                if (starts[b + 1] - starts[b] > starts[largest + 1] - starts[largest]) largest = b;
            }
            for (size b = 0; b != buckets; ++b) {
                if (b != largest && starts[b + 1] - starts[b] > 1 && !ended(b))
                    sort(starts[b], starts[b + 1], place, levels);
            }
            if (ended(largest)) return;
            begin = starts[largest];
            end = starts[largest + 1];
        }
    }

    /// Whether that digit is the end of a string: there is no next one.
    static constexpr bool ended(size digit) {
        return traits::digits == 0 && digit == (order == key_order::descending ? buckets - 1 : 0);
    }

    /// The first place from `place` on at which not all keys agree; for strings, at most one that ends.
    constexpr size first_difference(size begin, size end, size place) const {
        if constexpr (traits::digits == 0) {
            const auto& pivot = key(begin);
            size shared = traits::shared(pivot, key(end - 1), place);
            for (size i = begin + 1; i < end && shared != 0; ++i)
                shared = std::min(shared, traits::shared(pivot, key(i), place));
            return place + shared;
        } else {
            for (; place != traits::digits; ++place) {
                const size d = digit(begin, place);
                for (size i = begin + 1; i != end; ++i) {
                    if (digit(i, place) != d) return place;
                }
            }
            return place;
        }
    }

    constexpr void compare(size begin, size end, size place) {
        detail::quicksort(at(begin), at(end), [this, place](auto&& a, auto&& b) {
            return traits::before(key_at_(a), key_at_(b), place);
        });
    }

    /// Sorts [begin, end) by one digit; starts[b] is then where bucket b begins. False if the digits changed.
    constexpr bool distribute(size begin, size end, size place, size (&starts)[buckets + 1]) {
        return detail::into_buckets<buckets>(
            begin, end, starts, [&](size i) { return digit(i, place); },
            [&](size i, size j) { detail::swap_at(at(i), at(j)); });
    }

    const I& first_;
    const KeyAt& key_at_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
