#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/sync/detail/basic_mutex.hpp>
#include <arsenal/sync/detail/deadline.hpp>
#include <arsenal/sync/detail/policy.hpp>
#include <arsenal/sync/detail/watched_lock.hpp>

#include <chrono>

namespace arsenal::inline ARSENAL_ABI {

// std::timed_mutex ([thread.timedmutex.class]), in 4 bytes: arsenal::mutex with a limit to the wait. What is
// said there holds here; where no wait has a limit, a mutex says so.
class timed_mutex {
public:
    constexpr timed_mutex() noexcept = default;
    timed_mutex(const timed_mutex&) = delete;
    timed_mutex& operator=(const timed_mutex&) = delete;

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
    detail::watched_lock<detail::basic_mutex<detail::lock_policy>> mutex_;
};

static_assert(sizeof(timed_mutex) == 4);

} // namespace arsenal::inline ARSENAL_ABI
