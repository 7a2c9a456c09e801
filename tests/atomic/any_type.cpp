// Types that are copied as bytes: bool, enumerations, classes ([atomics.types.generic]).

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <type_traits>

#include <atomic/subjects.hpp>

namespace {

enum class colour : std::uint8_t { red, green };

struct point {
    std::int32_t x, y;
    bool operator==(const point&) const = default;
};

struct no_default {
    explicit constexpr no_default(short s) : value(s) {}
    short value;
};

template <class A>
concept has_arithmetic = requires(A& a) { a.fetch_add(typename A::value_type{}, ut::relaxed); } ||
                         requires { typename A::difference_type; };
template <class A>
concept has_bits = requires(A& a) { a.fetch_or(typename A::value_type{}, ut::relaxed); };

constinit ut::atomic<point> constant_initialised = point{1, 2};
constinit ut::atomic<int> zero_initialised;

} // namespace

TEST_CASE("bool has no arithmetic") {
    STATIC_REQUIRE_FALSE(has_arithmetic<ut::atomic<bool>>);
    STATIC_REQUIRE_FALSE(has_bits<ut::atomic<bool>>);
    STATIC_REQUIRE_FALSE(has_bits<ut::atomic<float>>);
    STATIC_REQUIRE_FALSE(has_arithmetic<ut::atomic<point>>);
#if !ARSENAL_TEST_STD // libstdc++ 12 has a difference_type here
    STATIC_REQUIRE_FALSE(has_arithmetic<ut::atomic_ref<bool>>);
#endif
    test::on_atomic_and_ref<bool>(false, [](auto& a) {
        CHECK_FALSE(a.exchange(true, ut::acquire));
        bool expected = false;
        CHECK_FALSE(a.compare_exchange_strong(expected, true, ut::acq_rel, ut::relaxed));
        CHECK(expected);
        a.store(false, ut::release);
        CHECK_FALSE(a.load(ut::seq_cst));
    });
}

TEST_CASE("enumerations") {
    STATIC_REQUIRE_FALSE(has_arithmetic<ut::atomic<colour>>);
    test::on_atomic_and_ref<colour>(colour::red, [](auto& a) {
        colour expected = colour::red;
        CHECK(a.compare_exchange_strong(expected, colour::green, ut::acq_rel, ut::acquire));
        CHECK(a.load(ut::acquire) == colour::green);
    });
}

TEST_CASE("classes") {
    STATIC_REQUIRE(ut::atomic<point>::is_always_lock_free);
    test::on_atomic_and_ref<point>({1, 2}, [](auto& a) {
        CHECK(a.load(ut::relaxed) == point{1, 2});
        CHECK(a.exchange({3, 4}, ut::acq_rel) == point{1, 2});
        point expected{3, 5};
        CHECK_FALSE(a.compare_exchange_strong(expected, {5, 6}, ut::acq_rel, ut::acquire));
        CHECK(expected == point{3, 4});
        CHECK(a.compare_exchange_strong(expected, {5, 6}, ut::acq_rel, ut::acquire));
        a.store({7, 8}, ut::seq_cst);
        CHECK(a.load(ut::seq_cst) == point{7, 8});
    });
}

TEST_CASE("a class without a default constructor") {
#if !ARSENAL_TEST_STD // ill-formed in libstdc++ 12
    STATIC_REQUIRE_FALSE(std::is_default_constructible_v<ut::atomic<no_default>>);
#endif
    ut::atomic<no_default> a(no_default(3));
    CHECK(a.load(ut::relaxed).value == 3);
    CHECK(a.exchange(no_default(4), ut::relaxed).value == 3);
}

TEST_CASE("initialisation is constant, and of the default constructor by value") {
    CHECK(constant_initialised.load(ut::relaxed) == point{1, 2});
    CHECK(zero_initialised.load(ut::relaxed) == 0);
    CHECK(ut::atomic<int>().load(ut::relaxed) == 0);
    STATIC_REQUIRE(std::is_nothrow_default_constructible_v<ut::atomic<int>>);
    ut::atomic deduced(1.5);
    STATIC_REQUIRE(std::is_same_v<decltype(deduced), ut::atomic<double>>);
}
