// What the standard bounds, and what nobody may provoke: numbers of comparisons, calls of projections, copies
// of comparators.

#include "precompiled.hpp"

#include "under_test.hpp"

#include <cmath>

namespace {

struct uncopyable_less {
    std::size_t* calls;
    explicit uncopyable_less(std::size_t& counter) : calls(&counter) {}
    uncopyable_less(uncopyable_less&&) = default;
    bool operator()(int a, int b) { return ++*calls, a < b; }
};

std::vector<int> shuffled(int n) {
    std::vector<int> v(static_cast<std::size_t>(n));
    std::iota(v.begin(), v.end(), 0);
    std::shuffle(v.begin(), v.end(), std::mt19937(static_cast<unsigned>(n)));
    return v;
}

/// McIlroy's adversary (A killer adversary for quicksort, 1999): elements get their value when they must.
struct adversary {
    std::vector<int> value;
    int solid = 0;
    int candidate = 0;
    std::size_t calls = 0;

    explicit adversary(int n) : value(static_cast<std::size_t>(n), n) {}
    int& of(int i) { return value[static_cast<std::size_t>(i)]; }
    bool less(int a, int b) {
        const int gas = static_cast<int>(value.size());
        ++calls;
        if (of(a) == gas && of(b) == gas) of(a == candidate ? a : b) = solid++;
        if (of(a) == gas) {
            candidate = a;
        } else if (of(b) == gas) {
            candidate = b;
        }
        return of(a) < of(b);
    }
};

} // namespace

TEST_CASE("no algorithm copies its comparator") {
    std::size_t calls = 0;
    auto v = shuffled(50);
    const auto less = [&] { return uncopyable_less(calls); };
    ut::make_heap(v.begin(), v.end(), less());
    ut::pop_heap(v.begin(), v.end(), less());
    ut::push_heap(v.begin(), v.end(), less());
    CHECK(ut::is_heap(v.begin(), v.end(), less()));
    CHECK(ut::is_heap_until(v.begin(), v.end(), less()) == v.end());
    ut::sort_heap(v.begin(), v.end(), less());
    CHECK(std::is_sorted(v.begin(), v.end()));
    ut::nth_element(v.begin(), v.begin() + 20, v.end(), less());
    ut::partial_sort(v.begin(), v.begin() + 20, v.end(), less());
    ut::stable_sort(v.begin(), v.end(), less());
    ut::inplace_merge(v.begin(), v.begin() + 10, v.end(), less());
    std::vector<int> out(100);
    ut::merge(v.begin(), v.end(), v.begin(), v.end(), out.begin(), less());
    ut::partial_sort_copy(v.begin(), v.end(), out.begin(), out.begin() + 10, less());
    CHECK(calls > 0);
}

TEST_CASE("comparisons stay within the standard's bounds") {
    for (int n : {1, 2, 3, 10, 31, 100, 1000, 30000}) {
        const auto size = static_cast<std::size_t>(n);
        const auto log = static_cast<std::size_t>(std::bit_width(size));
        std::size_t calls = 0;
        const auto taken = [&] { return std::exchange(calls, 0); };
        auto v = shuffled(n);
        ut::make_heap(v.begin(), v.end(), uncopyable_less(calls));
        CHECK(taken() <= 3 * size);
        ut::pop_heap(v.begin(), v.end(), uncopyable_less(calls));
        CHECK(taken() <= 2 * log);
        ut::push_heap(v.begin(), v.end(), uncopyable_less(calls));
        CHECK(taken() <= log);
        ut::sort_heap(v.begin(), v.end(), uncopyable_less(calls));
        CHECK(taken() <= 2 * size * log);
        for (int middle : {0, 1, n / 2, n - 1}) {
            v = shuffled(n);
            std::sort(v.begin(), v.begin() + middle);
            std::sort(v.begin() + middle, v.end());
            std::vector<int> out(size);
            ut::merge(v.begin(), v.begin() + middle, v.begin() + middle, v.end(), out.begin(),
                      uncopyable_less(calls));
            CHECK(taken() <= size - 1);
            ut::inplace_merge(v.begin(), v.begin() + middle, v.end(), uncopyable_less(calls));
            CHECK(taken() <= size - 1);
        }
        v = shuffled(n);
        ut::stable_sort(v.begin(), v.end(), uncopyable_less(calls));
        CHECK(static_cast<double>(taken()) <= 1.15 * n * std::log2(n + 1) + 2);
        ut::stable_sort(v.begin(), v.end(), uncopyable_less(calls));
        CHECK(taken() <= size);
        std::reverse(v.begin(), v.end());
        ut::stable_sort(v.begin(), v.end(), uncopyable_less(calls));
        CHECK(taken() <= (n < 64 ? size * log : size));
        v = shuffled(n);
        ut::nth_element(v.begin(), v.begin() + n / 2, v.end(), uncopyable_less(calls));
        CHECK(taken() <= 4 * size + 200);
        v = shuffled(n);
        ut::partial_sort(v.begin(), v.begin() + n / 4, v.end(), uncopyable_less(calls));
        CHECK(taken() <= size * log + 200);
    }
}

TEST_CASE("no adversary makes an algorithm quadratic") {
    for (int n : {100, 1000, 30000}) {
        std::vector<int> v(static_cast<std::size_t>(n));
        const auto bound =
            static_cast<std::size_t>(n) * 4 * static_cast<std::size_t>(std::bit_width(v.size()));
        const auto check = [&](auto algorithm) {
            adversary opponent(n);
            std::iota(v.begin(), v.end(), 0);
            const auto less = [&](int a, int b) { return opponent.less(a, b); };
            algorithm(less);
            CHECK(opponent.calls <= bound);
            // the values that it ended up with, as an input
            std::vector<int> killer(v.size());
            for (int i = 0; i < n; ++i) killer[static_cast<std::size_t>(i)] = i;
            std::size_t calls = 0;
            v = killer;
            algorithm([&](int a, int b) { return ++calls, opponent.of(a) < opponent.of(b); });
            CHECK(calls <= bound);
        };
        check([&](auto less) { ut::nth_element(v.begin(), v.begin() + n / 2, v.end(), less); });
        check([&](auto less) { ut::partial_sort(v.begin(), v.begin() + n / 3, v.end(), less); });
        check([&](auto less) { ut::stable_sort(v.begin(), v.end(), less); });
    }
}
