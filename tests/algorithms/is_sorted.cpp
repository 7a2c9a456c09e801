// [is.sorted]: the longest sorted prefix, in the classic and the ranges form.

#include "precompiled.hpp"

#include "support/iterators.hpp"

#include "under_test.hpp"

namespace {

struct person {
    int age;
    char name;
};

struct no_copy_less {
    int* calls;
    explicit no_copy_less(int* counter) : calls(counter) {}
    no_copy_less(no_copy_less&&) = default;
    bool operator()(int a, int b) { return ++*calls, a < b; }
};

constexpr bool prefix_lengths() {
    int a[] = {1, 2, 2, 5, 4, 6};
    for (int n = 0; n <= 6; ++n) {
        const int expected = n < 4 ? n : 4;
        if (ut::is_sorted_until(a, a + n) - a != expected) return false;
        if (ut::is_sorted(a, a + n) != (n <= 4)) return false;
        if (ut::ranges::is_sorted_until(a, a + n) - a != expected) return false;
        if (ut::ranges::is_sorted(a, a + n) != (n <= 4)) return false;
    }
    return true;
}

} // namespace

TEST_CASE("is_sorted_until finds the first descent, at compile time and at run time") {
    STATIC_REQUIRE(prefix_lengths());
    CHECK(prefix_lengths());
}

TEST_CASE("is_sorted takes iterators of every category from forward up, and sentinels") {
    int a[] = {3, 1, 2};
    test::each_forward_category(a, 3, [&](auto first, auto last) {
        using iterator = decltype(first);
        CHECK(ut::is_sorted_until(first, last) == std::next(first));
        CHECK(ut::is_sorted(std::next(first), last));
        CHECK(ut::ranges::is_sorted_until(first, test::sentinel_at<iterator>{last}) == std::next(first));
        CHECK_FALSE(ut::ranges::is_sorted(first, test::sentinel_at<iterator>{last}));
    });
}

TEST_CASE("is_sorted asks the comparator of the projections, at most n - 1 times") {
    const person people[] = {{50, 'a'}, {30, 'b'}, {30, 'c'}, {10, 'd'}};
    CHECK(ut::is_sorted(std::begin(people), std::end(people),
                        [](const person& a, const person& b) { return a.age > b.age; }));
    CHECK(ut::ranges::is_sorted(people, std::ranges::greater{}, &person::age));
    CHECK(ut::ranges::is_sorted(people, {}, &person::name));
    CHECK(ut::ranges::is_sorted_until(people, {}, &person::age) == people + 1);

    int calls = 0;
    const int sorted[] = {1, 2, 3, 4};
    CHECK(ut::ranges::is_sorted(sorted, [&](int a, int b) { return ++calls, a < b; }));
    CHECK(calls <= 3);
}

TEST_CASE("is_sorted_until of a range that is about to end dangles") {
    STATIC_REQUIRE(
        std::is_same_v<decltype(ut::ranges::is_sorted_until(std::vector<int>{})), std::ranges::dangling>);
    CHECK(ut::ranges::is_sorted(std::vector<int>{1, 2}));
}

#if !ARSENAL_TEST_STD // libstdc++ copies comparators
TEST_CASE("is_sorted does not copy its comparator") {
    int calls = 0;
    const int sorted[] = {1, 2, 3, 4};
    CHECK(ut::is_sorted(sorted, sorted + 4, no_copy_less(&calls)));
    CHECK(calls == 3);
}
#endif

TEST_CASE("an exception of the comparator reaches the caller") {
    const int a[] = {1, 2};
    CHECK_THROWS_AS(ut::is_sorted(a, a + 2, [](int, int) -> bool { throw 1; }), int);
}

namespace {

__extension__ typedef unsigned __int128 uint128;

template <class T>
std::size_t descent_by_definition(const std::vector<T>& keys, bool descending) {
    for (std::size_t i = 1; i < keys.size(); ++i)
        if (descending ? keys[i] > keys[i - 1] : keys[i] < keys[i - 1]) return i;
    return keys.size();
}

template <class T>
void check_descent(const std::vector<T>& keys) {
    const auto first = keys.begin();
    const auto last = keys.end();
    const auto rises = descent_by_definition(keys, false);
    const auto falls = descent_by_definition(keys, true);
    const bool ok =
        ut::is_sorted_until(first, last) - first == static_cast<std::ptrdiff_t>(rises) &&
        ut::is_sorted(first, last) == (rises == keys.size()) &&
        ut::is_sorted_until(first, last, std::greater<>()) - first == static_cast<std::ptrdiff_t>(falls) &&
        ut::ranges::is_sorted(keys, std::ranges::greater{}) == (falls == keys.size());
    if (!ok) FAIL("of " << keys.size() << ": " << rises << ", " << falls);
}

} // namespace

TEMPLATE_TEST_CASE("is_sorted_until finds the first descent of keys, wherever it is", "", signed char,
                   std::uint8_t, std::int16_t, std::uint16_t, int, unsigned, float, std::int64_t,
                   std::uint64_t, double, uint128) {
    for (const std::size_t n : {1u, 2u, 16u, 47u, 48u, 64u, 143u, 144u, 300u, 700u}) {
        std::vector<TestType> keys(n);
        for (std::size_t i = 0; i < n; ++i) keys[i] = static_cast<TestType>(i * 100 / n + 10);
        check_descent(keys);
        for (std::size_t i = 0; i < n; ++i) {
            auto broken = keys;
            broken[i] = 5;
            check_descent(broken);
            if (i + 1 < n) broken[i + 1] = 3;
            check_descent(broken);
        }
        std::reverse(keys.begin(), keys.end());
        check_descent(keys);
        for (std::size_t i = 0; i < n; ++i) {
            auto broken = keys;
            broken[i] = 120;
            check_descent(broken);
        }
    }
}

TEMPLATE_TEST_CASE("is_sorted_until goes by < among zeros of either sign and NaNs", "", float, double) {
    using limits = std::numeric_limits<TestType>;
    for (const std::size_t n : {20u, 100u, 1000u, 5000u}) {
        for (const TestType odd : {TestType{-0.0}, limits::quiet_NaN(), -limits::quiet_NaN(),
                                   limits::infinity(), -limits::infinity()}) {
            std::vector<TestType> keys(n); // +0
            for (std::size_t i = 3; i < n; i += 7) keys[i] = odd;
            check_descent(keys);
            for (const std::size_t at : {n / 2, n - 1}) {
                auto broken = keys;
                broken[at] = -1;
                check_descent(broken);
                broken[at] = 1;
                check_descent(broken);
            }
        }
    }
}

TEST_CASE("is_sorted takes volatile keys and those that are only reached backwards") {
    volatile int a[64] = {};
    CHECK(ut::is_sorted(a, a + 64));
    a[60] = -1;
    CHECK(ut::is_sorted_until(a, a + 64) == a + 60);
    std::vector<unsigned> falling(100);
    for (unsigned i = 0; i < 100; ++i) falling[i] = 100 - i;
    CHECK(ut::is_sorted(falling.rbegin(), falling.rend()));
    falling[30] = 0;
    CHECK(ut::is_sorted_until(falling.rbegin(), falling.rend()) - falling.rbegin() == 69);
}
