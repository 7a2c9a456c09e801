#pragma once

#include <arsenal/algorithms/detail/few_keys.hpp>
#include <arsenal/algorithms/detail/iterators.hpp>
#include <arsenal/algorithms/detail/key_sort.hpp>
#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/algorithms/detail/ordered_bits.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// The kernels of key_sort.hpp for ranges of keys in either direction, and their order where there are none.

namespace arsenal::inline ARSENAL_ABI::detail {

/// The order that [first, last) of I is to have in memory, lowest address first; none where they are no keys
/// in an array or the callable asks for no machine's order.
template <class I, class Less>
inline constexpr key_order memory_order_of = key_order::none;
template <class I, class Less>
    requires(walks_array<I> && std::is_same_v<std::iter_reference_t<I>, std::iter_value_t<I>&>)
inline constexpr key_order memory_order_of<I, Less> =
    walks_backwards<I> ? reversed(order_of<Less, std::iter_value_t<I>>)
                       : order_of<Less, std::iter_value_t<I>>;

template <class I, class Less>
inline constexpr bool orders_keys = memory_order_of<I, Less> != key_order::none;

/// For constant expressions: `less`, or for floating-point keys, NaNs among them, the kernels' order.
template <class I, class Less>
constexpr decltype(auto) constant_less(const Less& less) noexcept {
    if constexpr (orders_keys<I, Less>) {
        using key_type = std::iter_value_t<I>;
        if constexpr (floating_key<key_type>)
            return bits_less<order_of<Less, key_type>>();
        else
            return (less);
    } else {
        return (less);
    }
}

/// The kernels put NaNs at the end of the array. Where I begins there, the array is put into the order as if
/// I walked forwards, and then turned round.
template <class I>
inline constexpr bool is_turned_round = walks_backwards<I> && floating_key<std::iter_value_t<I>>;
template <class I, class Less>
inline constexpr key_order kernel_order_of =
    is_turned_round<I> ? order_of<Less, std::iter_value_t<I>> : memory_order_of<I, Less>;

template <class Less, class I>
void sort_keys_of(I first, I last) noexcept {
    if (first == last) return;
    constexpr key_order order = kernel_order_of<I, Less>;
    auto* const keys = detail::array_of(first, last);
    const auto n = static_cast<std::size_t>(last - first);
    if (n <= few_keys)
        detail::sort_few_keys<order>(keys, n);
    else
        detail::sort_keys(keys, n, key_kind_of<std::iter_value_t<I>>, order);
    if constexpr (is_turned_round<I>) std::reverse(keys, keys + n);
}

/// The element at `nth`, not last, takes its place.
template <class Less, class I>
void select_keys_of(I first, I nth, I last) noexcept {
    if (last - first <= static_cast<std::iter_difference_t<I>>(few_keys)) {
        return detail::sort_keys_of<Less>(first, last);
    }
    const auto before = walks_backwards<I> && !is_turned_round<I> ? last - nth - 1 : nth - first;
    auto* const keys = detail::array_of(first, last);
    const auto n = static_cast<std::size_t>(last - first);
    detail::select_keys(keys, n, static_cast<std::size_t>(before), key_kind_of<std::iter_value_t<I>>,
                        kernel_order_of<I, Less>);
    if constexpr (is_turned_round<I>) std::reverse(keys, keys + n);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
