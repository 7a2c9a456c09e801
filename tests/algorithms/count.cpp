// [alg.count]: how many elements are wanted. What equality means find.cpp tests.

#include "precompiled.hpp"

#include "support/callables.hpp"
#include "support/iterators.hpp"

#include "under_test.hpp"

namespace {

constexpr bool counts_multiples() {
    short a[200] = {};
    for (int i = 0; i != 200; ++i) a[i] = static_cast<short>(i % 7);
    for (int n = 0; n <= 200; ++n) {
        const int expected = n / 7 + (n % 7 > 3 ? 1 : 0);
        if (ut::count(a, a + n, 3) != expected) return false;
        if (ut::ranges::count(a, a + n, short{3}) != expected) return false;
        if (ut::count_if(a, a + n, [](int x) { return x == 3; }) != expected) return false;
        if (ut::count(a, a + n, 70000) != 0) return false;
    }
    return true;
}

} // namespace

TEST_CASE("count counts, at compile time and at run time") {
    STATIC_REQUIRE(counts_multiples());
    CHECK(counts_multiples());
}

TEST_CASE("count takes iterators of every category, and sentinels") {
    int a[] = {3, 1, 3};
    const auto check = [&](auto first, auto last) {
        using iterator = decltype(first);
        CHECK(ut::count(first, last, 3) == 2);
        CHECK(ut::count_if(first, last, [](int x) { return x < 3; }) == 1);
        CHECK(ut::ranges::count(first, test::sentinel_at<iterator>{last}, 3) == 2);
        CHECK(ut::ranges::count_if(first, test::sentinel_at<iterator>{last}, [](int x) { return x < 3; }) ==
              1);
    };
    test::each_forward_category(a, 3, check);
    check(test::input_only<int>(a), test::input_only<int>(a + 3));
}

TEST_CASE("count counts more than a narrow counter holds") {
    const std::vector<std::uint8_t> bytes(100'000, 7);
    CHECK(ut::count(bytes.begin(), bytes.end(), 7) == 100'000);
    const std::vector<std::uint16_t> words(1'200'000, 7);
    CHECK(ut::ranges::count(words, 7) == 1'200'000);
}

TEST_CASE("ranges::count asks of the projection, and has the range's difference type") {
    const std::pair<int, char> pairs[] = {{1, 'a'}, {2, 'a'}, {3, 'b'}};
    CHECK(ut::ranges::count(pairs, 'a', &std::pair<int, char>::second) == 2);
    CHECK(ut::ranges::count_if(pairs, [](int x) { return x > 1; }, &std::pair<int, char>::first) == 2);
    STATIC_REQUIRE(std::is_same_v<decltype(ut::count(pairs, pairs + 3, pairs[0])), std::ptrdiff_t>);
    STATIC_REQUIRE(std::is_same_v<decltype(ut::ranges::count(std::views::iota(0, 9), 1)),
                                  std::ranges::range_difference_t<std::ranges::iota_view<int, int>>>);
}

TEST_CASE("an exception of the predicate reaches the caller of count_if") {
    const int a[] = {1, 2, 3};
    int fuse = 2;
    CHECK_THROWS_AS(ut::count_if(a, a + 3, test::throwing_call([](int) { return true; }, &fuse)),
                    test::thrown_by_call);
}

#if !ARSENAL_TEST_STD // libstdc++ copies predicates
TEST_CASE("count_if does not copy its predicate, and applies it once to each element") {
    int calls = 0;
    const int a[] = {1, 2, 3};
    CHECK(ut::count_if(a, a + 3, test::uncopyable_call([](int x) { return x != 2; }, &calls)) == 2);
    CHECK(calls == 3);
}
#endif
