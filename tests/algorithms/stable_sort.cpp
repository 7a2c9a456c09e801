// [stable.sort], [alg.merge]: equal elements keep their order, in the classic and the ranges forms.

#include "precompiled.hpp"

#include "support/iterators.hpp"

#include "under_test.hpp"

namespace {

struct tagged {
    int key;
    int tag;
    friend bool operator==(const tagged&, const tagged&) = default;
};
struct tagged_string {
    std::string key;
    int tag;
};

bool stable_by_key(const auto& v) {
    for (std::size_t i = 1; i < v.size(); ++i) {
        if (v[i].key < v[i - 1].key) return false;
        if (v[i].key == v[i - 1].key && v[i].tag < v[i - 1].tag) return false;
    }
    return true;
}

std::vector<tagged> records(int n, int distinct) {
    std::vector<tagged> v;
    for (int i = 0; i < n; ++i) v.push_back({static_cast<int>(i * 2654435761U >> 7) % distinct, i});
    return v;
}

} // namespace

TEST_CASE("stable_sort keeps the order of equal elements") {
    for (int n : {0, 1, 2, 4, 5, 16, 31, 32, 33, 65, 128, 500, 2000, 20000}) {
        for (int distinct : {1, 2, 7, 100, 1 << 20}) {
            auto v = records(n, distinct);
            std::vector<tagged_string> strings;
            for (const tagged& t : v) strings.push_back({std::to_string(t.key), t.tag});
            std::deque<tagged> d(v.begin(), v.end());
            auto projected = v;
            ut::stable_sort(v.begin(), v.end(),
                            [](const tagged& a, const tagged& b) { return a.key < b.key; });
            CHECK(stable_by_key(v));
            CHECK(ut::ranges::stable_sort(projected, {}, &tagged::key) == projected.end());
            CHECK(projected == v);
            ut::ranges::stable_sort(d, std::ranges::less{}, &tagged::key);
            CHECK(std::equal(d.begin(), d.end(), v.begin()));
            if (n > 2000) continue;
            ut::ranges::stable_sort(strings, {}, &tagged_string::key);
            CHECK(stable_by_key(strings));
        }
    }
}

TEST_CASE("stable_sort keeps the order of runs that descend and of equal elements among them") {
    std::vector<tagged> v;
    for (int i = 0; i < 300; ++i) v.push_back({300 - i / 2, i});
    ut::ranges::stable_sort(v, {}, &tagged::key);
    CHECK(stable_by_key(v));
    ut::ranges::stable_sort(v, std::ranges::greater{}, &tagged::key);
    std::ranges::reverse(v);
    ut::ranges::stable_sort(v, {}, &tagged::tag);
    for (int i = 0; i < 300; ++i) CHECK(v[static_cast<std::size_t>(i)].tag == i);
}

TEMPLATE_TEST_CASE("stable_sort keeps the order of zeros of both signs", "", float, double) {
    for (int n : {2, 40, 3000, 70000}) {
        std::vector<TestType> v;
        for (int i = 0; i < n; ++i) {
            const auto r = i * 2654435761U >> 9;
            v.push_back(r % 3 == 0 ? (r % 2 == 0 ? TestType(0) : -TestType(0))
                                   : TestType(r % 64) - TestType(32));
        }
        std::vector<bool> signs;
        for (TestType x : v) {
            if (x == 0) signs.push_back(std::signbit(x));
        }
        const auto check = [&](auto less) {
            CHECK(std::is_sorted(v.begin(), v.end(), less));
            std::vector<bool> after;
            for (TestType x : v) {
                if (x == 0) after.push_back(std::signbit(x));
            }
            CHECK(after == signs);
        };
        ut::stable_sort(v.begin(), v.end(), std::greater<>{});
        check(std::greater<>{});
        ut::stable_sort(v.begin(), v.end());
        check(std::less<>{});
        ut::stable_sort(v.rbegin(), v.rend());
        check(std::greater<>{});
    }
}

TEST_CASE("inplace_merge and merge keep the order of equal elements") {
    for (int n : {1, 2, 9, 50, 300, 5000}) {
        for (int middle : {0, 1, n / 3, n - 1, n}) {
            auto v = records(n, 20);
            const auto less = [](const tagged& a, const tagged& b) { return a.key < b.key; };
            std::stable_sort(v.begin(), v.begin() + middle, less);
            std::stable_sort(v.begin() + middle, v.end(), less);
            std::vector<tagged> out(v.size());
            CHECK(ut::merge(v.begin(), v.begin() + middle, v.begin() + middle, v.end(), out.begin(), less) ==
                  out.end());
            CHECK(stable_by_key(out));
            std::list<tagged> list(v.begin(), v.end());
            ut::ranges::inplace_merge(list, std::next(list.begin(), middle), {}, &tagged::key);
            CHECK(std::equal(list.begin(), list.end(), out.begin()));
            CHECK(ut::ranges::inplace_merge(v, v.begin() + middle, {}, &tagged::key) == v.end());
            CHECK(v == out);
        }
    }
}

// std forbids it, and every platform's merge bears it: so do programs' own merge sorts.
TEST_CASE("merge of a copy of the left run and the right one, to where both lay") {
    for (int n : {2, 9, 50, 300, 5000}) {
        for (int middle : {1, n / 3, n - 1}) {
            auto v = records(n, 20);
            std::vector<int> keys;
            for (const tagged& x : v) keys.push_back(x.key);
            const auto merge = [middle](auto& all, auto less) {
                std::stable_sort(all.begin(), all.begin() + middle, less);
                std::stable_sort(all.begin() + middle, all.end(), less);
                const auto left = std::vector(all.begin(), all.begin() + middle);
                CHECK(ut::merge(left.begin(), left.end(), all.begin() + middle, all.end(), all.begin(),
                                less) == all.end());
            };
            merge(v, [](const tagged& a, const tagged& b) { return a.key < b.key; });
            CHECK(stable_by_key(v));
            merge(keys, std::less<>());
            CHECK(std::is_sorted(keys.begin(), keys.end()));
        }
    }
}

TEST_CASE("merge reads input iterators, and projects each range in its own way") {
    const std::vector<tagged> left{{1, 0}, {3, 1}, {3, 2}};
    std::vector<long> right{2, 3, 4};
    std::vector<long> keys{1, 3, 3};
    std::vector<long> out;
    using input = test::input_only<long>;
    const auto [in1, in2, end] = ut::ranges::merge(
        input(keys.data()), test::sentinel_at<input>{input(keys.data() + 3)}, input(right.data()),
        test::sentinel_at<input>{input(right.data() + 3)}, std::back_inserter(out), {},
        [](long x) { return -x + 10; }, [](long x) { return 10 - x; });
    CHECK(base(in1) == keys.data() + 3);
    CHECK(base(in2) == right.data() + 3);
    CHECK(out.size() == 6);
    out.clear();
    ut::merge(input(keys.data()), input(keys.data() + 3), right.begin(), right.end(),
              std::back_inserter(out));
    CHECK(out == std::vector<long>{1, 2, 3, 3, 3, 4});
    STATIC_REQUIRE(
        std::is_same_v<decltype(ut::ranges::stable_sort(std::vector<int>{})), std::ranges::dangling>);
}
