// [atomics.wait]: that a wait ends, and that what was written before is seen. Nothing here depends on time: a
// lost wake is a hang, which the test's time limit ends.

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <thread>
#include <vector>

#include <atomic/under_test.hpp>

namespace {

struct three_bytes {
    unsigned char at[3];
    explicit(false) three_bytes(int i = 0)
        : at{static_cast<unsigned char>(i), static_cast<unsigned char>(i >> 8),
             static_cast<unsigned char>(i >> 16)} {}
    operator int() const { return at[0] | at[1] << 8 | at[2] << 16; }
};

#if ARSENAL_TEST_STD
#define TYPES std::int8_t, std::uint16_t, int, long, float, double // others need libatomic
#else
#define TYPES std::int8_t, std::uint16_t, int, long, float, double, three_bytes, long double
#endif

} // namespace

TEMPLATE_TEST_CASE("a wait for what is not there returns", "", TYPES) {
    const ut::atomic<TestType> a(TestType(1));
    a.wait(TestType(0), ut::acquire);
    a.wait(TestType(2), ut::relaxed);
    a.wait(TestType(2), ut::seq_cst);
    SUCCEED();
}

TEMPLATE_TEST_CASE("two threads take turns", "", TYPES) {
    constexpr int turns = 100; // even, and few enough for a signed char
    ut::atomic<TestType> turn(TestType(0));
    int written = 0;
    const auto play = [&](int first) {
        for (int i = first; i < turns; i += 2) {
            for (TestType seen; (seen = turn.load(ut::acquire)) != TestType(i);) turn.wait(seen, ut::acquire);
            ++written;
            turn.store(TestType(i + 1), ut::release);
            turn.notify_one();
        }
    };
    std::thread other(play, 1);
    play(0);
    other.join();
    CHECK(written == turns);
}

TEMPLATE_TEST_CASE("notify_all wakes everybody", "", TYPES) {
    ut::atomic<TestType> gate(TestType(0));
    ut::atomic<int> ready(0), passed(0);
    std::vector<std::thread> threads;
    for (int i = 0; i != 6; ++i)
        threads.emplace_back([&] {
            ready.fetch_add(1, ut::relaxed);
            gate.wait(TestType(0), ut::acquire);
            passed.fetch_add(1, ut::relaxed);
        });
    while (ready.load(ut::relaxed) != 6) std::this_thread::yield();
    gate.store(TestType(1), ut::release);
    gate.notify_all();
    for (std::thread& thread : threads) thread.join();
    CHECK(passed.load(ut::relaxed) == 6);
}

TEST_CASE("notify_one for each of those that wait") {
    ut::atomic<int> permits(0);
    std::vector<std::thread> threads;
    for (int i = 0; i != 4; ++i)
        threads.emplace_back([&] {
            int seen = permits.load(ut::relaxed);
            for (;;) {
                if (seen == 0) {
                    permits.wait(0, ut::relaxed);
                    seen = permits.load(ut::relaxed);
                } else if (permits.compare_exchange_weak(seen, seen - 1, ut::acquire, ut::relaxed)) {
                    return;
                }
            }
        });
    for (int i = 0; i != 4; ++i) {
        permits.fetch_add(1, ut::release);
        permits.notify_one();
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(permits.load(ut::relaxed) == 0);
}

TEST_CASE("waiting through atomic_ref") {
    int value = 0;
    long wide = 0;
    std::thread other([&] {
        const ut::atomic_ref a(value);
        a.store(1, ut::release);
        a.notify_all();
        const ut::atomic_ref b(wide);
        b.store(1, ut::release);
        b.notify_one();
    });
    ut::atomic_ref(value).wait(0, ut::acquire);
    ut::atomic_ref(wide).wait(0, ut::acquire);
    other.join();
    CHECK(value + wide == 2);
}

// Wakes meet waiters at every stage of falling asleep.
TEMPLATE_TEST_CASE("no wake is lost in many short sleeps", "", int, long) {
    ut::atomic<TestType> a(0), b(0);
    constexpr TestType rounds = 3000;
    std::thread other([&] {
        for (TestType i = 0; i != rounds; ++i) {
            a.wait(i, ut::acquire);
            b.store(i + 1, ut::release);
            b.notify_one();
        }
    });
    for (TestType i = 0; i != rounds; ++i) {
        a.store(i + 1, ut::release);
        a.notify_one();
        b.wait(i, ut::acquire);
    }
    other.join();
    CHECK(b.load(ut::relaxed) == rounds);
}
