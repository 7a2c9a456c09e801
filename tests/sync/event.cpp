#include <catch2/catch_test_macros.hpp>

#include <sync/threads.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <type_traits>

#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif

using namespace std::chrono_literals;
using arsenal::auto_reset_event;
using arsenal::event;
using sync_tests::beside_each_other;

namespace {

template <class Event>
void check_traits() {
    STATIC_CHECK(std::is_nothrow_default_constructible_v<Event>);
    STATIC_CHECK_FALSE(std::is_copy_constructible_v<Event>);
    STATIC_CHECK_FALSE(std::is_copy_assignable_v<Event>);
    STATIC_CHECK_FALSE(std::is_convertible_v<bool, Event>);
    static constinit Event constant(true);
    constant.wait();
}

template <class Event>
void check_time() {
    Event signal;
    const auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(signal.wait_for(20ms));
    CHECK(std::chrono::steady_clock::now() - start >= 20ms);
    CHECK_FALSE(signal.wait_until(std::chrono::steady_clock::now() + 5ms));
    CHECK_FALSE(signal.wait_until(std::chrono::system_clock::now() + 5ms));
    CHECK_FALSE(signal.wait_for(-1s));
    signal.set();
    CHECK(signal.wait_for(-1s));
    signal.set();
    CHECK(signal.wait_until(std::chrono::steady_clock::now() - 1s));
    signal.reset();
    sync_tests::joining_thread later([&] {
        std::this_thread::sleep_for(10ms);
        signal.set();
    });
    CHECK(signal.wait_for(std::chrono::hours::max()));
}

} // namespace

TEST_CASE("the events' traits") {
    check_traits<event>();
    check_traits<auto_reset_event>();
}

TEST_CASE("an event stays set until it is reset") {
    event signal;
    CHECK_FALSE(signal.is_set());
    CHECK_FALSE(signal.reset());
    signal.set();
    signal.set();
    signal.wait();
    signal.wait();
    CHECK(signal.is_set());
    CHECK(signal.reset());
    CHECK_FALSE(signal.is_set());
}

TEST_CASE("an auto_reset_event lets one through, and does not count") {
    auto_reset_event signal;
    CHECK_FALSE(signal.reset());
    signal.set();
    signal.set();
    signal.wait();
    CHECK_FALSE(signal.reset());
    signal.set();
    CHECK(signal.reset());
    CHECK_FALSE(signal.wait_for(0s));
}

TEST_CASE("waits of either event end when it is time, and not before") {
    check_time<event>();
    check_time<auto_reset_event>();
}

TEST_CASE("an event lets all through, round after round") {
    event begin[2];
    std::atomic<int> through = 0;
    int round_written = 0;
    constexpr int threads = 5;
    constexpr int rounds = 500;
    std::atomic<int> wrong = 0;
    beside_each_other(threads, [&](int t) {
        for (int round = 1; round <= rounds; ++round) {
            event& now = begin[round % 2];
            if (t == 0) {
                begin[(round + 1) % 2].reset(); // all have left the round before
                round_written = round;
                through = 1;
                now.set();
                while (through != threads) std::this_thread::yield();
                continue;
            }
            now.wait();
            if (round_written != round) ++wrong;
            ++through;
        }
    });
    CHECK(wrong == 0);
}

TEST_CASE("an auto_reset_event, set in the beginning, excludes") {
    auto_reset_event free(true);
    long count = 0;
    beside_each_other(8, [&](int t) {
        for (int i = 0; i < 2000; ++i) {
            if (t % 2 == 0)
                free.wait();
            else
                while (!free.wait_for(20us)) {
                }
            ++count;
            free.set();
        }
    });
    CHECK(count == 16'000);
}

TEST_CASE("whoever has waited may destroy the event at once") {
    for (int i = 0; i < 1000; ++i) {
        auto signal = std::make_unique<event>();
        auto for_one = std::make_unique<auto_reset_event>();
        sync_tests::joining_thread sets([a = signal.get(), b = for_one.get()] {
            a->set();
            b->set();
        });
        signal->wait();
        signal.reset();
        for_one->wait();
        for_one.reset();
    }
}
