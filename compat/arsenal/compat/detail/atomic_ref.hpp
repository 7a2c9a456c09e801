#pragma once

#include <arsenal/atomic/atomic_ref.hpp>
#include <arsenal/atomic/detail/access.hpp>
#include <arsenal/atomic/detail/arithmetic.hpp>
#include <arsenal/atomic/detail/wait.hpp>
#include <arsenal/compat/detail/atomic_orders.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <type_traits>

namespace arsenal::inline ARSENAL_ABI::detail::compat_types {

// std::atomic_ref<T> over the implementation of arsenal::atomic_ref<T>.
template <class T>
class atomic_ref : public detail::atomic_members<T> {
    static_assert(std::is_trivially_copyable_v<T>,
                  "atomic_ref<T> copies T's bytes: T must be trivially copyable");
    using access = detail::access_of<T>;
    using difference = detail::difference_of<T>;
    static constexpr bool integer = detail::atomic_integer<T>;
    static constexpr bool counting = integer || detail::atomic_pointer<T>; // has ++
    static constexpr bool arithmetic = counting || std::floating_point<T>;

public:
    using value_type = T;

    static constexpr bool is_always_lock_free = access::is_always_lock_free;
    static constexpr std::size_t required_alignment = detail::atomic_alignment<T>;

    explicit atomic_ref(T& object) noexcept : object_(std::addressof(object)) {
        ARSENAL_ASSERT(reinterpret_cast<std::uintptr_t>(object_) % required_alignment == 0,
                       "atomic_ref to an object that is not aligned to required_alignment");
    }
    atomic_ref(const atomic_ref&) noexcept = default;
    atomic_ref& operator=(const atomic_ref&) = delete;

    bool is_lock_free() const noexcept { return access::is_lock_free(); }

    void store(T desired, std::memory_order order = std::memory_order_seq_cst) const noexcept {
        detail::store_value(object_, desired, checked_store(order));
    }
    T load(std::memory_order order = std::memory_order_seq_cst) const noexcept {
        return detail::load_value(object_, checked_load(order));
    }
    operator T() const noexcept { return load(); }
    T operator=(T desired) const noexcept {
        store(desired);
        return desired;
    }
    T exchange(T desired, std::memory_order order = std::memory_order_seq_cst) const noexcept {
        return detail::exchange_value(object_, desired, order);
    }
    bool compare_exchange_weak(T& expected, T desired, std::memory_order success,
                               std::memory_order failure) const noexcept {
        return detail::compare_exchange_value<true>(object_, expected, desired, success,
                                                    checked_load(failure));
    }
    bool compare_exchange_weak(T& expected, T desired,
                               std::memory_order order = std::memory_order_seq_cst) const noexcept {
        return compare_exchange_weak(expected, desired, order, failure_of(order));
    }
    bool compare_exchange_strong(T& expected, T desired, std::memory_order success,
                                 std::memory_order failure) const noexcept {
        return detail::compare_exchange_value<false>(object_, expected, desired, success,
                                                     checked_load(failure));
    }
    bool compare_exchange_strong(T& expected, T desired,
                                 std::memory_order order = std::memory_order_seq_cst) const noexcept {
        return compare_exchange_strong(expected, desired, order, failure_of(order));
    }

    void wait(T old, std::memory_order order = std::memory_order_seq_cst) const noexcept {
        detail::wait_while_equal(object_, old, checked_load(order));
    }
    void notify_one() const noexcept { detail::notify_waiters(object_, 1); }
    void notify_all() const noexcept { detail::notify_waiters(object_, std::numeric_limits<int>::max()); }

    T fetch_add(difference operand, std::memory_order order = std::memory_order_seq_cst) const noexcept
        requires arithmetic
    {
        return detail::fetch_add_value(object_, operand, order);
    }
    T fetch_sub(difference operand, std::memory_order order = std::memory_order_seq_cst) const noexcept
        requires arithmetic
    {
        return detail::fetch_sub_value(object_, operand, order);
    }
    T fetch_max(T operand, std::memory_order order = std::memory_order_seq_cst) const noexcept
        requires arithmetic
    {
        return detail::fetch_extreme_value<true>(object_, operand, order);
    }
    T fetch_min(T operand, std::memory_order order = std::memory_order_seq_cst) const noexcept
        requires arithmetic
    {
        return detail::fetch_extreme_value<false>(object_, operand, order);
    }
    T fetch_and(T operand, std::memory_order order = std::memory_order_seq_cst) const noexcept
        requires integer
    {
        return detail::fetch_and_value(object_, operand, order);
    }
    T fetch_or(T operand, std::memory_order order = std::memory_order_seq_cst) const noexcept
        requires integer
    {
        return detail::fetch_or_value(object_, operand, order);
    }
    T fetch_xor(T operand, std::memory_order order = std::memory_order_seq_cst) const noexcept
        requires integer
    {
        return detail::fetch_xor_value(object_, operand, order);
    }

    T operator++() const noexcept
        requires counting
    {
        return *this += 1;
    }
    T operator--() const noexcept
        requires counting
    {
        return *this -= 1;
    }
    T operator++(int) const noexcept
        requires counting
    {
        return fetch_add(1);
    }
    T operator--(int) const noexcept
        requires counting
    {
        return fetch_sub(1);
    }
    T operator+=(difference operand) const noexcept
        requires arithmetic
    {
        return detail::value_after_add<T>(fetch_add(operand), operand);
    }
    T operator-=(difference operand) const noexcept
        requires arithmetic
    {
        return detail::value_after_sub<T>(fetch_sub(operand), operand);
    }
    T operator&=(T operand) const noexcept
        requires integer
    {
        return static_cast<T>(fetch_and(operand) & operand);
    }
    T operator|=(T operand) const noexcept
        requires integer
    {
        return static_cast<T>(fetch_or(operand) | operand);
    }
    T operator^=(T operand) const noexcept
        requires integer
    {
        return static_cast<T>(fetch_xor(operand) ^ operand);
    }

private:
    T* object_;
};

template <class T>
atomic_ref(T&) -> atomic_ref<T>;

} // namespace arsenal::inline ARSENAL_ABI::detail::compat_types
