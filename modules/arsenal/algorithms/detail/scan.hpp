#pragma once

#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/algorithms/detail/scan_kernel.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// The scans of arrays of numbers: which iterators and elements have one, and the compiled functions behind
// them, which use the widest vectors that the machine has. scan_kernel.hpp says what each function computes.
// Integers of 128 bits and long double have none: std's loops, or ours, scan those.

namespace arsenal::inline ARSENAL_ABI::detail {

// Defined for the Words of scan_kernel.hpp.
template <class Word>
std::size_t scan_find(const void* p, std::size_t n, Word value) noexcept;
template <class Word>
std::size_t scan_find_not(const void* p, std::size_t n, Word value) noexcept;
template <class Word>
std::size_t scan_count(const void* p, std::size_t n, Word value) noexcept;
template <class Word>
std::size_t scan_min(const void* p, std::size_t n) noexcept;
template <class Word>
std::size_t scan_max(const void* p, std::size_t n) noexcept;
template <class Word>
scan_pair scan_minmax(const void* p, std::size_t n) noexcept;
template <class Word>
Word scan_min_value(const void* p, std::size_t n) noexcept;
template <class Word>
Word scan_max_value(const void* p, std::size_t n) noexcept;
template <class Word>
std::size_t scan_mismatch(const void* p, const void* q, std::size_t n) noexcept;
template <class Word>
std::size_t scan_disorder(const void* p, const void* q, std::size_t n) noexcept;

template <class Word>
std::size_t scan_search(const void* p, std::size_t n, const void* q, std::size_t m) noexcept;
template <class Word>
void scan_replace(void* p, std::size_t n, Word from, Word to) noexcept;
template <class Word>
std::size_t scan_remove(void* p, std::size_t n, Word value) noexcept;
template <class Word>
std::size_t scan_unique(void* p, std::size_t n) noexcept;
template <class Word>
void scan_reverse(void* p, std::size_t n) noexcept;
template <class Word>
std::uint64_t scan_sum(const void* p, std::size_t n) noexcept;
template <class Word>
void scan_partial_sum(const void* p, void* out, std::size_t n) noexcept;
template <class Word>
Word scan_unordered_sum(const void* p, std::size_t n) noexcept;

struct no_word {};

template <key_kind Kind>
struct words_of_kind {
    using order = no_word;
    using equality = no_word;
};
template <class Order, class Equality>
struct two_words {
    using order = Order;
    using equality = Equality;
};
template <>
struct words_of_kind<key_kind::u8> : two_words<std::uint8_t, std::uint8_t> {};
template <>
struct words_of_kind<key_kind::i8> : two_words<std::int8_t, std::uint8_t> {};
template <>
struct words_of_kind<key_kind::u16> : two_words<std::uint16_t, std::uint16_t> {};
template <>
struct words_of_kind<key_kind::i16> : two_words<std::int16_t, std::uint16_t> {};
template <>
struct words_of_kind<key_kind::u32> : two_words<std::uint32_t, std::uint32_t> {};
template <>
struct words_of_kind<key_kind::i32> : two_words<std::int32_t, std::uint32_t> {};
template <>
struct words_of_kind<key_kind::u64> : two_words<std::uint64_t, std::uint64_t> {};
template <>
struct words_of_kind<key_kind::i64> : two_words<std::int64_t, std::uint64_t> {};
template <>
struct words_of_kind<key_kind::f32> : two_words<float, float> {};
template <>
struct words_of_kind<key_kind::f64> : two_words<double, double> {};

/// What a kernel compares in place of T: no_word where it has none.
template <class T>
using equality_word = typename words_of_kind<key_kind_of<T>>::equality;
template <class T>
using order_word = typename words_of_kind<key_kind_of<T>>::order;

template <class T>
concept scannable = !std::is_same_v<equality_word<T>, no_word>;

/// Whether [I, S) is an array of scannable elements, whose length is known.
template <class I, class S = I>
concept scannable_range =
    std::contiguous_iterator<I> && std::sized_sentinel_for<S, I> && scannable<std::iter_value_t<I>> &&
    std::is_same_v<std::remove_const_t<std::remove_reference_t<std::iter_reference_t<I>>>,
                   std::iter_value_t<I>>;

template <std::size_t Bytes>
struct unsigned_of_size {};
template <>
struct unsigned_of_size<1> {
    using type = std::uint8_t;
};
template <>
struct unsigned_of_size<2> {
    using type = std::uint16_t;
};
template <>
struct unsigned_of_size<4> {
    using type = std::uint32_t;
};
template <>
struct unsigned_of_size<8> {
    using type = std::uint64_t;
};

/// What a kernel moves in place of T.
template <class T>
using unsigned_word = typename unsigned_of_size<sizeof(T)>::type;

template <class Word, class T>
constexpr Word word_of(const T& value) noexcept {
    if constexpr (std::is_same_v<T, bool>) {
        return value ? 1 : 0;
    } else {
        return std::bit_cast<Word>(value);
    }
}

/// The index of the first difference between two arrays of n elements each, n where they are equal.
template <class T>
std::size_t first_difference(const T* p, const T* q, std::size_t n) noexcept {
    if constexpr (floating_key<T>) {
        return detail::scan_mismatch<T>(p, q, n);
    } else {
        return detail::scan_mismatch<std::uint8_t>(p, q, n * sizeof(T)) / sizeof(T);
    }
}

/// A shorter array is scanned in place: a call costs more.
template <class T>
inline constexpr std::size_t shortest_scan = sizeof(T) == 1 ? 16 : 8;
/// The same where compilers vectorise the loop in place, too.
inline constexpr std::size_t shortest_vectorised_scan = 48;
/// The same of what takes elements out of an array.
inline constexpr std::size_t shortest_compression = 24;

/// The first i in [0, n) for which test(i), or n. Compilers unroll no loop that may end early.
template <class N, class Test>
constexpr N first_index(N n, const Test& test) {
    N i = 0;
    for (; n - i >= 4; i += 4) {
        if (test(i)) return i;
        if (test(i + 1)) return i + 1;
        if (test(i + 2)) return i + 2;
        if (test(i + 3)) return i + 3;
    }
    for (; i < n; ++i)
        if (test(i)) return i;
    return n;
}

// *it == value, for elements of type T and a value of another arithmetic type, is asked of a T: which one
// equals the value after the usual arithmetic conversions, if any does. The conversions of an integer never
// map two to one, nor does that of a float to a double.

template <class T>
struct sought {
    T value;
    bool exists;
};

template <class T, class V>
consteval bool converts_for_equality() {
    if constexpr (!scannable<T>) {
        return false;
    } else if constexpr (std::is_same_v<T, V>) {
        return true;
    } else if constexpr (std::is_pointer_v<T>) {
        return std::is_null_pointer_v<V>;
    } else if constexpr (std::is_integral_v<T>) {
        return std::is_integral_v<V> && scannable<V>;
    } else if constexpr (floating_key<T>) {
        return (std::is_integral_v<V> || floating_key<V>) && scannable<V>;
    } else {
        return false;
    }
}

template <class T, class V>
concept equality_value = converts_for_equality<T, std::remove_cv_t<V>>();

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wsign-compare"
#pragma clang diagnostic ignored "-Wfloat-equal"
#elif defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wfloat-equal"
#pragma GCC diagnostic ignored "-Wbool-compare"
#endif

/// a == b, without the warnings that the caller of a std algorithm does not get either.
template <class A, class B>
constexpr bool equals(A&& a, const B& b) {
    return static_cast<bool>(static_cast<A&&>(a) == b);
}

template <class T, class V>
constexpr sought<T> seek(const V& value) noexcept {
    if constexpr (std::is_same_v<T, V>) {
        return {value, true};
    } else if constexpr (std::is_pointer_v<T>) {
        return {nullptr, true};
    } else if constexpr (std::is_same_v<T, float> && std::is_same_v<V, double>) {
        constexpr double limit = std::numeric_limits<float>::max();
        constexpr double infinity = std::numeric_limits<double>::infinity();
        if (!(value >= -limit && value <= limit) && value != infinity && value != -infinity)
            return {0, false}; // out of range, or NaN
        const float nearest = static_cast<float>(value);
        return {nearest, nearest == value};
    } else if constexpr (floating_key<T>) {
        return {static_cast<T>(value), true};
    } else {
        const T nearest = static_cast<T>(value);
        return {nearest, nearest == value};
    }
}

#if defined(__clang__)
#pragma clang diagnostic pop
#elif defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

} // namespace arsenal::inline ARSENAL_ABI::detail
