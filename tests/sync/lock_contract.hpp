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

/// Whether a thread that does not hold it can have it now.
template <class Lock>
bool another_gets(Lock& lock) {
    bool got = false;
    std::thread([&] { got = std::unique_lock(lock, std::try_to_lock).owns_lock(); }).join();
    return got;
}

template <class Lock>
void check_try_lock() {
    Lock lock;
    REQUIRE(lock.try_lock());
    CHECK_FALSE(another_gets(lock));
    lock.unlock();
    CHECK(another_gets(lock));
    lock.lock();
    CHECK_FALSE(another_gets(lock));
    lock.unlock();
    CHECK(another_gets(lock));
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

/// Each way that std's guards have to take a lock, keep it and let it go.
template <class Lock>
void check_guards() {
    Lock lock;
    Lock other;
    {
        std::unique_lock later(lock, std::defer_lock);
        CHECK(another_gets(lock));
        later.lock();
        CHECK_FALSE(another_gets(lock));
        later.unlock();
        REQUIRE(later.try_lock());
        std::unique_lock second(other, std::try_to_lock); // no order that mode debug would hold against it
        later.swap(second);
        second.unlock();
        CHECK(another_gets(lock));
        CHECK_FALSE(another_gets(other));
        later = std::unique_lock(lock);
        CHECK(another_gets(other));
        CHECK(later.release() == &lock);
    }
    CHECK_FALSE(another_gets(lock));
    {
        const std::lock_guard taken_over(lock, std::adopt_lock);
    }
    CHECK(another_gets(lock));
    std::lock(lock, other);
    {
        const std::scoped_lock taken_over(std::adopt_lock, lock, other);
        int failed = 0;
        std::thread([&] { failed = std::try_lock(other, lock); }).join();
        CHECK(failed == 0);
    }
    REQUIRE(std::try_lock(lock, other) == -1);
    lock.unlock();
    other.unlock();
    CHECK(another_gets(lock));
    CHECK(another_gets(other));
}

/// What a guard with a limit does to a lock that is free, held, and let go in time.
template <class Lock>
void check_timed_guards() {
    using namespace std::chrono_literals;
    using clock = std::chrono::steady_clock;
    Lock lock;
    CHECK(std::unique_lock(lock, 1h).owns_lock());
    CHECK(std::unique_lock(lock, clock::now() - 1h).owns_lock());
    std::unique_lock held(lock);
    beside_each_other(1, [&](int) {
        CHECK_FALSE(std::unique_lock(lock, 1ms).owns_lock());
        CHECK_FALSE(std::unique_lock(lock, clock::now() + 1ms).owns_lock());
        std::unique_lock later(lock, std::defer_lock);
        CHECK_FALSE(later.try_lock_for(1ms));
        CHECK_FALSE(later.try_lock_until(std::chrono::system_clock::now() + 1ms));
        CHECK_FALSE(later.owns_lock());
    });
    std::thread patient([&] { CHECK(std::unique_lock(lock, clock::now() + 1h).owns_lock()); });
    std::this_thread::sleep_for(5ms);
    held.unlock();
    patient.join();
    CHECK(another_gets(lock));
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
    check_guards<Lock>();
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
