#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <memory>
#include <type_traits>

// Arrays of objects that are copied, or made, as bytes.

namespace arsenal::inline ARSENAL_ABI::detail {

/// So few objects are written without a call of memmove() or memset(), which costs 3 ns.
template <class T>
inline constexpr std::size_t few_objects = sizeof(T) <= 32   ? 4
                                           : sizeof(T) <= 64 ? 2
                                                             : 0;

template <std::size_t Bytes>
struct byte_block {
    unsigned char bytes[Bytes];
};

/// Copies one object of few words, each by itself. (Of two, compilers would make a vector, whose load waits
/// where an object was just written member by member, and whose store takes longer to be loaded.)
template <class T>
void copy_words(const T* from, T* to) noexcept {
    std::uint64_t words[sizeof(T) / sizeof(std::uint64_t)];
    std::memcpy(words, static_cast<const void*>(from), sizeof words);
    for (std::uint64_t& word : words) asm("" : "+r"(word));
    std::memcpy(static_cast<void*>(to), words, sizeof words);
}

/// Copies 1 to 4 objects. (A loop would not do: compilers make a call of it.)
template <class T>
void copy_few_objects(const T* from, std::size_t n, T* to) noexcept {
    using one = byte_block<sizeof(T)>;
    using two = byte_block<2 * sizeof(T)>;
    if (n == 1) {
        if constexpr (sizeof(T) <= 32 && sizeof(T) % sizeof(std::uint64_t) == 0) {
            detail::copy_words(from, to);
        } else {
            one only;
            std::memcpy(&only, static_cast<const void*>(from), sizeof only);
            std::memcpy(static_cast<void*>(to), &only, sizeof only);
        }
    } else { // the first two and the last two, which may be the same ones
        two front;
        two back;
        std::memcpy(&front, static_cast<const void*>(from), sizeof front);
        std::memcpy(&back, static_cast<const void*>(from + n - 2), sizeof back);
        std::memcpy(static_cast<void*>(to), &front, sizeof front);
        std::memcpy(static_cast<void*>(to + n - 2), &back, sizeof back);
    }
}

/// Copies the bytes of n objects. The arrays may overlap. No objects may be at null, where memmove() may not
/// be asked for any.
template <class T>
void copy_object_bytes(const T* from, std::size_t n, T* to) noexcept {
    if (n > few_objects<T>)
        std::memmove(static_cast<void*>(to), static_cast<const void*>(from), n * sizeof(T));
    else if (n != 0)
        detail::copy_few_objects(from, n, to);
}

/// Writes zeros over n objects.
template <class T>
void zero_object_bytes(T* to, std::size_t n) noexcept {
    if (n > few_objects<T>) {
        std::memset(static_cast<void*>(to), 0, n * sizeof(T));
    } else if (n > 1) {
        std::memset(static_cast<void*>(to), 0, 2 * sizeof(T));
        std::memset(static_cast<void*>(to + n - 2), 0, 2 * sizeof(T));
    } else if (n != 0) {
        std::memset(static_cast<void*>(to), 0, sizeof(T));
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
/// of its own. std writes numbers as fast, and large objects, of which none is to be made on the stack here.
template <class T>
inline constexpr bool value_is_zeros =
    std::is_class_v<T> && sizeof(T) <= 1024 && std::is_trivially_default_constructible_v<T> &&
    std::is_trivially_copyable_v<T>;

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
