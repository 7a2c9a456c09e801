// What locks will sleep on.

#include <catch2/catch_test_macros.hpp>

#include <cerrno>
#include <cstdint>
#include <ctime>
#include <thread>

#include <arsenal/atomic/detail/futex.hpp> // detail, which no import carries

#include <atomic/under_test.hpp>

using namespace arsenal;
using detail::futex_clock;

namespace {

std::timespec now(futex_clock clock) {
    std::timespec time{};
    clock_gettime(clock == futex_clock::realtime ? CLOCK_REALTIME : CLOCK_MONOTONIC, &time);
    return time;
}

bool before(const std::timespec& a, const std::timespec& b) {
    return a.tv_sec != b.tv_sec ? a.tv_sec < b.tv_sec : a.tv_nsec < b.tv_nsec;
}

} // namespace

TEST_CASE("no sleep on a word that has changed, and errno stays") {
    const std::uint32_t word = 1;
    errno = EDOM;
    detail::futex_wait(&word, 0);
    CHECK(detail::futex_wait_until(&word, 0, {1 << 30, 0}, futex_clock::monotonic));
    CHECK(detail::futex_wake(&word, 1) == 0);
    CHECK(errno == EDOM);
}

TEST_CASE("a sleep ends at its deadline, on both clocks, and not before") {
    const std::uint32_t word = 1;
    for (const futex_clock clock : {futex_clock::monotonic, futex_clock::realtime}) {
        std::timespec deadline = now(clock);
        deadline.tv_nsec += 20'000'000;
        if (deadline.tv_nsec >= 1'000'000'000) ++deadline.tv_sec, deadline.tv_nsec -= 1'000'000'000;
        while (detail::futex_wait_until(&word, 1, deadline, clock)) {
        } // wakes for no reason are allowed
        CHECK_FALSE(before(now(clock), deadline));
        CHECK_FALSE(detail::futex_wait_until(&word, 1, {0, 0}, clock));
        CHECK_FALSE(detail::futex_wait_until(&word, 1, {-1, 0}, clock));
    }
}

TEST_CASE("a sleeper is woken") {
    atomic<std::uint32_t> word(0);
    std::thread sleeper([&] {
        while (word.load(acquire) == 0) detail::futex_wait(&word, 0);
    });
    word.store(1, release);
    detail::futex_wake(&word, 1);
    sleeper.join();
    SUCCEED();
}
