// Elements that only let themselves be used in the ways that std asks for.

#include "precompiled.hpp"

#include "support/bare_value.hpp"
#include "support/const_shy.hpp"
#include "support/greedy_value.hpp"

#include "whole_family.hpp"

namespace {

template <class T>
std::vector<T> shuffled(int n) {
    std::vector<T> v;
    for (int i = 0; i < n; ++i) v.push_back(T{static_cast<int>(i * 7919LL % n)});
    return v;
}

/// Whether v has the keys 0, 1, ... v.size() - 1.
template <class T>
bool has_all(const std::vector<T>& v) {
    for (std::size_t i = 0; i < v.size(); ++i) {
        if (v[i].key != static_cast<int>(i)) return false;
    }
    return true;
}

struct reads_keys {
    template <class T>
    bool operator()(const T& a, const T& b) const {
        return a.key < b.key;
    }
};

/// Trivially copyable, but only those are made of a const one that ask for it by name.
template <std::size_t Size>
struct copied_by_name {
    int key;
    unsigned char rest[Size - sizeof(int)]{};

    explicit copied_by_name(int k) : key(k) {}
    explicit copied_by_name(const copied_by_name&) = default;
    copied_by_name(copied_by_name&&) = default;
    copied_by_name& operator=(const copied_by_name&) = default;
    copied_by_name& operator=(copied_by_name&&) = default;

    friend bool operator<(const copied_by_name& a, const copied_by_name& b) { return a.key < b.key; }
};

/// Takes elements as they are in the range: not const.
struct takes_lvalues {
    template <class T>
    bool operator()(T& a, T& b) const {
        return a.key() < b.key();
    }
};

} // namespace

TEMPLATE_TEST_CASE("elements are copied as const ones, or moved", "", support::greedy_value<8>,
                   support::greedy_value<16>, support::greedy_value<60>) {
    for (int n : {10, 20, 100, 1000, 10000}) {
        const auto source = shuffled<TestType>(n);
        whole_family::each([&](const char* name, auto sort) {
            auto v = source;
            sort(v.begin(), v.end(), reads_keys{});
            CAPTURE(name, n);
            CHECK(has_all(v));
        });
        auto v = source;
        ut::ranges::sort(v, {}, &TestType::key);
        CHECK(has_all(v));
        std::deque<TestType> spread(source.begin(), source.end());
        ut::stable_sort(spread.begin(), spread.end());
        CHECK(has_all(std::vector<TestType>(spread.cbegin(), spread.cend())));
#if !ARSENAL_TEST_STD
        v = source;
        ut::ranges::radix_sort(v, {}, &TestType::key);
        CHECK(has_all(v));
#endif
    }
}

TEST_CASE("many greedy elements are sorted by a key") { // more than a cache has
    using big = support::greedy_value<64>;
    auto v = shuffled<big>(20000);
    ut::ranges::sort(v, {}, &big::key);
    CHECK(has_all(v));
}

TEMPLATE_TEST_CASE("elements need no conversion from const ones", "", copied_by_name<8>, copied_by_name<60>) {
    static_assert(std::is_trivially_copyable_v<TestType>);
    for (int n : {4, 20, 100, 1000}) {
        whole_family::each([&](const char* name, auto sort) {
            auto v = shuffled<TestType>(n);
            sort(v.begin(), v.end(), reads_keys{});
            CAPTURE(name, n);
            CHECK(has_all(v));
        });
    }
}

TEST_CASE("elements need neither an address nor a comma") {
    for (int n : {5, 30, 500, 10000}) {
        whole_family::each([&](const char* name, auto sort) {
            std::vector<support::bare::value> v = shuffled<support::bare::value>(n);
            sort(v.begin(), v.end(), std::less<>{});
            CAPTURE(name, n);
            CHECK(has_all(v));
        });
        std::deque<support::bare::value> v;
        for (const auto& x : shuffled<support::bare::value>(n)) v.push_back(x);
        ut::sort(v.begin(), v.end());
        std::vector<support::bare::value> merged(v.size(), {0});
        const auto half = v.begin() + n / 2;
        ut::merge(v.begin(), half, half, v.end(), merged.begin());
        CHECK(has_all(merged));
        ut::partial_sort_copy(v.begin(), v.end(), merged.begin(), merged.end());
        CHECK(has_all(merged));
        std::vector<support::bare::value*> pointers;
        for (auto& x : merged) pointers.push_back(std::addressof(x));
        ut::sort(std::make_reverse_iterator(pointers.data() + n),
                 std::make_reverse_iterator(pointers.data()));
        CHECK(pointers.front() == std::addressof(merged.back()));
    }
}

#if !ARSENAL_TEST_STD // libstdc++'s inplace_merge makes some const

TEST_CASE("comparators and projections are given elements that are not const") {
    using support::const_shy;
    for (int n : {5, 30, 500, 10000}) {
        std::vector<const_shy> source;
        for (int i = 0; i < n; ++i) source.push_back({static_cast<int>(i * 7919LL % n)});
        const auto in_order = [](const const_shy& a, const const_shy& b) { return a.hidden < b.hidden; };
        whole_family::each([&](const char* name, auto sort) {
            auto v = source;
            sort(v.begin(), v.end(), takes_lvalues{});
            CAPTURE(name, n);
            CHECK(std::is_sorted(v.begin(), v.end(), in_order));
        });
        auto v = source;
        ut::ranges::stable_sort(v, {}, &const_shy::key);
        CHECK(std::is_sorted(v.begin(), v.end(), in_order));
        auto w = source;
        ut::ranges::sort(w, {}, &const_shy::key);
        std::vector<const_shy> merged(v.size() + w.size());
        ut::ranges::merge(v, w, merged.begin(), {}, &const_shy::key, &const_shy::key);
        CHECK(std::is_sorted(merged.begin(), merged.end(), in_order));
        ut::merge(v.begin(), v.end(), w.begin(), w.end(), merged.begin(), takes_lvalues{});
        CHECK(std::is_sorted(merged.begin(), merged.end(), in_order));
        ut::ranges::inplace_merge(merged, merged.begin() + n, {}, &const_shy::key);
        CHECK(std::is_sorted(merged.begin(), merged.end(), in_order));
    }
}

#endif

TEST_CASE("merge takes one array of const elements and one of others") {
    using pair = std::pair<int, int>;
    const std::vector<pair> left{{1, 1}, {2, 1}, {4, 1}};
    std::vector<pair> right{{2, 2}, {3, 2}};
    std::vector<pair> merged(5);
    const auto by_first = [](const pair& a, const pair& b) { return a.first < b.first; };
    ut::merge(left.begin(), left.end(), right.begin(), right.end(), merged.begin(), by_first);
    CHECK(merged == std::vector<pair>{{1, 1}, {2, 1}, {2, 2}, {3, 2}, {4, 1}});
}
