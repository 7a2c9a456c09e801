#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstddef>
#include <mutex>
#include <new>
#include <optional>
#include <shared_mutex>
#include <thread>
#include <type_traits>
#include <vector>

#include <support/child_process.hpp>
#include <sync/threads.hpp>

#include <arsenal/platform/config.hpp> // macros, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif
#include <sync/watched_locks.hpp>

// The order in which locks are taken, which mode debug watches.

using namespace std::chrono_literals;
using support::run_in_child;
using support::stops;
using namespace sync_tests;

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

TEMPLATE_TEST_CASE("two locks in both orders are reported", "", ALL_LOCKS) {
    CHECK(stops(can_deadlock, [] {
        TestType left, right;
        take_both(left, right);
        take_both(right, left);
    }));
    CHECK(stops(can_deadlock, [] { // by threads that never meet
        TestType left, right;
        std::thread([&] { take_both(left, right); }).join();
        std::thread([&] { take_both(right, left); }).join();
    }));
}

TEMPLATE_TEST_CASE("one order is silent, in many threads", "", ALL_LOCKS) {
    TestType locks[4];
    long counter = 0;
    sync_tests::beside_each_other(4, [&](int) {
        for (std::size_t i = 0; i != 500; ++i) {
            const std::lock_guard first(locks[i % 2]);
            const std::lock_guard second(locks[2]);
            const std::lock_guard third(locks[3]);
            ++counter;
        }
    });
    CHECK(counter == 2000);
}

TEMPLATE_TEST_CASE("trying orders nothing, but what was had so is held", "", ALL_LOCKS) {
    TestType left, right;
    const auto try_second = [](TestType& first, TestType& second) {
        const std::lock_guard outer(first);
        if (second.try_lock()) second.unlock();
    };
    try_second(left, right);
    try_second(right, left);
    CHECK(stops(can_deadlock, [&] {
        if (const std::unique_lock outer(left, std::try_to_lock); outer) {
            const std::lock_guard inner(right);
        }
        take_both(right, left);
    }));
}

TEST_CASE("a wait that ends in time orders nothing") {
    arsenal::timed_mutex left, right;
    const auto try_second = [](arsenal::timed_mutex& first, arsenal::timed_mutex& second) {
        const std::lock_guard outer(first);
        CHECK(std::unique_lock(second, 1h).owns_lock());
    };
    try_second(left, right);
    try_second(right, left);
}

TEMPLATE_TEST_CASE("std::scoped_lock may name its locks in any order", "", ALL_LOCKS) {
    TestType outer, left, right;
    const std::lock_guard guard(outer);
    for (int i = 0; i != 10; ++i) {
        const std::scoped_lock both(left, right);
    }
    for (int i = 0; i != 10; ++i) {
        const std::scoped_lock both(right, left);
    }
    sync_tests::beside_each_other(2, [&](int t) {
        for (int i = 0; i != 500; ++i) {
            if (t == 0) {
                const std::scoped_lock both(left, right);
            } else {
                const std::scoped_lock both(right, left);
            }
        }
    });
}

TEST_CASE("readers count as writers") {
    const auto read = [](arsenal::rw_spinlock& first, arsenal::rw_spinlock& second) {
        const std::shared_lock outer(first);
        const std::shared_lock inner(second);
    };
    CHECK(stops(can_deadlock, [=] {
        arsenal::rw_spinlock left, right;
        read(left, right);
        read(left, right);
        read(right, left); // with a writer that waits for each
    }));
}

TEST_CASE("a cycle of any length is reported, and nothing that is none") {
    CHECK(stops(can_deadlock, [] {
        arsenal::mutex a, b, c;
        take_both(a, b);
        take_both(b, c);
        take_both(a, c);
        take_both(c, a);
    }));
    const auto many = run_in_child([] {
        std::vector<arsenal::mutex> locks(100);
        for (std::size_t i = 99; i != 0; --i) take_both(locks[i - 1], locks[i]);
        for (std::size_t i = 0; i != 99; ++i) take_both(locks[i], locks[99]);
    });
    CHECK(many.exited_well());
    const auto ring = run_in_child([] {
        std::vector<arsenal::mutex> locks(10);
        for (std::size_t i = 0; i != 10; ++i) take_both(locks[i], locks[(i + 1) % 10]);
    });
    CHECK(ring.says(can_deadlock));
    CHECK(ring.says("and so on, by 3 more"));
    // All that is held, not only what was locked last; unlocked in whatever order.
    CHECK(stops(can_deadlock, [] {
        arsenal::mutex a, b, c;
        take_both(c, a);
        const std::lock_guard outer(a);
        if (const std::unique_lock had(b, std::try_to_lock); had) {
            const std::lock_guard inner(c);
        }
    }));
    CHECK(stops(can_deadlock, [] {
        arsenal::mutex a, b, c;
        a.lock();
        b.lock();
        a.unlock();
        c.lock();
        c.unlock();
        b.unlock();
        take_both(a, c);
        take_both(c, b);
    }));
}

