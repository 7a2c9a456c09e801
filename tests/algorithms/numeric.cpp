// [accumulate], [reduce], [inner.product], [partial.sum], [adjacent.difference]: sums of every kind.

#include "precompiled.hpp"

#include "support/callables.hpp"
#include "support/iterators.hpp"

#include "under_test.hpp"

namespace {

constexpr bool sums_every_length() {
    short a[200] = {};
    short sums[201] = {};
    for (int i = 0; i != 200; ++i) a[i] = static_cast<short>(i * 37 % 101 - 50);
    int total = 0;
    int squares = 0;
    for (int n = 0; n <= 200; ++n) {
        if (ut::accumulate(a, a + n, 5) != total + 5) return false;
        if (ut::accumulate(a, a + n, std::uint64_t{1}) != static_cast<std::uint64_t>(total) + 1) return false;
        if (ut::accumulate(a, a + n, std::int8_t{0}) != static_cast<std::int8_t>(total)) return false;
        if (ut::accumulate(a, a + n, 0.5) != total + 0.5) return false;
        if (ut::accumulate(a, a + n, 0, std::minus<>()) != -total) return false;
        if (ut::inner_product(a, a + n, a, 0) != squares) return false;
        if (ut::inner_product(a, a + n, a, 0L, std::plus<>(), std::minus<>()) != 0) return false;
        if (ut::partial_sum(a, a + n, sums) != sums + n) return false;
        if (n != 0 && sums[n - 1] != static_cast<short>(total)) return false;
        short back[200] = {};
        if (ut::adjacent_difference(sums, sums + n, back) != back + n || !std::equal(a, a + n, back))
            return false;
        if (n < 200) {
            total += a[n];
            squares += a[n] * a[n];
        }
    }
    return true;
}

bool reduces_every_length() { // std's is not constexpr
    std::vector<std::int64_t> a(300);
    for (std::size_t i = 0; i != a.size(); ++i) a[i] = static_cast<std::int64_t>(i * i) - 9999;
    for (auto last = a.begin(); last != a.end(); ++last) {
        const std::int64_t sum = std::accumulate(a.begin(), last, std::int64_t{0});
        if (ut::reduce(a.begin(), last) != sum || ut::reduce(a.begin(), last, 3) != static_cast<int>(sum + 3))
            return false;
        if (ut::reduce(a.begin(), last, std::int64_t{0}, [](auto x, auto y) { return x + y; }) != sum)
            return false;
    }
    return true;
}

} // namespace

TEST_CASE("sums, products and differences of every length, at compile time and at run time") {
    STATIC_REQUIRE(sums_every_length());
    CHECK(sums_every_length());
    CHECK(reduces_every_length());
}

TEST_CASE("the sums take iterators of every category") {
    int a[] = {3, 1, 2};
    const auto check = [&](auto first, auto last) {
        int out[3];
        CHECK(ut::accumulate(first, last, 1) == 7);
        CHECK(ut::reduce(first, last) == 6);
        CHECK(ut::inner_product(first, last, a, 0) == 14);
        CHECK((ut::partial_sum(first, last, out) == out + 3 && out[2] == 6));
        CHECK((ut::adjacent_difference(first, last, out) == out + 3 && out[1] == -2));
    };
    test::each_forward_category(a, 3, check);
    check(test::input_only<int>(a), test::input_only<int>(a + 3));
    const std::vector<std::string> words{"a", "b", "c"};
    CHECK(ut::accumulate(words.begin(), words.end(), std::string("x")) == "xabc");
    std::vector<std::string> joined;
    ut::partial_sum(words.begin(), words.end(), std::back_inserter(joined));
    CHECK(joined.back() == "abc");
}

TEST_CASE("floats are added in std's order") {
    std::vector<float> a(1000);
    for (std::size_t i = 0; i != a.size(); ++i)
        a[i] = 1.0F / static_cast<float>(i + 1) * (i % 3 == 0 ? -1.0F : 1.0F);
    float sum = 0.25F;
    for (const float x : a) sum = sum + x;
    CHECK(ut::accumulate(a.begin(), a.end(), 0.25F) == sum);
#if defined(__GLIBCXX__) // reduce adds in any order: Arsenal in libstdc++'s
    CHECK(ut::reduce(a.begin(), a.end(), 0.25F) == std::reduce(a.begin(), a.end(), 0.25F));
    const auto thirds = std::views::transform(a, [](float x) { return x / 3; }); // input iterators, by std
    CHECK(ut::reduce(thirds.begin(), thirds.end(), 0.25F) ==
          std::reduce(thirds.begin(), thirds.end(), 0.25F));
#endif
    CHECK(std::abs(ut::reduce(a.begin(), a.end(), 0.25F) - sum) < 1e-5F);
    CHECK(ut::accumulate(a.begin(), a.end(), 0) == std::accumulate(a.begin(), a.end(), 0));
}

