#include <catch2/catch_test_macros.hpp>

#include <sync/threads.hpp>

#include <atomic>
#include <chrono>
#include <limits>
#include <memory>
#include <thread>
#include <type_traits>

#include <sync/waits_under_test.hpp>

using namespace std::chrono_literals;
using sync_tests::beside_each_other;

TEST_CASE("a semaphore's limits and traits") {
    STATIC_CHECK(ut::counting_semaphore<5>::max() >= 5);
    STATIC_CHECK(ut::counting_semaphore<>::max() >= std::numeric_limits<int>::max());
    STATIC_CHECK(std::is_same_v<ut::binary_semaphore, ut::counting_semaphore<1>>);
    STATIC_CHECK_FALSE(std::is_copy_constructible_v<ut::binary_semaphore>);
    STATIC_CHECK_FALSE(std::is_copy_assignable_v<ut::binary_semaphore>);
    STATIC_CHECK_FALSE(std::is_convertible_v<int, ut::binary_semaphore>);
}

#if !ARSENAL_TEST_STD // libstdc++ 12's is not constexpr

TEST_CASE("a semaphore is there before main()") {
    static constinit ut::counting_semaphore<7> constant(3);
    CHECK(constant.try_acquire());
}

#endif

TEST_CASE("as many permits as there are, and no more") {
    ut::counting_semaphore<10> permits(2);
    CHECK(permits.try_acquire());
    permits.acquire();
    CHECK_FALSE(permits.try_acquire());
    permits.release(0);
    CHECK_FALSE(permits.try_acquire());
    permits.release(3);
    permits.release();
    for (int i = 0; i < 4; ++i) CHECK(permits.try_acquire());
    CHECK_FALSE(permits.try_acquire());
}

TEST_CASE("try_acquire_for and try_acquire_until give up when it is time, or take what is there") {
    ut::binary_semaphore permit(0);
    const auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(permit.try_acquire_for(20ms));
    CHECK(std::chrono::steady_clock::now() - start >= 20ms);
    CHECK_FALSE(permit.try_acquire_until(std::chrono::steady_clock::now() + 5ms));
    CHECK_FALSE(permit.try_acquire_until(std::chrono::system_clock::now() + 5ms));
    CHECK_FALSE(permit.try_acquire_until(std::chrono::steady_clock::now() - 1s));
    CHECK_FALSE(permit.try_acquire_for(0s));
    permit.release();
    CHECK(permit.try_acquire_for(-1s)); // it is there
    sync_tests::joining_thread later([&] {
        std::this_thread::sleep_for(10ms);
        permit.release();
    });
    CHECK(permit.try_acquire_for(1h));
}

TEST_CASE("a semaphore of one excludes, with more threads than processors") {
    ut::binary_semaphore permit(1);
    long count = 0;
    beside_each_other(8, [&](int) {
        for (int i = 0; i < 2000; ++i) {
            permit.acquire();
            ++count;
            if (i % 64 == 0) std::this_thread::yield();
            permit.release();
        }
    });
    CHECK(count == 16'000);
}

TEST_CASE("no permit is lost or taken twice, whichever way it is asked for") {
    ut::counting_semaphore<> permits(0);
    std::atomic<long> taken = 0;
    constexpr long each = 3000;
    beside_each_other(6, [&](int t) {
        if (t == 0)
            for (long i = 0; i < each; ++i) permits.release(1);
        if (t == 1)
            for (long i = 0; i < each / 3; ++i) permits.release(3);
        for (long i = 0; t >= 2 && i < each / 2; ++i) {
            const bool patient = t == 2;
            while (!patient && !permits.try_acquire_for(std::chrono::microseconds(t * 5))) {
            }
            if (patient) permits.acquire();
            taken.fetch_add(1, std::memory_order_relaxed);
        }
    });
    CHECK(taken == 2 * each);
    CHECK_FALSE(permits.try_acquire());
}

TEST_CASE("two threads take turns") {
    ut::binary_semaphore ping(0);
    ut::binary_semaphore pong(0);
    long turns = 0;
    sync_tests::joining_thread other([&] {
        for (int i = 0; i < 5000; ++i) {
            ping.acquire();
            ++turns;
            pong.release();
        }
    });
    for (int i = 0; i < 5000; ++i) {
        ping.release();
        pong.acquire();
        ++turns;
    }
    CHECK(turns == 10'000);
}

TEST_CASE("whoever has acquired may destroy the semaphore at once") {
    for (int i = 0; i < 1000; ++i) {
        auto permit = std::make_unique<ut::binary_semaphore>(0);
        sync_tests::joining_thread releases([raw = permit.get()] { raw->release(); });
        permit->acquire();
        permit.reset();
    }
}
