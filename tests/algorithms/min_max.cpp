// [alg.min.max]: the smallest and the largest, and which of several that are equivalent.

#include "precompiled.hpp"

#include "support/callables.hpp"
#include "support/iterators.hpp"

#include "under_test.hpp"

namespace {

struct card {
    int rank;
    char name;
    friend bool operator==(const card&, const card&) = default;
};
constexpr auto by_rank = [](const card& a, const card& b) { return a.rank < b.rank; };

constexpr bool extremes_of_prefixes() {
    int a[60] = {};
    for (int i = 0; i != 60; ++i) a[i] = i * 17 % 23;
    if (ut::min_element(a, a) != a || ut::max_element(a, a) != a) return false;
    if (ut::minmax_element(a, a) != std::pair(a + 0, a + 0)) return false;
    for (int n = 1; n <= 60; ++n) {
        int low = 0;
        int high = 0;
        int last_high = 0;
        for (int i = 1; i != n; ++i) {
            if (a[i] < a[low]) low = i;
            if (a[high] < a[i]) high = i;
            if (a[last_high] <= a[i]) last_high = i;
        }
        if (ut::min_element(a, a + n) - a != low || ut::max_element(a, a + n) - a != high) return false;
        if (ut::minmax_element(a, a + n) != std::pair(a + low, a + last_high)) return false;
        if (ut::max_element(a, a + n, std::greater<>()) - a != low) return false;
        if (ut::ranges::min_element(a, a + n, std::ranges::greater()) - a != high) return false;
        const std::ranges::subrange r(a, a + n);
        if (ut::ranges::min(r) != a[low] || ut::ranges::max(r) != a[high]) return false;
        const auto both = ut::ranges::minmax(r);
        if (both.min != a[low] || both.max != a[high]) return false;
        const auto at = ut::ranges::minmax_element(r);
        if (at.min != a + low || at.max != a + last_high) return false;
    }
    return true;
}

constexpr bool extremes_of_two_and_of_lists() {
    const card a{1, 'a'};
    const card b{1, 'b'};
    const card c{2, 'c'};
    bool ok = &ut::min(a, b, by_rank) == &a && &ut::max(a, b, by_rank) == &a;
    ok = ok && &ut::min(c, a, by_rank) == &a && &ut::max(a, c, by_rank) == &c && ut::min(4, 3) == 3;
    const auto two = ut::minmax(a, b, by_rank);
    ok = ok && &two.first == &a && &two.second == &b && ut::minmax(2, 1).first == 1;
    ok = ok && ut::min({c, b, a}, by_rank).name == 'b' && ut::max({b, c, a}, by_rank).name == 'c';
    ok = ok && ut::max({3, 1, 2}) == 3 && ut::min({3L}) == 3 && ut::minmax({3, 1, 2}) == std::pair(1, 3);
    ok = ok && ut::minmax({a, b, a, b}, by_rank) == std::pair(a, b);
    ok = ok && &ut::ranges::min(a, b, {}, &card::rank) == &a && &ut::ranges::max(a, c, {}, &card::rank) == &c;
    ok = ok && ut::ranges::max({a, c}, std::ranges::greater(), &card::rank).name == 'a';
    const auto list = ut::ranges::minmax({c, a, b, c}, {}, &card::rank);
    return ok && list.min.name == 'a' && list.max.name == 'c' && ut::ranges::minmax(1, 2).max == 2;
}

template <class F>
std::ptrdiff_t nan_in(std::size_t n, std::size_t at, F f) {
    std::vector<double> a(n);
    for (std::size_t i = 0; i != n; ++i) a[i] = static_cast<double>(i * 7 % 5);
    a[at] = std::numeric_limits<double>::quiet_NaN();
    return f(a.data(), a.data() + n) - a.data();
}

} // namespace

TEST_CASE("the smallest and the largest of every prefix, at compile time and at run time") {
    STATIC_REQUIRE(extremes_of_prefixes());
    CHECK(extremes_of_prefixes());
}

TEST_CASE("min, max and minmax of two objects and of lists") {
    STATIC_REQUIRE(extremes_of_two_and_of_lists());
    CHECK(extremes_of_two_and_of_lists());
}

