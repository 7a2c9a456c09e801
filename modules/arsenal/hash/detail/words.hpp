#pragma once

#include <arsenal/hash/detail/bytes.hpp>
#include <arsenal/hash/detail/mix.hpp>
#include <arsenal/platform/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

// Scalars as numbers, and numbers into a hash_sink.

namespace arsenal::inline ARSENAL_ABI::detail {

// Integers, enums, std::nullptr_t, pointers; of wider ones, the low 64 bits.
template <class T>
constexpr std::uint64_t to_word(T value) noexcept {
    if constexpr (std::is_null_pointer_v<T>)
        return 0;
    else if constexpr (std::is_pointer_v<T>)
        return reinterpret_cast<std::uintptr_t>(value);
    else
        return static_cast<std::uint64_t>(value);
}

// The bits of a floating-point value, the same for both zeros: the whole value of float and double, the
// mantissa of x87's and the low half of a quadruple.
struct floating_words {
    std::uint64_t low;
    std::uint64_t high;
};

template <class T>
constexpr floating_words to_floating_words(T value) noexcept {
    if (value == T(0)) value = T(0);
    if constexpr (sizeof(T) == 4) {
        return {std::bit_cast<std::uint32_t>(value), 0};
    } else if constexpr (sizeof(T) == 8) {
        return {std::bit_cast<std::uint64_t>(value), 0};
    } else {
        constexpr std::size_t used = std::numeric_limits<T>::digits == 64 ? 10 : sizeof(T);
        floating_words words{};
        std::memcpy(&words, &value, used);
        return words;
    }
}

// Whether equality of T is equality of its bytes.
template <class T>
inline constexpr bool is_bytewise = (std::is_integral_v<T> || std::is_enum_v<T> || std::is_pointer_v<T>) &&
                                    std::has_unique_object_representations_v<T>;

// A field of the low n bytes of word.
template <class State>
constexpr void append_word(State& state, std::uint64_t word, std::size_t n = 8) {
    if constexpr (requires { state.update_word(word); }) {
        state.update_word(word);
    } else {
        if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
        state.update(&word, n);
    }
}

template <class State, class T>
constexpr void append_integer(State& state, T value) {
    append_word(state, to_word(value), sizeof(T) < 8 ? sizeof(T) : 8);
    if constexpr (sizeof(T) > 8) append_word(state, static_cast<std::uint64_t>(value >> 64));
}

template <class State, class T>
constexpr void append_floating(State& state, T value) {
    const floating_words words = to_floating_words(value);
    append_word(state, words.low, sizeof(T) < 8 ? sizeof(T) : 8);
    if constexpr (sizeof(T) > 8) append_word(state, words.high);
}

// One field of count values in a row, and their number; hash_state's bytes carry it already.
template <class State, class T>
constexpr void append_contiguous(State& state, const T* values, std::size_t count) {
    state.update(static_cast<const void*>(values), count * sizeof(T));
    if constexpr (!requires { state.update_word(std::uint64_t{}); }) append_word(state, count);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
