#pragma once

// What std asks of every lock ([thread.req.lockable]), with real threads. Includes nothing of the library.

#include <catch2/catch_test_macros.hpp>
#include <support/child_process.hpp>
#include <sync/threads.hpp>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <vector>

// Whether this is compiled with ThreadSanitizer.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ARSENAL_TEST_TSAN 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define ARSENAL_TEST_TSAN 1
#endif

namespace sync_tests {

/// More threads than processors, some of which are taken away in the critical section, all under std's guard.
template <class Lock, class Guard = std::lock_guard<Lock>>
void check_counters(int threads, int times) {
    Lock lock;
    long first = 0;
    long second = 0;
    beside_each_other(threads, [&](int) {
        for (int i = 0; i < times; ++i) {
            const Guard guard(lock);
            ++first;
            if (i % 64 == 0) std::this_thread::yield();
            ++second;
        }
    });
    CHECK(first == long{threads} * times);
    CHECK(second == first);
}

template <class Lock>
void check_try_lock() {
    Lock lock;
    const auto another_gets_it = [&] {
        bool got = false;
        std::thread([&] {
            got = lock.try_lock();
            if (got) lock.unlock();
        }).join();
        return got;
    };
    REQUIRE(lock.try_lock());
    CHECK_FALSE(another_gets_it());
    lock.unlock();
    CHECK(another_gets_it());
    lock.lock();
    CHECK_FALSE(another_gets_it());
    lock.unlock();
    CHECK(another_gets_it());
}

/// Threads that take two locks in both orders, by std's means against deadlock, which needs try_lock.
template <class Lock>
void check_scoped_lock() {
    Lock left;
    Lock right;
    long moved = 0;
    beside_each_other(4, [&](int t) {
        for (int i = 0; i < 500; ++i) {
            if (t % 2 == 0) {
                const std::scoped_lock both(left, right);
                ++moved;
            } else {
                const std::scoped_lock both(right, left);
                ++moved;
            }
        }
    });
    CHECK(moved == 2000);
    std::unique_lock one(left, std::try_to_lock);
    CHECK(one.owns_lock());
    CHECK(std::unique_lock(std::move(one)).owns_lock());
}

template <class Lock>
void check_lockable() {
    STATIC_CHECK_FALSE(std::is_copy_constructible_v<Lock>);
    STATIC_CHECK_FALSE(std::is_copy_assignable_v<Lock>);
    STATIC_CHECK(std::is_nothrow_default_constructible_v<Lock>);
    check_counters<Lock>(2, 20'000);
    check_counters<Lock>(16, 500);
    check_try_lock<Lock>();
    check_scoped_lock<Lock>();
}

/// Two threads write the same, one of them without the lock.
template <class Lock>
void plant_race() {
    Lock lock;
    volatile int value = 0; // so that it is written at all
    beside_each_other(2, [&](int t) {
        if (t == 0) lock.lock();
        // ThreadSanitizer may miss what is done at the very same time.
        if (t == 1) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        value = value + 1;
        if (t == 0) lock.unlock();
    });
}

/// Whether ThreadSanitizer, if it is there, finds a race in a test of this program, run in a new process: one
/// that is forked from a process that had threads is not watched any more. (What is silent needs no such
/// process: a report fails this one.)
inline bool race_is_reported([[maybe_unused]] const char* test) {
#if ARSENAL_TEST_TSAN
    const auto run = [=] { execl("/proc/self/exe", "test", test, static_cast<char*>(nullptr)); };
    // It keeps few accesses to an address, and with some timing forgets the one that matters.
    for (int attempt = 0; attempt != 5; ++attempt)
        if (support::run_in_child(run).says("data race")) return true;
    return false;
#else
    return true;
#endif
}

} // namespace sync_tests
