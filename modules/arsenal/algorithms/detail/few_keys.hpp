#pragma once

#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// Up to four keys, sorted where they are asked for: a call to a kernel costs more than they do. The order is
// that of key_sort.hpp.

namespace arsenal::inline ARSENAL_ABI::detail {

inline constexpr std::size_t few_keys = 4;

/// A key as an integer in the order asked for.
template <class T, key_order Order>
struct key_integer {
    using type = T;
    static constexpr type of(T key) noexcept { return key; }
    static constexpr T key_of(type integer) noexcept { return integer; }
    static constexpr bool before(type a, type b) noexcept {
        return Order == key_order::descending ? b < a : a < b;
    }
};
template <class T, key_order Order>
    requires std::is_pointer_v<T>
struct key_integer<T, Order> : key_integer<std::uintptr_t, Order> {
    static std::uintptr_t of(T key) noexcept { return reinterpret_cast<std::uintptr_t>(key); }
    static T key_of(std::uintptr_t integer) noexcept { return reinterpret_cast<T>(integer); }
};
/// -0 before +0, and, by a rotation, NaNs of either sign last.
template <floating_key T, key_order Order>
struct key_integer<T, Order> {
    using type = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
    using bits = std::make_unsigned_t<type>;
    static constexpr int digits = std::numeric_limits<type>::digits;
    static constexpr bits sign = bits{1} << digits;
    static constexpr bits nans = (bits{1} << (std::numeric_limits<T>::digits - 1)) - 1; // of one sign
    static constexpr bits flip = Order == key_order::descending ? ~bits{0} : bits{0};

    static constexpr bits by_magnitude(bits b) noexcept {
        return b ^ (static_cast<bits>(static_cast<type>(b) >> digits) & ~sign);
    }
    static constexpr type of(T key) noexcept {
        return static_cast<type>((by_magnitude(std::bit_cast<bits>(key)) ^ flip) - nans);
    }
    static constexpr T key_of(type integer) noexcept {
        return std::bit_cast<T>(by_magnitude((static_cast<bits>(integer) + nans) ^ flip));
    }
    static constexpr bool before(type a, type b) noexcept { return a < b; }
};

/// Sorts n keys, n <= few_keys, without a branch on any of them.
template <key_order Order, class T>
constexpr void sort_few_keys(T* keys, std::size_t n) noexcept {
    using integer = key_integer<T, Order>;
    using type = typename integer::type;
    const auto sort_two = [](type& a, type& b) {
        const bool swaps = integer::before(b, a);
        const type low = swaps ? b : a;
        b = swaps ? a : b;
        a = low;
    };
    if (n < 2) return;
    type a = integer::of(keys[0]), b = integer::of(keys[1]);
    if (n == 2) {
        sort_two(a, b);
    } else if (n == 3) {
        type c = integer::of(keys[2]);
        sort_two(a, b);
        sort_two(b, c);
        sort_two(a, b);
        keys[2] = integer::key_of(c);
    } else {
        type c = integer::of(keys[2]), d = integer::of(keys[3]);
        sort_two(a, b);
        sort_two(c, d);
        sort_two(a, c);
        sort_two(b, d);
        sort_two(b, c);
        keys[2] = integer::key_of(c);
        keys[3] = integer::key_of(d);
    }
    keys[0] = integer::key_of(a);
    keys[1] = integer::key_of(b);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
