// [alg.search], [alg.is.permutation]: one range in another, and one range as another in another order.

#include "precompiled.hpp"

#include "support/callables.hpp"
#include "support/iterators.hpp"

#include "under_test.hpp"

namespace {

constexpr bool finds_each_sequence() {
    int a[100] = {};
    for (int i = 0; i != 100; ++i) a[i] = i * 7 % 100;
    for (int n = 0; n <= 100; n += 20)
        for (int m = 0; m <= 30; m += 3)
            for (int at = 0; at + m <= 100; at += 11) {
                const int expected = m == 0 ? 0 : at + m <= n ? at : n;
                if (ut::search(a, a + n, a + at, a + at + m) != a + expected) return false;
                const auto r = ut::ranges::search(a, a + n, a + at, a + at + m);
                const bool found = m == 0 || at + m <= n;
                if (r.begin() != a + expected || r.end() != a + expected + (found ? m : 0)) return false;
            }
    return true;
}

constexpr bool knows_permutations() {
    int a[60] = {};
    int b[60] = {};
    for (int n = 0; n <= 60; n += n < 5 ? 1 : 11) {
        for (int i = 0; i != n; ++i) {
            a[i] = i / 3;
            b[n - 1 - i] = i / 3;
        }
        if (!ut::is_permutation(a, a + n, b) || !ut::is_permutation(a, a + n, b, b + n)) return false;
        if (!ut::ranges::is_permutation(a, a + n, b, b + n, {}, std::negate<>(), std::negate<>()))
            return false;
        if (n > 0 && ut::is_permutation(a, a + n, b, b + n - 1)) return false;
        if (n > 3) {
            b[1] += 1;
            if (ut::is_permutation(a, a + n, b) || ut::ranges::is_permutation(a, a + n, b, b + n))
                return false;
        }
    }
    return true;
}

template <class T>
void permutes(std::size_t n) {
    std::vector<T> a(n);
    for (std::size_t i = 0; i != n; ++i) a[i] = static_cast<T>(i * i % 251);
    std::vector<T> b = a;
    std::shuffle(b.begin(), b.end(), std::mt19937(1)); // NOLINT
    CHECK(ut::is_permutation(a.begin(), a.end(), b.begin()));
    b[n / 2] = static_cast<T>(252);
    CHECK_FALSE(ut::is_permutation(a.begin(), a.end(), b.begin(), b.end()));
}

} // namespace

TEST_CASE("search finds each sequence, at compile time and at run time") {
    STATIC_REQUIRE(finds_each_sequence());
    CHECK(finds_each_sequence());
}

TEST_CASE("is_permutation knows permutations, at compile time and at run time") {
    STATIC_REQUIRE(knows_permutations());
    CHECK(knows_permutations());
    for (const std::size_t n : {20, 300, 3000}) {
        permutes<std::uint8_t>(n);
        permutes<short>(n);
        permutes<float>(n);
        permutes<std::int64_t>(n);
    }
}

TEST_CASE("search and is_permutation take iterators of every category from forward up, and sentinels") {
    int a[] = {3, 1, 2, 1};
    const int b[] = {1, 2};
    int c[] = {1, 1, 3, 2};
    test::each_forward_category(a, 4, [&](auto first, auto last) {
        using iterator = decltype(first);
        const test::sentinel_at<iterator> end{last};
        CHECK(ut::search(first, last, b, b + 2) == std::next(first));
        CHECK(ut::search(c, c + 4, std::next(first, 3), last) == c);
        CHECK(ut::ranges::search(first, end, b, b + 2).end() == std::next(first, 3));
        CHECK(ut::ranges::search(first, end, c, c + 2).begin() == last);
        CHECK(ut::is_permutation(first, last, c));
        CHECK(ut::ranges::is_permutation(first, end, c, c + 4));
        CHECK(ut::ranges::is_permutation(std::ranges::subrange(first, last), c));
    });
}

TEST_CASE("zeros are alike, NaNs are not") {
    std::vector<double> a(100, 1.0);
    a[40] = -0.0;
    const double zeros[] = {0.0, 1.0, 1.0};
    CHECK(ut::search(a.begin(), a.end(), zeros, zeros + 3) == a.begin() + 40);
    std::vector<double> b(100, 1.0);
    b[60] = 0.0;
    CHECK(ut::is_permutation(a.begin(), a.end(), b.begin()));
    b[60] = a[40] = std::numeric_limits<double>::quiet_NaN();
    CHECK_FALSE(ut::is_permutation(a.begin(), a.end(), b.begin()));
    CHECK_FALSE(ut::is_permutation(a.begin(), a.end(), a.begin()));
    CHECK(ut::search(a.begin(), a.end(), a.begin() + 39, a.begin() + 42) == a.end());
    CHECK(ut::search(a.begin(), a.end(), a.begin() + 40, a.begin() + 41) == a.end());
}

TEST_CASE("predicates, projections and searchers") {
    const std::vector<std::string> words{"ab", "cd", "ef"};
    const char initials[] = {'c', 'e'};
    const auto starts = [](const std::string& w, char c) { return w[0] == c; };
    CHECK(ut::search(words.begin(), words.end(), initials, initials + 2, starts) == words.begin() + 1);
    CHECK(ut::ranges::search(words, initials, {}, [](const auto& w) { return w[0]; }).begin() ==
          words.begin() + 1);
    const std::string text = "a needle in a haystack";
    const std::string needle = "needle";
    CHECK(ut::search(text.begin(), text.end(), std::default_searcher(needle.begin(), needle.end())) ==
          text.begin() + 2);
    CHECK(ut::search(text.begin(), text.end(), needle.begin(), needle.end()) == text.begin() + 2);
    const int a[] = {1, 2, 3};
    const int b[] = {30, 10, 20};
    CHECK(ut::ranges::is_permutation(a, b, {}, [](int x) { return x * 10; }));
    CHECK(ut::is_permutation(a, a + 3, a, [](int x, int y) { return x % 2 == y % 2; }));
    STATIC_REQUIRE(
        std::is_same_v<decltype(ut::ranges::search(std::vector<int>{}, a)), std::ranges::dangling>);
    int fuse = 2;
    CHECK_THROWS_AS(ut::search(a, a + 3, a, a + 3, test::throwing_call(std::equal_to<>(), &fuse)),
                    test::thrown_by_call);
    fuse = 2;
    CHECK_THROWS_AS(ut::is_permutation(a, a + 3, b, test::throwing_call(std::equal_to<>(), &fuse)),
                    test::thrown_by_call);
}

#if !ARSENAL_TEST_STD // libstdc++ copies predicates
TEST_CASE("search and is_permutation do not copy their predicate") {
    int calls = 0;
    const int a[] = {1, 2, 3};
    CHECK(ut::search(a, a + 3, a + 1, a + 3, test::uncopyable_call(std::equal_to<>(), &calls)) == a + 1);
    CHECK(calls == 3);
    CHECK(ut::is_permutation(a, a + 3, a, test::uncopyable_call(std::equal_to<>(), &calls)));
    CHECK(calls == 6);
}
#endif
