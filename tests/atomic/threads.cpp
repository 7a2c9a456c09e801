// What the orders promise between threads. A machine shows few of the outcomes that the standard allows, so
// this finds only what is plainly wrong: ThreadSanitizer sees more of it.

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <thread>
#include <vector>

#include <atomic/races.hpp>
#include <atomic/under_test.hpp>

namespace {

constexpr int rounds = 20000;

template <class... Jobs>
void together(Jobs... jobs) {
    std::vector<std::thread> threads;
    (threads.emplace_back(jobs), ...);
    for (std::thread& thread : threads) thread.join();
}

} // namespace

TEMPLATE_TEST_CASE("no update is lost", "", short, int, long, float, double) {
    ut::atomic<TestType> sum(TestType(0));
    const auto add = [&] {
        for (int i = 0; i != rounds / 2; ++i) sum.fetch_add(TestType(1), ut::relaxed);
    };
    const auto exchange = [&] {
        for (int i = 0; i != rounds / 2; ++i) {
            TestType old = sum.load(ut::relaxed);
            while (!sum.compare_exchange_weak(old, TestType(old + 1), ut::relaxed, ut::relaxed)) {
            }
        }
    };
    together(add, exchange);
    CHECK(sum.load(ut::relaxed) == TestType(rounds));
}

TEST_CASE("what is written before a release is seen after the acquire") {
    int data = 0, seen = 0;
    ut::atomic<bool> ready(false);
    test::race(
        500,
        [&](int i) {
            data = i;
            ready.store(true, ut::release);
        },
        [&](int) {
            while (!ready.load(ut::acquire)) std::this_thread::yield();
            seen = data;
        },
        [&](int i) {
            if (seen != i) FAIL("an old value");
            ready.store(false, ut::relaxed);
        });
    SUCCEED();
}

TEST_CASE("a read-modify-write continues a release") {
    int data = 0, seen = 0;
    ut::atomic<int> state(0);
    test::race(
        500,
        [&](int i) {
            data = i;
            state.fetch_add(1, ut::release);
            state.fetch_add(2, ut::relaxed);
        },
        [&](int) {
            while ((state.load(ut::acquire) & 2) == 0) std::this_thread::yield();
            seen = data;
        },
        [&](int i) {
            if (seen != i) FAIL("an old value");
            state.store(0, ut::relaxed);
        });
    SUCCEED();
}

namespace {

// Stores to one and loads from the other of two objects; sees how often both loads came before both stores.
template <class Order>
int times_neither_is_seen(Order order, auto between) {
    int neither = 0, seen_x = 0, seen_y = 0;
    ut::atomic<int> x(0), y(0);
    test::race(
        2000,
        [&](int) {
            x.store(1, order);
            between();
            seen_y = y.load(order);
        },
        [&](int) {
            y.store(1, order);
            between();
            seen_x = x.load(order);
        },
        [&](int) {
            neither += seen_x == 0 && seen_y == 0;
            x.store(0, ut::relaxed);
            y.store(0, ut::relaxed);
        });
    return neither;
}

} // namespace

// QEMU 7.2 on x86-64 lets arm64's ldar pass an earlier stlr: std::atomic, too, then sees neither.
#if !ARSENAL_TEST_EMULATED
TEST_CASE("of two seq_cst stores and loads one sees the other") {
    CHECK(times_neither_is_seen(ut::seq_cst, [] {}) == 0);
}
#endif

TEST_CASE("of two stores and loads with seq_cst fences between, too") {
    CHECK(times_neither_is_seen(ut::relaxed, [] { ut::atomic_thread_fence(ut::seq_cst); }) == 0);
}
