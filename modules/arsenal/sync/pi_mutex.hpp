#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/sync/detail/basic_pi_mutex.hpp>
#include <arsenal/sync/detail/deadline.hpp>
#include <arsenal/sync/detail/policy.hpp>
#include <arsenal/sync/detail/watched_lock.hpp>

#include <chrono>

namespace arsenal::inline ARSENAL_ABI {

// std::timed_mutex ([thread.timedmutex.class]) with priority inheritance, in 4 bytes: whoever holds it runs
// at the priority of the first of those that wait, so that no thread in between keeps them waiting; and it
// goes to the one of the highest priority. (L. Sha, R. Rajkumar, J. Lehoczky, "Priority Inheritance
// Protocols", 1990.)
//
// Not where threads have no real-time priorities (SCHED_FIFO, SCHED_RR, SCHED_DEADLINE; nice values are not
// inherited): mutex and timed_mutex are as fast alone, and faster as soon as threads meet (2.8 times with 16
// of them on two processors, bench/sync/pi.cpp). Each lock() that must wait and each unlock() with waiters is
// a system call, and the lock goes to a thread that must be woken first, while others that run could have it.
// Nor for condition_variable, nor to be shared between processes.
//
// Differences from std:
// - lock() and the timed members throw std::system_error: of resource_deadlock_would_occur if the calling
//   thread holds it, or if its holder waits, directly or through others, for a pi_mutex that the calling
//   thread holds, even where some of them wait for a limited time; of function_not_supported if it must wait
//   where the system has no such mutexes (other than Linux, or a Linux without); of what else the kernel
//   says (not_enough_memory).
// - A thread that ends with it held stops the next one that wants it (in mode none: lock() throws
//   no_such_process, or has it). The kernel knows threads by numbers, and may have given that one to another.
// - The child of a fork is another thread: what its parent holds it can neither unlock nor wait for.
// - No native_handle(). try_lock does not fail for no reason.
class pi_mutex {
public:
    constexpr pi_mutex() noexcept = default;
    pi_mutex(const pi_mutex&) = delete;
    pi_mutex& operator=(const pi_mutex&) = delete;

    void lock() { mutex_.lock(); }
    [[nodiscard]] bool try_lock() noexcept { return mutex_.try_lock(); }

    // False: the time is up. No clock is read if the mutex is free.
    template <class Rep, class Period>
    [[nodiscard]] bool try_lock_for(const std::chrono::duration<Rep, Period>& time) {
        return try_lock() || mutex_.try_lock_until(detail::deadline_after(time));
    }
    template <class Clock, class Duration>
    [[nodiscard]] bool try_lock_until(const std::chrono::time_point<Clock, Duration>& time) {
        return try_lock() || detail::attempt_until(time, [this](const detail::deadline& deadline) {
                   return mutex_.try_lock_until(deadline);
               });
    }

    // pre: the calling thread holds it
    void unlock() noexcept { mutex_.unlock(); }

private:
    detail::watched_lock<detail::basic_pi_mutex<detail::lock_policy>> mutex_;
};

static_assert(sizeof(pi_mutex) == 4 && alignof(pi_mutex) == 4);

} // namespace arsenal::inline ARSENAL_ABI
