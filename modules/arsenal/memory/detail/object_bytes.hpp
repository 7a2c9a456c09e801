#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstring>
#include <iterator>
#include <memory>
#include <type_traits>

// Arrays of objects that are copied, or made, as bytes.

namespace arsenal::inline ARSENAL_ABI::detail {

/// So few objects are written one by one: a call of memmove() or memset() costs more (3 ns against 1).
template <class T>
inline constexpr std::size_t few_objects = sizeof(T) <= 16 ? 4 : 64 / sizeof(T);

/// Copies the bytes of n objects. The arrays may overlap if `to` comes before `from`; no objects may be at
/// null (memmove() may not be asked for those: 0 is always few).
template <class T>
void copy_object_bytes(const T* from, std::size_t n, T* to) noexcept {
    if (n <= few_objects<T>) {
        for (std::size_t i = 0; i != n; ++i)
            std::memmove(static_cast<void*>(to + i), static_cast<const void*>(from + i), sizeof(T));
    } else {
        std::memmove(static_cast<void*>(to), static_cast<const void*>(from), n * sizeof(T));
    }
}

/// Whether constructing the element type of To from an element of From, as Reference, is copying its bytes,
/// and all of them are one array.
template <class From, class Reference, class To>
concept copies_as_bytes =
    std::contiguous_iterator<From> && std::contiguous_iterator<To> &&
    std::is_same_v<std::remove_const_t<std::remove_reference_t<std::iter_reference_t<From>>>,
                   std::remove_reference_t<std::iter_reference_t<To>>> &&
    std::is_trivially_copyable_v<std::iter_value_t<To>> &&
    std::is_trivially_constructible_v<std::iter_value_t<To>, Reference> &&
    !std::is_volatile_v<std::remove_reference_t<std::iter_reference_t<To>>>;

/// Whether T() is a T of zeros, but for pointers to members (zeroes_as_bytes): a class without a constructor
/// of its own. std writes numbers as fast.
template <class T>
inline constexpr bool value_is_zeros =
    std::is_class_v<T> && std::is_trivially_default_constructible_v<T> && std::is_trivially_copyable_v<T>;

/// Whether all bytes of T() are zero: no pointer to a member is null by zeros. Compilers know the answer.
template <class T>
bool zeroes_as_bytes() noexcept {
    const T zero = T();
    const auto* const bytes = reinterpret_cast<const unsigned char*>(std::addressof(zero));
    unsigned char any = 0;
    for (std::size_t i = 0; i != sizeof(T); ++i) any |= bytes[i];
    return any == 0;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
