#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/sync/detail/basic_condition_variable.hpp>
#include <arsenal/sync/detail/deadline.hpp>
#include <arsenal/sync/detail/policy.hpp>
#include <arsenal/sync/mutex.hpp>

#include <chrono>
#include <condition_variable> // std::cv_status
#include <mutex>              // std::unique_lock

namespace arsenal::inline ARSENAL_ABI {

// std::condition_variable ([thread.condition.condvar]) for arsenal::mutex, in 24 bytes.
//
// Not for one value that is waited for by itself (atomic::wait needs no mutex), not to count
// (counting_semaphore), and not for what happens once (latch, event).
//
// Who has waited longest is notified first. There are no wakes for no reason, but since another thread may
// have come first, the condition is to be looked at again all the same: the forms with a predicate do.
//
// Differences from std: no native_handle(), no notify_all_at_thread_exit.
class condition_variable {
public:
    constexpr condition_variable() noexcept = default;
    condition_variable(const condition_variable&) = delete;
    condition_variable& operator=(const condition_variable&) = delete;
    // pre: every thread that waits has been notified (it need not have returned)
    ~condition_variable() = default;

    void notify_one() noexcept { queue_.notify_one(); }
    void notify_all() noexcept { queue_.notify_all(); }

    // pre: lock.owns_lock()
    void wait(std::unique_lock<mutex>& lock) {
        ARSENAL_ASSERT(lock.owns_lock(), "a wait on a condition variable without its lock");
        queue_.wait(lock);
    }
    template <class Predicate>
    void wait(std::unique_lock<mutex>& lock, Predicate holds) {
        while (!holds()) wait(lock);
    }

    // timeout: the time was up before a notification.
    template <class Clock, class Duration>
    std::cv_status wait_until(std::unique_lock<mutex>& lock,
                              const std::chrono::time_point<Clock, Duration>& time) {
        ARSENAL_ASSERT(lock.owns_lock(), "a wait on a condition variable without its lock");
        const bool notified = detail::attempt_until(
            time, [&](const detail::deadline& deadline) { return queue_.wait_until(lock, deadline); });
        return notified ? std::cv_status::no_timeout : std::cv_status::timeout;
    }
    template <class Rep, class Period>
    std::cv_status wait_for(std::unique_lock<mutex>& lock, const std::chrono::duration<Rep, Period>& time) {
        ARSENAL_ASSERT(lock.owns_lock(), "a wait on a condition variable without its lock");
        return queue_.wait_until(lock, detail::deadline_after(time)) ? std::cv_status::no_timeout
                                                                     : std::cv_status::timeout;
    }

    // What the predicate says in the end.
    template <class Clock, class Duration, class Predicate>
    bool wait_until(std::unique_lock<mutex>& lock, const std::chrono::time_point<Clock, Duration>& time,
                    Predicate holds) {
        while (!holds())
            if (wait_until(lock, time) == std::cv_status::timeout) return holds();
        return true;
    }
    template <class Rep, class Period, class Predicate>
    bool wait_for(std::unique_lock<mutex>& lock, const std::chrono::duration<Rep, Period>& time,
                  Predicate holds) {
        if (holds()) return true;
        const detail::deadline end = detail::deadline_after(time);
        do {
            if (!queue_.wait_until(lock, end)) return holds();
        } while (!holds());
        return true;
    }

private:
    detail::basic_condition_variable<detail::lock_policy> queue_;
};

static_assert(sizeof(condition_variable) == 24);

} // namespace arsenal::inline ARSENAL_ABI
