// samplesort: sorts what std::sort sorts, and loses nothing whatever its comparator does or memory lacks.

#include "precompiled.hpp"

#include "support/iterators.hpp"
#include "support/move_only.hpp"

#include "under_test.hpp"

namespace {

struct record {
    std::uint64_t key;
    std::uint64_t payload;
    bool operator==(const record&) const = default;
    auto operator<=>(const record&) const = default;
};

std::uint64_t pattern(int kind, std::size_t i, std::size_t n, std::mt19937_64& random) {
    switch (kind) {
    case 0:
        return random();
    case 1:
        return i;
    case 2:
        return n - i;
    case 3:
        return random() % 16;
    case 4:
        return random() % 2;
    case 5:
        return 7;
    case 6:
        return random() % 3 == 0 ? random() : 1000; // one value is a third
    case 7:
        return std::min(i, n - i);
    case 8:
        return random() >> random() % 64;
    default:
        return i % 100 == 0 ? random() % n : i;
    }
}

template <class T, class Make>
void check(std::size_t n, int kind, Make make) {
    std::mt19937_64 random(n + static_cast<unsigned>(kind));
    std::vector<T> values;
    for (std::size_t i = 0; i < n; ++i) values.push_back(make(pattern(kind, i, n, random), i));
    auto expected = values;
    std::sort(expected.begin(), expected.end());
    ut::samplesort(values.begin(), values.end());
    if (values != expected) {
        CAPTURE(n, kind);
        FAIL("not sorted");
    }
    ut::ranges::samplesort(values.begin(), test::sentinel_at<decltype(values.begin())>{values.end()},
                           std::ranges::greater{});
    if (!std::equal(values.begin(), values.end(), expected.rbegin())) FAIL("not the other way round");
}

// Copies throw, where told to; so the splitters cannot be had.
struct stubborn {
    int value;
    explicit stubborn(int v) : value(v) {}
    stubborn(const stubborn& other) : value(other.value) {
        if (refuses) throw 1;
    }
    stubborn(stubborn&&) noexcept = default;
    stubborn& operator=(const stubborn&) = default;
    stubborn& operator=(stubborn&&) noexcept = default;
    bool operator<(const stubborn& other) const { return value < other.value; }
    static inline bool refuses = false;
};

constexpr bool at_compile_time() {
    int a[] = {5, 3, 9, 1};
    ut::samplesort(a, a + 4);
    return std::is_sorted(a, a + 4);
}

} // namespace

TEST_CASE("samplesort sorts numbers, records and strings of every pattern") {
    STATIC_REQUIRE(at_compile_time());
    for (const std::size_t n : {0, 1, 2, 100, 8192, 8193, 10000, 70000}) {
        for (int kind = 0; kind < 10; ++kind) {
            check<std::uint64_t>(n, kind, [](std::uint64_t x, std::size_t) { return x; });
            check<record>(n, kind, [](std::uint64_t x, std::size_t i) { return record{x, i % 3}; });
            if (n <= 10000)
                check<std::string>(n, kind, [](std::uint64_t x, std::size_t) { return std::to_string(x); });
        }
    }
}

TEST_CASE("samplesort goes three levels deep") {
    check<unsigned>(3000000, 0, [](std::uint64_t x, std::size_t) { return static_cast<unsigned>(x); });
}

TEST_CASE(
    "samplesort moves elements that cannot be copied, by projections, through every random access iterator") {
    std::vector<support::move_only> values;
    for (int i = 0; i < 20000; ++i) values.emplace_back(i * 7919 % 20000);
    ut::ranges::samplesort(values, {}, &support::move_only::id);
    CHECK(std::ranges::is_sorted(values, {}, &support::move_only::id));

    std::vector<int> numbers(20000);
    for (int i = 0; i < 20000; ++i) numbers[static_cast<std::size_t>(i)] = i * 7919 % 20000;
    test::each_random_access_category(numbers.data(), numbers.size(), [&](auto first, auto last) {
        auto less = [calls = std::make_unique<int>()](int a, int b) {
            return ++*calls, a / 3 < b / 3;
        }; // no copies
        ut::samplesort(first, last, std::move(less));
        CHECK(std::is_sorted(first, last, [](int a, int b) { return a / 3 < b / 3; }));
        ut::samplesort(first, last, std::greater<>());
        CHECK(std::is_sorted(first, last, std::greater<>()));
    });
    std::deque<int> deque(numbers.begin(), numbers.end());
    ut::samplesort(deque.rbegin(), deque.rend());
    CHECK(std::is_sorted(deque.rbegin(), deque.rend()));
    std::vector<bool> bits(9000);
    for (std::size_t i = 0; i < bits.size(); i += 7) bits[i] = true;
    ut::samplesort(bits.begin(), bits.end());
    CHECK(std::is_sorted(bits.begin(), bits.end()));
}

TEST_CASE("comparators that are no order, or throw, and copies that throw, lose no element of samplesort") {
    std::vector<int> numbers(20000);
    std::iota(numbers.begin(), numbers.end(), 0);
    std::mt19937_64 random(9);
    const auto keeps_all = [&](auto less) {
        auto values = numbers;
        std::shuffle(values.begin(), values.end(), random);
        try {
            ut::samplesort(values.begin(), values.end(), less);
        } catch (int) {
        }
        std::sort(values.begin(), values.end());
        REQUIRE(values == numbers);
    };
    keeps_all([](int, int) { return true; });
    keeps_all([&](int, int) { return random() % 2 == 0; });
    keeps_all([&](int, int) { return random() % 50 == 0; });
    keeps_all([](int a, int b) { return a % 3 != 0 && b % 3 != 0 && a < b; }); // as NaNs do
    keeps_all([](int a, int b) { return a <= b; });
    for (int left = 1; left < 1000000; left = left * 3 + 1)
        keeps_all([calls = left](int a, int b) mutable { return calls-- == 0 ? throw 1 : a < b; });

    std::vector<stubborn> values;
    for (int i = 0; i < 20000; ++i) values.emplace_back(i * 7919 % 20000);
    stubborn::refuses = true;
    ut::samplesort(values.begin(), values.end());
    stubborn::refuses = false;
    CHECK(std::is_sorted(values.begin(), values.end()));
}
