// A namespace that aliases std to arsenal::compat: Arsenal's algorithms under std's names, classic and in
// ranges.

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <list>
#include <memory>
#include <ranges>
#include <string>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.compat;
#else
#include <arsenal/compat/algorithm>
#endif

namespace app {
namespace std = arsenal::compat;

struct person {
    std::string name;
    int age;
};

constexpr bool sorts_at_compile_time() {
    std::array<int, 4> a{3, 1, 4, 1};
    std::sort(a.begin(), a.end());
    std::ranges::sort(a, std::greater{});
    return std::is_sorted(a.rbegin(), a.rend()) && a[0] == 4;
}
static_assert(sorts_at_compile_time());

static_assert(
    ::std::is_same_v<decltype((std::ranges::sort)), decltype((arsenal::ranges::sort))>); // the very object

TEST_CASE("compat: sort, by its own order, a comparator, a projection") {
    std::vector<int> v{3, 1, 2};
    std::sort(v.begin(), v.end());
    CHECK(v == std::vector{1, 2, 3});
    std::sort(v.begin(), v.end(), std::greater<int>());
    CHECK(v == std::vector{3, 2, 1});
    std::sort(v.data(), v.data() + v.size(), [](int a, int b) { return a < b; });
    CHECK(std::is_sorted(v.begin(), v.end()));
    int plain[] = {2, 1};
    std::sort(plain, plain + 2);
    CHECK(plain[0] == 1);
    std::vector<person> people{{"b", 1}, {"a", 2}};
    std::ranges::sort(people, {}, &person::name);
    CHECK(people[0].age == 2);
}

TEST_CASE("compat: elements and comparators that only move") {
    std::vector<std::unique_ptr<int>> v;
    v.push_back(std::make_unique<int>(2));
    v.push_back(std::make_unique<int>(1));
    std::sort(v.begin(), v.end(), [](const auto& a, const auto& b) { return *a < *b; });
    CHECK(*v[0] == 1);
}

TEST_CASE("compat: searches") {
    const std::vector<int> v{1, 2, 2, 3};
    CHECK(std::lower_bound(v.begin(), v.end(), 2) - v.begin() == 1);
    CHECK(std::upper_bound(v.begin(), v.end(), 2) - v.begin() == 3);
    CHECK(std::equal_range(v.begin(), v.end(), 2) == std::pair(v.begin() + 1, v.begin() + 3));
    CHECK(std::binary_search(v.begin(), v.end(), 3));
    CHECK_FALSE(std::ranges::binary_search(v, 4));
    CHECK(std::search(v.begin(), v.end(), v.begin() + 2, v.end()) - v.begin() == 2);
    CHECK(std::search(v.begin(), v.end(), std::default_searcher(v.begin() + 1, v.end())) - v.begin() == 1);
    CHECK(std::ranges::search(v, std::vector{2, 3}).begin() - v.begin() == 2);
    CHECK(std::is_permutation(v.begin(), v.end(), v.rbegin(), v.rend()));
    CHECK_FALSE(std::ranges::is_permutation(v, std::vector{1, 2, 3}));
}

TEST_CASE("compat: a using-declaration, and calls that only argument-dependent lookup resolves") {
    std::vector<int> v{2, 1};
    sort(v.begin(), v.end()); // the platform's: std is associated with the iterator
    CHECK(v[0] == 1);
    using std::sort;
    sort(v.begin(), v.end(), std::greater<>());
    CHECK(v[0] == 2);
}

TEST_CASE("compat: what is not Arsenal's is the platform's") {
    std::vector<int> v{3, 1, 2};
    CHECK(std::max<int>(1, 2L) == 2);
    CHECK(std::min({3, 1, 2}) == 1);
    CHECK(std::ranges::distance(v | std::views::filter([](int i) { return i > 1; })) == 2);
    std::list<int> list{2, 1};
    list.sort();
    CHECK(std::is_sorted(list.begin(), list.end()));
}
} // namespace app
