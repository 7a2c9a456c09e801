// operator new that refuses: at the first call, the second, ... until none is left. Every sort that asks for
// memory does without it. And moves that may throw, which nobody makes of an element onto itself.

#include "precompiled.hpp"

#include "support/refusing_new.hpp"

#include "elements.hpp"
#include "whole_family.hpp"

namespace {

using support::refusals;

/// Calls sort(copy) with one request refused after the other, and compares what comes out; how many requests
/// there were.
template <class T, class Sort>
int refuse_each_request(const std::vector<T>& source, const std::vector<T>& expected, Sort sort) {
    for (int call = 0;; ++call) {
        std::vector<T> v = source;
        refusals::refused_after = call;
        sort(v);
        const bool refused = refusals::refused_after == refusals::never;
        refusals::refused_after = refusals::never;
        REQUIRE(v == expected);
        if (!refused) return call;
    }
}

struct large {
    int key;
    int number;
    std::array<char, 48> rest{};
    friend bool operator==(const large&, const large&) = default;
};

/// Tells how often two were exchanged.
struct exchanged {
    static inline int times = 0;
    int key;

    friend void swap(exchanged& a, exchanged& b) noexcept {
        ++times;
        std::swap(a.key, b.key);
    }
    friend bool operator<(const exchanged& a, const exchanged& b) { return a.key < b.key; }
};

/// Its moves may throw, and tell of those onto itself.
struct self_aware {
    static inline int moved_onto_self = 0;
    int key;

    explicit self_aware(int k) : key(k) {}
    self_aware(self_aware&& other) noexcept(false) : key(other.key) {}
    self_aware& operator=(self_aware&& other) noexcept(false) {
        moved_onto_self += this == &other;
        key = other.key;
        return *this;
    }
    friend bool operator<(const self_aware& a, const self_aware& b) { return a.key < b.key; }
};

} // namespace

TEMPLATE_TEST_CASE("each allocation may fail", "", elements::pair16, elements::wide, elements::move_counted,
                   std::string, double) {
    for (int n : {3, 50, 1000, 10000}) {
        const auto source = elements::shuffled<TestType>(n, n);
        auto sorted = source;
        std::sort(sorted.begin(), sorted.end());
        whole_family::each([&](const char* name, auto sort) {
            CAPTURE(name, n);
            refuse_each_request(source, sorted,
                                [&](std::vector<TestType>& v) { sort(v.begin(), v.end(), std::less<>{}); });
        });
    }
}

TEST_CASE("each allocation of a sort by a key may fail") {
    for (int n : {50, 300, 10000}) {
        std::vector<large> source;
        for (int i = 0; i < n; ++i) source.push_back({static_cast<int>(i * 7919LL % n), i});
        auto sorted = source;
        std::sort(sorted.begin(), sorted.end(), [](auto& a, auto& b) { return a.key < b.key; });
        refuse_each_request(source, sorted, [](auto& v) { ut::ranges::sort(v, {}, &large::key); });
        refuse_each_request(source, sorted, [](auto& v) { ut::ranges::stable_sort(v, {}, &large::key); });
        refuse_each_request(source, sorted, [](auto& v) { ut::ranges::samplesort(v, {}, &large::key); });
    }
}

TEST_CASE("each allocation of samplesort is refused in turn") {
    const auto source = elements::shuffled<std::string>(20000, 20000);
    auto sorted = source;
    std::sort(sorted.begin(), sorted.end());
    const int calls =
        refuse_each_request(source, sorted, [](auto& v) { ut::samplesort(v.begin(), v.end()); });
    CHECK(calls >= 2); // the notes and the splitters
}

TEST_CASE("stable_sort asks for the memory of fewer than 64 large elements, once") {
    std::vector<large> v;
    for (int i = 0; i < 100; ++i) v.push_back({i * 37 % 100, i});
    refusals::requests = 0;
    ut::ranges::stable_sort(v, {}, &large::key);
    CHECK(refusals::requests == 1);
    v.assign(100, {0, 0});
    for (int i = 0; i < 100; ++i) v[static_cast<std::size_t>(i)].key = i * 37 % 100;
    refusals::requests = 0;
    refusals::refused_after = 0;
    ut::ranges::stable_sort(v, {}, &large::key);
    refusals::refused_after = refusals::never;
    CHECK(refusals::requests == 1);
    CHECK(std::is_sorted(v.begin(), v.end(), [](auto& a, auto& b) { return a.key < b.key; }));
}

TEST_CASE("no element that moves with exceptions is moved onto itself") {
    for (int n : {2, 10, 50, 1000}) {
        for (int distinct : {1, 3, n}) {
            whole_family::each([&]<class Sort>(const char* name, Sort sort) {
                std::vector<self_aware> v;
                v.reserve(static_cast<std::size_t>(n));
                for (int i = 0; i < n; ++i) v.emplace_back(static_cast<int>(i * 7919LL % n % distinct));
                self_aware::moved_onto_self = 0;
                sort(v.begin(), v.end(), std::less<>{});
                CAPTURE(name, n, distinct);
                CHECK(self_aware::moved_onto_self == 0);
                CHECK(std::is_sorted(v.begin(), v.end()));
            });
        }
    }
}

TEST_CASE("sort does not rotate runs past each other where there is no memory to merge them") {
    const int n = 20000;
    std::vector<exchanged> v;
    for (int i = 0; i < n; ++i) v.push_back({i % 1000 * 7919 % 1000 + i % 2});
    for (auto run = v.begin(); run != v.end(); run += 500) std::sort(run, run + 500);
    exchanged::times = 0;
    refusals::largest_granted = 0;
    ut::sort(v.begin(), v.end());
    refusals::largest_granted = refusals::any_size;
    CHECK(std::is_sorted(v.begin(), v.end()));
    CHECK(exchanged::times < n);
}

TEST_CASE("radix_sort stays in place where there is no second array") {
    std::vector<large> source;
    for (int i = 0; i < 5000; ++i) source.push_back({i * 7 % 5000, i});
    std::vector<large> expected = source;
    std::ranges::sort(expected, {}, &large::key);
    CHECK(refuse_each_request(source, expected,
                              [](auto& v) { ut::ranges::radix_sort(v, {}, &large::key); }) == 1);
}