TEST_CASE("min_element takes iterators of every category from forward up, and sentinels") {
    int a[] = {3, 1, 3};
    test::each_forward_category(a, 3, [&](auto first, auto last) {
        using iterator = decltype(first);
        const test::sentinel_at<iterator> end{last};
        CHECK(ut::min_element(first, last) == std::next(first));
        CHECK(ut::max_element(first, last) == first);
        CHECK(ut::minmax_element(first, last) == std::pair(std::next(first), std::next(first, 2)));
        CHECK(ut::ranges::min_element(first, end) == std::next(first));
        CHECK(ut::ranges::max_element(first, end, std::ranges::greater()) == std::next(first));
        CHECK(ut::ranges::minmax_element(first, end).max == std::next(first, 2));
    });
    std::istringstream numbers("5 2 9 2");
    const auto found = ut::ranges::minmax(
        std::ranges::subrange(std::istream_iterator<int>(numbers), std::istream_iterator<int>()));
    CHECK((found.min == 2 && found.max == 9));
    std::istringstream again("5 2 9");
    CHECK(ut::ranges::max(
              std::ranges::subrange(std::istream_iterator<int>(again), std::istream_iterator<int>())) == 9);
}

TEST_CASE("among equal zeros the first is the smallest and the largest, and minmax has the last") {
    for (const std::size_t n : {3, 20, 200}) {
        std::vector<double> a(n, 1.0);
        a[1] = -0.0;
        a[2] = 0.0;
        CHECK(ut::min_element(a.begin(), a.end()) == a.begin() + 1);
        CHECK(std::signbit(ut::ranges::min(a)));
        CHECK(ut::minmax_element(a.begin(), a.end()).first == a.begin() + 1);
        for (double& x : a) x = -x;
        CHECK(ut::max_element(a.begin(), a.end()) == a.begin() + 1);
        CHECK_FALSE(std::signbit(ut::ranges::max(a)));
        CHECK(ut::minmax_element(a.begin(), a.end()).second == a.begin() + 2);
    }
}

TEST_CASE("minmax moves each element of a range of rvalues once") {
    const std::vector<std::string> words{"a string too long to stand in itself", "another one, as long again",
                                         "yet another that will not fit", "a string too long to stand"};
    for (const std::size_t n : {1, 2, 3, 4}) {
        std::vector<std::string> a(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(n));
        const auto [low, high] = std::minmax_element(words.begin(), words.begin() + static_cast<int>(n));
        const auto found = ut::ranges::minmax(
            std::ranges::subrange(std::move_iterator(a.begin()), std::move_iterator(a.end())));
        CHECK((found.min == *low && found.max == *high));
    }
}

TEST_CASE("a NaN is passed over, and in front it is the answer") {
    for (const std::size_t n : {1, 3, 7, 8, 9, 16, 40, 300})
        for (const std::size_t at : {std::size_t{0}, n / 2, n - 1}) {
            const auto agree = [&](auto ours, auto stds) {
                return nan_in(n, at, ours) == nan_in(n, at, stds);
            };
            CHECK(agree([](auto* f, auto* l) { return ut::min_element(f, l); },
                        [](auto* f, auto* l) { return std::min_element(f, l); }));
            CHECK(agree([](auto* f, auto* l) { return ut::max_element(f, l); },
                        [](auto* f, auto* l) { return std::max_element(f, l); }));
            CHECK(agree([](auto* f, auto* l) { return ut::minmax_element(f, l).first; },
                        [](auto* f, auto* l) { return std::minmax_element(f, l).first; }));
            CHECK(agree([](auto* f, auto* l) { return ut::minmax_element(f, l).second; },
                        [](auto* f, auto* l) { return std::minmax_element(f, l).second; }));
        }
}

TEST_CASE("no more comparisons than the standard allows; their exceptions reach the caller") {
    std::vector<int> a(101);
    for (std::size_t i = 0; i != a.size(); ++i) a[i] = static_cast<int>(i * 37 % 101);
    int calls = 0;
    const auto less = [&calls](int x, int y) { return ++calls, x < y; };
    ut::min_element(a.begin(), a.end(), less);
    CHECK(calls == 100);
    calls = 0;
    ut::minmax_element(a.begin(), a.end(), less);
    CHECK(calls <= 151);
    int fuse = 50;
    CHECK_THROWS_AS(ut::max_element(a.begin(), a.end(), test::throwing_call(std::less<>(), &fuse)),
                    test::thrown_by_call);
}

#if !ARSENAL_TEST_STD // libstdc++ copies comparators
TEST_CASE("the comparator is not copied") {
    int calls = 0;
    const int a[] = {2, 1, 3};
    CHECK(ut::min_element(a, a + 3, test::uncopyable_call(std::less<>(), &calls)) == a + 1);
    CHECK(ut::max({1, 2}, test::uncopyable_call(std::less<>(), &calls)) == 2);
    CHECK(ut::minmax_element(a, a + 3, test::uncopyable_call(std::less<>(), &calls)).second == a + 2);
    CHECK(calls == 6);
}
#endif
