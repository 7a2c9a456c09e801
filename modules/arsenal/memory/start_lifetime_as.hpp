#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

// std::start_lifetime_as and start_lifetime_as_array ([obj.lifetime], P2590): bytes that came from elsewhere
// (a file, a socket, a mapping) become an object of an implicit-lifetime type, in their place and with the
// value that they represent. No instruction is executed, and the memory may be read-only.
//
// Not to read a few bytes as a number: std::bit_cast and std::memcpy do that without promising alignment.
//
// As in std, but that mode debug stops at a pointer that is not aligned to T. Whether T is an
// implicit-lifetime class is what the compiler says; where it does not know, an aggregate is one though its
// destructor be the user's.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

template <class T>
inline constexpr bool is_implicit_lifetime =
#if defined(__has_builtin)
#if __has_builtin(__builtin_is_implicit_lifetime)
    __builtin_is_implicit_lifetime(T);
#define ARSENAL_DETAIL_KNOWS_IMPLICIT_LIFETIME
#endif
#endif
#if !defined(ARSENAL_DETAIL_KNOWS_IMPLICIT_LIFETIME)
std::is_aggregate_v<T> || std::is_trivially_default_constructible_v<T> ||
    std::is_trivially_copy_constructible_v<T> || std::is_trivially_move_constructible_v<T>;
#else
#undef ARSENAL_DETAIL_KNOWS_IMPLICIT_LIFETIME
#endif

template <class T>
concept starts_lifetime = is_implicit_lifetime<T> && !std::is_unbounded_array_v<T>;

template <class T>
[[gnu::always_inline]] inline T* begin_lifetime(const volatile void* p) noexcept {
    ARSENAL_DEBUG_ASSERT(reinterpret_cast<std::uintptr_t>(p) % alignof(T) == 0,
                         "a lifetime begins at an address that is not aligned to its type");
    auto address = reinterpret_cast<std::uintptr_t>(p);
    // To the compiler, unknown code has looked at all memory, and comes back with a pointer of its own: what
    // was stored as another type before is in memory by now, and what is loaded as T later is read from it.
    asm volatile("" : "+r"(address) : : "memory");
    return reinterpret_cast<T*>(address);
}

} // namespace detail

/// Begins the lifetime of a T in the sizeof(T) bytes at p, which are its value.
template <detail::starts_lifetime T>
[[nodiscard]] T* start_lifetime_as(void* p) noexcept {
    return detail::begin_lifetime<T>(p);
}
template <detail::starts_lifetime T>
[[nodiscard]] const T* start_lifetime_as(const void* p) noexcept {
    return detail::begin_lifetime<const T>(p);
}
template <detail::starts_lifetime T>
[[nodiscard]] volatile T* start_lifetime_as(volatile void* p) noexcept {
    return detail::begin_lifetime<volatile T>(p);
}
template <detail::starts_lifetime T>
[[nodiscard]] const volatile T* start_lifetime_as(const volatile void* p) noexcept {
    return detail::begin_lifetime<const volatile T>(p);
}

/// Begins the lifetime of an array of n T, whatever T is: its elements begin theirs with it if T is an
/// implicit-lifetime type. Returns its first. n may be 0, and p null then.
template <class T>
[[nodiscard]] T* start_lifetime_as_array(void* p, std::size_t) noexcept {
    return detail::begin_lifetime<T>(p);
}
template <class T>
[[nodiscard]] const T* start_lifetime_as_array(const void* p, std::size_t) noexcept {
    return detail::begin_lifetime<const T>(p);
}
template <class T>
[[nodiscard]] volatile T* start_lifetime_as_array(volatile void* p, std::size_t) noexcept {
    return detail::begin_lifetime<volatile T>(p);
}
template <class T>
[[nodiscard]] const volatile T* start_lifetime_as_array(const volatile void* p, std::size_t) noexcept {
    return detail::begin_lifetime<const volatile T>(p);
}

} // namespace arsenal::inline ARSENAL_ABI
