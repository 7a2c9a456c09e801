// [sorting]: what stable_sort, partial_sort, nth_element, inplace_merge and the heap algorithms have in
// common, over elements, iterators and patterns.

#include "precompiled.hpp"

#include "support/iterators.hpp"
#include "support/move_only.hpp"

#include "elements.hpp"
#include "orderings.hpp"

namespace {

constexpr unsigned scramble(unsigned i) { return i * 2654435761U >> 7 & 1023; }

constexpr bool orders_at_any_time() {
    bool all = true;
    orderings::each([&](auto op) {
        for (unsigned n : {0U, 1U, 2U, 3U, 7U, 30U, 60U}) {
            std::array<unsigned, 60> a{};
            for (unsigned i = 0; i < n; ++i) a[i] = scramble(i);
            auto b = a;
            const auto by_half = [](unsigned x, unsigned y) { return x / 2 < y / 2; };
            op.prepare(a.begin(), a.begin() + n, std::greater<>{});
            op.prepare(b.begin(), b.begin() + n, by_half);
            op(a.begin(), a.begin() + n, std::greater<>{});
            op(b.begin(), b.begin() + n, by_half);
            unsigned sum = 0;
            for (unsigned i = 0; i < n; ++i) sum += a[i] * a[i] - b[i] * b[i];
            all = all && sum == 0 && op.holds(a.begin(), a.begin() + n, std::greater<>{}) &&
                  op.holds(b.begin(), b.begin() + n, by_half);
        }
    });
    return all;
}

/// Every pattern of the benchmarks in small.
std::vector<int> pattern(int kind, int n) {
    std::vector<int> v;
    for (int i = 0; i < n; ++i) {
        const int at_random = static_cast<int>(scramble(static_cast<unsigned>(i)));
        const int of_each[] = {at_random,
                               i,
                               -i,
                               at_random % 2,
                               7,
                               i < n / 2 ? i : n - i,
                               i % 20,
                               i / 3,
                               -(i / 3),
                               i < n * 9 / 10 ? i : at_random,
                               i % 50 == 0 ? at_random : i};
        v.push_back(of_each[kind]);
    }
    return v;
}
constexpr int patterns = 11;

template <class Op, class I>
void check_with(Op op, I first, I last, const std::vector<int>& source) {
    op.prepare(first, last, std::less<>{});
    op(first, last, std::less<>{});
    CHECK(op.holds(first, last, std::less<>{}));
    CHECK(std::is_permutation(first, last, source.begin()));
}

} // namespace

TEST_CASE("ranges are ordered in the same way at compile time and at run time") {
#if !ARSENAL_TEST_STD // stable_sort and inplace_merge are constexpr from C++26 on
    STATIC_REQUIRE(orders_at_any_time());
#endif
    CHECK(orders_at_any_time());
}

TEST_CASE("any pattern is ordered, by iterators of each category") {
    for (int n : {0, 1, 2, 5, 24, 33, 64, 150}) {
        for (int kind = 0; kind < patterns; ++kind) {
            const std::vector<int> source = pattern(kind, n);
            orderings::each([&](auto op) {
                auto v = source;
                test::each_random_access_category(v.data(), v.size(), [&](auto first, auto last) {
                    std::copy(source.begin(), source.end(), v.begin());
                    check_with(op, first, last, source);
                });
                std::copy(source.begin(), source.end(), v.begin());
                check_with(op, v.rbegin(), v.rend(), source);
            });
        }
    }
}

TEMPLATE_TEST_CASE("elements of any size and kind are ordered", "", elements::pair16, elements::wide,
                   elements::move_counted, std::string, double, short) {
    for (int n : {3, 17, 40, 200, 700}) {
        for (int distinct : {n, 5}) {
            const auto source = elements::shuffled<TestType>(n, distinct);
            orderings::each([&](auto op) {
                auto v = source;
                op.prepare(v.begin(), v.end(), std::less<>{});
                op(v.begin(), v.end(), [](const TestType& a, const TestType& b) { return a < b; });
                CHECK(op.holds(v.begin(), v.end(), std::less<>{}));
                CHECK(elements::same_multiset<TestType>(v, source));
                std::deque<TestType> d(source.begin(), source.end());
                op.prepare(d.begin(), d.end(), std::less<>{});
                op(d.begin(), d.end(), std::less<>{});
                CHECK(op.holds(d.begin(), d.end(), std::less<>{}));
                v.assign(d.begin(), d.end());
                CHECK(elements::same_multiset<TestType>(v, source));
            });
        }
    }
}

TEST_CASE("elements that only move are ordered") {
    const auto less = [](const auto& a, const auto& b) { return *a < *b; };
    orderings::each([&](auto op) {
        std::vector<std::unique_ptr<int>> v;
        for (unsigned i = 0; i < 300; ++i) v.push_back(std::make_unique<int>(scramble(i)));
        op.prepare(v.begin(), v.end(), less);
        op(v.begin(), v.end(), less);
        CHECK(op.holds(v.begin(), v.end(), less));
    });
}

TEST_CASE("the classic forms take std::vector<bool>") {
    orderings::each([&](auto op) {
        std::vector<bool> v;
        for (unsigned i = 0; i < 100; ++i) v.push_back(scramble(i) % 3 == 0);
        const auto ones = std::count(v.begin(), v.end(), true);
        op(v.begin(), v.end(), [](bool a, bool b) { return a < b; });
        CHECK(std::count(v.begin(), v.end(), true) == ones);
    });
}
