#pragma once

#include <arsenal/atomic/detail/futex.hpp>
#include <arsenal/platform/config.hpp>

#include <chrono>
#include <cstdint>
#include <ctime>

// From std::chrono's points in time to the kernel's. Rounded up, since no wait may end early; what is further
// away than a count of nanoseconds reaches (hours::max()) is so far away that it never comes.

namespace arsenal::inline ARSENAL_ABI::detail {

/// What Policy::futex_wait_until takes.
struct deadline {
    std::timespec time;
    futex_clock clock;
};

inline constexpr std::int64_t never_seconds = 9'000'000'000; // 285 years; 2^63 ns are 292
inline constexpr long nanoseconds_per_second = 1'000'000'000;

// What is negative, or not a number, becomes 0: it has passed.
template <class Rep, class Period>
constexpr std::timespec to_timespec(const std::chrono::duration<Rep, Period>& since) {
    using std::chrono::duration;
    const double roughly = duration<double>(since).count(); // a double overflows nowhere
    if (!(roughly > 0)) return {0, 0};
    if (roughly >= static_cast<double>(never_seconds)) return {never_seconds, 0};
    // In two steps: a product of all ticks and 10^9 might overflow (Period 1/44100).
    const auto whole = std::chrono::duration_cast<duration<std::int64_t>>(since);
    const auto rest = std::chrono::ceil<std::chrono::nanoseconds>(since - whole).count();
    return {whole.count() + rest / nanoseconds_per_second, static_cast<long>(rest % nanoseconds_per_second)};
}

constexpr std::timespec sum(const std::timespec& a, const std::timespec& b) {
    const long nanoseconds = a.tv_nsec + b.tv_nsec;
    return {a.tv_sec + b.tv_sec + nanoseconds / nanoseconds_per_second, nanoseconds % nanoseconds_per_second};
}

// steady_clock is CLOCK_MONOTONIC and system_clock CLOCK_REALTIME, in libstdc++ and in libc++.
template <class Duration>
constexpr deadline deadline_at(const std::chrono::time_point<std::chrono::steady_clock, Duration>& time) {
    return {to_timespec(time.time_since_epoch()), futex_clock::monotonic};
}
template <class Duration>
constexpr deadline deadline_at(const std::chrono::time_point<std::chrono::system_clock, Duration>& time) {
    return {to_timespec(time.time_since_epoch()), futex_clock::realtime};
}

/// So long from now.
template <class Rep, class Period>
deadline deadline_after(const std::chrono::duration<Rep, Period>& time) {
    const auto now = to_timespec(std::chrono::steady_clock::now().time_since_epoch());
    return {sum(now, to_timespec(time)), futex_clock::monotonic};
}

template <class TimePoint>
concept kernel_time = requires(const TimePoint& time) { deadline_at(time); };

/// The result of attempt(deadline), which returns false if the deadline was what ended it. By a clock that
/// the kernel does not know, attempts are made until that clock says that it is time ([thread.req.timing]).
template <class Clock, class Duration, class Attempt>
bool attempt_until(const std::chrono::time_point<Clock, Duration>& time, Attempt attempt) {
    if constexpr (kernel_time<std::chrono::time_point<Clock, Duration>>) {
        return attempt(deadline_at(time));
    } else {
        using seconds = std::chrono::duration<double>; // whose difference does not overflow
        do {
            const auto left = seconds(time.time_since_epoch()) - seconds(Clock::now().time_since_epoch());
            if (attempt(deadline_after(left))) return true;
        } while (Clock::now() < time);
        return false;
    }
}

} // namespace arsenal::inline ARSENAL_ABI::detail
