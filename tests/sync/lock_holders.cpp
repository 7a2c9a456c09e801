#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <unistd.h>

#include <support/child_process.hpp>

#include <arsenal/platform/config.hpp> // macros, which no import carries
#include <arsenal/sync/detail/basic_recursive_mutex.hpp>
#include <arsenal/sync/detail/policy.hpp>
#include <arsenal/sync/detail/watched_lock.hpp>
#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif
#include <sync/watched_locks.hpp>

// Who holds a lock, which mode debug watches.

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

using support::run_in_child;
using support::stops;
using namespace sync_tests;

namespace {

void in_thread(auto action) { std::thread(action).join(); }

} // namespace

TEMPLATE_TEST_CASE("only who holds a lock unlocks it", "", ALL_LOCKS) {
    CHECK(stops(by_a_stranger, [] { TestType().unlock(); }));
    CHECK(stops(by_a_stranger, [] {
        TestType lock;
        lock.lock();
        in_thread([&] { lock.unlock(); });
    }));
    CHECK(stops(by_a_stranger, [] {
        TestType lock;
        const std::lock_guard guard(lock);
        lock.unlock();
    }));
    CHECK(stops(by_a_stranger, [] {
        TestType lock;
        in_thread([&] {
            if (!lock.try_lock()) return;
            in_thread([&] { lock.unlock(); });
        });
    }));
}

TEMPLATE_TEST_CASE("a reader unlocks as a reader, and a writer as a writer", "", SHARED_LOCKS) {
    CHECK(stops(by_a_stranger, [] { TestType().unlock_shared(); }));
    CHECK(stops(by_a_stranger, [] {
        TestType lock;
        lock.lock_shared();
        lock.unlock();
    }));
    CHECK(stops(by_a_stranger, [] {
        TestType lock;
        lock.lock();
        lock.unlock_shared();
    }));
    CHECK(stops(by_a_stranger, [] {
        TestType lock;
        lock.lock_shared();
        in_thread([&] { lock.unlock_shared(); });
    }));
    TestType lock; // by trying a thread may have it twice
    REQUIRE(lock.try_lock_shared());
    REQUIRE(lock.try_lock_shared());
    lock.unlock_shared();
    lock.unlock_shared();
}

TEST_CASE("a lock is held with a place of the caller's, too") {
    CHECK(stops(by_a_stranger, [] {
        arsenal::mcs_lock lock;
        arsenal::mcs_lock::node node;
        lock.lock(node);
        in_thread([&] { lock.unlock(node); });
    }));
    CHECK(stops(locks_twice, [] {
        arsenal::mcs_lock lock;
        const arsenal::mcs_lock::guard outer(lock);
        const arsenal::mcs_lock::guard inner(lock);
    }));
}

TEST_CASE("a recursive lock that can be counted no further is held as often as it was") {
    using counting = arsenal::detail::basic_recursive_mutex<arsenal::detail::lock_policy, std::uint8_t>;
    using recursive = arsenal::detail::watched_lock<counting, arsenal::detail::relock::counts>;
    const auto unlock = [](int times) {
        recursive lock;
        for (int held = 0; held != 255; ++held)
            if (!lock.lock()) _exit(1);
        if (lock.lock() || lock.try_lock()) _exit(1);
        for (int left = 0; left != times; ++left) lock.unlock();
    };
    CHECK(run_in_child([=] { unlock(255); }).exited_well());
    CHECK(stops(by_a_stranger, [=] { unlock(256); }));
}

TEMPLATE_TEST_CASE("a thread that locks what it holds is reported", "", PLAIN_LOCKS) {
    CHECK(stops(locks_twice, [] {
        TestType lock;
        const std::lock_guard outer(lock);
        const std::lock_guard inner(lock);
    }));
    CHECK(stops(locks_twice, [] {
        TestType lock;
        if (lock.try_lock()) lock.lock();
    }));
}

TEMPLATE_TEST_CASE("a reader that reads again, or writes, waits for itself", "", SHARED_LOCKS) {
    CHECK(stops(locks_twice, [] {
        TestType lock;
        const std::shared_lock outer(lock);
        const std::shared_lock inner(lock);
    }));
    CHECK(stops(locks_twice, [] {
        TestType lock;
        const std::shared_lock outer(lock);
        const std::lock_guard inner(lock);
    }));
}

TEST_CASE("who unlocks need not be who destroys") {
    auto lock = std::make_unique<arsenal::mutex>();
    in_thread([&] { const std::lock_guard guard(*lock); });
    in_thread([&] { lock.reset(); });
}

#endif
