#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <support/child_process.hpp>
#include <sync/lock_contract.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif
#include <arsenal/platform/config.hpp>

using namespace std::chrono_literals;

TEST_CASE("mutex and timed_mutex keep the contract of a lock") {
    STATIC_CHECK(sizeof(arsenal::mutex) == 4);
    STATIC_CHECK(sizeof(arsenal::timed_mutex) == 4);
    sync_tests::check_lockable<arsenal::mutex>();
    sync_tests::check_lockable<arsenal::timed_mutex>();
    sync_tests::check_timed_guards<arsenal::timed_mutex>();
}

TEST_CASE("locks of several kinds are taken together, and waited under by std's condition_variable_any") {
    arsenal::mutex mutex;
    arsenal::spinlock spinlock;
    std::mutex of_std;
    std::condition_variable_any changed;
    int turn = 0;
    sync_tests::beside_each_other(4, [&](int t) {
        for (int i = 0; i < 200; ++i) {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return turn % 4 == t; });
            lock.unlock();
            const std::scoped_lock all(spinlock, of_std, mutex);
            ++turn;
            changed.notify_all();
        }
    });
    CHECK(turn == 800);
}

TEST_CASE("a mutex is there before main()") {
    static constinit arsenal::mutex lock;
    const std::lock_guard guard(lock);
    CHECK_FALSE(lock.try_lock());
}

TEST_CASE("a timed mutex that is held is not had in time, by any clock and up to any time") {
    arsenal::timed_mutex lock;
    const std::lock_guard guard(lock);
    sync_tests::beside_each_other(1, [&](int) {
        const auto before = std::chrono::steady_clock::now();
        CHECK_FALSE(lock.try_lock_for(20ms));
        CHECK(std::chrono::steady_clock::now() - before >= 20ms);
        CHECK_FALSE(lock.try_lock_for(-1h));
        CHECK_FALSE(lock.try_lock_until(std::chrono::steady_clock::now() + 5ms));
        CHECK_FALSE(lock.try_lock_until(std::chrono::system_clock::now() + 5ms));
        CHECK_FALSE(std::unique_lock(lock, 1ms).owns_lock());
    });
}

TEST_CASE("a timed mutex that is free is had at once, and one that becomes free in time") {
    arsenal::timed_mutex lock;
    REQUIRE(lock.try_lock_for(-1h));
    std::thread other([&] {
        const std::unique_lock guard(lock, std::chrono::hours::max());
        CHECK(guard.owns_lock());
    });
    std::this_thread::sleep_for(5ms);
    lock.unlock();
    other.join();
    REQUIRE(lock.try_lock_until(std::chrono::system_clock::time_point::min()));
    lock.unlock();
}

TEST_CASE("mutex: a race", "[.]") { sync_tests::plant_race<arsenal::mutex>(); }
TEST_CASE("timed_mutex: a race", "[.]") { sync_tests::plant_race<arsenal::timed_mutex>(); }
TEST_CASE("mutex: ThreadSanitizer reports a race") {
    CHECK(sync_tests::race_is_reported("mutex: a race"));
    CHECK(sync_tests::race_is_reported("timed_mutex: a race"));
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

TEST_CASE("mutex: its end while it is held is caught in debug mode") {
    CHECK(support::stops("a mutex is destroyed while it is held", [] { arsenal::mutex().lock(); }));
    CHECK(support::stops("a mutex is destroyed while it is held", [] { arsenal::recursive_mutex().lock(); }));
}

#endif
