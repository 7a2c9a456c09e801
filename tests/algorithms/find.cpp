// [alg.find]: the first element that is, or is not, wanted.

#include "precompiled.hpp"

#include "support/callables.hpp"
#include "support/iterators.hpp"

#include "under_test.hpp"

namespace {

struct person {
    int age;
    char name;
};

constexpr bool finds_each() {
    int a[40] = {};
    for (int i = 0; i != 40; ++i) a[i] = i * 3;
    for (int n = 0; n <= 40; ++n)
        for (int i = 0; i <= n; ++i) {
            const int wanted = i == n ? -1 : i * 3;
            if (ut::find(a, a + n, wanted) != a + i) return false;
            if (ut::ranges::find(a, a + n, wanted) != a + i) return false;
            if (ut::find_if(a, a + n, [&](int x) { return x == wanted; }) != a + i) return false;
            if (ut::find_if_not(a, a + n, [&](int x) { return x != wanted; }) != a + i) return false;
        }
    return true;
}

// The first of twenty elements that equals value, by the language's own ==.
template <class T, class V>
bool finds_as_the_language_does(T element, V value) {
    T a[20] = {};
    a[13] = element;
    int expected = 0;
    while (expected != 20 && !(a[expected] == value)) ++expected; // NOLINT
    return ut::find(a, a + 20, value) == a + expected && ut::ranges::find(a, value) == a + expected &&
           ut::count(a, a + 20, value) == std::count_if(a, a + 20, [&](T x) { return x == value; });
}

} // namespace

TEST_CASE("find finds each element of short and longer arrays, at compile time and at run time") {
    STATIC_REQUIRE(finds_each());
    CHECK(finds_each());
}

TEST_CASE("find takes iterators of every category, and sentinels") {
    int a[] = {3, 1, 2};
    const auto check = [&](auto first, auto last) {
        using iterator = decltype(first);
        CHECK(*ut::find(first, last, 1) == 1);
        CHECK(ut::find(first, last, 7) == last);
        CHECK(*ut::find_if(first, last, [](int x) { return x < 3; }) == 1);
        CHECK(*ut::find_if_not(first, last, [](int x) { return x != 2; }) == 2);
        CHECK(ut::ranges::find(first, test::sentinel_at<iterator>{last}, 7) == last);
        CHECK(*ut::ranges::find_if(first, test::sentinel_at<iterator>{last}, [](int x) { return x < 3; }) ==
              1);
        CHECK(ut::ranges::find_if_not(first, test::sentinel_at<iterator>{last}, [](int) { return true; }) ==
              last);
    };
    test::each_forward_category(a, 3, check);
    check(test::input_only<int>(a), test::input_only<int>(a + 3));
}

TEST_CASE("find compares as == does, whatever the value's type") {
    CHECK(finds_as_the_language_does<std::uint8_t>(44, 300));
    CHECK(finds_as_the_language_does<std::uint8_t>(255, -1));
    CHECK(finds_as_the_language_does<std::int8_t>(-1, 255));
    CHECK(finds_as_the_language_does<std::int8_t>(-1, -1L));
    CHECK(finds_as_the_language_does<bool>(true, 2));
    CHECK(finds_as_the_language_does<bool>(true, 1));
    CHECK(finds_as_the_language_does<char>('x', 'x' + 256));
    CHECK(finds_as_the_language_does<float>(1.5F, 1.5));
    CHECK(finds_as_the_language_does<float>(0.1F, 0.1));
    CHECK(finds_as_the_language_does<float>(16777216.0F, 16777217));
    CHECK(finds_as_the_language_does<float>(1.0F, 1e300));
    CHECK(finds_as_the_language_does<float>(std::numeric_limits<float>::infinity(),
                                            std::numeric_limits<double>::infinity()));
    CHECK(finds_as_the_language_does<double>(7, 7));
    CHECK(finds_as_the_language_does<double>(0.1, 0.1F));
    CHECK(finds_as_the_language_does<double>(std::numeric_limits<double>::quiet_NaN(),
                                             std::numeric_limits<double>::quiet_NaN()));
    CHECK(finds_as_the_language_does<double>(1.0, -0.0));
    CHECK(finds_as_the_language_does<std::int64_t>(9007199254740993, 9007199254740992.0));
    CHECK(finds_as_the_language_does<std::int32_t>(3, 3.5));
    int target = 0;
    CHECK(finds_as_the_language_does<int*>(&target, &target));
    CHECK(finds_as_the_language_does<int*>(&target, nullptr));
    CHECK(finds_as_the_language_does<const void*>(&target, &target));
    CHECK(finds_as_the_language_does<std::byte>(std::byte{9}, std::byte{9}));
    CHECK(finds_as_the_language_does<char8_t>(u8'x', u8'x'));
}

