// interpolation_search against lower_bound: every kind of key, both orders, even and skewed spreads.

#include "precompiled.hpp"

#include "support/iterators.hpp"

#include "under_test.hpp"

namespace {

template <class T>
struct numbers {
    std::vector<T> elements, keys;
};

template <class T>
numbers<T> make(std::size_t n, int spread, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    numbers<T> made;
    const auto draw = [&]() -> T {
        const std::uint64_t x = random();
        switch (spread) {
        case 0:
            return static_cast<T>(x); // even
        case 1:
            return static_cast<T>(x >> (random() % 64)); // exponential
        case 2:
            return static_cast<T>(x % 5); // few
        case 3:
            return static_cast<T>(x % 100 == 0 ? x : x % 1000); // most of them close together
        default:
            return static_cast<T>(std::uint64_t{1} << (x % 64));
        }
    };
    for (std::size_t i = 0; i < n; ++i) made.elements.push_back(draw());
    for (int i = 0; i < 100; ++i) made.keys.push_back(draw());
    for (std::size_t i = 0; i < n; i += 1 + n / 50) made.keys.push_back(made.elements[i]);
    for (const T extreme : {std::numeric_limits<T>::lowest(), T(0), std::numeric_limits<T>::max()}) {
        made.keys.push_back(extreme);
        if (n > 10 && seed % 2 == 0)
            made.elements[n / 3] = extreme, made.elements[0] = std::numeric_limits<T>::lowest();
    }
    return made;
}

template <class T, class Compare>
void check(std::size_t n, int spread) {
    auto [elements, keys] = make<T>(n, spread, n + static_cast<unsigned>(spread));
    const Compare less;
    std::sort(elements.begin(), elements.end(), less);
    for (const T key : keys) {
        const auto expected = std::lower_bound(elements.begin(), elements.end(), key, less);
        const auto classic = ut::interpolation_search(elements.begin(), elements.end(), key, less);
        const auto ranged = ut::ranges::interpolation_search(elements, key, less);
        if (classic != expected || ranged != expected) {
            CAPTURE(n, spread, expected - elements.begin(), classic - elements.begin());
            FAIL("not where lower_bound is");
        }
    }
}

struct row {
    unsigned id;
    const char* name;
};

constexpr bool at_compile_time() {
    std::array<int, 5000> squares{};
    for (int i = 0; i < 5000; ++i) squares[static_cast<std::size_t>(i)] = i * i;
    for (int i = 2; i < 5000; i += 501) {
        if (ut::interpolation_search(squares.begin(), squares.end(), i * i - 1) != squares.begin() + i)
            return false;
    }
    return true;
}

} // namespace

TEMPLATE_TEST_CASE("interpolation_search is lower_bound", "", signed char, unsigned char, short, int,
                   unsigned, long long, std::uint64_t, float, double) {
    for (const std::size_t n : {0, 1, 2, 100, 4096, 4097, 30000}) {
        for (int spread = 0; spread < 5; ++spread) {
            check<TestType, std::less<>>(n, spread);
            check<TestType, std::ranges::greater>(n, spread);
        }
    }
}

TEST_CASE("interpolation_search takes 128-bit integers, pointers and projections, at compile time, too") {
    STATIC_REQUIRE(at_compile_time());
    __extension__ using wide = __int128;
    std::vector<wide> wides;
    for (int i = -4000; i < 4000; ++i) wides.push_back(wide(i) << 115);
    for (std::size_t i = 0; i < wides.size(); i += 7)
        REQUIRE(ut::interpolation_search(wides.begin(), wides.end(), wides[i]) ==
                wides.begin() + static_cast<int>(i));

    const std::vector<char> bytes(6000);
    std::vector<const char*> places;
    for (const char& b : bytes) places.push_back(&b);
    CHECK(ut::ranges::interpolation_search(places, &bytes[1234]) == places.begin() + 1234);

    std::vector<row> rows;
    for (unsigned i = 0; i < 6000; ++i) rows.push_back({i * 3, "row"});
    CHECK(ut::ranges::interpolation_search(rows, 301, {}, &row::id) == rows.begin() + 101);
    CHECK(ut::ranges::interpolation_search(rows.rbegin(), rows.rend(), 300, std::greater<>(), &row::id)->id ==
          300);
    STATIC_REQUIRE(std::is_same_v<decltype(ut::ranges::interpolation_search(std::vector<int>{}, 1)),
                                  std::ranges::dangling>);

    std::deque<int> deque(5000);
    std::iota(deque.begin(), deque.end(), -250);
    CHECK(*ut::interpolation_search(deque.begin(), deque.end(), 17) == 17);
}

