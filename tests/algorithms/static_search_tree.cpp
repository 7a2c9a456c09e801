// static_search_tree against bisection of a sorted vector: every kind of key, both orders, strings, structs.

#include "precompiled.hpp"

#include <initializer_list>
#include <span>
#include <string_view>

#include "support/iterators.hpp"

#include "under_test.hpp"

namespace {

template <class T, class Compare>
void check_all(const ut::static_search_tree<T, Compare>& tree, std::vector<T> sorted,
               const std::vector<T>& keys) {
    const Compare less;
    std::sort(sorted.begin(), sorted.end(), less);
    REQUIRE(tree.size() == sorted.size());
    REQUIRE(std::equal(tree.begin(), tree.end(), sorted.begin(), sorted.end()));
    REQUIRE(std::equal(tree.rbegin(), tree.rend(), sorted.rbegin(), sorted.rend()));
    std::vector<std::size_t> ranks(keys.size());
    tree.lower_bounds(keys, ranks);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const T& key = keys[i];
        const auto [low, high] = std::equal_range(sorted.begin(), sorted.end(), key, less);
        const auto lower = tree.begin() + (low - sorted.begin());
        const auto upper = tree.begin() + (high - sorted.begin());
        bool good = tree.lower_bound(key) == lower && tree.upper_bound(key) == upper;
        good = good && tree.equal_range(key) == std::pair(lower, upper);
        good = good && tree.count(key) == static_cast<std::size_t>(upper - lower);
        good = good && tree.contains(key) == (lower != upper);
        good = good && tree.find(key) == (lower != upper ? lower : tree.end());
        good = good && ranks[i] == static_cast<std::size_t>(lower - tree.begin());
        if (!good) {
            CAPTURE(sorted.size(), i);
            FAIL("a lookup went astray");
        }
    }
}

template <class T, class Compare>
void check_keys(std::size_t n, std::uint64_t spread) {
    std::mt19937_64 random(n + spread);
    std::vector<T> elements(n);
    for (T& e : elements) e = static_cast<T>(random() % spread);
    std::vector<T> keys{std::numeric_limits<T>::lowest(), std::numeric_limits<T>::max()};
    if constexpr (std::is_floating_point_v<T>) {
        const T inf = std::numeric_limits<T>::infinity();
        keys.insert(keys.end(), {-inf, inf, T(-0.0), T(0.5), -std::numeric_limits<T>::denorm_min()});
        if (n > 4) elements[0] = -inf, elements[1] = inf, elements[2] = T(-0.0), elements[3] = T(0.0);
    } else if (n > 4) {
        elements[0] = keys[0], elements[1] = elements[2] = keys[1];
    }
    for (int i = 0; i < 60; ++i) keys.push_back(static_cast<T>(random() % (spread + 2)));
    check_all(ut::static_search_tree<T, Compare>(elements.begin(), elements.end()), elements, keys);
}

struct point {
    int x, y;
    bool operator==(const point&) const = default;
};
struct by_x {
    using is_transparent = void;
    bool operator()(point a, point b) const { return a.x < b.x; }
    bool operator()(point a, int b) const { return a.x < b; }
    bool operator()(int a, point b) const { return a < b.x; }
};

} // namespace

TEMPLATE_TEST_CASE("a search tree of keys answers as bisection does", "", signed char, unsigned char, short,
                   char16_t, int, unsigned, long long, std::size_t, float, double) {
    for (const std::size_t n : {0, 1, 2, 4, 5, 8, 16, 17, 63, 64, 65, 300, 1200, 20000}) {
        for (const std::uint64_t spread : {2u, 120u, 100000u}) {
            check_keys<TestType, std::less<TestType>>(n, spread);
            check_keys<TestType, std::greater<>>(n, spread);
        }
    }
}

TEST_CASE("a search tree of pointers and one of 128-bit integers answer as bisection does") {
    std::vector<int> array(200);
    std::vector<int*> elements;
    for (std::size_t i = 0; i < 200; i += 2) elements.push_back(&array[i]);
    std::vector<int*> keys{nullptr};
    for (int& e : array) keys.push_back(&e);
    check_all(ut::static_search_tree<int*>(elements.rbegin(), elements.rend()), elements, keys);

    __extension__ using wide = unsigned __int128;
    std::vector<wide> wides;
    for (unsigned i = 0; i < 100; ++i) wides.push_back(wide(i * 7 % 100) << 70);
    check_all(ut::static_search_tree<wide>(wides.begin(), wides.end()), wides, wides);
}