TEST_CASE("a lock that is taken again orders nothing") {
    arsenal::recursive_mutex left;
    arsenal::mutex right;
    const std::lock_guard outer(left);
    const std::lock_guard inner(right);
    for (int i = 0; i != 3; ++i) left.lock();
    for (int i = 0; i != 3; ++i) left.unlock();
}

// Who waits for a condition leaves its lock, and then waits for it with the other one held.
TEST_CASE("a wait on a condition is an unlock and a lock") {
    arsenal::condition_variable never;
    arsenal::mutex outer, inner;
    for (int i = 0; i != 3; ++i) {
        const std::lock_guard guard(outer);
        std::unique_lock lock(inner);
        never.wait_for(lock, 1us);
    }
    CHECK(stops(can_deadlock, [&] { take_both(inner, outer); }));
    CHECK(stops(can_deadlock, [&] {
        std::unique_lock lock(outer);
        const std::lock_guard guard(inner);
        never.wait_for(lock, 1us);
    }));
    CHECK(run_in_child([&] { // left while it is waited for
              std::unique_lock lock(inner);
              std::thread second([&] {
                  std::unique_lock same(inner);
                  never.notify_one();
              });
              never.wait(lock);
              lock.unlock();
              second.join();
          })
              .exited_well());
}

TEST_CASE("where a lock has gone another one is new") {
    std::optional<arsenal::mutex> left(std::in_place);
    arsenal::mutex right;
    for (int i = 0; i != 4; ++i) {
        if (i % 2 == 0)
            take_both(*left, right);
        else
            take_both(right, *left);
        left.emplace();
    }
    // What led through it leads nowhere.
    arsenal::mutex first;
    take_both(first, *left);
    take_both(*left, right);
    left.reset();
    take_both(right, first);

    // Also where it has gone without its destructor.
    alignas(arsenal::spinlock) std::byte storage[sizeof(arsenal::spinlock)];
    arsenal::spinlock other;
    take_both(*new (storage) arsenal::spinlock, other);
    take_both(other, *new (storage) arsenal::spinlock);
}

#else

// Layout and code are those of the locks alone: what would be reported above is not.
static_assert(sizeof(arsenal::mutex) == 4 && sizeof(arsenal::timed_mutex) == 4);
static_assert(sizeof(arsenal::recursive_mutex) == 12 && sizeof(arsenal::recursive_timed_mutex) == 12);
static_assert(sizeof(arsenal::spinlock) == 1 && sizeof(arsenal::rw_spinlock) == 4);
static_assert(sizeof(arsenal::ticket_lock) == 8 && sizeof(arsenal::mcs_lock) == 2 * sizeof(void*));
static_assert(std::is_trivially_destructible_v<arsenal::mutex> &&
              std::is_trivially_destructible_v<arsenal::spinlock>);
static_assert(noexcept(arsenal::spinlock().lock()));
#if !ARSENAL_TEST_IMPORT
using bare_mutex = arsenal::detail::basic_mutex<arsenal::detail::lock_policy>;
static_assert(std::is_same_v<arsenal::detail::watched_lock<bare_mutex>, bare_mutex>);
#endif

TEST_CASE("below mode debug nobody watches the order of locks") {
    const auto end = run_in_child([] {
        arsenal::mutex left, right;
        take_both(left, right);
        take_both(right, left);
        std::thread([&] { left.lock(); }).join();
        left.unlock();
    });
    CHECK(end.exited_well());
    CHECK(end.standard_error.empty());
}

#endif
