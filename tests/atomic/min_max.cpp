// fetch_max and fetch_min of C++26 (P0493, P3008).

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <cstdint>
#include <limits>

#include <atomic/races.hpp>
#include <atomic/subjects.hpp>

using namespace arsenal;

TEMPLATE_TEST_CASE("fetch_max and fetch_min of integers", "", signed char, unsigned char, short, unsigned,
                   int, long, unsigned long, char32_t) {
    test::on_atomic_and_ref<TestType>(TestType{5}, [](auto& a) {
        using T = TestType;
        constexpr T most = std::numeric_limits<T>::max(), least = std::numeric_limits<T>::min();
        CHECK(a.fetch_max(T{3}, relaxed) == T{5});
        CHECK(a.fetch_max(T{7}, acquire) == T{5});
        CHECK(a.fetch_max(T{7}, release) == T{7});
        CHECK(a.fetch_min(T{9}, acq_rel) == T{7});
        CHECK(a.fetch_min(T{6}, seq_cst) == T{7});
        CHECK(a.fetch_max(most, relaxed) == T{6});
        CHECK(a.fetch_max(least, relaxed) == most);
        CHECK(a.fetch_min(least, relaxed) == most);
        CHECK(a.load(relaxed) == least);
    });
}

TEST_CASE("fetch_max and fetch_min of pointers") {
    static int array[4];
    test::on_atomic_and_ref<int*>(array + 1, [](auto& a) {
        CHECK(a.fetch_max(array, relaxed) == array + 1);
        CHECK(a.fetch_max(array + 3, relaxed) == array + 1);
        CHECK(a.fetch_min(array + 2, relaxed) == array + 3);
        CHECK(a.load(relaxed) == array + 2);
    });
}

TEMPLATE_TEST_CASE("fetch_max and fetch_min of floats", "", float, double, long double) {
    using T = TestType;
    test::on_atomic_and_ref<T>(T(1), [](auto& a) {
        const T nan = std::numeric_limits<T>::quiet_NaN();
        CHECK(a.fetch_max(T(0.5), relaxed) == T(1));
        CHECK(a.fetch_max(T(2), relaxed) == T(1));
        CHECK(a.fetch_min(T(-3), relaxed) == T(2));
        CHECK(a.load(relaxed) == T(-3));
        a.fetch_max(nan, relaxed); // a NaN is no number
        CHECK(a.load(relaxed) == T(-3));
        a.store(nan, relaxed);
        CHECK(std::isnan(a.fetch_min(T(4), relaxed)));
        CHECK(a.load(relaxed) == T(4));
        a.store(T(0), relaxed);
        a.fetch_min(-T(0), relaxed);
        CHECK(std::signbit(a.load(relaxed)));
        a.fetch_max(T(0), relaxed);
        CHECK_FALSE(std::signbit(a.load(relaxed)));
    });
}

TEMPLATE_TEST_CASE("IEEE 754's maximum and minimum", "", float, double) {
    using T = TestType;
    test::on_atomic_and_ref<T>(T(1), [](auto& a) {
        const T nan = std::numeric_limits<T>::quiet_NaN();
        CHECK(a.fetch_fmaximum(T(2), relaxed) == T(1));
        CHECK(a.fetch_fminimum(T(1.5), acq_rel) == T(2));
        CHECK(a.fetch_fmaximum_num(nan, relaxed) == T(1.5));
        CHECK(a.fetch_fminimum_num(nan, relaxed) == T(1.5));
        CHECK(a.load(relaxed) == T(1.5));
        a.fetch_fmaximum(nan, relaxed); // takes the NaN
        CHECK(std::isnan(a.load(relaxed)));
        a.fetch_fminimum(T(0), relaxed);
        CHECK(std::isnan(a.load(relaxed)));
        a.fetch_fminimum_num(T(0), relaxed);
        a.fetch_fminimum(-T(0), relaxed);
        CHECK(std::signbit(a.load(relaxed)));
        a.fetch_fminimum(T(0), relaxed);
        CHECK(std::signbit(a.load(relaxed)));
        a.fetch_fmaximum(T(0), relaxed);
        CHECK_FALSE(std::signbit(a.load(relaxed)));
    });
}

// An operation that leaves the value is a read-modify-write all the same: one that comes after it sees what
// was written before it. Without the write this can fail on x86, too.
TEST_CASE("fetch_max that changes nothing releases") {
    atomic<int> data(0), state(5);
    int before = 0, seen = 0;
    test::race(
        8000,
        [&](int) {
            data.store(1, relaxed);
            before = state.fetch_max(1, release);
        },
        [&](int) {
            state.fetch_add(1, acquire);
            seen = data.load(relaxed);
        },
        [&](int) {
            if (before == 5 && seen != 1) FAIL("came after the release, and does not see it");
            data.store(0, relaxed);
            state.store(5, relaxed);
        });
    SUCCEED();
}
