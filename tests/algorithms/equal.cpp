// [alg.equal], [mismatch], [alg.lex.comparison]: two ranges, element by element.

#include "precompiled.hpp"

#include "support/callables.hpp"
#include "support/iterators.hpp"

#include "under_test.hpp"

namespace {

constexpr bool finds_each_difference() {
    unsigned a[21] = {};
    unsigned b[21] = {};
    for (int n = 0; n <= 21; n += n < 6 ? 1 : 5)
        for (int i = 0; i <= n; ++i) {
            if (i != n) b[i] = 1;
            const bool same = i == n;
            if (ut::mismatch(a, a + n, b) != std::pair(a + i, b + i)) return false;
            if (ut::mismatch(a, a + n, b, b + n) != std::pair(a + i, b + i)) return false;
            const auto at = ut::ranges::mismatch(a, a + n, b, b + n);
            if (at.in1 != a + i || at.in2 != b + i) return false;
            if (ut::equal(a, a + n, b) != same || ut::equal(a, a + n, b, b + n) != same) return false;
            if (ut::ranges::equal(a, a + n, b, b + n) != same) return false;
            if (ut::lexicographical_compare(a, a + n, b, b + n) == same) return false;
            if (ut::lexicographical_compare(b, b + n, a, a + n)) return false;
            if (ut::lexicographical_compare(b, b + n, a, a + n, std::greater<>()) == same) return false;
            if (ut::ranges::lexicographical_compare(a, a + n, b, b + n) == same) return false;
            if (i != n) b[i] = 0;
        }
    return true;
}

constexpr bool shorter_is_less() {
    const int a[30] = {};
    bool ok = true;
    for (const int n : {0, 1, 20})
        for (const int m : {0, 1, 20, 30}) {
            ok = ok && ut::lexicographical_compare(a, a + n, a, a + m) == (n < m);
            ok = ok && ut::equal(a, a + n, a, a + m) == (n == m);
            ok = ok && ut::mismatch(a, a + n, a, a + m) == std::pair(a + std::min(n, m), a + std::min(n, m));
        }
    return ok;
}

} // namespace

TEST_CASE("each difference is found, at compile time and at run time") {
    STATIC_REQUIRE(finds_each_difference());
    CHECK(finds_each_difference());
}

TEST_CASE("a shorter range is less and not equal") {
    STATIC_REQUIRE(shorter_is_less());
    CHECK(shorter_is_less());
}

TEST_CASE("equal and its like take iterators of every category, and sentinels") {
    int a[] = {3, 1, 2};
    int b[] = {3, 1, 4};
    const auto check = [&](auto first, auto last) {
        using iterator = decltype(first);
        const test::sentinel_at<iterator> end{last};
        CHECK(ut::mismatch(first, last, b).second == b + 2);
        CHECK(ut::mismatch(b, b + 3, first, last).first == b + 2);
        CHECK_FALSE(ut::equal(first, last, b));
        CHECK(ut::equal(first, last, a, a + 3));
        CHECK(ut::lexicographical_compare(first, last, b, b + 3));
        CHECK(ut::ranges::mismatch(first, end, b, b + 2).in2 == b + 2);
        CHECK(ut::ranges::equal(a, a + 3, first, end));
        CHECK(ut::ranges::lexicographical_compare(first, end, b, b + 3));
    };
    test::each_forward_category(a, 3, check);
    check(test::input_only<int>(a), test::input_only<int>(a + 3));
    const std::list<int> list{3, 1, 2};
    CHECK(ut::ranges::equal(list, a));
    CHECK_FALSE(ut::ranges::equal(list, std::vector<int>{3, 1}));
}

TEST_CASE("elements of different types are compared as the language does") {
    const std::vector<std::int8_t> small(20, -1);
    const std::vector<std::uint8_t> large(20, 255);
    const std::vector<int> ints(20, -1);
    CHECK_FALSE(ut::equal(small.begin(), small.end(), large.begin()));
    CHECK(ut::equal(small.begin(), small.end(), ints.begin()));
    CHECK(ut::mismatch(large.begin(), large.end(), ints.begin()).first == large.begin());
    CHECK(ut::lexicographical_compare(small.begin(), small.end(), large.begin(), large.end()));
}

TEST_CASE("zeros are equal, NaNs are not, and in order NaNs are equivalent to everything") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const std::size_t n : {3, 11, 100}) {
        std::vector<double> a(n, 0.0);
        std::vector<double> b(n, -0.0);
        CHECK(ut::equal(a.begin(), a.end(), b.begin()));
        a[1] = b[1] = nan;
        CHECK(ut::mismatch(a.begin(), a.end(), b.begin()).first == a.begin() + 1);
        CHECK_FALSE(ut::equal(a.begin(), a.end(), a.begin()));
        CHECK_FALSE(ut::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end()));
        a[n - 1] = -1;
        CHECK(ut::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end()));
        CHECK_FALSE(ut::lexicographical_compare(b.begin(), b.end(), a.begin(), a.end()));
    }
}

TEST_CASE("predicates and projections are asked, in the order of the ranges") {
    const std::pair<int, char> a[] = {{1, 'a'}, {2, 'b'}};
    const int b[] = {2, 4};
    const auto half = [](int x) { return x / 2; };
    CHECK(ut::equal(a, a + 2, b, [](const auto& x, int y) { return x.first * 2 == y; }));
    CHECK(ut::equal(a, a + 2, b, b + 2, [](const auto& x, int y) { return x.first * 2 == y; }));
    CHECK(ut::ranges::equal(a, b, {}, &std::pair<int, char>::first, half));
    CHECK(ut::ranges::mismatch(a, b, {}, &std::pair<int, char>::first, half).in1 == a + 2);
    CHECK(ut::mismatch(b, b + 2, a, a + 2, [](int y, const auto& x) { return x.first * 2 == y; }).first ==
          b + 2);
    CHECK_FALSE(ut::ranges::lexicographical_compare(a, b, {}, &std::pair<int, char>::first, half));
    CHECK(
        ut::ranges::lexicographical_compare(b, a, std::ranges::greater(), {}, &std::pair<int, char>::first));
    int fuse = 1;
    CHECK_THROWS_AS(ut::equal(b, b + 2, b, test::throwing_call(std::equal_to<>(), &fuse)),
                    test::thrown_by_call);
#if !ARSENAL_TEST_STD // libstdc++ 12 gives an iterator that dangles
    STATIC_REQUIRE(std::is_same_v<decltype(ut::ranges::mismatch(b, std::vector<int>{})),
                                  std::ranges::mismatch_result<const int*, std::ranges::dangling>>);
#endif
}

#if !ARSENAL_TEST_STD // libstdc++ copies predicates
TEST_CASE("the predicate is not copied") {
    int calls = 0;
    const int a[] = {1, 2, 3};
    CHECK(ut::equal(a, a + 3, a, test::uncopyable_call(std::equal_to<>(), &calls)));
    CHECK(calls == 3);
    CHECK_FALSE(
        ut::lexicographical_compare(a, a + 3, a, a + 3, test::uncopyable_call(std::less<>(), &calls)));
    CHECK(calls == 9);
}
#endif
