#include <catch2/catch_test_macros.hpp>

#include <sync/lock_contract.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif
#include <arsenal/platform/config.hpp>

TEST_CASE("spinlock keeps the contract of a lock") {
    STATIC_CHECK(sizeof(arsenal::spinlock) == 1);
    sync_tests::check_lockable<arsenal::spinlock>();
}

TEST_CASE("spinlock is there before main() and needs no destruction") {
    static constinit arsenal::spinlock lock;
    const std::lock_guard guard(lock);
    CHECK_FALSE(lock.try_lock());
}

TEST_CASE("spinlock: a race", "[.]") { sync_tests::plant_race<arsenal::spinlock>(); }
TEST_CASE("spinlock: ThreadSanitizer reports a race") {
    CHECK(sync_tests::race_is_reported("spinlock: a race"));
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

TEST_CASE("spinlock: its end while it is held is caught in debug mode") {
    CHECK(support::stops("spinlock destroyed while it is held", [] { arsenal::spinlock().lock(); }));
}

#endif
