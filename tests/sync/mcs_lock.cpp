#include <catch2/catch_test_macros.hpp>

#include <sync/lock_contract.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif
#include <arsenal/platform/config.hpp>

TEST_CASE("mcs_lock keeps the contract of a lock") {
    STATIC_CHECK(sizeof(arsenal::mcs_lock) == 2 * sizeof(void*));
    sync_tests::check_lockable<arsenal::mcs_lock>();
}

TEST_CASE("mcs_lock takes nodes of the caller's, beside its own, and again") {
    arsenal::mcs_lock lock;
    arsenal::mcs_lock other;
    long counter = 0;
    sync_tests::beside_each_other(8, [&](int t) {
        arsenal::mcs_lock::node node;
        for (int i = 0; i < 1000; ++i) {
            if (t % 2 == 0) {
                const std::lock_guard own(lock);
                ++counter;
            } else if (i % 2 == 0) {
                const arsenal::mcs_lock::guard given(lock);
                ++counter;
            } else {
                lock.lock(node);
                ++counter;
                lock.unlock(node);
                other.lock(node);
                other.unlock(node);
            }
        }
    });
    CHECK(counter == 8000);
    arsenal::mcs_lock::node node;
    REQUIRE(lock.try_lock(node));
    CHECK_FALSE(lock.try_lock());
    lock.unlock(node);
    REQUIRE(lock.try_lock());
    CHECK_FALSE(lock.try_lock(node));
    lock.unlock();
}

TEST_CASE("mcs_lock is there before main() and needs no destruction") {
    static constinit arsenal::mcs_lock lock;
    const std::lock_guard guard(lock);
    CHECK_FALSE(lock.try_lock());
}

TEST_CASE("mcs_lock: a race", "[.]") { sync_tests::plant_race<arsenal::mcs_lock>(); }
TEST_CASE("mcs_lock: ThreadSanitizer reports a race") {
    CHECK(sync_tests::race_is_reported("mcs_lock: a race"));
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

TEST_CASE("mcs_lock: its end while it is held is caught in debug mode") {
    CHECK(support::stops("mcs_lock destroyed while it is held", [] { arsenal::mcs_lock().lock(); }));
}

#endif
