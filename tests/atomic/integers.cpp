// [atomics.types.generic], [atomics.types.operations], [atomics.types.int]: of atomic and of atomic_ref.

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <atomic/subjects.hpp>
#include <limits>
#include <type_traits>

#include <atomic/under_test.hpp>

#define INTEGERS                                                                                             \
    signed char, unsigned char, char, short, unsigned short, int, unsigned, long, unsigned long, long long,  \
        unsigned long long, char8_t, char16_t, char32_t, wchar_t

TEMPLATE_TEST_CASE("members of integers", "", INTEGERS) {
    using T = TestType;
    using A = ut::atomic<T>;
    STATIC_REQUIRE(std::is_same_v<typename A::value_type, T>);
    STATIC_REQUIRE(std::is_same_v<typename A::difference_type, T>);
    STATIC_REQUIRE(std::is_same_v<typename ut::atomic_ref<T>::difference_type, T>);
    STATIC_REQUIRE(A::is_always_lock_free);
    STATIC_REQUIRE(sizeof(A) == sizeof(T));
    STATIC_REQUIRE(!std::is_copy_constructible_v<A>);
    STATIC_REQUIRE(!std::is_copy_assignable_v<A>);
    STATIC_REQUIRE(std::is_standard_layout_v<A>);
    STATIC_REQUIRE(std::is_trivially_destructible_v<A>);
    STATIC_REQUIRE(std::is_nothrow_constructible_v<A, T>);
    CHECK(A().is_lock_free());
}

TEMPLATE_TEST_CASE("load, store, exchange of integers", "", INTEGERS) {
    test::on_atomic_and_ref<TestType>(TestType{3}, [](auto& a) {
        using T = TestType;
        constexpr T most = std::numeric_limits<T>::max(), least = std::numeric_limits<T>::min();
        CHECK(a.load(ut::relaxed) == T{3});
        a.store(most, ut::relaxed);
        CHECK(a.load(ut::acquire) == most);
        a.store(least, ut::release);
        CHECK(a.load(ut::seq_cst) == least);
        a.store(T{1}, ut::seq_cst);
        CHECK(a.exchange(T{2}, ut::relaxed) == T{1});
        CHECK(a.exchange(T{3}, ut::acquire) == T{2});
        CHECK(a.exchange(T{4}, ut::release) == T{3});
        CHECK(a.exchange(T{5}, ut::acq_rel) == T{4});
        CHECK(a.exchange(T{6}, ut::seq_cst) == T{5});
    });
}

TEMPLATE_TEST_CASE("compare_exchange of integers", "", INTEGERS) {
    test::on_atomic_and_ref<TestType>(TestType{3}, [](auto& a) {
        using T = TestType;
        T expected = 1;
        CHECK_FALSE(a.compare_exchange_strong(expected, T{9}, ut::acq_rel, ut::acquire));
        CHECK(expected == T{3});
        CHECK(a.compare_exchange_strong(expected, T{4}, ut::acq_rel, ut::acquire));
        CHECK(expected == T{3});
        CHECK(a.load(ut::relaxed) == T{4});
        CHECK_FALSE(a.compare_exchange_weak(expected, T{9}, ut::release, ut::relaxed));
        CHECK(expected == T{4});
        while (!a.compare_exchange_weak(expected, T{5}, ut::seq_cst, ut::seq_cst)) CHECK(expected == T{4});
        CHECK(a.load(ut::relaxed) == T{5});
        // Since C++17 the failure order may be the stronger one.
        expected = 5;
        CHECK(a.compare_exchange_strong(expected, T{6}, ut::relaxed, ut::seq_cst));
        CHECK_FALSE(a.compare_exchange_strong(expected, T{7}, ut::release, ut::acquire));
        CHECK(expected == T{6});
    });
}

TEMPLATE_TEST_CASE("arithmetic of integers wraps", "", INTEGERS) {
    test::on_atomic_and_ref<TestType>(TestType{3}, [](auto& a) {
        using T = TestType;
        constexpr T most = std::numeric_limits<T>::max(), least = std::numeric_limits<T>::min();
        CHECK(a.fetch_add(T{4}, ut::relaxed) == T{3});
        CHECK(a.fetch_sub(T{2}, ut::acq_rel) == T{7});
        CHECK(a.load(ut::relaxed) == T{5});
        a.store(most, ut::relaxed);
        CHECK(a.fetch_add(T{1}, ut::seq_cst) == most);
        CHECK(a.load(ut::relaxed) == least);
        CHECK(a.fetch_sub(T{1}, ut::release) == least);
        CHECK(a.load(ut::relaxed) == most);
    });
}

TEMPLATE_TEST_CASE("bits of integers", "", INTEGERS) {
    test::on_atomic_and_ref<TestType>(TestType{0b0110}, [](auto& a) {
        using T = TestType;
        CHECK(a.fetch_and(T{0b0011}, ut::relaxed) == T{0b0110});
        CHECK(a.fetch_or(T{0b1000}, ut::acquire) == T{0b0010});
        CHECK(a.fetch_xor(T{0b1111}, ut::seq_cst) == T{0b1010});
        CHECK(a.load(ut::relaxed) == T{0b0101});
    });
}
