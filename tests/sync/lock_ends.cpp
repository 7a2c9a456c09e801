#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <new>
#include <pthread.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <support/child_process.hpp>

#include <arsenal/platform/config.hpp> // macros, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif
#include <sync/watched_locks.hpp>

// What mode debug knows of locks where threads and processes begin and end, and what it remembers for ever.

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

using support::run_in_child;
using support::stops;
using namespace sync_tests;

namespace {

void in_thread(auto action) { std::thread(action).join(); }

} // namespace

TEST_CASE("a thread that ends while it holds a lock is reported") {
    CHECK(stops(ends_holding, [] {
        arsenal::mutex lock;
        in_thread([&] { lock.lock(); });
    }));
    CHECK(stops(ends_holding, [] {
        arsenal::rw_spinlock lock;
        in_thread([&] { lock.lock_shared(); });
    }));
    CHECK(run_in_child([] {
              arsenal::mutex lock;
              lock.lock();
              in_thread([] {});
              lock.unlock();
          }).exited_well());
}

TEST_CASE("what unlocks at a thread's end is in time") {
    static arsenal::mutex lock;
    in_thread([] {
        static thread_local std::unique_lock<arsenal::mutex> guard;
        guard = std::unique_lock(lock);
    });
    pthread_key_t key{};
    REQUIRE(pthread_key_create(&key, [](void* held) { static_cast<arsenal::mutex*>(held)->unlock(); }) == 0);
    in_thread([&] {
        lock.lock();
        pthread_setspecific(key, &lock);
    });
    pthread_key_delete(key);
    CHECK(lock.try_lock());
    lock.unlock();
}

TEST_CASE("a fork amid locks leaves both sides at work") {
    arsenal::mutex outer, inner;
    std::atomic<bool> stop{false};
    std::vector<std::jthread> busy;
    for (int t = 0; t != 3; ++t)
        busy.emplace_back([&] {
            while (!stop.load()) {
                arsenal::mutex own[2];
                const std::lock_guard first(own[0]);
                const std::lock_guard second(own[1]);
            }
        });
    { // an order that children know
        const std::lock_guard first(outer);
        const std::lock_guard second(inner);
    }
    const auto invert = [&] {
        const std::lock_guard second(inner);
        const std::lock_guard first(outer);
    };
    for (int i = 0; i != 50; ++i) REQUIRE(stops(can_deadlock, invert));
    stop = true;
}

// Before main(), perhaps before the detector's own initialisation, and at the very end.
struct at_both_ends {
    at_both_ends() { use(); }
    ~at_both_ends() { use(); }
    void use() {
        const std::lock_guard first(left);
        const std::lock_guard second(right);
    }
    arsenal::mutex left, right;
};
[[gnu::init_priority(101)]] at_both_ends at_the_first_and_last;

TEST_CASE("an order that was seen before main() is known") {
    CHECK(stops(can_deadlock, [] {
        const std::lock_guard second(at_the_first_and_last.right);
        const std::lock_guard first(at_the_first_and_last.left);
    }));
}

// ---- Memory

std::size_t resident_kib() {
    std::size_t total = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> total >> resident;
    return resident * (static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) / 1024);
}

// An allocator's own, AddressSanitizer's above all; what is tested would leave some 50 MiB.
constexpr std::size_t noise_kib = 16 * 1024;

TEST_CASE("a million temporary locks leave nothing behind") {
    constexpr std::size_t million = 1'000'000;
    std::vector<std::byte> room(million * sizeof(arsenal::mutex)); // so that no two have one address
    arsenal::mutex outer, inner;
    const auto use_one = [&](std::size_t i) {
        std::byte* const place = room.data() + i * sizeof(arsenal::mutex);
        auto* const one = new (place) arsenal::mutex;
        if (i % 10 == 0) {
            const std::lock_guard first(outer);
            const std::lock_guard second(*one);
            const std::lock_guard third(inner);
        } else {
            const std::lock_guard alone(*one);
        }
        one->~mutex();
    };
    for (std::size_t i = 0; i != 1000; ++i) use_one(i);
    const std::size_t before = resident_kib();
    for (std::size_t i = 1000; i != million; ++i) use_one(i);
    CHECK(resident_kib() < before + noise_kib);
}

TEST_CASE("threads leave nothing behind of what they held") {
    std::vector<arsenal::mutex> locks(1000);
    const auto run_threads = [&](int count) {
        for (int i = 0; i != count; ++i)
            in_thread([&] {
                for (arsenal::mutex& lock : locks) // by trying, which orders nothing
                    if (!lock.try_lock()) std::abort();
                for (std::size_t i = locks.size(); i != 0; --i) locks[i - 1].unlock();
            });
    };
    run_threads(10);
    const std::size_t before = resident_kib();
    run_threads(500);
    CHECK(resident_kib() < before + noise_kib);
}

// ---- Time: for docs/sync.md

template <class Action>
double nanoseconds(Action action) {
    constexpr int times = 200'000;
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i != times; ++i) action();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
    return took.count() / times;
}

TEST_CASE("what a lock costs", "[.cost]") {
    arsenal::mutex first, second, third;
    const auto use = [&] { const std::lock_guard guard(third); };
    std::printf("lock and unlock: %.0f ns", nanoseconds(use));
    const std::lock_guard outer(first);
    std::printf("; inside another: %.0f ns", nanoseconds(use));
    const std::lock_guard inner(second);
    std::printf("; inside two: %.0f ns\n", nanoseconds(use));
}

#endif
