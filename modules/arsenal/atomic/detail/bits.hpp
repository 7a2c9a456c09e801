#pragma once

#include <arsenal/atomic/detail/value_bytes.hpp>
#include <arsenal/platform/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

// What an atomic operation reads and writes in place of T: a number of T's size, on which the processor (or
// the archive) operates. Scalars that the compiler's builtins take are their own.

namespace arsenal::inline ARSENAL_ABI::detail {

// Sixteen bytes, in two registers.
struct wide_bits {
    std::uint64_t low;
    std::uint64_t high;
    friend bool operator==(const wide_bits&, const wide_bits&) = default;
};

// Any other number of bytes.
template <std::size_t Size>
struct byte_bits {
    unsigned char at[Size];
    friend bool operator==(const byte_bits& a, const byte_bits& b) noexcept {
        return std::memcmp(a.at, b.at, Size) == 0;
    }
};

// The sizes for which the architecture's baseline has instructions. Sixteen bytes are never among them,
// whatever the compiler was told of the machine: what a type is made of may not depend on that.
template <std::size_t Size>
inline constexpr bool is_native_size =
    (Size == 1 || Size == 2 || Size == 4 || Size == 8) && __atomic_always_lock_free(Size, nullptr);

template <class T>
consteval auto choose_bits() {
    if constexpr (is_native_size<sizeof(T)>) {
        if constexpr (std::is_integral_v<T> || std::is_pointer_v<T>)
            return std::type_identity<T>{};
        else if constexpr (sizeof(T) == 1)
            return std::type_identity<std::uint8_t>{};
        else if constexpr (sizeof(T) == 2)
            return std::type_identity<std::uint16_t>{};
        else if constexpr (sizeof(T) == 4)
            return std::type_identity<std::uint32_t>{};
        else
            return std::type_identity<std::uint64_t>{};
    } else if constexpr (sizeof(T) == 16) {
        return std::type_identity<wide_bits>{};
    } else {
        return std::type_identity<byte_bits<sizeof(T)>>{};
    }
}

template <class T>
using bits_of = typename decltype(choose_bits<T>())::type;

// The value's bits, those of its padding zero: equal for equal value representations.
template <class T>
bits_of<T> to_bits(const T& value) noexcept {
    if constexpr (std::is_same_v<bits_of<T>, T>) {
        return value;
    } else if constexpr (!has_padding<T>) {
        return __builtin_bit_cast(bits_of<T>, value);
    } else {
        bits_of<T> bits;
        copy_value_bytes(value, &bits);
        return bits;
    }
}

template <class T>
T from_bits(const bits_of<T>& bits) noexcept {
    if constexpr (std::is_same_v<bits_of<T>, T>)
        return bits;
    else
        return __builtin_bit_cast(T, bits);
}

// What memory held, its padding cleared.
template <class T>
bits_of<T> canonical(const bits_of<T>& bits) noexcept {
    if constexpr (has_padding<T>)
        return to_bits(from_bits<T>(bits));
    else
        return bits;
}

// How an object must lie for operations on it: sixteen bytes, too, though not every processor asks for it.
template <class T>
inline constexpr std::size_t atomic_alignment = (is_native_size<sizeof(T)> || sizeof(T) == 16) &&
                                                        sizeof(T) > alignof(T)
                                                    ? sizeof(T)
                                                    : alignof(T);

} // namespace arsenal::inline ARSENAL_ABI::detail
