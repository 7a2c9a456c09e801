// What std leaves open of the binary searches: how often they compare, that they copy no comparator, and that
// one that is no order leads them nowhere outside of the range.

#include "precompiled.hpp"

#include "support/iterators.hpp"

#include "under_test.hpp"

namespace {

struct counting_less {
    int* calls;
    explicit counting_less(int* counter) : calls(counter) {}
    counting_less(counting_less&&) = default;
    bool operator()(int a, int b) { return ++*calls, a < b; }
};

int calls = 0;
struct counting_empty_less { // holds nothing: searched without branches
    bool operator()(int a, int b) const { return ++calls, a < b; }
};

struct noise {
    bool operator()(int, int) const { return (state() = state() * 6364136223846793005u + 1) >> 63 != 0; }
    static std::uint64_t& state() {
        static std::uint64_t s = 1;
        return s;
    }
};

} // namespace

TEST_CASE("a search compares log2(n) + O(1) times, and copies no comparator") {
    std::vector<int> sorted(200000);
    std::iota(sorted.begin(), sorted.end(), 0);
    for (const int n : {0, 1, 2, 3, 4, 5, 7, 8, 9, 1000, 1024, 65535, 65536, 200000}) {
        const auto first = sorted.begin();
        const auto last = first + n;
        const int most = static_cast<int>(std::bit_width(static_cast<unsigned>(n))) + 3;
        for (const int value : {-1, 0, n / 3, n - 1, n}) {
            calls = 0;
            CHECK(ut::lower_bound(first, last, value, counting_less(&calls)) ==
                  first + std::clamp(value, 0, n));
            CHECK(calls <= most);
            calls = 0;
            ut::equal_range(first, last, value, counting_less(&calls));
            CHECK(calls <= 2 * most);
            calls = 0;
            CHECK(ut::lower_bound(first, last, value, counting_empty_less{}) ==
                  first + std::clamp(value, 0, n));
            CHECK(calls <= most);
            calls = 0;
            ut::ranges::equal_range(first, last, value, counting_empty_less{});
            CHECK(calls <= 2 * most);
            calls = 0;
            ut::binary_search(first, last, value, counting_empty_less{});
            CHECK(calls <= most + 1);
        }
    }
}

TEST_CASE("a comparator that is no order leads no search outside of the range") {
    std::vector<int> values(100000);
    for (const std::size_t n : {1u, 2u, 3u, 4u, 5u, 31u, 1000u, 100000u}) {
        std::vector<int> exact(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(n));
        for (int i = 0; i < 200; ++i) {
            const auto lower = ut::lower_bound(exact.begin(), exact.end(), 0, noise{});
            const auto [low, high] = ut::equal_range(exact.begin(), exact.end(), 0, noise{});
            const auto always = ut::upper_bound(exact.begin(), exact.end(), 0, [](int, int) { return true; });
            REQUIRE((lower >= exact.begin() && lower <= exact.end()));
            REQUIRE((low >= exact.begin() && low <= high && high <= exact.end()));
            REQUIRE(always == exact.begin());
            ut::binary_search(exact.begin(), exact.end(), 0, noise{});
        }
    }
}

TEST_CASE("NaNs at the end of a sorted array do not mislead a search among its numbers") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double inf = std::numeric_limits<double>::infinity();
    const double a[] = {-inf, -1, -0.0, 0.0, 2, inf, nan, nan};
    CHECK(ut::lower_bound(a, a + 8, 0.0) == a + 2);
    CHECK(ut::lower_bound(a, a + 8, 2.0) == a + 4);
    CHECK(ut::lower_bound(a, a + 8, inf) == a + 5);
}
