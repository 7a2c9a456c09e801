#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <mutex>
#include <support/child_process.hpp>
#include <sync/lock_contract.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <arsenal/sync/detail/basic_recursive_mutex.hpp> // detail, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif
#include <arsenal/platform/config.hpp>

using namespace std::chrono_literals;

TEST_CASE("recursive mutexes keep the contract of a lock") {
    STATIC_CHECK(sizeof(arsenal::recursive_mutex) == 12);
    STATIC_CHECK(sizeof(arsenal::recursive_timed_mutex) == 12);
    sync_tests::check_lockable<arsenal::recursive_mutex>();
    sync_tests::check_lockable<arsenal::recursive_timed_mutex>();
    sync_tests::check_timed_guards<arsenal::recursive_timed_mutex>();
}

TEST_CASE("a recursive mutex is had again by who holds it, and by another only once it is let go as often") {
    arsenal::recursive_timed_mutex lock;
    const auto another_gets_it = [&] {
        bool got = false;
        std::thread([&] {
            got = lock.try_lock_for(1ms);
            if (got) lock.unlock();
        }).join();
        return got;
    };
    lock.lock();
    CHECK(lock.try_lock());
    CHECK(lock.try_lock_for(-1s));
    CHECK(lock.try_lock_until(std::chrono::steady_clock::time_point::min()));
    for (int held = 4; held > 0; --held) {
        CHECK_FALSE(another_gets_it());
        lock.unlock();
    }
    CHECK(another_gets_it());
}

TEST_CASE("a recursive mutex that is held as often as can be counted is not had once more") {
    arsenal::detail::basic_recursive_mutex<arsenal::detail::lock_policy, std::uint8_t> lock;
    for (int held = 0; held < 255; ++held) REQUIRE(lock.lock());
    CHECK_FALSE(lock.lock());
    CHECK_FALSE(lock.try_lock());
    for (int held = 255; held > 0; --held) lock.unlock();
    CHECK(lock.is_free());
}

TEST_CASE("the child of a fork is another thread") {
    arsenal::recursive_mutex lock;
    lock.lock();
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) _exit(lock.try_lock() ? 1 : 0); // it is the parent's
    int status = -1;
    waitpid(child, &status, 0);
    CHECK(status == 0);
    lock.unlock();
}

TEST_CASE("recursive_mutex: a race", "[.]") { sync_tests::plant_race<arsenal::recursive_mutex>(); }
TEST_CASE("recursive_mutex: ThreadSanitizer reports a race") {
    CHECK(sync_tests::race_is_reported("recursive_mutex: a race"));
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST

TEST_CASE("recursive_mutex: unlock by another thread is caught") {
#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG
    constexpr auto message = "unlock of a lock that the calling thread does not hold";
#else
    constexpr auto message = "unlock of a recursive mutex that another thread holds, or nobody";
#endif
    CHECK(support::stops(message, [] { arsenal::recursive_mutex().unlock(); }));
    CHECK(support::stops(message, [] {
        arsenal::recursive_mutex lock;
        lock.lock();
        std::thread([&] { lock.unlock(); }).join();
    }));
}

#endif
