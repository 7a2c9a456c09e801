// std's atomics under std's names: defaults, operators, conversions, aliases.

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <limits>
#include <memory>
#include <thread>
#include <type_traits>

#include <arsenal/platform/config.hpp> // macros, which no import carries
#include <support/child_process.hpp>

#if ARSENAL_TEST_IMPORT
#include <atomic>
import arsenal.compat;
#else
#include <arsenal/compat/atomic>
#endif

namespace app {
namespace std = arsenal::compat;

static_assert(!::std::is_same_v<std::atomic<int>, ::std::atomic<int>>);
static_assert(::std::is_same_v<std::atomic_int, std::atomic<int>>);
static_assert(::std::is_same_v<std::atomic_size_t, std::atomic<::std::size_t>>);
static_assert(::std::is_same_v<std::atomic_uint_fast16_t, std::atomic<::std::uint_fast16_t>>);
static_assert(::std::is_same_v<std::memory_order, ::std::memory_order>);
static_assert(sizeof(std::atomic<short>) == sizeof(::std::atomic<short>));
static_assert(alignof(std::atomic<double>) == alignof(::std::atomic<double>));
static_assert(std::atomic<int>::is_always_lock_free);
static_assert(!::std::is_copy_constructible_v<std::atomic<int>>);
static_assert(!::std::is_copy_assignable_v<std::atomic<int>>);
static_assert(::std::is_convertible_v<std::atomic<int>, int>);
static_assert(::std::is_convertible_v<int, std::atomic<int>>);

std::atomic_flag global = ATOMIC_FLAG_INIT;
constinit std::atomic<long> counter = 3;

TEST_CASE("compat: signed integers wrap in every operator, as std says") {
    constexpr int most = ::std::numeric_limits<int>::max();
    constexpr int least = ::std::numeric_limits<int>::min();
    std::atomic<int> a = most;
    CHECK(++a == least);
    CHECK(--a == most);
    CHECK((a += 2) == least + 1);
    CHECK((a -= 2) == most);
    CHECK(a++ == most);
    CHECK(a-- == least);
    int plain = most;
    const std::atomic_ref<int> r(plain);
    CHECK(++r == least);
    CHECK(--r == most);
    CHECK((r += 2) == least + 1);
    CHECK((r -= 2) == most);
    CHECK(plain == most);
}

TEST_CASE("compat: an atomic is used as std's is") {
    std::atomic<int> a = 3;
    CHECK(a == 3);
    CHECK((a = 5) == 5);
    CHECK(++a == 6);
    CHECK(a++ == 6);
    CHECK(--a == 6);
    CHECK(a-- == 6);
    CHECK((a += 3) == 8);
    CHECK((a -= 2) == 6);
    CHECK((a &= 4) == 4);
    CHECK((a |= 3) == 7);
    CHECK((a ^= 1) == 6);
    CHECK(a.load() == 6);
    CHECK(a.exchange(1) == 6);
    int expected = 1;
    CHECK(a.compare_exchange_strong(expected, 2));
    CHECK_FALSE(a.compare_exchange_weak(expected, 3, std::memory_order_release));
    CHECK(a.compare_exchange_strong(expected, 4, std::memory_order_acq_rel, std::memory_order_relaxed));
    CHECK(a.fetch_add(1, std::memory_order::relaxed) == 4);
    CHECK(a.fetch_max(9) == 5);
    const auto order = a.load() > 0 ? std::memory_order_acquire : std::memory_order_relaxed;
    CHECK(a.load(order) == 9); // an order that only the run tells
    CHECK(counter.load() == 3);
    CHECK(a.is_lock_free());
}

TEST_CASE("compat: pointers, floats, bool, classes") {
    int array[3] = {};
    std::atomic<int*> p = array;
    CHECK(++p == array + 1);
    CHECK(p++ == array + 1);
    CHECK((p -= 2) == array);
    CHECK(p.fetch_add(1) == array);
    std::atomic<double> d(0.5);
    d += 1;
    CHECK(d == 1.5);
    std::atomic_bool b;
    CHECK_FALSE(b);
    b = true;
    CHECK(b.exchange(false));
    struct point {
        int x, y;
    };
    std::atomic<point> c(point{1, 2});
    CHECK(c.load().y == 2);
    std::atomic deduced(1u);
    static_assert(::std::is_same_v<decltype(deduced), std::atomic<unsigned>>);
}

TEST_CASE("compat: atomic_ref and atomic_flag") {
    int i = 1;
    const std::atomic_ref ref(i);
    ++ref;
    ref = ref + 2;
    CHECK(ref.fetch_sub(1) == 4);
    CHECK(i == 3);
    CHECK_FALSE(global.test_and_set());
    CHECK(global.test());
    global.clear(std::memory_order_release);
    CHECK_FALSE(global.test(std::memory_order_acquire));
}

#if defined(__GLIBCXX__) // libc++ 22 has no atomic<shared_ptr>
TEST_CASE("compat: what holds more than bytes is the platform's") {
    std::atomic<std::shared_ptr<int>> shared;
    shared = std::make_shared<int>(3);
    CHECK(*shared.load() == 3);
    std::atomic<std::shared_ptr<int>> made(std::make_shared<int>(4));
    CHECK(*made.exchange(nullptr) == 4);
    static_assert(
        ::std::is_base_of_v<::std::atomic<std::shared_ptr<int>>, std::atomic<std::shared_ptr<int>>>);
}
#endif

TEST_CASE("compat: waiting") {
    std::atomic<int> a = 0;
    std::atomic_flag flag;
    ::std::thread other([&] {
        a = 1;
        a.notify_all();
        flag.test_and_set();
        flag.notify_one();
    });
    a.wait(0);
    flag.wait(false, std::memory_order_acquire);
    other.join();
    CHECK(a == 1);
}

#if ARSENAL_HARDENING != ARSENAL_HARDENING_NONE
TEST_CASE("compat: orders without meaning are caught when they are used") {
    std::atomic<int> a;
    auto release = std::memory_order_release, acquire = std::memory_order_acquire;
    CHECK(support::stops("an atomic load with an order of stores", [&] { (void)a.load(release); }));
    CHECK(support::stops("an atomic store with an order of loads", [&] { a.store(1, acquire); }));
    CHECK(support::stops("an atomic load with an order of stores", [&] {
        int expected = 0;
        a.compare_exchange_strong(expected, 1, acquire, release);
    }));
}
#endif
} // namespace app
