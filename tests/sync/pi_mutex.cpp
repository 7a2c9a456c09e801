#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <chrono>
#include <mutex>
#include <support/child_process.hpp>
#include <sync/lock_contract.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif

using namespace std::chrono_literals;

TEST_CASE("pi_mutex keeps the contract of a lock") {
    STATIC_CHECK(sizeof(arsenal::pi_mutex) == 4);
    sync_tests::check_lockable<arsenal::pi_mutex>();
}

TEST_CASE("a pi_mutex is there before main()") {
    static constinit arsenal::pi_mutex lock;
    const std::lock_guard guard(lock);
    CHECK_FALSE(lock.try_lock());
}

TEST_CASE("a pi_mutex that is held is not had in time, by any clock and up to any time") {
    arsenal::pi_mutex lock;
    const std::lock_guard guard(lock);
    sync_tests::beside_each_other(1, [&](int) {
        const auto before = std::chrono::steady_clock::now();
        CHECK_FALSE(lock.try_lock_for(20ms));
        CHECK(std::chrono::steady_clock::now() - before >= 20ms);
        const auto then = std::chrono::system_clock::now() + 20ms;
        CHECK_FALSE(lock.try_lock_until(then));
        CHECK(std::chrono::system_clock::now() >= then);
        CHECK_FALSE(lock.try_lock_for(-1h));
        CHECK_FALSE(lock.try_lock_until(std::chrono::system_clock::time_point::min()));
        CHECK_FALSE(std::unique_lock(lock, 1ms).owns_lock());
    });
}

TEST_CASE("a pi_mutex that is free is had at once, and one that becomes free in time") {
    arsenal::pi_mutex lock;
    REQUIRE(lock.try_lock_for(-1h));
    std::thread steady([&] { CHECK(std::unique_lock(lock, std::chrono::hours::max()).owns_lock()); });
    std::thread system(
        [&] { CHECK(std::unique_lock(lock, std::chrono::system_clock::time_point::max()).owns_lock()); });
    std::this_thread::sleep_for(5ms);
    lock.unlock();
    steady.join();
    system.join();
    REQUIRE(lock.try_lock_until(std::chrono::system_clock::time_point::min()));
    lock.unlock();
}

TEST_CASE("counters under a pi_mutex agree when its waits are cut short") {
    arsenal::pi_mutex lock;
    long counter = 0;
    std::atomic<long> had{0};
    sync_tests::beside_each_other(8, [&](int t) {
        for (int i = 0; i < 1000; ++i) {
            if (t % 2 == 0)
                lock.lock();
            else if (!lock.try_lock_for(std::chrono::microseconds(i % 50)))
                continue;
            ++counter;
            if (i % 16 == 0) std::this_thread::yield();
            lock.unlock();
            ++had;
        }
    });
    CHECK(counter == had);
    CHECK(had >= 4000);
}

TEST_CASE("the child of a fork is another thread to a pi_mutex") {
    arsenal::pi_mutex lock;
    lock.lock();
    CHECK(support::run_in_child([&] {
              arsenal::pi_mutex own;
              own.lock();
              own.unlock();
              _exit(lock.try_lock() ? 1 : 0);
          }).exited_well());
    lock.unlock();
}

TEST_CASE("pi_mutex: a race", "[.]") { sync_tests::plant_race<arsenal::pi_mutex>(); }
TEST_CASE("pi_mutex: ThreadSanitizer reports a race") {
    CHECK(sync_tests::race_is_reported("pi_mutex: a race"));
}
