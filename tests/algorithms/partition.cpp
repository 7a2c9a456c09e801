// [alg.partitions]: those for which the predicate holds come first, and none is lost.

#include "precompiled.hpp"

#include "support/callables.hpp"
#include "support/iterators.hpp"

#include "under_test.hpp"

namespace {

constexpr bool partitions_every_length() {
    for (int n = 0; n <= 300; n += n < 10 ? 1 : 29)
        for (int limit = 0; limit <= 8; limit += 2) {
            std::array<int, 300> a{};
            unsigned seed = 1;
            int smaller = 0;
            long sum = 0;
            for (int i = 0; i != n; ++i) {
                a[i] = static_cast<int>((seed = seed * 1664525 + 1013904223) >> 28) % 8;
                smaller += a[i] < limit;
                sum += a[i] * a[i];
            }
            int calls = 0;
            int* const p = a.data();
            if (ut::partition(p, p + n, [&](int x) { return ++calls, x < limit; }) != p + smaller)
                return false;
            if (calls != n) return false;
            for (int i = 0; i != n; ++i) {
                if ((p[i] < limit) != (i < smaller)) return false;
                sum -= p[i] * p[i];
            }
            if (sum != 0) return false;
        }
    return true;
}

} // namespace

TEST_CASE("partition partitions, at compile time and at run time") {
    STATIC_REQUIRE(partitions_every_length());
    CHECK(partitions_every_length());
}

TEST_CASE("partition takes iterators of every category from forward up, sentinels and projections") {
    int a[200];
    test::each_forward_category(a, 200, [&](auto first, auto last) {
        using iterator = decltype(first);
        for (int i = 0; i != 200; ++i) a[i] = i;
        const auto even = [](int x) { return x % 2 == 0; };
        CHECK(ut::partition(first, last, even) == std::next(first, 100));
        CHECK((std::all_of(a, a + 100, even) && std::none_of(a + 100, a + 200, even)));
        const auto odd = ut::ranges::partition(first, test::sentinel_at<iterator>{last}, even,
                                               [](int x) { return x + 1; });
        CHECK((odd.begin() == std::next(first, 100) && odd.end() == last));
        CHECK(std::none_of(a, a + 100, even));
        std::sort(a, a + 200);
        CHECK((a[0] == 0 && a[199] == 199 && std::adjacent_find(a, a + 200) == a + 200));
    });
    std::vector<std::unique_ptr<int>> owners;
    for (int i = 0; i != 300; ++i) owners.push_back(std::make_unique<int>(i));
    CHECK(ut::ranges::partition(
              owners, [](int x) { return x >= 280; }, [](const auto& p) { return *p; })
              .begin() == owners.begin() + 20);
}

TEST_CASE("a predicate that throws loses no element, wherever it does") {
    for (int at = 0; at < 400; at += 7) {
        std::vector<int> a(400);
        std::iota(a.begin(), a.end(), 0);
        int fuse = at;
        CHECK_THROWS_AS(
            ut::partition(a.begin(), a.end(), test::throwing_call([](int x) { return x % 3 == 0; }, &fuse)),
            test::thrown_by_call);
        std::sort(a.begin(), a.end());
        CHECK((a.front() == 0 && std::adjacent_find(a.begin(), a.end()) == a.end() && a.back() == 399));
    }
}

#if !ARSENAL_TEST_STD // libstdc++ copies predicates
TEST_CASE("partition does not copy its predicate") {
    int calls = 0;
    std::vector<int> a{3, 1, 2};
    CHECK(ut::partition(a.begin(), a.end(), test::uncopyable_call([](int x) { return x < 3; }, &calls)) ==
          a.begin() + 2);
    CHECK(calls == 3);
}
#endif
