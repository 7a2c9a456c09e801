#pragma once

#include <arsenal/atomic/detail/bits.hpp>
#include <arsenal/atomic/detail/locked.hpp>
#include <arsenal/atomic/detail/native.hpp>
#include <arsenal/atomic/detail/wide.hpp>
#include <arsenal/platform/config.hpp>

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

// The operations of every atomic class on an object of T at an address, with std's orders: constants where
// the caller's are. pre: the object is aligned to atomic_alignment<T>.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class T>
consteval auto choose_access() {
    using bits = bits_of<T>;
    if constexpr (std::is_same_v<bits, wide_bits>)
        return std::type_identity<wide_access>{};
    else if constexpr (!is_native_size<sizeof(T)>)
        return std::type_identity<locked_access<bits>>{};
    else
        return std::type_identity<native_access<bits>>{};
}

template <class T>
using access_of = typename decltype(choose_access<T>())::type;

template <class T>
T load_value(const T* object, std::memory_order order) noexcept {
    return from_bits<T>(access_of<T>::load(object, order));
}

template <class T>
void store_value(T* object, const T& desired, std::memory_order order) noexcept {
    access_of<T>::store(object, to_bits(desired), order);
}

template <class T>
T exchange_value(T* object, const T& desired, std::memory_order order) noexcept {
    return from_bits<T>(access_of<T>::exchange(object, to_bits(desired), order));
}

// [atomics.types.operations]/21. Where T has padding, what memory holds there is learnt by a first failure.
template <bool Weak, class T>
bool compare_exchange_value(T* object, T& expected, const T& desired, std::memory_order success,
                            std::memory_order failure) noexcept {
    using access = access_of<T>;
    const bits_of<T> wanted = to_bits(expected);
    const bits_of<T> replacement = to_bits(desired);
    bits_of<T> found = wanted;
    while (!access::template compare_exchange<Weak>(object, found, replacement, success, failure)) {
        if constexpr (has_padding<T>)
            if (canonical<T>(found) == wanted) continue;
        expected = from_bits<T>(found);
        return false;
    }
    return true;
}

// Replaces the value by update(value), in one step; returns the value before.
template <class T, class Update>
T update_value(T* object, std::memory_order order, Update update) noexcept {
    T old = load_value(object, std::memory_order_relaxed);
    while (!compare_exchange_value<true>(object, old, update(old), order, std::memory_order_relaxed)) {
    }
    return old;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
