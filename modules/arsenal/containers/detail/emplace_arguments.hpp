#pragma once

#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// What can be told of an element from the types of the arguments that it is made from.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class T>
constexpr bool computed_by_default() { // g++ 12 sees no constant in T() itself until T() was used
    static_cast<void>(T());
    return true;
}
/// Whether T() calls no function that could use a table: it is trivial, or the compiler can compute it (which
/// is not tried with large types).
template <class T>
concept quiet_default =
    std::is_trivially_default_constructible_v<T> ||
    (sizeof(T) <= 256 && std::is_trivially_destructible_v<T> && std::is_default_constructible_v<T> &&
     requires { typename std::bool_constant<computed_by_default<T>()>; });
/// Whether making a T from Args calls no function that could use the table again.
template <class T, class... Args>
concept quietly_made =
    std::is_trivially_constructible_v<T, Args...> || (sizeof...(Args) == 0 && quiet_default<T>);

/// Arguments of emplace from which the key can be told without making an element: key and value,
template <class Key, class... Args>
inline constexpr bool key_first = false;
template <class Key, class K, class T>
inline constexpr bool key_first<Key, K, T> =
    std::is_same_v<std::remove_cvref_t<K>, Key> ||
    (std::is_scalar_v<Key> && std::is_scalar_v<std::remove_cvref_t<K>> && std::is_convertible_v<K, Key>);
/// or a pair of them.
template <class Key, class... Args>
inline constexpr bool pair_with_key = false;
template <class Key, class P>
    requires(!std::is_same_v<P, std::remove_cvref_t<P>>)
inline constexpr bool pair_with_key<Key, P> = pair_with_key<Key, std::remove_cvref_t<P>>;
template <class Key, class K, class T>
inline constexpr bool pair_with_key<Key, std::pair<K, T>> = std::is_same_v<std::remove_cvref_t<K>, Key>;

/// quietly_made for a pair from what emplace was given, as far as that is a key and a value, or a pair.
template <class Key, class T, class... Args>
inline constexpr bool pair_quietly_made = false;
template <class Key, class T, class K, class M>
inline constexpr bool pair_quietly_made<Key, T, K, M> = quietly_made<Key, K> && quietly_made<T, M>;
template <class Key, class T, class P>
    requires pair_with_key<Key, P>
inline constexpr bool pair_quietly_made<Key, T, P> = quietly_made<Key, decltype((std::declval<P>().first))> &&
                                                     quietly_made<T, decltype((std::declval<P>().second))>;

} // namespace arsenal::inline ARSENAL_ABI::detail
