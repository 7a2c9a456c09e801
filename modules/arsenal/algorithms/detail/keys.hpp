#pragma once

#include <arsenal/algorithms/detail/callables.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// Which elements are keys, numbers that a vector register holds several of, and which callables ask for an
// order or an equality of them that a machine has. Enumerations are none: a program may overload their
// operators.

namespace arsenal::inline ARSENAL_ABI::detail {

__extension__ using int128 = __int128;
__extension__ using uint128 = unsigned __int128;

enum class key_kind : unsigned char { none, u8, i8, u16, i16, u32, i32, u64, i64, u128, i128, f32, f64 };

template <class T>
consteval key_kind kind_of_key() {
    if constexpr (std::is_volatile_v<T>) {
        return key_kind::none;
    } else if constexpr (std::is_same_v<T, float>) {
        return std::numeric_limits<float>::is_iec559 ? key_kind::f32 : key_kind::none;
    } else if constexpr (std::is_same_v<T, double>) {
        return std::numeric_limits<double>::is_iec559 ? key_kind::f64 : key_kind::none;
    } else if constexpr (std::is_same_v<T, uint128>) {
        return key_kind::u128;
    } else if constexpr (std::is_same_v<T, int128>) {
        return key_kind::i128;
    } else if constexpr (std::is_same_v<T, std::byte>) {
        return key_kind::u8;
    } else if constexpr (std::is_pointer_v<T>) { // not to functions: those have no order
        if constexpr (std::is_function_v<std::remove_pointer_t<T>>) {
            return key_kind::none;
        } else {
            return sizeof(T) == 8 ? key_kind::u64 : sizeof(T) == 4 ? key_kind::u32 : key_kind::none;
        }
    } else if constexpr (std::is_integral_v<T>) {
        switch (sizeof(T)) {
        case 1:
            return std::is_signed_v<T> ? key_kind::i8 : key_kind::u8;
        case 2:
            return std::is_signed_v<T> ? key_kind::i16 : key_kind::u16;
        case 4:
            return std::is_signed_v<T> ? key_kind::i32 : key_kind::u32;
        case 8:
            return std::is_signed_v<T> ? key_kind::i64 : key_kind::u64;
        default:
            return key_kind::none;
        }
    } else {
        return key_kind::none;
    }
}

template <class T>
inline constexpr key_kind key_kind_of = kind_of_key<T>();
template <class T>
concept key = key_kind_of<T> != key_kind::none;
template <class T>
concept floating_key = key_kind_of<T> == key_kind::f32 || key_kind_of<T> == key_kind::f64;

enum class key_order : unsigned char { none, ascending, descending };

constexpr key_order reversed(key_order order) noexcept {
    switch (order) {
    case key_order::ascending:
        return key_order::descending;
    case key_order::descending:
        return key_order::ascending;
    default:
        return key_order::none;
    }
}

// Of a comparator alone, on keys of type T. std::less<U> with another U converts first, so it is none.
template <class Callable, class T>
inline constexpr key_order comparator_order = key_order::none;
template <class T>
inline constexpr key_order comparator_order<plain_less, T> = key_order::ascending;
template <class T>
inline constexpr key_order comparator_order<std::less<>, T> = key_order::ascending;
template <class T>
inline constexpr key_order comparator_order<std::less<T>, T> = key_order::ascending;
template <class T>
inline constexpr key_order comparator_order<std::ranges::less, T> = key_order::ascending;
template <class T>
inline constexpr key_order comparator_order<std::greater<>, T> = key_order::descending;
template <class T>
inline constexpr key_order comparator_order<std::greater<T>, T> = key_order::descending;
template <class T>
inline constexpr key_order comparator_order<std::ranges::greater, T> = key_order::descending;

/// The order of keys of type T that a body's callable (callables.hpp) asks for; none also where T is no key.
template <class Less, class T>
inline constexpr key_order order_of = key_order::none;
template <class Comp, class Projection, class T>
inline constexpr key_order order_of<projected_call<Comp, Projection>, T> =
    key<T> && std::is_same_v<std::remove_const_t<Projection>, std::identity>
        ? comparator_order<std::remove_const_t<Comp>, T>
        : key_order::none;

/// Whether a body's callable is the equality of keys of type T.
template <class Equal, class T>
inline constexpr bool is_key_equality = false;
template <class Pred, class Projection, class T>
inline constexpr bool is_key_equality<projected_call<Pred, Projection>, T> =
    key<T> && std::is_same_v<std::remove_const_t<Projection>, std::identity> &&
    (std::is_same_v<std::remove_const_t<Pred>, plain_equal> ||
     std::is_same_v<std::remove_const_t<Pred>, std::equal_to<>> ||
     std::is_same_v<std::remove_const_t<Pred>, std::equal_to<T>> ||
     std::is_same_v<std::remove_const_t<Pred>, std::ranges::equal_to>);

} // namespace arsenal::inline ARSENAL_ABI::detail
