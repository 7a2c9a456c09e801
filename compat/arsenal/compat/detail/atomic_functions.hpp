#pragma once

#include <arsenal/compat/detail/atomic.hpp>
#include <arsenal/platform/config.hpp>

#include <atomic>
#include <memory> // std's atomic_load and its like of shared_ptr

// std's functions on atomics. A direct member of arsenal::compat hides all of std's overloads of its name, so
// each is an object: for compat's own atomics the member function, for everything else std's functions.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class A>
inline constexpr bool is_compat_atomic = false;
template <class T>
    requires std::is_trivially_copyable_v<T>
inline constexpr bool is_compat_atomic<compat_types::atomic<T>> = true;
template <>
inline constexpr bool is_compat_atomic<compat_types::atomic_flag> = true;

namespace compat_functions {

// A set of overloads cannot be an argument: only a macro can name std's.
#define ARSENAL_COMPAT_ATOMIC_FORWARD(name)                                                                  \
    template <class A, class... Args>                                                                        \
        requires(!is_compat_atomic<std::remove_const_t<A>>)                                                  \
    auto operator()(A* a, Args&&... args) const->decltype(::std::name(a, static_cast<Args&&>(args)...)) {    \
        return ::std::name(a, static_cast<Args&&>(args)...);                                                 \
    }
#define ARSENAL_COMPAT_ATOMIC(name, member)                                                                  \
    struct name##_fn {                                                                                       \
        template <class A, class... Args>                                                                    \
            requires is_compat_atomic<std::remove_const_t<A>>                                                \
        auto operator()(A* a, Args... args) const noexcept -> decltype(a->member(args...)) {                 \
            return a->member(args...);                                                                       \
        }                                                                                                    \
        ARSENAL_COMPAT_ATOMIC_FORWARD(name)                                                                  \
    };                                                                                                       \
    inline constexpr name##_fn name {}
// Of a flag, where libstdc++ 12 has no such function.
#define ARSENAL_COMPAT_ATOMIC_FLAG(name, member)                                                             \
    struct name##_fn {                                                                                       \
        template <class A, class... Args>                                                                    \
        auto operator()(A* a, Args... args) const noexcept -> decltype(a->member(args...)) {                 \
            return a->member(args...);                                                                       \
        }                                                                                                    \
    };                                                                                                       \
    inline constexpr name##_fn name {}
// The expected value comes by pointer.
#define ARSENAL_COMPAT_ATOMIC_COMPARE(name, member)                                                          \
    struct name##_fn {                                                                                       \
        template <class A, class... Args>                                                                    \
            requires is_compat_atomic<std::remove_const_t<A>>                                                \
        bool operator()(A* a, typename A::value_type* expected, typename A::value_type desired,              \
                        Args... orders) const noexcept {                                                     \
            return a->member(*expected, desired, orders...);                                                 \
        }                                                                                                    \
        ARSENAL_COMPAT_ATOMIC_FORWARD(name)                                                                  \
    };                                                                                                       \
    inline constexpr name##_fn name {}

ARSENAL_COMPAT_ATOMIC(atomic_is_lock_free, is_lock_free);
ARSENAL_COMPAT_ATOMIC(atomic_init, store);
ARSENAL_COMPAT_ATOMIC(atomic_load, load);
ARSENAL_COMPAT_ATOMIC(atomic_load_explicit, load);
ARSENAL_COMPAT_ATOMIC(atomic_store, store);
ARSENAL_COMPAT_ATOMIC(atomic_store_explicit, store);
ARSENAL_COMPAT_ATOMIC(atomic_exchange, exchange);
ARSENAL_COMPAT_ATOMIC(atomic_exchange_explicit, exchange);
ARSENAL_COMPAT_ATOMIC(atomic_fetch_add, fetch_add);
ARSENAL_COMPAT_ATOMIC(atomic_fetch_add_explicit, fetch_add);
ARSENAL_COMPAT_ATOMIC(atomic_fetch_sub, fetch_sub);
ARSENAL_COMPAT_ATOMIC(atomic_fetch_sub_explicit, fetch_sub);
ARSENAL_COMPAT_ATOMIC(atomic_fetch_and, fetch_and);
ARSENAL_COMPAT_ATOMIC(atomic_fetch_and_explicit, fetch_and);
ARSENAL_COMPAT_ATOMIC(atomic_fetch_or, fetch_or);
ARSENAL_COMPAT_ATOMIC(atomic_fetch_or_explicit, fetch_or);
ARSENAL_COMPAT_ATOMIC(atomic_fetch_xor, fetch_xor);
ARSENAL_COMPAT_ATOMIC(atomic_fetch_xor_explicit, fetch_xor);
ARSENAL_COMPAT_ATOMIC(atomic_wait, wait);
ARSENAL_COMPAT_ATOMIC(atomic_wait_explicit, wait);
ARSENAL_COMPAT_ATOMIC(atomic_notify_one, notify_one);
ARSENAL_COMPAT_ATOMIC(atomic_notify_all, notify_all);
ARSENAL_COMPAT_ATOMIC(atomic_flag_test_and_set, test_and_set);
ARSENAL_COMPAT_ATOMIC(atomic_flag_test_and_set_explicit, test_and_set);
ARSENAL_COMPAT_ATOMIC(atomic_flag_clear, clear);
ARSENAL_COMPAT_ATOMIC(atomic_flag_clear_explicit, clear);

ARSENAL_COMPAT_ATOMIC_FLAG(atomic_flag_test, test);
ARSENAL_COMPAT_ATOMIC_FLAG(atomic_flag_test_explicit, test);
ARSENAL_COMPAT_ATOMIC_FLAG(atomic_flag_wait, wait);
ARSENAL_COMPAT_ATOMIC_FLAG(atomic_flag_wait_explicit, wait);
ARSENAL_COMPAT_ATOMIC_FLAG(atomic_flag_notify_one, notify_one);
ARSENAL_COMPAT_ATOMIC_FLAG(atomic_flag_notify_all, notify_all);

ARSENAL_COMPAT_ATOMIC_COMPARE(atomic_compare_exchange_weak, compare_exchange_weak);
ARSENAL_COMPAT_ATOMIC_COMPARE(atomic_compare_exchange_weak_explicit, compare_exchange_weak);
ARSENAL_COMPAT_ATOMIC_COMPARE(atomic_compare_exchange_strong, compare_exchange_strong);
ARSENAL_COMPAT_ATOMIC_COMPARE(atomic_compare_exchange_strong_explicit, compare_exchange_strong);

#undef ARSENAL_COMPAT_ATOMIC_COMPARE
#undef ARSENAL_COMPAT_ATOMIC_FLAG
#undef ARSENAL_COMPAT_ATOMIC
#undef ARSENAL_COMPAT_ATOMIC_FORWARD

} // namespace compat_functions

} // namespace arsenal::inline ARSENAL_ABI::detail
