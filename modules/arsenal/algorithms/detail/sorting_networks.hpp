#pragma once

#include <arsenal/algorithms/detail/few_keys.hpp>
#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/algorithms/detail/merge_exchange.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// Sorting networks of 8 and 16 keys, without a branch. Fewer keys are filled up with the last of all.

namespace arsenal::inline ARSENAL_ABI::detail {

inline constexpr std::size_t network_keys = 16;

/// The last of all keys; std::numeric_limits does not know all of them.
template <class T, key_order Order>
constexpr T last_key() noexcept {
    if constexpr (std::is_same_v<T, std::byte>) {
        return Order == key_order::ascending ? std::byte{255} : std::byte{0};
    } else if constexpr (static_cast<T>(-1) < static_cast<T>(0)) {
        constexpr T quarter = static_cast<T>(T{1} << (sizeof(T) * 8 - 2));
        constexpr T greatest = static_cast<T>(quarter - 1 + quarter);
        return Order == key_order::ascending ? greatest : static_cast<T>(-greatest - 1);
    } else {
        return Order == key_order::ascending ? static_cast<T>(-1) : T{};
    }
}

template <std::size_t N, key_order Order, class T>
constexpr void sort_in_network(T* keys, std::size_t n) noexcept {
    using integer = key_integer<T, Order>;
    using type = typename integer::type;
    constexpr type last = detail::last_key<type, Order>();
    type v[N];
    for (std::size_t i = 0; i < N; ++i) v[i] = i < n ? integer::of(keys[i]) : last;
    const auto apply = [&](const auto& of) {
        type& a = v[of.low];
        type& b = v[of.high];
        const bool swaps = integer::before(b, a);
        const type low = swaps ? b : a;
        b = swaps ? a : b;
        a = low;
    };
    [&]<std::size_t... At>(std::index_sequence<At...>) {
        (apply(network<N>.all[At]), ...);
    }(std::make_index_sequence<network<N>.count>{});
    for (std::size_t i = 0; i < n; ++i) keys[i] = integer::key_of(v[i]);
}

/// Sorts n <= network_keys integers or pointers.
template <key_order Order, class T>
constexpr void sort_by_network(T* keys, std::size_t n) noexcept {
    if (n <= few_keys) {
        detail::sort_few_keys<Order>(keys, n);
    } else if (n <= 8) {
        detail::sort_in_network<8, Order>(keys, n);
    } else {
        detail::sort_in_network<16, Order>(keys, n);
    }
}

} // namespace arsenal::inline ARSENAL_ABI::detail
