#include <catch2/catch_test_macros.hpp>

#include <sync/threads.hpp>

#include <atomic>
#include <limits>
#include <memory>
#include <thread>
#include <type_traits>

#include <sync/waits_under_test.hpp>

using sync_tests::beside_each_other;

TEST_CASE("a latch's limits and traits") {
    STATIC_CHECK(ut::latch::max() >= std::numeric_limits<int>::max() - 1);
    STATIC_CHECK_FALSE(std::is_copy_constructible_v<ut::latch>);
    STATIC_CHECK_FALSE(std::is_copy_assignable_v<ut::latch>);
    STATIC_CHECK_FALSE(std::is_convertible_v<int, ut::latch>);
    STATIC_CHECK(noexcept(std::declval<const ut::latch&>().try_wait()));
    static constinit ut::latch constant(1);
    CHECK_FALSE(constant.try_wait());
}

TEST_CASE("a latch counts down to 0, by more than one, too") {
    ut::latch counter(5);
    counter.count_down();
    counter.count_down(3);
    counter.count_down(0);
    CHECK_FALSE(counter.try_wait());
    counter.arrive_and_wait();
    CHECK(counter.try_wait());
    counter.wait();
    CHECK(ut::latch(0).try_wait());
}

TEST_CASE("all who wait go on once all have counted, and see what they did") {
    for (int round = 0; round < 200; ++round) {
        ut::latch counted(4);
        int written[4] = {};
        std::atomic<int> right = 0;
        beside_each_other(8, [&](int t) {
            if (t < 4) {
                written[t] = 1;
                counted.count_down();
                return;
            }
            counted.wait();
            if (written[0] + written[1] + written[2] + written[3] == 4) ++right;
        });
        REQUIRE(right == 4);
    }
}

TEST_CASE("all who arrive go on together") {
    ut::latch together(6);
    std::atomic<int> arrived = 0;
    std::atomic<int> right = 0;
    beside_each_other(6, [&](int) {
        ++arrived;
        together.arrive_and_wait();
        if (arrived == 6) ++right;
    });
    CHECK(right == 6);
}

TEST_CASE("whoever has waited may destroy the latch at once") {
    for (int i = 0; i < 1000; ++i) {
        auto done = std::make_unique<ut::latch>(1);
        sync_tests::joining_thread counts([raw = done.get()] { raw->count_down(); });
        done->wait();
        done.reset();
    }
}
