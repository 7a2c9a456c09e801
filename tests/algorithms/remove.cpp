// [alg.remove], [alg.unique]: what stays is in its order, at the front.

#include "precompiled.hpp"

#include "support/callables.hpp"
#include "support/iterators.hpp"

#include "under_test.hpp"

namespace {

// All n elements, those equal to wanted being every `nth`: what is left of them.
constexpr bool removes_every(int nth) {
    for (int n = 0; n <= 40; ++n) {
        int a[40] = {};
        int b[40] = {};
        int kept[40] = {};
        int count = 0;
        for (int i = 0; i != n; ++i) {
            a[i] = b[i] = i % nth == 0 ? -1 : i;
            if (a[i] != -1) kept[count++] = i;
        }
        int* const end = ut::remove(a, a + n, -1);
        if (end != a + count || !std::equal(a, end, kept)) return false;
        const auto rest = ut::ranges::remove_if(b, b + n, [](int x) { return x < 0; });
        if (rest.begin() != b + count || rest.end() != b + n || !std::equal(b, b + count, kept)) return false;
    }
    return true;
}

constexpr bool drops_repeats() {
    for (int n = 0; n <= 40; ++n) {
        int a[40] = {};
        int count = 0;
        for (int i = 0; i != n; ++i) {
            a[i] = i * i / 40;
            count += i == 0 || a[i] != a[i - 1];
        }
        int b[40] = {};
        std::copy(a, a + n, b);
        int* const end = ut::unique(a, a + n);
        if (end != a + count) return false;
        for (int i = 1; i < count; ++i)
            if (a[i] <= a[i - 1]) return false;
        const auto rest = ut::ranges::unique(b, b + n, {}, [](int x) { return x / 4; });
        for (int* p = b; p + 1 < rest.begin(); ++p)
            if (p[0] / 4 >= p[1] / 4) return false;
    }
    return true;
}

} // namespace

TEST_CASE("remove and unique, at compile time and at run time") {
    STATIC_REQUIRE((removes_every(1) && removes_every(2) && removes_every(7)));
    CHECK((removes_every(1) && removes_every(2) && removes_every(7)));
    STATIC_REQUIRE(drops_repeats());
    CHECK(drops_repeats());
}

TEST_CASE("remove and unique take iterators of every category from forward up, and sentinels") {
    int a[4];
    const int original[] = {1, 1, 2, 1};
    test::each_forward_category(a, 4, [&](auto first, auto last) {
        using iterator = decltype(first);
        const test::sentinel_at<iterator> end{last};
        const auto fresh = [&] { std::copy_n(original, 4, a); };
        fresh();
        CHECK((ut::remove(first, last, 1) == std::next(first) && *first == 2));
        fresh();
        CHECK((ut::remove_if(first, last, [](int x) { return x == 2; }) == std::next(first, 3) && a[2] == 1));
        fresh();
        CHECK((ut::unique(first, last) == std::next(first, 3) && a[1] == 2));
        fresh();
        CHECK(ut::ranges::remove(first, end, 1).begin() == std::next(first));
        fresh();
        CHECK(ut::ranges::unique(first, end).begin() == std::next(first, 3));
    });
}

TEST_CASE("a value is removed that equals, whatever its type") {
    std::vector<float> floats(100, 0.0F);
    floats[50] = -0.0F;
    floats[60] = std::numeric_limits<float>::quiet_NaN();
    CHECK(ut::remove(floats.begin(), floats.end(), 0) == floats.begin() + 1);
    CHECK(floats[0] != floats[0]);
    std::vector<std::uint8_t> bytes(100, 44);
    CHECK(ut::remove(bytes.begin(), bytes.end(), 300) == bytes.end());
    CHECK(ut::remove(bytes.begin(), bytes.end(), 44L) == bytes.begin());
    std::vector<double> nans(70, std::numeric_limits<double>::quiet_NaN());
    CHECK(ut::unique(nans.begin(), nans.end()) == nans.end());
    std::vector<double> zeros(70, -0.0);
    zeros[1] = 0.0;
    CHECK(ut::unique(zeros.begin(), zeros.end()) == zeros.begin() + 1);
    CHECK(std::signbit(zeros[0]));
}

TEST_CASE("elements that can only be moved, projections, predicates") {
    std::vector<std::unique_ptr<int>> owners;
    for (const int i : {1, 2, 2, 3}) owners.push_back(std::make_unique<int>(i));
    CHECK(ut::unique(owners.begin(), owners.end(), [](const auto& a, const auto& b) { return *a == *b; }) ==
          owners.begin() + 3);
    CHECK(*owners[2] == 3);
    CHECK(ut::ranges::remove_if(
              owners.begin(), owners.begin() + 3, [](int x) { return x == 1; },
              [](const auto& p) { return *p; })
              .begin() == owners.begin() + 2);
    CHECK(*owners[0] == 2);
    std::vector<std::pair<int, int>> pairs{{1, 5}, {2, 6}, {3, 5}};
    CHECK(ut::ranges::remove(pairs, 5, &std::pair<int, int>::second).begin() == pairs.begin() + 1);
    CHECK(pairs[0].first == 2);
    std::list<std::string> words{"a", "b", "a"};
    CHECK(ut::remove(words.begin(), words.end(), "a") == std::next(words.begin()));
}

TEST_CASE("an exception of the predicate of remove_if reaches the caller") {
    std::vector<int> a{1, 2, 3, 4};
    int fuse = 3;
    CHECK_THROWS_AS(
        ut::remove_if(a.begin(), a.end(), test::throwing_call([](int x) { return x == 1; }, &fuse)),
        test::thrown_by_call);
    CHECK((a[0] == 2 && a[1] == 3 && a[3] == 4));
}

#if !ARSENAL_TEST_STD // std refers to the value, which changes once another element is moved there
TEST_CASE("a number to be removed may be an element, of arrays of any length") {
    for (int n = 1; n <= 100; ++n) {
        std::vector<int> a;
        for (int i = 0; i < n; ++i) a.push_back(1 + i % 2);
        std::vector<int> b = a;
        const auto end = ut::remove(a.begin(), a.end(), a[0]);
        CHECK((end - a.begin() == n / 2 && std::count(a.begin(), end, 2) == n / 2));
        const auto rest = ut::ranges::remove(b, b.back());
        CHECK(rest.begin() - b.begin() == n / 2);
    }
}
#endif

#if !ARSENAL_TEST_STD // libstdc++ copies predicates
TEST_CASE("predicates are not copied, and applied once to each element or pair") {
    int calls = 0;
    int a[] = {1, 2, 2, 3};
    CHECK(ut::remove_if(a, a + 4, test::uncopyable_call([](int x) { return x == 1; }, &calls)) == a + 3);
    CHECK(calls == 4);
    calls = 0;
    CHECK(ut::unique(a, a + 3, test::uncopyable_call([](int x, int y) { return x == y; }, &calls)) == a + 2);
    CHECK(calls == 2);
}
#endif