TEST_CASE("find compares integers of different signs as the language does") {
    std::vector<int> a(20, 5);
    a[11] = -1;
    CHECK(ut::find(a.begin(), a.end(), std::numeric_limits<unsigned>::max()) == a.begin() + 11);
    CHECK(ut::count(a.begin(), a.end(), std::numeric_limits<std::uint64_t>::max()) == 1);
    CHECK(ut::find(a.begin(), a.end(), std::int64_t{std::numeric_limits<unsigned>::max()}) == a.end());
}

TEST_CASE("ranges::find asks of the projection, and its iterator dangles") {
    const person people[] = {{50, 'a'}, {30, 'b'}, {30, 'c'}};
    CHECK(ut::ranges::find(people, 30, &person::age) == people + 1);
    CHECK(ut::ranges::find_if(people, [](char c) { return c > 'b'; }, &person::name) == people + 2);
    CHECK(ut::ranges::find_if_not(people, [](char c) { return c < 'c'; }, &person::name) == people + 2);
    STATIC_REQUIRE(std::is_same_v<decltype(ut::ranges::find(std::vector<int>{}, 1)), std::ranges::dangling>);
}

TEST_CASE("an exception of the predicate reaches the caller of find_if") {
    const int a[] = {1, 2, 3, 4, 5, 6};
    int fuse = 4;
    CHECK_THROWS_AS(ut::find_if(a, a + 6, test::throwing_call([](int) { return false; }, &fuse)),
                    test::thrown_by_call);
    CHECK(fuse == -1);
}

#if !ARSENAL_TEST_STD // libstdc++ copies predicates; find_not is ours, contains C++23's
TEST_CASE("find_if does not copy its predicate, and applies it once to each element") {
    int calls = 0;
    const int a[] = {1, 2, 3, 4, 5, 6, 7};
    CHECK(ut::find_if(a, a + 7, test::uncopyable_call([](int x) { return x == 6; }, &calls)) == a + 5);
    CHECK(calls == 6);
    CHECK(ut::find_if_not(a, a + 7, test::uncopyable_call([](int) { return true; }, &calls)) == a + 7);
    CHECK(calls == 13);
}

TEST_CASE("find_not finds the first other value, contains any equal one") {
    std::vector<double> a(50, 2);
    CHECK(ut::find_not(a.begin(), a.end(), 2) == a.end());
    CHECK(ut::ranges::find_not(a, 3) == a.begin());
    a[40] = std::numeric_limits<double>::quiet_NaN();
    CHECK(ut::find_not(a.begin(), a.end(), 2) == a.begin() + 40);
    CHECK(ut::ranges::find_not(a.begin(), a.end(), 2.0F) == a.begin() + 40);
    CHECK(ut::find_not(a.begin(), a.end(), 1e300) == a.begin());
    CHECK(ut::ranges::contains(a, 2));
    CHECK_FALSE(ut::ranges::contains(a.begin(), a.end(), 4));
    const person people[] = {{50, 'a'}, {30, 'b'}};
    CHECK(ut::ranges::contains(people, 30, &person::age));
    const std::list<int> list{1, 1, 2};
    CHECK(*ut::find_not(list.begin(), list.end(), 1) == 2);
}
#endif
