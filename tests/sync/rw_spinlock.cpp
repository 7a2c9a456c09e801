#include <catch2/catch_test_macros.hpp>

#include <sync/lock_contract.hpp>

#include <atomic>
#include <shared_mutex>

#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif
#include <arsenal/platform/config.hpp>

TEST_CASE("rw_spinlock keeps the contract of a lock") {
    STATIC_CHECK(sizeof(arsenal::rw_spinlock) == 4);
    sync_tests::check_lockable<arsenal::rw_spinlock>();
}

TEST_CASE("rw_spinlock: readers under std's guard see no half of a write") {
    arsenal::rw_spinlock lock;
    long left = 0;
    long right = 0;
    std::atomic<int> torn{0};
    sync_tests::beside_each_other(8, [&](int t) {
        for (int i = 0; i < 2000; ++i) {
            if (t == 0) {
                const std::lock_guard writer(lock);
                ++left;
                if (i % 16 == 0) std::this_thread::yield();
                ++right;
            } else {
                const std::shared_lock reader(lock);
                if (left != right) torn.fetch_add(1);
            }
        }
    });
    CHECK(torn == 0);
    CHECK(left == 2000);
}

TEST_CASE("rw_spinlock: readers share, and exclude writers") {
    arsenal::rw_spinlock lock;
    const std::shared_lock first(lock);
    std::shared_lock second(lock, std::try_to_lock);
    REQUIRE(second.owns_lock());
    CHECK_FALSE(lock.try_lock());
    second.unlock();
    CHECK_FALSE(lock.try_lock());
}

TEST_CASE("rw_spinlock: a writer that waits keeps new readers out, and enters before them") {
    arsenal::rw_spinlock lock;
    bool written = false;
    lock.lock_shared();
    std::thread writer([&] {
        const std::lock_guard guard(lock);
        written = true;
    });
    while (lock.try_lock_shared()) {
        lock.unlock_shared();
        std::this_thread::yield();
    }
    std::thread reader([&] {
        const std::shared_lock guard(lock);
        CHECK(written);
    });
    CHECK_FALSE(written);
    lock.unlock_shared();
    writer.join();
    reader.join();
}

TEST_CASE("rw_spinlock is there before main() and needs no destruction") {
    static constinit arsenal::rw_spinlock lock;
    const std::lock_guard guard(lock);
    CHECK_FALSE(lock.try_lock());
}

TEST_CASE("rw_spinlock: a race", "[.]") { sync_tests::plant_race<arsenal::rw_spinlock>(); }
TEST_CASE("rw_spinlock: ThreadSanitizer reports a race") {
    CHECK(sync_tests::race_is_reported("rw_spinlock: a race"));
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

TEST_CASE("rw_spinlock: its end while it is held is caught in debug mode") {
    CHECK(support::stops("rw_spinlock destroyed while it is held", [] { arsenal::rw_spinlock().lock(); }));
}

#endif
