#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/throw.hpp>
#include <arsenal/sync/detail/basic_recursive_mutex.hpp>
#include <arsenal/sync/detail/deadline.hpp>
#include <arsenal/sync/detail/policy.hpp>
#include <arsenal/sync/detail/watched_lock.hpp>

#include <chrono>

namespace arsenal::inline ARSENAL_ABI {

// std::recursive_mutex ([thread.mutex.recursive]), in 12 bytes.
//
// Hardly ever for new code: an invariant that a function relies on when it takes the lock may be broken by
// who called it and holds the lock already. Split the function in two, one of which expects the lock to be
// held.
//
// Differences from std: no native_handle(). It counts to 2^32 - 1; beyond that lock() throws, and try_lock()
// fails, as in std.
class recursive_mutex {
public:
    constexpr recursive_mutex() noexcept = default;
    recursive_mutex(const recursive_mutex&) = delete;
    recursive_mutex& operator=(const recursive_mutex&) = delete;

    void lock() {
        if (!mutex_.lock()) detail::throw_unavailable("recursive_mutex: held too often");
    }
    [[nodiscard]] bool try_lock() noexcept { return mutex_.try_lock(); }

    // pre: the calling thread holds it
    void unlock() noexcept { mutex_.unlock(); }

protected:
    detail::watched_lock<detail::basic_recursive_mutex<detail::lock_policy>, detail::relock::counts> mutex_;
};

// std::recursive_timed_mutex ([thread.timedmutex.recursive]): the same, with a limit to the wait.
class recursive_timed_mutex : public recursive_mutex {
public:
    // False: the time is up. No clock is read if the mutex is free, or the calling thread's.
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
};

static_assert(sizeof(recursive_mutex) == 12 && sizeof(recursive_timed_mutex) == 12);

} // namespace arsenal::inline ARSENAL_ABI
