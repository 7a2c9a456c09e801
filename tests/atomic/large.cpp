// Sizes for which there is no instruction: a table of locks.

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <thread>

#include <atomic/subjects.hpp>

using namespace arsenal;

namespace {

template <std::size_t Size>
using bytes = std::array<unsigned char, Size>;

template <class T>
T filled(unsigned char c) {
    T value;
    value.fill(c);
    return value;
}

} // namespace

TEMPLATE_TEST_CASE("other sizes", "", bytes<3>, bytes<7>, bytes<12>, bytes<24>, bytes<100>, bytes<4096>) {
    using T = TestType;
    STATIC_REQUIRE_FALSE(atomic<T>::is_always_lock_free);
    STATIC_REQUIRE(sizeof(atomic<T>) == sizeof(T));
    test::on_atomic_and_ref<T>(filled<T>(1), [](auto& a) {
        CHECK_FALSE(a.is_lock_free());
        CHECK(a.load(acquire) == filled<T>(1));
        a.store(filled<T>(2), release);
        a.store(filled<T>(3), seq_cst);
        CHECK(a.exchange(filled<T>(4), seq_cst) == filled<T>(3));
        T expected = filled<T>(5);
        CHECK_FALSE(a.compare_exchange_strong(expected, filled<T>(6), acq_rel, acquire));
        CHECK(expected == filled<T>(4));
        CHECK(a.compare_exchange_weak(expected, filled<T>(6), acq_rel, acquire));
        CHECK(a.load(seq_cst) == filled<T>(6));
    });
}

TEST_CASE("a large value is read whole, and what was written before it is seen") {
    using T = bytes<64>;
    atomic<T> a(filled<T>(0));
    int data = 0;
    std::thread writer([&] {
        for (unsigned char c = 1; c != 200; ++c) a.store(filled<T>(c), relaxed);
        data = 1;
        a.store(filled<T>(200), release);
    });
    for (T seen = a.load(acquire); seen[0] != 200; seen = a.load(acquire))
        if (seen != filled<T>(seen[0])) FAIL("a torn value");
    CHECK(data == 1);
    writer.join();
}

TEST_CASE("updates of large values are not lost, with more threads than locks are free") {
    struct counters {
        long at[6];
    };
    atomic<counters> a(counters{});
    const auto count = [&] {
        for (int i = 0; i != 3000; ++i) {
            counters old = a.load(relaxed);
            for (counters next = old;; next = old) {
                for (long& n : next.at) ++n;
                if (a.compare_exchange_weak(old, next, acq_rel, relaxed)) break;
            }
        }
    };
    std::thread threads[] = {std::thread(count), std::thread(count), std::thread(count)};
    for (std::thread& thread : threads) thread.join();
    for (const long n : a.load(acquire).at) CHECK(n == 9000);
}

TEST_CASE("numbers of sixteen bytes have arithmetic") {
    test::on_atomic_and_ref<long double>(1.5L, [](auto& a) {
        CHECK(a.fetch_add(2, relaxed) == 1.5L);
        CHECK(a.fetch_sub(0.25L, acq_rel) == 3.5L);
        CHECK(a.load(acquire) == 3.25L);
    });
#if defined(__SIZEOF_INT128__) && !defined(__STRICT_ANSI__)
    __extension__ using int128 = __int128;
    test::on_atomic_and_ref<int128>(1, [](auto& a) {
        const int128 most = ~(int128{1} << 127);
        CHECK(a.fetch_add(2, relaxed) == 1);
        CHECK(a.fetch_or(12, relaxed) == 3);
        CHECK(a.fetch_and(6, relaxed) == 15);
        CHECK(a.fetch_xor(5, relaxed) == 6);
        CHECK(a.fetch_max(most, relaxed) == 3);
        a.fetch_add(1, relaxed); // wraps
        CHECK(a.load(relaxed) == -most - 1);
    });
#endif
}
