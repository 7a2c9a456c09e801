// [partial.sort], [alg.nth.element], [alg.heap.operations]: every k, the ranges forms and what they return.

#include "precompiled.hpp"

#include "support/iterators.hpp"

#include "under_test.hpp"

namespace {

struct person {
    int age;
    int name;
};

std::vector<int> values(int n) {
    std::vector<int> v;
    for (int i = 0; i < n; ++i) v.push_back(static_cast<int>(i * 2654435761U >> 8) % 97);
    return v;
}

} // namespace

TEST_CASE("every k-th element is found, and every k first ones") {
    for (int n : {1, 2, 30, 100, 2000}) {
        const std::vector<int> source = values(n);
        std::vector<int> expected = source;
        std::sort(expected.begin(), expected.end());
        for (int k = 0; k <= n; k += 1 + n / 40) {
            const auto at = static_cast<std::size_t>(k);
            const auto check = [&](const auto& v) {
                CHECK(std::equal(v.begin(), v.begin() + k, expected.begin()));
                CHECK(std::is_permutation(v.begin() + k, v.end(), expected.begin() + k));
            };
            const auto check_nth = [&](const auto& v) {
                if (k < n) CHECK(v[at] == expected[at]);
                CHECK(std::is_permutation(v.begin(), v.begin() + k, expected.begin()));
                CHECK(std::is_permutation(v.begin() + k, v.end(), expected.begin() + k));
            };
            auto v = source;
            ut::partial_sort(v.begin(), v.begin() + k, v.end());
            check(v);
            std::deque<int> d(source.begin(), source.end());
            CHECK(ut::ranges::partial_sort(d, d.begin() + k) == d.end());
            check(d);
            v = source;
            CHECK(ut::ranges::nth_element(v, v.begin() + k) == v.end());
            check_nth(v);
            d.assign(source.begin(), source.end());
            ut::nth_element(d.begin(), d.begin() + k, d.end());
            check_nth(d);
            v = source;
            ut::nth_element(v.rbegin(), v.rbegin() + k, v.rend(), std::greater<>{});
            std::reverse(v.begin(), v.end());
            if (k < n) CHECK(v[at] == expected[expected.size() - 1 - at]);
        }
    }
}

TEST_CASE("partial_sort_copy takes input iterators, more room and less than there are elements") {
    for (int n : {0, 1, 40, 300}) {
        std::vector<int> source = values(n);
        std::vector<long> expected(source.begin(), source.end());
        std::sort(expected.begin(), expected.end());
        for (std::size_t room : {0, 1, 7, 40, 400}) {
            const auto k = static_cast<std::ptrdiff_t>(std::min(room, source.size()));
            std::vector<long> out(room);
            using input = test::input_only<int>;
            const input first(source.data());
            const input last(source.data() + source.size());
            CHECK(ut::partial_sort_copy(first, last, out.begin(), out.end()) == out.begin() + k);
            CHECK(std::equal(out.begin(), out.begin() + k, expected.begin()));
            out.assign(room, 0);
            const auto end =
                ut::ranges::partial_sort_copy(first, test::sentinel_at<input>{last}, out.begin(), out.end(),
                                              std::ranges::greater{}, std::negate<>{}, std::negate<>{});
            CHECK(base(end.in) == base(last));
            CHECK(end.out == out.begin() + k);
            CHECK(std::equal(out.begin(), out.begin() + k, expected.begin()));
        }
    }
}

TEST_CASE("heaps are made and found in the ranges forms, too") {
    std::vector<person> people;
    for (int x : values(60)) people.push_back({x, -x});
    CHECK(ut::ranges::make_heap(people, {}, &person::age) == people.end());
    CHECK(ut::ranges::is_heap(people, {}, &person::age));
    CHECK_FALSE(ut::ranges::is_heap(people, {}, &person::name));
    people.push_back({1000, 0});
    CHECK(ut::ranges::is_heap_until(people, {}, &person::age) == people.end() - 1);
    CHECK(ut::ranges::push_heap(people, {}, &person::age) == people.end());
    CHECK(people.front().age == 1000);
    CHECK(ut::ranges::pop_heap(people.begin(), people.end(), {}, &person::age) == people.end());
    CHECK(people.back().age == 1000);
    CHECK(ut::ranges::sort_heap(people.begin(), people.end() - 1, {}, &person::age) == people.end() - 1);
    CHECK(std::ranges::is_sorted(people, {}, &person::age));
    const int heap[] = {9, 8, 7, 1, 2, 8};
    CHECK(ut::is_heap_until(heap, heap + 6) == heap + 5);
    CHECK(ut::is_heap(heap, heap + 5));
    CHECK_FALSE(ut::is_heap(heap, heap + 6, std::less<>{}));
    STATIC_REQUIRE(
        std::is_same_v<decltype(ut::ranges::make_heap(std::vector<int>{})), std::ranges::dangling>);
}
