#include <catch2/catch_test_macros.hpp>

#include <support/child_process.hpp>

#include <chrono>
#include <thread>

#include <arsenal/platform/config.hpp> // macros, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif

// What nobody may do, and what the word of a semaphore, a latch or a barrier shows of it.

using support::run_in_child;

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST

TEST_CASE("a semaphore is not released beyond its maximum") {
    const auto end = run_in_child([] {
        arsenal::binary_semaphore permit(1);
        permit.release();
    });
    CHECK(end.says("released beyond its maximum"));
    CHECK(run_in_child([] { arsenal::counting_semaphore<3>(0).release(-1); }).says("beyond its maximum"));
    CHECK(run_in_child([] { arsenal::counting_semaphore<3> permits(4); }).says("begins with 0 to max()"));
    CHECK(run_in_child([] { arsenal::counting_semaphore<3>(1).release(2); }).exited_well());
}

TEST_CASE("a latch is not counted down below 0") {
    CHECK(run_in_child([] { arsenal::latch(1).count_down(2); }).says("counted down below 0"));
    CHECK(run_in_child([] { arsenal::latch(1).count_down(-1); }).says("counted down below 0"));
    CHECK(run_in_child([] { arsenal::latch counter(-1); }).says("begins with 0 to max()"));
    CHECK(run_in_child([] { arsenal::latch(2).count_down(2); }).exited_well());
}

TEST_CASE("no more arrive at a barrier than it expects") {
    const char* const what = "more arrive at a barrier than it expects";
    CHECK(run_in_child([] { (void)arsenal::barrier<>(1).arrive(2); }).says(what));
    CHECK(run_in_child([] { (void)arsenal::barrier<>(1).arrive(0); }).says(what));
    CHECK(run_in_child([] { arsenal::barrier<>(0).arrive_and_drop(); }).says(what));
    CHECK(run_in_child([] { arsenal::barrier<> meeting(-1); }).says("a barrier expects 0 to max()"));
    CHECK(run_in_child([] { (void)arsenal::barrier<>(2).arrive(2); }).exited_well());
}

#endif

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

// The later, the surer that the other thread sleeps.
template <class Program>
bool is_caught_in_time(Program program, const char* what) {
    for (int milliseconds = 1; milliseconds < 20'000; milliseconds *= 4)
        if (run_in_child([=] { program(std::chrono::milliseconds(milliseconds)); }).says(what)) return true;
    return false;
}

TEST_CASE("a once_flag is not destroyed during its call") {
    const auto program = [](std::chrono::milliseconds) {
        auto* const flag = new arsenal::once_flag;
        arsenal::call_once(*flag, [=] { delete flag; });
    };
    CHECK(is_caught_in_time(program, "once_flag is destroyed during its call"));
}

TEST_CASE("a latch is not destroyed while somebody waits") {
    const auto program = [](std::chrono::milliseconds pause) {
        auto* const never = new arsenal::latch(1);
        std::thread([=] { never->wait(); }).detach();
        std::this_thread::sleep_for(pause);
        delete never;
    };
    CHECK(is_caught_in_time(program, "latch is destroyed while threads wait"));
}

TEST_CASE("a barrier is not destroyed while somebody waits") {
    const auto program = [](std::chrono::milliseconds pause) {
        auto* const never = new arsenal::barrier<>(2);
        std::thread([=] { never->arrive_and_wait(); }).detach();
        std::this_thread::sleep_for(pause);
        delete never;
    };
    CHECK(is_caught_in_time(program, "barrier is destroyed while threads wait"));
}

#endif