TEST_CASE("infinities and NaNs at its ends do not mislead interpolation_search") {
    const double inf = std::numeric_limits<double>::infinity();
    std::vector<double> a(5000);
    std::iota(a.begin(), a.end(), 1);
    a[0] = -inf;
    a[4998] = inf;
    a[4999] = std::numeric_limits<double>::quiet_NaN();
    for (int i = 1; i < 4998; i += 9)
        REQUIRE(ut::interpolation_search(a.begin(), a.end(), a[static_cast<std::size_t>(i)]) ==
                a.begin() + i);
    CHECK(ut::interpolation_search(a.begin(), a.end(), inf) == a.begin() + 4998);
    CHECK(ut::interpolation_search(a.begin(), a.end(), -inf) == a.begin());
    CHECK(ut::interpolation_search(a.begin(), a.end(), a[4999]) == a.begin());
}

TEST_CASE("interpolation_search probes O(log n) keys, however they are spread") {
    for (int spread = 0; spread < 5; ++spread) {
        auto [elements, keys] = make<std::uint64_t>(1 << 16, spread, 7);
        std::sort(elements.begin(), elements.end());
        int probes = 0;
        const auto counted = [&](std::uint64_t x) { return ++probes, x; };
        for (const auto key : keys) {
            probes = 0;
            ut::ranges::interpolation_search(elements, key, {}, counted);
            REQUIRE(probes <= 2 + 7 + 8 + 16 + 4);
        }
    }
}

TEST_CASE("interpolation_search asks its elements as the iterator gives them, volatile or not const") {
    volatile int numbers[5000];
    for (int i = 0; i < 5000; ++i) numbers[i] = i;
    CHECK(ut::interpolation_search(numbers, numbers + 5000, 17) == numbers + 17);
    std::vector<row> rows;
    for (unsigned i = 0; i < 6000; ++i) rows.push_back({i * 3, "row"});
    CHECK(ut::ranges::interpolation_search(rows, 300, {}, [](row& r) -> unsigned& { return r.id; }) ==
          rows.begin() + 100);
}

namespace {

// The keys key_of(0), key_of(1), ... of a range that nothing stores.
struct lazy_keys {
    using value_type = long;
    using difference_type = std::ptrdiff_t;
    using reference = long;
    using pointer = void;
    using iterator_category = std::random_access_iterator_tag;

    long (*key_of)(long);
    long at;

    long operator*() const { return key_of(at); }
    long operator[](long n) const { return key_of(at + n); }
    lazy_keys& operator++() { return ++at, *this; }
    lazy_keys& operator+=(long n) { return at += n, *this; }
    friend lazy_keys operator+(lazy_keys i, long n) { return i += n; }
    friend long operator-(const lazy_keys& a, const lazy_keys& b) { return a.at - b.at; }
};

} // namespace

TEST_CASE("interpolation_search finds its way in ranges as long as a difference is") {
    constexpr long most = std::numeric_limits<long>::max();
    constexpr long (*keys[])(long) = {
        [](long i) { return i; },
        [](long i) { return i / 3 - most / 2; },
        [](long i) { return i < most - 1 ? i / 1024 : most; }, // one far away: guesses come too low
        [](long i) { return i == 0 ? -most : most - (most - i) / 1024; },
        [](long i) { return i < most / 5 * 4 ? 0 : i; },
    };
    for (const auto key_of : keys)
        for (const long n : {most, most / 2 + 1, most / 2 - 5})
            for (const long at : {0L, 1L, 5000L, n / 7, n / 2, n / 2 + 1, n / 5 * 4 + 9, n - 2, n - 1}) {
                const lazy_keys first{key_of, 0};
                const lazy_keys found = ut::interpolation_search(first, lazy_keys{key_of, n}, key_of(at));
                REQUIRE(found.at <= at);
                REQUIRE(*found == key_of(at));
                if (found.at != 0) REQUIRE(key_of(found.at - 1) < key_of(at));
            }
}
