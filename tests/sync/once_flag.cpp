#include <catch2/catch_test_macros.hpp>

#include <sync/threads.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <type_traits>

#include <sync/waits_under_test.hpp>

using sync_tests::beside_each_other;

namespace {

struct adder {
    int sum = 0;
    void add(int value) { sum += value; }
};

} // namespace

TEST_CASE("a once_flag's traits") {
    STATIC_CHECK(std::is_nothrow_default_constructible_v<ut::once_flag>);
    STATIC_CHECK_FALSE(std::is_copy_constructible_v<ut::once_flag>);
    STATIC_CHECK_FALSE(std::is_copy_assignable_v<ut::once_flag>);
    static constinit ut::once_flag flag;
    int calls = 0;
    ut::call_once(flag, [&] { ++calls; });
    CHECK(calls == 1);
}

TEST_CASE("call_once calls once, whatever can be invoked, with its arguments") {
    ut::once_flag flag;
    adder object;
    ut::call_once(flag, &adder::add, object, 3);
    ut::call_once(flag, &adder::add, object, 4);
    CHECK(object.sum == 3);

    ut::once_flag second;
    auto pointer = std::make_unique<int>(5);
    ut::call_once(second, [&](std::unique_ptr<int> moved) { object.sum = *moved; }, std::move(pointer));
    ut::call_once(second, [](auto&&...) {});
    CHECK(object.sum == 5);

    ut::once_flag third;
    ut::call_once(third, &adder::add, std::ref(object), 1);
    CHECK(object.sum == 6);
}

TEST_CASE("a call that throws is no call: the next one tries again") {
    ut::once_flag flag;
    int calls = 0;
    const auto fail_twice = [&] {
        if (++calls <= 2) throw calls;
    };
    CHECK_THROWS_AS(ut::call_once(flag, fail_twice), int);
    CHECK_THROWS_AS(ut::call_once(flag, fail_twice), int);
    ut::call_once(flag, fail_twice);
    ut::call_once(flag, fail_twice);
    CHECK(calls == 3);
}

TEST_CASE("of many threads one calls, the others wait and see what it did") {
    for (int round = 0; round < 200; ++round) {
        ut::once_flag flag;
        int value = 0;
        std::atomic<int> right = 0;
        beside_each_other(8, [&](int) {
            ut::call_once(flag, [&] {
                std::this_thread::yield();
                ++value;
            });
            if (value == 1) ++right;
        });
        REQUIRE(right == 8);
    }
}

TEST_CASE("of many threads those whose call throws tell so, and one succeeds") {
    for (int round = 0; round < 100; ++round) {
        ut::once_flag flag;
        int attempts = 0;
        std::atomic<int> failed = 0;
        std::atomic<int> right = 0;
        beside_each_other(8, [&](int) {
            try {
                ut::call_once(flag, [&] {
                    std::this_thread::yield();
                    if (++attempts <= 3) throw 1;
                });
                if (attempts == 4) ++right;
            } catch (int) {
                ++failed;
            }
        });
        REQUIRE(failed == 3);
        REQUIRE(right == 5);
    }
}

TEST_CASE("calls with different flags may be within each other") {
    ut::once_flag outer;
    ut::once_flag inner;
    int calls = 0;
    ut::call_once(outer, [&] { ut::call_once(inner, [&] { ++calls; }); });
    CHECK(calls == 1);
}
