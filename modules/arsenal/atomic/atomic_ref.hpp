#pragma once

#include <arsenal/atomic/atomic.hpp>
#include <arsenal/atomic/detail/access.hpp>
#include <arsenal/atomic/detail/arithmetic.hpp>
#include <arsenal/atomic/detail/wait.hpp>
#include <arsenal/atomic/memory_order.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <type_traits>

namespace arsenal::inline ARSENAL_ABI {

// std::atomic_ref: atomic operations on an object that is otherwise ordinary. While any atomic_ref to it
// lives, it is accessed through them alone. Differences from std: those of arsenal::atomic, and a misaligned
// object is caught (hardening fast). required_alignment may be more than alignof(T): 16 for a struct of two
// words.
template <class T>
class atomic_ref : public detail::atomic_members<T> {
    static_assert(std::is_trivially_copyable_v<T>,
                  "atomic_ref<T> copies T's bytes: T must be trivially copyable");
    static_assert(std::is_same_v<T, std::remove_cv_t<T>>, "T may not be const or volatile");
    using access = detail::access_of<T>;

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

    [[nodiscard]] bool is_lock_free() const noexcept { return access::is_lock_free(); }

    // C++26.
    [[nodiscard]] T* address() const noexcept { return object_; }

    template <detail::store_order Order>
    void store(T desired, Order) const noexcept {
        detail::store_value(object_, desired, Order::value);
    }
    template <detail::load_order Order>
    [[nodiscard]] T load(Order) const noexcept {
        return detail::load_value(object_, Order::value);
    }
    template <detail::update_order Order>
    T exchange(T desired, Order) const noexcept {
        return detail::exchange_value(object_, desired, Order::value);
    }
    template <detail::update_order Success, detail::load_order Failure>
    bool compare_exchange_weak(T& expected, T desired, Success, Failure) const noexcept {
        return detail::compare_exchange_value<true>(object_, expected, desired, Success::value,
                                                    Failure::value);
    }
    template <detail::update_order Success, detail::load_order Failure>
    bool compare_exchange_strong(T& expected, T desired, Success, Failure) const noexcept {
        return detail::compare_exchange_value<false>(object_, expected, desired, Success::value,
                                                     Failure::value);
    }

    template <detail::load_order Order>
    void wait(T old, Order) const noexcept {
        detail::wait_while_equal(object_, old, Order::value);
    }
    void notify_one() const noexcept { detail::notify_waiters(object_, 1); }
    void notify_all() const noexcept { detail::notify_waiters(object_, std::numeric_limits<int>::max()); }

    // As the members of atomic<T> of the same names.
    template <detail::update_order Order>
        requires(detail::atomic_number<T> || detail::atomic_pointer<T>)
    T fetch_add(detail::difference_of<T> operand, Order) const noexcept {
        return detail::fetch_add_value(object_, operand, Order::value);
    }
    template <detail::update_order Order>
        requires(detail::atomic_number<T> || detail::atomic_pointer<T>)
    T fetch_sub(detail::difference_of<T> operand, Order) const noexcept {
        return detail::fetch_sub_value(object_, operand, Order::value);
    }
    template <detail::update_order Order>
        requires(detail::atomic_number<T> || detail::atomic_pointer<T>)
    T fetch_max(T operand, Order) const noexcept {
        return detail::fetch_extreme_value<true>(object_, operand, Order::value);
    }
    template <detail::update_order Order>
        requires(detail::atomic_number<T> || detail::atomic_pointer<T>)
    T fetch_min(T operand, Order) const noexcept {
        return detail::fetch_extreme_value<false>(object_, operand, Order::value);
    }
    template <detail::update_order Order>
        requires detail::atomic_integer<T>
    T fetch_and(T operand, Order) const noexcept {
        return detail::fetch_and_value(object_, operand, Order::value);
    }
    template <detail::update_order Order>
        requires detail::atomic_integer<T>
    T fetch_or(T operand, Order) const noexcept {
        return detail::fetch_or_value(object_, operand, Order::value);
    }
    template <detail::update_order Order>
        requires detail::atomic_integer<T>
    T fetch_xor(T operand, Order) const noexcept {
        return detail::fetch_xor_value(object_, operand, Order::value);
    }
    template <detail::update_order Order>
        requires std::floating_point<T>
    T fetch_fmaximum(T operand, Order) const noexcept {
        return detail::fetch_float_extreme_value<true, false>(object_, operand, Order::value);
    }
    template <detail::update_order Order>
        requires std::floating_point<T>
    T fetch_fminimum(T operand, Order) const noexcept {
        return detail::fetch_float_extreme_value<false, false>(object_, operand, Order::value);
    }
    template <detail::update_order Order>
        requires std::floating_point<T>
    T fetch_fmaximum_num(T operand, Order) const noexcept {
        return detail::fetch_float_extreme_value<true, true>(object_, operand, Order::value);
    }
    template <detail::update_order Order>
        requires std::floating_point<T>
    T fetch_fminimum_num(T operand, Order) const noexcept {
        return detail::fetch_float_extreme_value<false, true>(object_, operand, Order::value);
    }

private:
    T* object_;
};

template <class T>
atomic_ref(T&) -> atomic_ref<T>;

} // namespace arsenal::inline ARSENAL_ABI