TEST_CASE("partial_sum and adjacent_difference write over their own range") {
    std::vector<std::uint8_t> a(500);
    for (std::size_t i = 0; i != a.size(); ++i) a[i] = static_cast<std::uint8_t>(i * i);
    const auto original = a;
    CHECK(ut::partial_sum(a.begin(), a.end(), a.begin()) == a.end());
    CHECK(a[2] == 5);
    CHECK(ut::adjacent_difference(a.begin(), a.end(), a.begin()) == a.end());
    CHECK(a == original);
}

TEMPLATE_TEST_CASE("partial_sum reads what it wrote where its output lies ahead, and before in its range", "",
                   std::uint8_t, std::uint16_t, std::uint32_t) {
    for (const std::size_t n : {32, 33, 100, 1000}) {
        for (std::size_t to = 0; to != 80; ++to) {
            constexpr std::size_t from = 40;
            std::vector<TestType> a(n + 80);
            for (std::size_t i = 0; i != a.size(); ++i) a[i] = static_cast<TestType>(i * i);
            auto expected = a;
            auto sum = TestType{0};
            for (std::size_t i = 0; i != n; ++i)
                expected[to + i] = sum = static_cast<TestType>(sum + expected[from + i]);
            ut::partial_sum(a.data() + from, a.data() + from + n, a.data() + to);
            REQUIRE(a == expected);
        }
    }
}

TEST_CASE("an exception of the operation reaches the caller") {
    const int a[] = {1, 2, 3};
    int fuse = 1;
    CHECK_THROWS_AS(ut::accumulate(a, a + 3, 0, test::throwing_call(std::plus<>(), &fuse)),
                    test::thrown_by_call);
    int out[3] = {};
    fuse = 1;
    CHECK_THROWS_AS(ut::partial_sum(a, a + 3, out, test::throwing_call(std::plus<>(), &fuse)),
                    test::thrown_by_call);
    CHECK((out[0] == 1 && out[1] == 3 && out[2] == 0));
}

#if !ARSENAL_TEST_STD // libstdc++ copies operations; unordered_sum is ours
TEST_CASE("operations are not copied") {
    int calls = 0;
    const int a[] = {1, 2, 3, 4, 5};
    int out[5];
    CHECK(ut::accumulate(a, a + 5, 0, test::uncopyable_call(std::plus<>(), &calls)) == 15);
    CHECK(ut::reduce(a, a + 5, 0, test::uncopyable_call(std::plus<>(), &calls)) == 15);
    CHECK(calls == 10);
    CHECK(ut::adjacent_difference(a, a + 5, out, test::uncopyable_call(std::minus<>(), &calls)) == out + 5);
    CHECK(calls == 14);
}

TEST_CASE("unordered_sum keeps its bound, and sums what is no array of floats") {
    for (const std::size_t n : {0, 1, 63, 64, 65, 8191, 8192, 8193, 50'000}) {
        std::vector<float> a(n);
        double exact = 0;
        double absolute = 0;
        for (std::size_t i = 0; i != n; ++i) {
            a[i] = static_cast<float>(i * 2654435761U % 100'003) / 7.0F - 5000.0F;
            exact += static_cast<double>(a[i]);
            absolute += std::abs(static_cast<double>(a[i]));
        }
        CHECK(std::abs(static_cast<double>(ut::unordered_sum(a)) - exact) <= 267 * 0x1p-24 * absolute);
        CHECK(ut::unordered_sum(a.begin(), a.end()) == ut::unordered_sum(std::span(a)));
    }
    const std::list<double> list{1, 2, 3};
    CHECK(ut::unordered_sum(list) == 6);
    STATIC_REQUIRE(ut::unordered_sum(std::array<double, 3>{1, 2, 3}) == 6);
    CHECK(ut::unordered_sum(std::vector<int>{1, 2}) == 3);
    const double infinity = std::numeric_limits<double>::infinity();
    CHECK(ut::unordered_sum(std::vector<double>(100, infinity)) == infinity);
}
#endif
