#include <catch2/catch_test_macros.hpp>

#include <sync/lock_contract.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif
#include <arsenal/platform/config.hpp>

TEST_CASE("ticket_lock keeps the contract of a lock") {
    STATIC_CHECK(sizeof(arsenal::ticket_lock) == 8);
    sync_tests::check_lockable<arsenal::ticket_lock>();
}

TEST_CASE("ticket_lock serves in the order of arrival") {
    arsenal::ticket_lock lock;
    std::vector<int> served;
    std::vector<std::thread> threads;
    lock.lock();
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            const std::lock_guard guard(lock);
            served.push_back(t);
        });
        while (lock.users() != static_cast<unsigned>(t) + 2) std::this_thread::yield();
    }
    CHECK(served.empty());
    lock.unlock();
    for (std::thread& thread : threads) thread.join();
    CHECK(served == std::vector{0, 1, 2, 3, 4, 5, 6, 7});
    CHECK(lock.users() == 0);
}

TEST_CASE("ticket_lock is there before main() and needs no destruction") {
    static constinit arsenal::ticket_lock lock;
    const std::lock_guard guard(lock);
    CHECK_FALSE(lock.try_lock());
}

TEST_CASE("ticket_lock: a race", "[.]") { sync_tests::plant_race<arsenal::ticket_lock>(); }
TEST_CASE("ticket_lock: ThreadSanitizer reports a race") {
    CHECK(sync_tests::race_is_reported("ticket_lock: a race"));
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

TEST_CASE("ticket_lock: its end while it is held is caught in debug mode") {
    CHECK(support::stops("ticket_lock destroyed while it is held", [] { arsenal::ticket_lock().lock(); }));
}

#endif
