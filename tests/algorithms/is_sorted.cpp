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
