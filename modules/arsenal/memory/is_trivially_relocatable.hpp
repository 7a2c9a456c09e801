#pragma once

#include <arsenal/memory/detail/relocatable_std.hpp>
#include <arsenal/platform/config.hpp>

#include <type_traits>

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

// What the compiler knows: relocation is a move construction and a destruction, so where both are trivial
// copying the bytes is just that. A compiler with P2786 sees further, through members and bases; and clang
// knows [[clang::trivial_abi]], by which a class says of itself that its bytes may be moved.
template <class T>
constexpr bool is_known_relocatable() noexcept {
    if constexpr (std::is_trivially_move_constructible_v<T> && std::is_trivially_destructible_v<T>) {
        return true;
    } else if constexpr (!std::is_move_constructible_v<T> || !std::is_destructible_v<T>) {
        return false; // which clang would not say
    } else {
        bool known = false;
#if defined(__has_builtin)
#if __has_builtin(__builtin_is_cpp_trivially_relocatable)
        known = known || __builtin_is_cpp_trivially_relocatable(T);
#endif
#if __has_builtin(__is_trivially_relocatable)
#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-builtins"
#endif
        known = known || __is_trivially_relocatable(T);
#if defined(__clang__)
#pragma clang diagnostic pop
#endif
#endif
#endif
        return known;
    }
}

/// An object type without its const and volatile, an array as its elements.
template <class T>
using relocated_type = std::remove_cv_t<std::remove_all_extents_t<T>>;

template <class T>
constexpr bool default_is_relocatable() noexcept {
    if constexpr (!std::is_object_v<T>)
        return false;
    else if constexpr (!std::is_same_v<T, relocated_type<T>>)
        return is_trivially_relocatable<relocated_type<T>>::value;
    else
        return detail::is_known_relocatable<T>();
}

} // namespace detail

/// Whether moving a T elsewhere and destroying what is left is as good as copying its bytes and forgetting
/// the original (P1144, P2786): so for whatever holds no address within itself, and registers its own address
/// nowhere.
///
/// Found out by itself are types whose moves and destructors are trivial, what the compiler knows, and those
/// of std in detail/relocatable_std.hpp. Other classes say it of themselves:
///
///   template <>
///   struct arsenal::is_trivially_relocatable<my_handle> : std::true_type {};
///
/// A wrong `true` is undefined behaviour; a wrong `false` costs speed. It does not pass to derived classes.
/// As a std trait, T is complete (or an array of unknown bound of such).
template <class T>
struct is_trivially_relocatable : std::bool_constant<detail::default_is_relocatable<T>()> {};

template <class T>
inline constexpr bool is_trivially_relocatable_v = is_trivially_relocatable<T>::value;

/// Whether relocating a T throws nothing.
template <class T>
inline constexpr bool is_nothrow_relocatable_v =
    is_trivially_relocatable_v<T> ||
    (std::is_nothrow_move_constructible_v<T> && std::is_nothrow_destructible_v<T>);

} // namespace arsenal::inline ARSENAL_ABI