TEST_CASE("a search tree of strings answers as bisection does, whatever they begin with") {
    std::mt19937_64 random(3);
    for (const std::size_t n : {0, 3, 9, 100, 3000}) {
        for (const char* const shared : {"", "a", "https://example.org/"}) {
            std::vector<std::string> elements;
            const auto make = [&] {
                std::string s = shared;
                for (std::uint64_t left = random() % 14; left != 0; --left)
                    s += static_cast<char>(random() % 4 == 0 ? 0 : 'a' + random() % 3 * 60);
                return s;
            };
            for (std::size_t i = 0; i < n; ++i) elements.push_back(make());
            std::vector<std::string> keys{"", "\xff", "http", "https://example.org", std::string(3, '\0')};
            for (int i = 0; i < 300; ++i) keys.push_back(make());
            check_all(ut::static_search_tree<std::string>(elements.begin(), elements.end()), elements, keys);
            check_all(ut::static_search_tree<std::string, std::greater<>>(elements.begin(), elements.end()),
                      elements, keys);
            const ut::static_search_tree<std::string, std::less<>> tree(elements.begin(), elements.end());
            for (const std::string_view key : keys)
                REQUIRE(tree.contains(key) ==
                        std::binary_search(tree.begin(), tree.end(), key, std::less<>()));
        }
    }
}

TEST_CASE("a search tree finds values of another type by a transparent comparator") {
    const ut::static_search_tree<point, by_x> points{{3, 0}, {1, 1}, {3, 2}, {2, 3}};
    CHECK(points.find(2)->y == 3);
    CHECK(points.count(3) == 2);
    CHECK(points.find(4) == points.end());
    CHECK(points.contains(point{1, 9}));

    const ut::static_search_tree<int, std::less<>> ints{5, 1, 3};
    CHECK(ints.lower_bound(3.5) - ints.begin() == 2);
    CHECK(ints.find(3L) != ints.end());
    CHECK_FALSE(ints.contains(1L << 32 | 1));
}

TEST_CASE("NaNs stand at the end of a search tree, and mislead no search") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> elements{nan, 3, -nan, 1, 2};
    for (int i = 0; i < 60; ++i) elements.push_back(4 + i);
    const ut::static_search_tree<double> tree(elements.begin(), elements.end());
    for (int i = 0; i < 63; ++i) CHECK(tree.lower_bound(1 + i) - tree.begin() == i);
    CHECK(tree[63] != tree[63]);
    CHECK(tree[64] != tree[64]);
}

TEMPLATE_TEST_CASE("no search finds a NaN, or a number among the NaNs", "", float, double) {
    const TestType nan = std::numeric_limits<TestType>::quiet_NaN();
    const TestType inf = std::numeric_limits<TestType>::infinity();
    const auto check = [&]<class Compare>(int n, int nans, TestType beyond, TestType last, Compare) {
        std::vector<TestType> elements(static_cast<std::size_t>(nans), nan);
        for (int i = 0; i < n; ++i) elements.push_back(static_cast<TestType>(i));
        const ut::static_search_tree<TestType, Compare> tree(elements.begin(), elements.end());
        const auto numbers = tree.begin() + n;
        const auto nowhere = [&](auto key, auto place) {
            CHECK_FALSE(tree.contains(key));
            CHECK((tree.find(key) == tree.end() && tree.count(key) == 0));
            CHECK((tree.lower_bound(key) == place && tree.upper_bound(key) == place));
            CHECK(tree.equal_range(key) == std::pair(place, place));
        };
        nowhere(beyond, numbers);
        nowhere(last, numbers);
        nowhere(nan, tree.begin());
        if constexpr (requires { typename Compare::is_transparent; }) {
            nowhere(static_cast<int>(beyond), numbers);
            nowhere(std::numeric_limits<long double>::quiet_NaN(), tree.begin());
        }
        for (int i = 0; i < n; ++i) CHECK(tree.count(static_cast<TestType>(i)) == 1);
    };
    for (const int n : {0, 1, 2, 3, 4, 7, 16, 40, 300})
        for (const int nans : {0, 1, 2, 5, 100}) {
            check(n, nans, TestType(1000), inf, std::less<TestType>());
            check(n, nans, TestType(-1), -inf, std::greater<>());
        }
}

TEST_CASE("a search tree of bools answers as bisection does") {
    for (const std::size_t n : {0, 1, 3, 4, 5, 10, 64, 70, 5000})
        for (const std::size_t nth : {std::size_t{1}, std::size_t{3}, n + 1}) {
            std::vector<bool> elements;
            for (std::size_t i = 0; i < n; ++i) elements.push_back(i % nth == 0);
            const auto check = [&](const auto& tree, auto less) {
                std::sort(elements.begin(), elements.end(), less);
                REQUIRE(std::equal(tree.begin(), tree.end(), elements.begin(), elements.end()));
                for (const bool key : {false, true}) {
                    const auto [low, high] = std::equal_range(elements.begin(), elements.end(), key, less);
                    REQUIRE(tree.lower_bound(key) - tree.begin() == low - elements.begin());
                    REQUIRE(tree.upper_bound(key) - tree.begin() == high - elements.begin());
                    REQUIRE(tree.count(key) == static_cast<std::size_t>(high - low));
                }
            };
            check(ut::static_search_tree<bool>(elements.begin(), elements.end()), std::less<>());
            check(ut::static_search_tree<bool, std::greater<>>(elements.begin(), elements.end()),
                  std::greater<>());
        }
}
