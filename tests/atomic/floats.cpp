// [atomics.types.float], [atomics.ref.float].

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>
#include <type_traits>

#include <atomic/subjects.hpp>

TEMPLATE_TEST_CASE("floats", "", float, double) {
    using T = TestType;
    STATIC_REQUIRE(std::is_same_v<typename ut::atomic<T>::difference_type, T>);
    STATIC_REQUIRE(ut::atomic<T>::is_always_lock_free);
    test::on_atomic_and_ref<T>(T(1.5), [](auto& a) {
        CHECK(a.load(ut::relaxed) == T(1.5));
        CHECK(a.fetch_add(T(2), ut::acq_rel) == T(1.5));
        CHECK(a.fetch_sub(T(0.5), ut::relaxed) == T(3.5));
        CHECK(a.load(ut::acquire) == T(3));
        CHECK(a.exchange(T(-1), ut::seq_cst) == T(3));
        T expected = 2;
        CHECK_FALSE(a.compare_exchange_strong(expected, T(9), ut::acq_rel, ut::acquire));
        CHECK(expected == T(-1));
        CHECK(a.compare_exchange_strong(expected, T(4), ut::acq_rel, ut::acquire));
        CHECK(a.load(ut::relaxed) == T(4));
    });
}

TEMPLATE_TEST_CASE("floats are compared by their bits", "", float, double) {
    using T = TestType;
    ut::atomic<T> zero(T(0));
    T negative = -T(0);
    CHECK_FALSE(zero.compare_exchange_strong(negative, T(1), ut::relaxed, ut::relaxed));
    CHECK_FALSE(std::signbit(negative));
    const T nan = std::numeric_limits<T>::quiet_NaN();
    ut::atomic<T> a(nan);
    T expected = nan;
    CHECK(a.compare_exchange_strong(expected, T(1), ut::relaxed, ut::relaxed));
}

TEMPLATE_TEST_CASE("sums that are no numbers", "", float, double) {
    using T = TestType;
    const T infinity = std::numeric_limits<T>::infinity();
    ut::atomic<T> a(infinity);
    a.fetch_sub(infinity, ut::relaxed);
    CHECK(std::isnan(a.load(ut::relaxed)));
    a.fetch_add(T(1), ut::relaxed); // the loop around NaN ends
    CHECK(std::isnan(a.load(ut::relaxed)));
}
