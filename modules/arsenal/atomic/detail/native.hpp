#pragma once

#include <arsenal/platform/config.hpp>

#include <atomic>
#include <cstdint>

// Objects that the architecture's instructions read and write at once: __atomic builtins, which fold to those
// instructions where the order is a constant, and which ThreadSanitizer knows.

namespace arsenal::inline ARSENAL_ABI::detail {

// What an object is accessed as whose value is Bits: itself if it is a scalar; what stands for another type
// may alias it.
template <class Bits>
struct native_word {
    using type = Bits;
};
template <>
struct native_word<std::uint8_t> {
    using type [[gnu::may_alias]] = std::uint8_t;
};
template <>
struct native_word<std::uint16_t> {
    using type [[gnu::may_alias]] = std::uint16_t;
};
template <>
struct native_word<std::uint32_t> {
    using type [[gnu::may_alias]] = std::uint32_t;
};
template <>
struct native_word<std::uint64_t> {
    using type [[gnu::may_alias]] = std::uint64_t;
};

// The failure order of a builtin may not be the stronger one: the least order that is as strong as both.
constexpr std::memory_order both_orders(std::memory_order success, std::memory_order failure) noexcept {
    if (failure == std::memory_order_seq_cst || success == std::memory_order_seq_cst)
        return std::memory_order_seq_cst;
    if (failure == std::memory_order_relaxed) return success;
    return success == std::memory_order_release || success == std::memory_order_acq_rel
               ? std::memory_order_acq_rel
               : std::memory_order_acquire;
}

template <class Bits>
struct native_access {
    using word = typename native_word<Bits>::type;

    static constexpr bool is_always_lock_free = true;
    static bool is_lock_free() noexcept { return true; }

    static Bits load(const void* object, std::memory_order order) noexcept {
        return __atomic_load_n(static_cast<const word*>(object), static_cast<int>(order));
    }
    static void store(void* object, Bits desired, std::memory_order order) noexcept {
        __atomic_store_n(static_cast<word*>(object), desired, static_cast<int>(order));
    }
    static Bits exchange(void* object, Bits desired, std::memory_order order) noexcept {
        return __atomic_exchange_n(static_cast<word*>(object), desired, static_cast<int>(order));
    }
    template <bool Weak>
    static bool compare_exchange(void* object, Bits& expected, Bits desired, std::memory_order success,
                                 std::memory_order failure) noexcept {
        return __atomic_compare_exchange_n(static_cast<word*>(object), &expected, desired, Weak,
                                           static_cast<int>(both_orders(success, failure)),
                                           static_cast<int>(failure));
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
