#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <ratio>

#include <arsenal/sync/detail/deadline.hpp> // detail, which no import carries

using namespace std::chrono_literals;
using arsenal::detail::attempt_until;
using arsenal::detail::deadline;
using arsenal::detail::deadline_after;
using arsenal::detail::deadline_at;
using arsenal::detail::futex_clock;
using arsenal::detail::never_seconds;
using arsenal::detail::to_timespec;

namespace {

constexpr bool is(const std::timespec& time, std::int64_t seconds, long nanoseconds) {
    return time.tv_sec == seconds && time.tv_nsec == nanoseconds;
}

using picoseconds = std::chrono::duration<std::int64_t, std::pico>;
using samples = std::chrono::duration<std::int64_t, std::ratio<1, 44100>>;
using days = std::chrono::duration<std::int32_t, std::ratio<86400>>;
using real_seconds = std::chrono::duration<double>;

/// Ten times as fast as the steady clock, and counted in milliseconds.
struct hasty_clock {
    using duration = std::chrono::milliseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<hasty_clock>;
    [[maybe_unused]] static constexpr bool is_steady = true;
    static time_point now() {
        const auto steady = std::chrono::steady_clock::now().time_since_epoch();
        return time_point(std::chrono::duration_cast<duration>(steady * 10));
    }
};

} // namespace

TEST_CASE("durations become seconds and nanoseconds, rounded up") {
    STATIC_CHECK(is(to_timespec(0s), 0, 0));
    STATIC_CHECK(is(to_timespec(1500ms), 1, 500'000'000));
    STATIC_CHECK(is(to_timespec(2h), 7200, 0));
    STATIC_CHECK(is(to_timespec(picoseconds(1)), 0, 1));
    STATIC_CHECK(is(to_timespec(picoseconds(1'999'999'999'999)), 2, 0));
    STATIC_CHECK(is(to_timespec(real_seconds(0.25)), 0, 250'000'000));
    STATIC_CHECK(is(to_timespec(days(20'000)), 1'728'000'000, 0));
    // 1/44100 s is 22675.7 ns; and the time since 1970 in these, times 10^9, overflows.
    STATIC_CHECK(is(to_timespec(samples(1)), 0, 22'676));
    STATIC_CHECK(is(to_timespec(samples(1'700'000'000LL * 44'100 + 441)), 1'700'000'000, 10'000'000));
}

TEST_CASE("what is too early has passed, what is too late never comes") {
    STATIC_CHECK(is(to_timespec(-1ns), 0, 0));
    STATIC_CHECK(is(to_timespec(std::chrono::hours::min()), 0, 0));
    STATIC_CHECK(is(to_timespec(std::chrono::hours::max()), never_seconds, 0));
    STATIC_CHECK(is(to_timespec(std::chrono::seconds::max()), never_seconds, 0));
    STATIC_CHECK(is(to_timespec(real_seconds(std::numeric_limits<double>::infinity())), never_seconds, 0));
    STATIC_CHECK(is(to_timespec(real_seconds(std::numeric_limits<double>::quiet_NaN())), 0, 0));
    STATIC_CHECK(to_timespec(std::chrono::nanoseconds::max()).tv_sec == never_seconds);
    CHECK(deadline_after(std::chrono::hours::max()).time.tv_sec > never_seconds);
    CHECK(deadline_after(std::chrono::hours::min()).time.tv_sec < never_seconds);
}

TEST_CASE("each of the kernel's clocks by its own") {
    using std::chrono::steady_clock;
    using std::chrono::system_clock;
    const deadline steady = deadline_at(steady_clock::time_point(3s));
    CHECK(steady.clock == futex_clock::monotonic);
    CHECK(is(steady.time, 3, 0));
    const deadline system = deadline_at(std::chrono::time_point<system_clock, std::chrono::hours>(1h));
    CHECK(system.clock == futex_clock::realtime);
    CHECK(is(system.time, 3600, 0));

    const auto before = to_timespec(steady_clock::now().time_since_epoch());
    const deadline after = deadline_after(999'999'999ns);
    CHECK(after.clock == futex_clock::monotonic);
    CHECK(after.time.tv_nsec < 1'000'000'000);
    CHECK(after.time.tv_sec - before.tv_sec <= 60);
}

TEST_CASE("another clock is asked itself whether the time has come") {
    const auto time = hasty_clock::now() + 20ms;
    futex_clock asked = futex_clock::realtime;
    CHECK_FALSE(attempt_until(time, [&](const deadline& end) {
        asked = end.clock;
        return false;
    }));
    CHECK(hasty_clock::now() >= time);
    CHECK(asked == futex_clock::monotonic);
    CHECK(attempt_until(time, [](const deadline&) { return true; }));
    const auto never = std::chrono::time_point<hasty_clock, std::chrono::hours>::max();
    CHECK(attempt_until(never, [](const deadline& end) { return end.time.tv_sec > 1'000'000'000; }));
}
