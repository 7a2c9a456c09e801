#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/sync/detail/basic_event.hpp>
#include <arsenal/sync/detail/basic_semaphore.hpp>
#include <arsenal/sync/detail/deadline.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <chrono>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI {

// A signal that stays until it is reset, in 4 bytes: all who wait go on. (std has none; as Windows' event
// with manual reset.)
//
// Not to wait for a condition on data under a mutex (condition_variable: here whoever resets must look again
// before it waits), not for what happens once after several have counted (latch), and not to hand something
// to one of several threads (auto_reset_event, counting_semaphore).
//
// Every thread that is waiting when set() is called goes on, even if reset() follows at once. What was done
// before set() is seen after the wait, after is_set() has said true, and after any reset() that follows it.
// So nothing is missed by: reset(), look for work, wait() if there is none.
//
// Whoever has waited may destroy the event, even while the set() that let it through has not returned: that
// call touches the event no more, and only tells the kernel to wake who sleeps on its address. Nobody else
// may be in a call.
class event {
public:
    constexpr explicit event(bool set = false) noexcept : event_(set) {}
    event(const event&) = delete;
    event& operator=(const event&) = delete;

    void set() noexcept { event_.set(); }
    // Returns whether it was set.
    bool reset() noexcept { return event_.reset(); }
    [[nodiscard]] bool is_set() const noexcept { return event_.is_set(event_.look()); }

    void wait() const { event_.wait(); }
    // False: the time is up.
    template <class Rep, class Period>
    bool wait_for(const std::chrono::duration<Rep, Period>& time) const {
        const std::uint32_t seen = event_.look();
        return event_.is_set(seen) || event_.wait_until(seen, detail::deadline_after(time));
    }
    template <class Clock, class Duration>
    bool wait_until(const std::chrono::time_point<Clock, Duration>& time) const {
        return detail::attempt_until(time, [this, seen = event_.look()](const detail::deadline& end) {
            return event_.wait_until(seen, end);
        });
    }

private:
    detail::basic_event<detail::lock_policy> event_;
};

// A signal for one: the thread that goes on resets it, in 4 bytes. (As Windows' event with automatic reset.)
//
// Not where each signal counts (counting_semaphore): set() does nothing to what is set already, but that who
// goes on sees what was before either. Else as event.
class auto_reset_event {
public:
    constexpr explicit auto_reset_event(bool set = false) noexcept : permit_(set ? 1 : 0) {}
    auto_reset_event(const auto_reset_event&) = delete;
    auto_reset_event& operator=(const auto_reset_event&) = delete;

    void set() noexcept { permit_.set(); }
    // Returns whether it was set. Goes on, that is, if it can without waiting.
    bool reset() noexcept { return permit_.try_acquire(); }

    void wait() { permit_.acquire(); }
    // False: the time is up.
    template <class Rep, class Period>
    bool wait_for(const std::chrono::duration<Rep, Period>& time) {
        return reset() || permit_.try_acquire_until(detail::deadline_after(time));
    }
    template <class Clock, class Duration>
    bool wait_until(const std::chrono::time_point<Clock, Duration>& time) {
        return detail::attempt_until(
            time, [this](const detail::deadline& end) { return permit_.try_acquire_until(end); });
    }

private:
    detail::basic_semaphore<detail::lock_policy> permit_;
};

static_assert(sizeof(event) == 4 && alignof(event) == 4);
static_assert(sizeof(auto_reset_event) == 4 && alignof(auto_reset_event) == 4);

} // namespace arsenal::inline ARSENAL_ABI
