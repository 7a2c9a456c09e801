#pragma once

#include <arsenal/hash/hash_state.hpp>
#include <arsenal/platform/config.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace arsenal::inline ARSENAL_ABI {

template <class T>
struct hash;

} // namespace arsenal::inline ARSENAL_ABI

// Which rule hashes a type. The one place where that is decided: hash<T> and hash_append both ask here.

namespace arsenal::inline ARSENAL_ABI::detail {

enum class hash_kind : unsigned char {
    disabled,
    appended,      // by the type's own hash_append
    integer,       // integers, enums, std::nullptr_t
    floating,      // +0 and -0 are equal
    pointer,       // to objects, to functions
    text,          // strings and views with the standard's traits: one hash for all that compare equal
    optional,      // as the contained value, by the standard's contract
    smart_pointer, // as the pointer, by the standard's contract
    product,       // pair, tuple: element by element
    sum,           // variant: index and alternative
    platform,      // by std::hash, mixed
    sequence,      // forward ranges: elements in order, then their number
    unordered,     // unordered containers: a sum over the elements, which keeps no order
};

template <class T>
concept hashable = std::is_default_constructible_v<hash<std::remove_cvref_t<T>>>;

// What a type's own hash_append is looked up with; a declaration that finds nothing keeps
// arsenal::hash_append, an object, out of the lookup.
namespace append_lookup {

void hash_append() = delete;

template <class State, class T>
concept finds = requires(State& state, const T& value) { hash_append(state, value); };

template <class State, class T>
constexpr void call(State& state, const T& value) {
    hash_append(state, value);
}

} // namespace append_lookup

template <class T>
inline constexpr bool is_text = false;
template <class C, class Alloc>
inline constexpr bool is_text<std::basic_string<C, std::char_traits<C>, Alloc>> = true;
template <class C>
inline constexpr bool is_text<std::basic_string_view<C, std::char_traits<C>>> = true;

// Equality under other traits is not equality of the characters.
template <class T>
inline constexpr bool is_text_with_own_traits = false;
template <class C, class Traits, class Alloc>
inline constexpr bool is_text_with_own_traits<std::basic_string<C, Traits, Alloc>> =
    !std::is_same_v<Traits, std::char_traits<C>>;
template <class C, class Traits>
inline constexpr bool is_text_with_own_traits<std::basic_string_view<C, Traits>> =
    !std::is_same_v<Traits, std::char_traits<C>>;

// Whether all parts of a composed type are hashable; for other types, not composed.
enum class parts : unsigned char { none, hashable, unhashable };

template <class... Ts>
inline constexpr parts parts_of_all = (hashable<Ts> && ...) ? parts::hashable : parts::unhashable;

template <class T>
inline constexpr parts parts_of_optional = parts::none;
template <class T>
inline constexpr parts parts_of_optional<std::optional<T>> = parts_of_all<T>;

template <class T>
inline constexpr parts parts_of_smart_pointer = parts::none;
template <class T, class Deleter>
inline constexpr parts parts_of_smart_pointer<std::unique_ptr<T, Deleter>> =
    parts_of_all<typename std::unique_ptr<T, Deleter>::pointer>;
template <class T>
inline constexpr parts parts_of_smart_pointer<std::shared_ptr<T>> = parts::hashable;

template <class T>
inline constexpr parts parts_of_product = parts::none;
template <class First, class Second>
inline constexpr parts parts_of_product<std::pair<First, Second>> = parts_of_all<First, Second>;
template <class... Ts>
inline constexpr parts parts_of_product<std::tuple<Ts...>> = parts_of_all<Ts...>;

template <class T>
inline constexpr parts parts_of_sum = parts::none;
template <class... Ts>
inline constexpr parts parts_of_sum<std::variant<Ts...>> = parts_of_all<Ts...>;

template <class T>
concept platform_hashable = std::is_default_constructible_v<std::hash<T>> && requires(const T& value) {
    { std::hash<T>{}(value) } -> std::convertible_to<std::size_t>;
};

// A path is a range of paths: such types are no sequences.
template <class T>
concept hashable_range =
    std::ranges::forward_range<const T> && !std::is_array_v<T> &&
    !std::is_same_v<std::ranges::range_value_t<const T>, T> && hashable<std::ranges::range_value_t<const T>>;

template <class T>
concept unordered_container = requires {
    typename T::hasher;
    typename T::key_equal;
};

consteval hash_kind kind_if(parts p, hash_kind kind) {
    return p == parts::hashable ? kind : hash_kind::disabled;
}

template <class T>
consteval hash_kind kind_of_class() {
    if constexpr (append_lookup::finds<hash_state, T>)
        return hash_kind::appended;
    else if constexpr (is_text<T>)
        return hash_kind::text;
    else if constexpr (parts_of_optional<T> == parts::hashable)
        return hash_kind::optional;
    else if constexpr (parts_of_smart_pointer<T> == parts::hashable)
        return hash_kind::smart_pointer;
    else if constexpr (parts_of_product<T> == parts::hashable)
        return hash_kind::product;
    else if constexpr (parts_of_sum<T> == parts::hashable)
        return hash_kind::sum;
    else if constexpr (platform_hashable<T>)
        return hash_kind::platform;
    else if constexpr (is_text_with_own_traits<T>)
        return hash_kind::disabled;
    else if constexpr (!hashable_range<T>)
        return hash_kind::disabled;
    else if constexpr (unordered_container<T>)
        return hash_kind::unordered;
    else
        return hash_kind::sequence;
}

template <class T>
consteval hash_kind kind_of() {
    if constexpr (std::is_const_v<T> || std::is_volatile_v<T>)
        return hash_kind::disabled;
    else if constexpr (std::is_enum_v<T> && append_lookup::finds<hash_state, T>)
        return hash_kind::appended;
    else if constexpr (std::is_integral_v<T> || std::is_enum_v<T> || std::is_null_pointer_v<T>)
        return hash_kind::integer;
    else if constexpr (std::is_floating_point_v<T>)
        return hash_kind::floating;
    else if constexpr (std::is_pointer_v<T>)
        return hash_kind::pointer;
    else if constexpr (std::is_class_v<T> || std::is_union_v<T>)
        return kind_of_class<T>();
    else if constexpr (std::is_object_v<T> && !std::is_array_v<T>) {
        // What the language may add: __int128 in a strict dialect, pointers to members (which std disables).
        if constexpr (platform_hashable<T>)
            return hash_kind::platform;
        else
            return hash_kind::disabled;
    } else
        return hash_kind::disabled;
}

// Marks the hashes that Arsenal writes itself, so that a user's specialisation of arsenal::hash is not
// overlooked inside a pair or a range.
struct generated_hash {};

} // namespace arsenal::inline ARSENAL_ABI::detail
