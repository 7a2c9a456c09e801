// [sort]: the contract, in the classic and the ranges form.

#include "precompiled.hpp"

#include "support/iterators.hpp"
#include "support/move_only.hpp"

#include "sorts.hpp"

namespace {

struct person {
    int age;
    int name;
    friend bool operator==(const person&, const person&) = default;
};

/// Neither copied nor constructed without a value.
struct unusual {
    explicit unusual(int v) : value(v) {}
    unusual(unusual&&) = default;
    unusual& operator=(unusual&&) = default;
    int value;
    auto operator<=>(const unusual&) const = default;
};

constexpr unsigned scramble(unsigned i) { return i * 2654435761U >> 7 & 1023; }

template <class Sort>
constexpr bool sorts_at_any_time(Sort sort) {
    for (int n : {0, 1, 2, 3, 4, 5, 8, 17, 40, 130}) {
        std::array<unsigned, 130> up{};
        for (int i = 0; i < n; ++i) up[static_cast<std::size_t>(i)] = scramble(static_cast<unsigned>(i));
        auto down = up;
        auto odd_first = up;
        sort(up.begin(), up.begin() + n);
        sort(down.begin(), down.begin() + n, std::greater<>{});
        sort(odd_first.begin(), odd_first.begin() + n, [](unsigned a, unsigned b) { return a % 2 > b % 2; });
        unsigned sum = 0;
        for (int i = 0; i < n; ++i) {
            const auto at = static_cast<std::size_t>(i);
            sum += up[at] - scramble(static_cast<unsigned>(i));
            if (up[at] != down[static_cast<std::size_t>(n - 1 - i)]) return false;
            if (i > 0 && (up[at] < up[at - 1] || odd_first[at] % 2 > odd_first[at - 1] % 2)) return false;
        }
        if (sum != 0) return false;
    }
    return true;
}

template <class T>
std::vector<T> values(int n) {
    std::vector<T> v;
    for (int i = 0; i < n; ++i) v.emplace_back(static_cast<T>(scramble(static_cast<unsigned>(i)) % 300));
    return v;
}

} // namespace

TEST_CASE("a sort gives the same at compile time and at run time") {
    sorts::each([]<class Sort>(Sort sort) {
        STATIC_REQUIRE(sorts_at_any_time(Sort{}));
        CHECK(sorts_at_any_time(sort));
    });
}

TEMPLATE_TEST_CASE("sorts take every random-access iterator", "", int, double, unsigned char) {
    for (int n : {0, 1, 7, 60, 300}) {
        const auto source = values<TestType>(n);
        auto expected = source;
        std::multiset<TestType> ordered(source.begin(), source.end());
        std::copy(ordered.begin(), ordered.end(), expected.begin());
        sorts::each([&](auto sort) {
            auto v = source;
            test::each_random_access_category(v.data(), v.size(), [&](auto first, auto last) {
                std::copy(source.begin(), source.end(), v.begin());
                sort(first, last);
                CHECK(v == expected);
                std::copy(source.begin(), source.end(), v.begin());
                sort(std::make_reverse_iterator(last), std::make_reverse_iterator(first), std::greater<>{});
                CHECK(v == expected);
            });
            std::deque<TestType> d(source.begin(), source.end());
            sort(d.begin(), d.end());
            CHECK(std::equal(d.begin(), d.end(), expected.begin(), expected.end()));
        });
        sorts::each_ranges([&](auto sort) {
            auto v = source;
            using iterator = test::random_access_only<TestType>;
            const iterator end(v.data() + v.size());
            CHECK(sort(iterator(v.data()), test::sentinel_at<iterator>{end}) == end);
            CHECK(v == expected);
            v = source;
            CHECK(sort(v, std::ranges::less{}) == v.end());
            CHECK(v == expected);
            CHECK(sort(std::views::reverse(v)) == std::make_reverse_iterator(v.begin()));
            CHECK(std::equal(v.rbegin(), v.rend(), expected.begin(), expected.end()));
        });
    }
}

TEST_CASE("sorts move elements that cannot be copied or made from nothing") {
    for (int n : {2, 20, 200}) {
        sorts::each([&](auto sort) {
            std::vector<unusual> v;
            std::vector<support::move_only> w;
            std::vector<std::unique_ptr<int>> p;
            for (int x : values<int>(n)) {
                v.emplace_back(x);
                w.emplace_back(x);
                p.push_back(std::make_unique<int>(x));
            }
            sort(v.begin(), v.end());
            sort(w.begin(), w.end(), [](const auto& a, const auto& b) { return a.id() < b.id(); });
            sort(p.begin(), p.end(), [](const auto& a, const auto& b) { return *a < *b; });
            std::vector<int> expected = values<int>(n);
            std::multiset<int> ordered(expected.begin(), expected.end());
            CHECK(
                std::equal(v.begin(), v.end(), ordered.begin(), [](auto& a, int b) { return a.value == b; }));
            CHECK(
                std::equal(w.begin(), w.end(), ordered.begin(), [](auto& a, int b) { return a.id() == b; }));
            CHECK(std::equal(p.begin(), p.end(), ordered.begin(), [](auto& a, int b) { return *a == b; }));
        });
    }
}

TEST_CASE("sorts project") {
    std::vector<person> people;
    for (int i = 0; i < 200; ++i) people.push_back({static_cast<int>(scramble(unsigned(i)) % 50), i});
    auto by_name = people;
    ut::ranges::sort(by_name, {}, &person::age);
    ut::ranges::sort(by_name, {}, &person::name);
    CHECK(by_name == people);
    sorts::each_ranges([&](auto sort) {
        auto v = people;
        sort(v, std::ranges::less{}, &person::age);
        CHECK(std::is_sorted(v.begin(), v.end(), [](auto& a, auto& b) { return a.age < b.age; }));
        CHECK(std::is_permutation(v.begin(), v.end(), people.begin()));
        sort(v, std::ranges::greater{}, [](const person& p) { return p.name; });
        CHECK(std::is_sorted(v.begin(), v.end(), [](auto& a, auto& b) { return a.name > b.name; }));
        CHECK(std::is_permutation(v.begin(), v.end(), people.begin()));
    });
}

TEST_CASE("the classic sorts take std::vector<bool>") {
    std::vector<bool> v;
    for (unsigned i = 0; i < 100; ++i) v.push_back(scramble(i) % 2 != 0);
    const auto ones = std::count(v.begin(), v.end(), true);
    ut::sort(v.begin(), v.end());
    CHECK(std::is_sorted(v.begin(), v.end()));
    CHECK(std::count(v.begin(), v.end(), true) == ones);
}

TEST_CASE("sorting a range that is about to end dangles") {
    STATIC_REQUIRE(std::is_same_v<decltype(ut::ranges::sort(std::vector<int>{})), std::ranges::dangling>);
}
