#pragma once

#include <arsenal/platform/config.hpp>

#include <array>
#include <cstddef>
#include <cstring>
#include <limits>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

// Padding does not count when an atomic compares ([atomics.types.operations]/23: value representation), and
// copying an object may change it. So what is compared, and what is written, are the bytes of the value
// alone.
//
// g++ clears padding by a builtin. clang 22 has none: there the members are named by a structured binding,
// which sees public ones. What cannot be seen so (private members, unions, bit-fields, a base and members of
// its own) is refused where a comparison would need it.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class T>
inline constexpr bool has_padding = !__has_unique_object_representations(T);

// The formats of float and double use all their bits.
template <>
inline constexpr bool has_padding<float> = false;
template <>
inline constexpr bool has_padding<double> = false;

#if defined(__GNUC__) && !defined(__clang__)

template <class T>
inline constexpr bool sees_padding = true;

// The bytes of `value` at `to`, those of its padding zero.
template <class T>
void copy_value_bytes(const T& value, void* to) noexcept {
    alignas(T) unsigned char copy[sizeof(T)];
    std::memcpy(copy, std::addressof(value), sizeof(T));
    __builtin_clear_padding(reinterpret_cast<T*>(copy));
    std::memcpy(to, copy, sizeof(T));
}

#else

template <class T>
inline constexpr bool is_std_array = false;
template <class T, std::size_t N>
inline constexpr bool is_std_array<std::array<T, N>> = true;

template <class... Ts>
struct member_types {};

#if __has_builtin(__builtin_structured_binding_size)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc++26-extensions"

// A class whose members a structured binding names; one with a tuple's interface would be asked for something
// else.
template <class T>
concept decomposable = std::is_class_v<T> && !requires { sizeof(std::tuple_size<T>); } &&
                       requires { __builtin_structured_binding_size(T); };

// The types of the members. void: one of them cannot be referred to, for it is a bit-field.
template <class T>
auto list_members(const T& value) {
    const auto& [... members] = value;
    if constexpr (requires { (static_cast<void>(&members), ...); })
        return member_types<std::remove_cvref_t<decltype(members)>...>{};
}

template <class T, class Visit>
void visit_members(const T& value, Visit visit) {
    const auto& [... members] = value;
    (visit(members), ...);
}

#pragma clang diagnostic pop
#else

template <class T>
concept decomposable = false;

template <class T, class Visit>
void visit_members(const T&, Visit) {}

#endif

// The members of a long double on x86 are its first ten bytes.
template <class T>
inline constexpr std::size_t floating_bytes = sizeof(T);
template <>
inline constexpr std::size_t floating_bytes<long double> =
    std::numeric_limits<long double>::digits == 64 ? 10 : sizeof(long double);

template <class T>
consteval bool all_members_seen();

template <class... Ts>
consteval bool all_seen(member_types<Ts...>*) {
    return (all_members_seen<Ts>() && ...);
}
consteval bool all_seen(void*) { return false; }

template <class T>
consteval bool all_members_seen() {
    if constexpr (std::is_floating_point_v<T> || !has_padding<T>)
        return true;
    else if constexpr (std::is_array_v<T>)
        return all_members_seen<std::remove_extent_t<T>>();
    else if constexpr (is_std_array<T>)
        return all_members_seen<typename T::value_type>();
    else if constexpr (decomposable<T>)
        return all_seen(static_cast<decltype(list_members(std::declval<const T&>()))*>(nullptr));
    else
        return false;
}

template <class T>
inline constexpr bool sees_padding = all_members_seen<T>();

template <class T>
void copy_leaves(const T& part, const unsigned char* begin, unsigned char* to) noexcept {
    const auto* at = reinterpret_cast<const unsigned char*>(std::addressof(part));
    if constexpr (std::is_floating_point_v<T>)
        std::memcpy(to + (at - begin), at, floating_bytes<T>);
    else if constexpr (!has_padding<T>)
        std::memcpy(to + (at - begin), at, sizeof(T));
    else if constexpr (std::is_array_v<T> || is_std_array<T>)
        for (const auto& element : part) copy_leaves(element, begin, to);
    else
        visit_members(part, [&](const auto& member) { copy_leaves(member, begin, to); });
}

template <class T>
void copy_value_bytes(const T& value, void* to) noexcept {
    static_assert(sees_padding<T>,
                  "this compiler cannot tell the padding of T: give T public members only, or "
                  "no padding (std::has_unique_object_representations)");
    unsigned char bytes[sizeof(T)] = {};
    copy_leaves(value, reinterpret_cast<const unsigned char*>(std::addressof(value)), bytes);
    std::memcpy(to, bytes, sizeof(T));
}

#endif

} // namespace arsenal::inline ARSENAL_ABI::detail
