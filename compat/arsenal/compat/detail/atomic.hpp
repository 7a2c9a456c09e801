#pragma once

#include <arsenal/atomic/atomic.hpp>
#include <arsenal/atomic/detail/access.hpp>
#include <arsenal/atomic/detail/arithmetic.hpp>
#include <arsenal/atomic/detail/wait.hpp>
#include <arsenal/compat/detail/atomic_orders.hpp>
#include <arsenal/platform/config.hpp>

#include <atomic>
#include <concepts>
#include <limits>
#include <type_traits>

namespace arsenal::inline ARSENAL_ABI::detail::compat_types {

// std::atomic<T> over the implementation of arsenal::atomic<T>: orders are std's, and seq_cst where none is
// given. Differences from std: no volatile members.
template <class T>
class atomic : public detail::atomic_members<T> {
    static_assert(std::is_copy_constructible_v<T> && std::is_copy_assignable_v<T>, "T must be copyable");
    using access = detail::access_of<T>;
    using difference = detail::difference_of<T>;
    static constexpr bool integer = detail::atomic_integer<T>;
    static constexpr bool counting = integer || detail::atomic_pointer<T>; // has ++
    static constexpr bool arithmetic = counting || std::floating_point<T>;

public:
    using value_type = T;

    static constexpr bool is_always_lock_free = access::is_always_lock_free;

    constexpr atomic() noexcept(std::is_nothrow_default_constructible_v<T>)
        requires std::default_initializable<T>
        : value_() {}
    constexpr atomic(T desired) noexcept : value_(desired) {}
    atomic(const atomic&) = delete;
    atomic& operator=(const atomic&) = delete;

    bool is_lock_free() const noexcept { return access::is_lock_free(); }

    void store(T desired, std::memory_order order = std::memory_order_seq_cst) noexcept {
        detail::store_value(&value_, desired, checked_store(order));
    }
    T load(std::memory_order order = std::memory_order_seq_cst) const noexcept {
        return detail::load_value(&value_, checked_load(order));
    }
    operator T() const noexcept { return load(); }
    T operator=(T desired) noexcept {
        store(desired);
        return desired;
    }
    T exchange(T desired, std::memory_order order = std::memory_order_seq_cst) noexcept {
        return detail::exchange_value(&value_, desired, order);
    }
    bool compare_exchange_weak(T& expected, T desired, std::memory_order success,
                               std::memory_order failure) noexcept {
        return detail::compare_exchange_value<true>(&value_, expected, desired, success,
                                                    checked_load(failure));
    }
    bool compare_exchange_weak(T& expected, T desired,
                               std::memory_order order = std::memory_order_seq_cst) noexcept {
        return compare_exchange_weak(expected, desired, order, failure_of(order));
    }
    bool compare_exchange_strong(T& expected, T desired, std::memory_order success,
                                 std::memory_order failure) noexcept {
        return detail::compare_exchange_value<false>(&value_, expected, desired, success,
                                                     checked_load(failure));
    }
    bool compare_exchange_strong(T& expected, T desired,
                                 std::memory_order order = std::memory_order_seq_cst) noexcept {
        return compare_exchange_strong(expected, desired, order, failure_of(order));
    }

    void wait(T old, std::memory_order order = std::memory_order_seq_cst) const noexcept {
        detail::wait_while_equal(&value_, old, checked_load(order));
    }
    void notify_one() noexcept { detail::notify_waiters(&value_, 1); }
    void notify_all() noexcept { detail::notify_waiters(&value_, std::numeric_limits<int>::max()); }

    T fetch_add(difference operand, std::memory_order order = std::memory_order_seq_cst) noexcept
        requires arithmetic
    {
        return detail::fetch_add_value(&value_, operand, order);
    }
    T fetch_sub(difference operand, std::memory_order order = std::memory_order_seq_cst) noexcept
        requires arithmetic
    {
        return detail::fetch_sub_value(&value_, operand, order);
    }
    T fetch_max(T operand, std::memory_order order = std::memory_order_seq_cst) noexcept
        requires arithmetic
    {
        return detail::fetch_extreme_value<true>(&value_, operand, order);
    }
    T fetch_min(T operand, std::memory_order order = std::memory_order_seq_cst) noexcept
        requires arithmetic
    {
        return detail::fetch_extreme_value<false>(&value_, operand, order);
    }
    T fetch_and(T operand, std::memory_order order = std::memory_order_seq_cst) noexcept
        requires integer
    {
        return detail::fetch_and_value(&value_, operand, order);
    }
    T fetch_or(T operand, std::memory_order order = std::memory_order_seq_cst) noexcept
        requires integer
    {
        return detail::fetch_or_value(&value_, operand, order);
    }
    T fetch_xor(T operand, std::memory_order order = std::memory_order_seq_cst) noexcept
        requires integer
    {
        return detail::fetch_xor_value(&value_, operand, order);
    }

    T operator++() noexcept
        requires counting
    {
        return *this += 1;
    }
    T operator--() noexcept
        requires counting
    {
        return *this -= 1;
    }
    T operator++(int) noexcept
        requires counting
    {
        return fetch_add(1);
    }
    T operator--(int) noexcept
        requires counting
    {
        return fetch_sub(1);
    }
    T operator+=(difference operand) noexcept
        requires arithmetic
    {
        return detail::value_after_add<T>(fetch_add(operand), operand);
    }
    T operator-=(difference operand) noexcept
        requires arithmetic
    {
        return detail::value_after_sub<T>(fetch_sub(operand), operand);
    }
    T operator&=(T operand) noexcept
        requires integer
    {
        return static_cast<T>(fetch_and(operand) & operand);
    }
    T operator|=(T operand) noexcept
        requires integer
    {
        return static_cast<T>(fetch_or(operand) | operand);
    }
    T operator^=(T operand) noexcept
        requires integer
    {
        return static_cast<T>(fetch_xor(operand) ^ operand);
    }

private:
    alignas(detail::atomic_alignment<T>) T value_;
};

// What is no sequence of bytes is the platform's: std::shared_ptr, std::weak_ptr (<memory>).
template <class T>
    requires(!std::is_trivially_copyable_v<T>)
class atomic<T> : public ::std::atomic<T> {
public:
    using ::std::atomic<T>::atomic;
    using ::std::atomic<T>::operator=;
};

template <class T>
atomic(T) -> atomic<T>;

class atomic_flag {
public:
    constexpr atomic_flag() noexcept = default;
    constexpr atomic_flag(bool set) noexcept : word_(set ? 1 : 0) {} // for ATOMIC_FLAG_INIT
    atomic_flag(const atomic_flag&) = delete;
    atomic_flag& operator=(const atomic_flag&) = delete;

    bool test(std::memory_order order = std::memory_order_seq_cst) const noexcept {
        return word_.load(order) != 0;
    }
    bool test_and_set(std::memory_order order = std::memory_order_seq_cst) noexcept {
        return word_.exchange(1, order) != 0;
    }
    void clear(std::memory_order order = std::memory_order_seq_cst) noexcept { word_.store(0, order); }
    void wait(bool old, std::memory_order order = std::memory_order_seq_cst) const noexcept {
        word_.wait(old ? 1 : 0, order);
    }
    void notify_one() noexcept { word_.notify_one(); }
    void notify_all() noexcept { word_.notify_all(); }

private:
    atomic<unsigned> word_ = 0;
};

} // namespace arsenal::inline ARSENAL_ABI::detail::compat_types
