#pragma once

#include <arsenal/atomic/detail/access.hpp>
#include <arsenal/atomic/detail/arithmetic.hpp>
#include <arsenal/atomic/detail/wait.hpp>
#include <arsenal/atomic/memory_order.hpp>
#include <arsenal/platform/config.hpp>

#include <concepts>
#include <cstddef>
#include <limits>
#include <type_traits>

namespace arsenal::inline ARSENAL_ABI {

// std::atomic with C++26's fetch_max and fetch_min, and these differences:
//
//   - Every operation is told its order, as a tag (memory_order.hpp). There are no operators and no
//   conversion
//     to T. compare_exchange takes both orders. Orders that an operation has no meaning for do not compile.
//   - No volatile members and no free functions. atomic<std::shared_ptr<T>> does not exist.
//   - 16 bytes: lock-free where the processor can load them without writing, decided once per process;
//     is_always_lock_free is false. Other sizes than 1, 2, 4, 8: a table of locks, as in std.
//   - clang: compare_exchange and wait of a T with padding need to see its members (detail/value_bytes.hpp).
//
// Waits are for the threads of one process; all else of a lock-free atomic works in memory that processes
// share.
template <class T>
class atomic : public detail::atomic_members<T> {
    static_assert(std::is_trivially_copyable_v<T> && std::is_copy_constructible_v<T> &&
                      std::is_move_constructible_v<T> && std::is_copy_assignable_v<T> &&
                      std::is_move_assignable_v<T>,
                  "atomic<T> copies T's bytes: T must be trivially copyable and copyable");
    static_assert(std::is_same_v<T, std::remove_cv_t<T>>, "T may not be const or volatile");
    using access = detail::access_of<T>;

public:
    using value_type = T;

    static constexpr bool is_always_lock_free = access::is_always_lock_free;
    static constexpr std::size_t required_alignment = detail::atomic_alignment<T>;

    constexpr atomic() noexcept(std::is_nothrow_default_constructible_v<T>)
        requires std::default_initializable<T>
        : value_() {}
    constexpr atomic(T desired) noexcept : value_(desired) {}
    atomic(const atomic&) = delete;
    atomic& operator=(const atomic&) = delete;

    [[nodiscard]] bool is_lock_free() const noexcept { return access::is_lock_free(); }

    template <detail::store_order Order>
    void store(T desired, Order) noexcept {
        detail::store_value(&value_, desired, Order::value);
    }
    template <detail::load_order Order>
    [[nodiscard]] T load(Order) const noexcept {
        return detail::load_value(&value_, Order::value);
    }
    template <detail::update_order Order>
    T exchange(T desired, Order) noexcept {
        return detail::exchange_value(&value_, desired, Order::value);
    }

    // Replaces the value by `desired` if it is `expected`, whose padding does not count; otherwise `expected`
    // becomes the value. The weak form may fail for no reason. Failing is a load, with the order of a load.
    template <detail::update_order Success, detail::load_order Failure>
    bool compare_exchange_weak(T& expected, T desired, Success, Failure) noexcept {
        return detail::compare_exchange_value<true>(&value_, expected, desired, Success::value,
                                                    Failure::value);
    }
    template <detail::update_order Success, detail::load_order Failure>
    bool compare_exchange_strong(T& expected, T desired, Success, Failure) noexcept {
        return detail::compare_exchange_value<false>(&value_, expected, desired, Success::value,
                                                     Failure::value);
    }

    // [atomics.wait]. Returns when the value is not `old`: at once, after a short spin, or after a sleep that
    // a notification ends. Whoever changes the value notifies; a change back and forth may go unseen.
    template <detail::load_order Order>
    void wait(T old, Order) const noexcept {
        detail::wait_while_equal(&value_, old, Order::value);
    }
    void notify_one() noexcept { detail::notify_waiters(&value_, 1); }
    void notify_all() noexcept { detail::notify_waiters(&value_, std::numeric_limits<int>::max()); }

    // Numbers, and pointers to objects. Each returns the value before. Integers wrap.
    template <detail::update_order Order>
        requires(detail::atomic_number<T> || detail::atomic_pointer<T>)
    T fetch_add(detail::difference_of<T> operand, Order) noexcept {
        return detail::fetch_add_value(&value_, operand, Order::value);
    }
    template <detail::update_order Order>
        requires(detail::atomic_number<T> || detail::atomic_pointer<T>)
    T fetch_sub(detail::difference_of<T> operand, Order) noexcept {
        return detail::fetch_sub_value(&value_, operand, Order::value);
    }
    // Of floats: a NaN counts as missing, -0 as less than +0 ([atomics.types.float] leaves both open).
    template <detail::update_order Order>
        requires(detail::atomic_number<T> || detail::atomic_pointer<T>)
    T fetch_max(T operand, Order) noexcept {
        return detail::fetch_extreme_value<true>(&value_, operand, Order::value);
    }
    template <detail::update_order Order>
        requires(detail::atomic_number<T> || detail::atomic_pointer<T>)
    T fetch_min(T operand, Order) noexcept {
        return detail::fetch_extreme_value<false>(&value_, operand, Order::value);
    }

    // Integers.
    template <detail::update_order Order>
        requires detail::atomic_integer<T>
    T fetch_and(T operand, Order) noexcept {
        return detail::fetch_and_value(&value_, operand, Order::value);
    }
    template <detail::update_order Order>
        requires detail::atomic_integer<T>
    T fetch_or(T operand, Order) noexcept {
        return detail::fetch_or_value(&value_, operand, Order::value);
    }
    template <detail::update_order Order>
        requires detail::atomic_integer<T>
    T fetch_xor(T operand, Order) noexcept {
        return detail::fetch_xor_value(&value_, operand, Order::value);
    }

    // Floats (C++26): IEEE 754's maximum and minimum, in which a NaN wins, and those in which a number does.
    template <detail::update_order Order>
        requires std::floating_point<T>
    T fetch_fmaximum(T operand, Order) noexcept {
        return detail::fetch_float_extreme_value<true, false>(&value_, operand, Order::value);
    }
    template <detail::update_order Order>
        requires std::floating_point<T>
    T fetch_fminimum(T operand, Order) noexcept {
        return detail::fetch_float_extreme_value<false, false>(&value_, operand, Order::value);
    }
    template <detail::update_order Order>
        requires std::floating_point<T>
    T fetch_fmaximum_num(T operand, Order) noexcept {
        return detail::fetch_float_extreme_value<true, true>(&value_, operand, Order::value);
    }
    template <detail::update_order Order>
        requires std::floating_point<T>
    T fetch_fminimum_num(T operand, Order) noexcept {
        return detail::fetch_float_extreme_value<false, true>(&value_, operand, Order::value);
    }

private:
    alignas(detail::atomic_alignment<T>) T value_;
};

template <class T>
atomic(T) -> atomic<T>;

} // namespace arsenal::inline ARSENAL_ABI
