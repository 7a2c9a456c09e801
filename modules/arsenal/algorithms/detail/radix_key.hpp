#pragma once

#include <arsenal/algorithms/detail/byte_string.hpp>
#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/algorithms/detail/ordered_bits.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

#include <array>
#include <compare>
#include <tuple>

// What radix_sort sorts by: radix_key<Key, order> tells a key's digits, of which the first matters most, and
// compares whole keys. A digit that is less comes earlier, so that descending is in the digits already.
//
//     digit_values               digits are in [0, digit_values)
//     digits                     how many each key has, 0 where that differs
//     digit(key, place)
//     before(a, b, place)        of keys that agree in the digits before `place`

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Key, key_order order>
struct radix_key; // undefined: no key

/// An enumeration whose order is that of its values, as no operator of the program's own says otherwise.
template <class Key>
concept plain_enumeration = std::is_enum_v<Key> && !requires(const Key& a) {
    operator<(a, a);
} && !requires(const Key& a) { operator>(a, a); } && !requires(const Key& a) { operator<=>(a, a); };

template <class Key, key_order order>
    requires(key<Key> || plain_enumeration<Key>)
struct radix_key<Key, order> {
    static constexpr std::size_t digit_values = 256;
    static constexpr std::size_t digits = sizeof(Key);
    static constexpr std::size_t digit(const Key& key, std::size_t place) noexcept {
        return static_cast<std::size_t>(detail::ordered_bits<order>(key) >> (8 * (digits - 1 - place)) &
                                        0xff);
    }
    static constexpr bool before(const Key& a, const Key& b, std::size_t) noexcept {
        return detail::ordered_bits<order>(a) < detail::ordered_bits<order>(b);
    }
};

/// Pairs, tuples and arrays of keys that all have a number of digits.
template <class Key, key_order order, class Parts>
inline constexpr bool has_radix_parts = false;
template <class Key, std::size_t I>
using radix_part = std::remove_cvref_t<std::tuple_element_t<I, Key>>;
template <class Key, key_order order, std::size_t... I>
    requires(sizeof...(I) > 0 && ((radix_key<radix_part<Key, I>, order>::digits > 0) && ...))
inline constexpr bool has_radix_parts<Key, order, std::index_sequence<I...>> = true;

/// Those of std alone: others may compare in another way.
template <class Key>
inline constexpr bool is_tuple = false;
template <class T, class U>
inline constexpr bool is_tuple<std::pair<T, U>> = true;
template <class... T>
inline constexpr bool is_tuple<std::tuple<T...>> = true;
template <class T, std::size_t n>
inline constexpr bool is_tuple<std::array<T, n>> = true;

template <class Key, key_order order>
    requires(is_tuple<Key> && has_radix_parts<Key, order, std::make_index_sequence<std::tuple_size_v<Key>>>)
struct radix_key<Key, order> {
private:
    template <std::size_t I>
    using part = radix_key<radix_part<Key, I>, order>;
    static constexpr std::size_t parts = std::tuple_size_v<Key>;
    template <std::size_t... I>
    static consteval std::size_t sum(std::index_sequence<I...>) {
        return (part<I>::digits + ...);
    }
    template <std::size_t I>
    static constexpr std::size_t digit_from(const Key& key, std::size_t place) {
        if constexpr (I + 1 == parts) {
            return part<I>::digit(std::get<I>(key), place);
        } else {
            if (place < part<I>::digits) return part<I>::digit(std::get<I>(key), place);
            return digit_from<I + 1>(key, place - part<I>::digits);
        }
    }
    template <std::size_t I>
    static constexpr bool before_from(const Key& a, const Key& b) {
        if (part<I>::before(std::get<I>(a), std::get<I>(b), 0)) return true;
        if constexpr (I + 1 == parts) {
            return false;
        } else {
            return !part<I>::before(std::get<I>(b), std::get<I>(a), 0) && before_from<I + 1>(a, b);
        }
    }

public:
    static constexpr std::size_t digit_values = 256;
    static constexpr std::size_t digits = sum(std::make_index_sequence<parts>());
    static constexpr std::size_t digit(const Key& key, std::size_t place) {
        return digit_from<0>(key, place);
    }
    static constexpr bool before(const Key& a, const Key& b, std::size_t) { return before_from<0>(a, b); }
};

/// Strings of char as std compares them, by unsigned bytes; their end is a digit, too.
template <class Key, key_order order>
    requires(is_byte_string<Key>)
struct radix_key<Key, order> {
    static constexpr std::size_t digit_values = 257;
    static constexpr std::size_t digits = 0;
    static constexpr std::size_t digit(std::string_view key, std::size_t place) noexcept {
        const std::size_t ascending =
            place < key.size() ? std::size_t{static_cast<unsigned char>(key[place])} + 1 : 0;
        return order == key_order::descending ? digit_values - 1 - ascending : ascending;
    }
    static constexpr bool before(std::string_view a, std::string_view b, std::size_t place) noexcept {
        a.remove_prefix(std::min(place, a.size()));
        b.remove_prefix(std::min(place, b.size()));
        return order == key_order::descending ? b < a : a < b;
    }
    /// How many characters from `place` on two keys share.
    static constexpr std::size_t shared(std::string_view a, std::string_view b, std::size_t place) noexcept {
        std::size_t n = place;
        while (n < a.size() && n < b.size() && a[n] == b[n]) ++n;
        return n - std::min(n, place);
    }
};

template <class Key, key_order order>
concept radix_sortable_key = requires { radix_key<Key, order>::digits; };

} // namespace arsenal::inline ARSENAL_ABI::detail
