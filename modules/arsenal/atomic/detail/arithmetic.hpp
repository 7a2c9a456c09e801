#pragma once

#include <arsenal/atomic/detail/access.hpp>
#include <arsenal/platform/config.hpp>

#include <atomic>
#include <concepts>
#include <cstddef>
#include <functional>
#include <type_traits>

// fetch_add and its like, on integers, floats and pointers to objects. What there is an instruction for is
// that; the rest is a loop around compare_exchange.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class T>
concept atomic_integer = std::integral<T> && !std::same_as<T, bool>;

template <class T>
concept atomic_number = atomic_integer<T> || std::floating_point<T>;

template <class T>
concept atomic_pointer = std::is_pointer_v<T> && std::is_object_v<std::remove_pointer_t<T>>;

template <class T>
concept has_native_arithmetic = atomic_integer<T> && is_native_size<sizeof(T)>;

template <class T>
using difference_of = std::conditional_t<atomic_pointer<T>, std::ptrdiff_t, T>;

// The member difference_type of the classes, where there is one.
template <class T>
struct atomic_members {};
template <class T>
    requires(atomic_number<T> || atomic_pointer<T>)
struct atomic_members<T> {
    using difference_type = difference_of<T>;
};

// Signed integers wrap ([atomics.types.int]/8).
template <class T, class Operation>
T wrapping(T a, T b, Operation operation) noexcept {
    if constexpr (std::floating_point<T>) {
        return operation(a, b);
    } else {
        using unsigned_t = std::make_unsigned_t<T>;
        return static_cast<T>(operation(static_cast<unsigned_t>(a), static_cast<unsigned_t>(b)));
    }
}

// The value that fetch_add or fetch_sub left behind, of the one that it returned.
template <class T>
T value_after_add(T old, difference_of<T> operand) noexcept {
    if constexpr (atomic_pointer<T>)
        return old + operand;
    else
        return wrapping(old, operand, std::plus<>());
}
template <class T>
T value_after_sub(T old, difference_of<T> operand) noexcept {
    if constexpr (atomic_pointer<T>)
        return old - operand;
    else
        return wrapping(old, operand, std::minus<>());
}

template <class T>
T fetch_add_value(T* object, difference_of<T> operand, std::memory_order order) noexcept {
    if constexpr (has_native_arithmetic<T>)
        return __atomic_fetch_add(object, operand, static_cast<int>(order));
    else if constexpr (atomic_pointer<T>) // the builtin counts bytes
        return __atomic_fetch_add(object, operand * static_cast<std::ptrdiff_t>(sizeof(**object)),
                                  static_cast<int>(order));
    else
        return update_value(object, order, [=](T old) { return wrapping(old, operand, std::plus<>()); });
}

template <class T>
T fetch_sub_value(T* object, difference_of<T> operand, std::memory_order order) noexcept {
    if constexpr (has_native_arithmetic<T>)
        return __atomic_fetch_sub(object, operand, static_cast<int>(order));
    else if constexpr (atomic_pointer<T>)
        return __atomic_fetch_sub(object, operand * static_cast<std::ptrdiff_t>(sizeof(**object)),
                                  static_cast<int>(order));
    else
        return update_value(object, order, [=](T old) { return wrapping(old, operand, std::minus<>()); });
}

template <atomic_integer T>
T fetch_and_value(T* object, T operand, std::memory_order order) noexcept {
    if constexpr (has_native_arithmetic<T>)
        return __atomic_fetch_and(object, operand, static_cast<int>(order));
    else
        return update_value(object, order, [=](T old) { return static_cast<T>(old & operand); });
}

template <atomic_integer T>
T fetch_or_value(T* object, T operand, std::memory_order order) noexcept {
    if constexpr (has_native_arithmetic<T>)
        return __atomic_fetch_or(object, operand, static_cast<int>(order));
    else
        return update_value(object, order, [=](T old) { return static_cast<T>(old | operand); });
}

template <atomic_integer T>
T fetch_xor_value(T* object, T operand, std::memory_order order) noexcept {
    if constexpr (has_native_arithmetic<T>)
        return __atomic_fetch_xor(object, operand, static_cast<int>(order));
    else
        return update_value(object, order, [=](T old) { return static_cast<T>(old ^ operand); });
}

// IEEE 754-2019 minimum and maximum, [atomics.types.float] of C++26: -0 is less than +0. *_num takes the
// number where one is NaN; the others take the NaN.
template <bool Max, bool Num, std::floating_point T>
T float_extreme(T a, T b) noexcept {
    if (a != a) return Num && b == b ? b : a;
    if (b != b) return Num ? a : b;
    if (a == b) return static_cast<bool>(__builtin_signbit(a)) == Max ? b : a;
    return (a < b) == Max ? b : a;
}

template <bool Max, class T>
T extreme(T a, T b) noexcept {
    if constexpr (std::floating_point<T>)
        return float_extreme<Max, true>(a, b);
    else
        return std::less<T>()(a, b) == Max ? b : a;
}

// A read-modify-write even where the value stays ([atomics.types.int]/8): a thread that released before it is
// to be seen by whoever acquires afterwards.
template <bool Max, class T>
T fetch_extreme_value(T* object, T operand, std::memory_order order) noexcept {
    return update_value(object, order, [=](T old) { return extreme<Max>(old, operand); });
}

template <bool Max, bool Num, std::floating_point T>
T fetch_float_extreme_value(T* object, T operand, std::memory_order order) noexcept {
    return update_value(object, order, [=](T old) { return float_extreme<Max, Num>(old, operand); });
}

} // namespace arsenal::inline ARSENAL_ABI::detail
