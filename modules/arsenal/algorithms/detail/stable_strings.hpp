#pragma once

#include <arsenal/algorithms/detail/key_sort.hpp>
#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/algorithms/detail/quicksort.hpp>
#include <arsenal/algorithms/detail/scratch.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

#include <iosfwd>

// The stable sort of strings. Their order is mostly in the eight bytes that follow what all of them begin
// with: those, most significant first, and the position of the string are one key of 128 bits, which the
// vector kernels sort, and which no two strings share, so that the sort is stable. Neighbours with the same
// eight bytes are compared in full. Then each string is moved once, along the cycles of the permutation.
//
// The keys take the room of n / 2 strings.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class T>
inline constexpr bool is_stable_string = std::is_same_v<T, std::basic_string<char>>;

/// The order that a callable asks of strings: of a machine's comparison, without a projection.
template <class Less, class T>
inline constexpr key_order stable_string_order = key_order::none;
template <class Comp, class Projection, class T>
inline constexpr key_order stable_string_order<projected_call<Comp, Projection>, T> =
    is_stable_string<T> && std::is_same_v<std::remove_const_t<Projection>, std::identity>
        ? comparator_order<std::remove_const_t<Comp>, T>
        : key_order::none;

template <class String>
std::size_t stable_common_prefix(const String* v, std::size_t n) noexcept {
    std::size_t common = v[0].size();
    for (std::size_t i = 1; i < n && common > 0; ++i) {
        if (v[i].size() < common) common = v[i].size();
        if (__builtin_memcmp(v[0].data(), v[i].data(), common) == 0) continue;
        std::size_t same = 0;
        while (v[0].data()[same] == v[i].data()[same]) ++same;
        common = same;
    }
    return common;
}

/// Eight bytes from `from` on as a number that has their order; zeros follow the end.
template <class String>
std::uint64_t stable_prefix_of(const String& s, std::size_t from) noexcept {
    const std::size_t rest = s.size() - from;
    const auto* const bytes = reinterpret_cast<const unsigned char*>(s.data()) + from;
    std::uint64_t prefix = 0;
    for (std::size_t i = 0; i < 8; ++i) prefix = prefix << 8 | (i < rest ? bytes[i] : 0U);
    return prefix;
}

/// Strings that are put in the order of their keys' low halves.
template <class String>
void permute_strings(String* v, uint128* keys, std::size_t n) noexcept {
    for (std::size_t start = 0; start < n; ++start) {
        if (static_cast<std::uint64_t>(keys[start]) == start) continue;
        String lifted = std::move(v[start]);
        std::size_t at = start;
        for (;;) {
            const auto from = static_cast<std::size_t>(static_cast<std::uint64_t>(keys[at]));
            keys[at] = at;
            if (from == start) break;
            v[at] = std::move(v[from]);
            at = from;
        }
        v[at] = std::move(lifted);
    }
}

/// False, and nothing done, without the memory that it takes.
template <key_order Order, class String>
bool sort_strings_stably(String* v, std::size_t n) noexcept {
    scratch<uint128> keys(n);
    if (keys.capacity() < n) return false;
    uint128* const k = keys.data();
    const std::size_t common = detail::stable_common_prefix(v, n);
    constexpr std::uint64_t flip = Order == key_order::ascending ? 0 : ~std::uint64_t{0};
    for (std::size_t i = 0; i < n; ++i)
        k[i] = uint128{detail::stable_prefix_of(v[i], common) ^ flip} << 64 | i;
    detail::sort_keys(k, n, key_kind::u128, key_order::ascending);
    const auto string_of = [&](uint128 key) -> const String& {
        return v[static_cast<std::size_t>(static_cast<std::uint64_t>(key))];
    };
    const auto comes_first = [&](uint128 a, uint128 b) {
        const int order = string_of(a).compare(string_of(b));
        if (order != 0) return (order < 0) == (Order == key_order::ascending);
        return a < b;
    };
    for (std::size_t first = 0; first < n;) {
        std::size_t last = first + 1;
        bool sorted = true;
        for (; last < n && k[last] >> 64 == k[first] >> 64; ++last) {
            sorted = sorted && !comes_first(k[last], k[last - 1]);
        }
        if (!sorted) detail::quicksort(k + first, k + last, comes_first);
        first = last;
    }
    detail::permute_strings(v, k, n);
    return true;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
