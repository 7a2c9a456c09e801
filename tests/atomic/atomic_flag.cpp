// [atomics.flag].

#include <catch2/catch_test_macros.hpp>

#include <thread>
#include <type_traits>

#include <atomic/under_test.hpp>

namespace {
constinit ut::atomic_flag global;
}

TEST_CASE("a flag starts clear, is set once and cleared") {
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<ut::atomic_flag>);
    STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<ut::atomic_flag>);
    ut::atomic_flag flag;
    CHECK_FALSE(flag.test(ut::relaxed));
    CHECK_FALSE(flag.test_and_set(ut::acquire));
    CHECK(flag.test_and_set(ut::acq_rel));
    CHECK(flag.test(ut::acquire));
    flag.clear(ut::release);
    CHECK_FALSE(flag.test(ut::seq_cst));
    CHECK_FALSE(flag.test_and_set(ut::seq_cst));
    flag.clear(ut::seq_cst);
    CHECK_FALSE(global.test(ut::relaxed));
}

TEST_CASE("waiting for a flag") {
    ut::atomic_flag flag;
    flag.wait(true, ut::acquire); // it is not
    int written = 0;
    std::thread other([&] {
        written = 7;
        flag.test_and_set(ut::release);
        flag.notify_one();
    });
    flag.wait(false, ut::acquire);
    CHECK(written == 7);
    other.join();
}

TEST_CASE("a flag excludes") {
    ut::atomic_flag busy;
    int count = 0;
    const auto work = [&] {
        for (int i = 0; i != 2000; ++i) {
            while (busy.test_and_set(ut::acquire)) busy.wait(true, ut::relaxed);
            ++count;
            busy.clear(ut::release);
            busy.notify_one();
        }
    };
    std::thread one(work), other(work);
    one.join();
    other.join();
    CHECK(count == 4000);
}
