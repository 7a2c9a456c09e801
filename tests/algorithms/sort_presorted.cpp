// What is nearly in order takes ways of its own through sort: every shape and size of it, comparators that
// are no order or throw on the way, and what it costs.

#include "precompiled.hpp"

#include "support/exact_block.hpp"

#include "elements.hpp"
#include "sorts.hpp"

namespace {

constexpr int shapes = 9;

/// n ranks of a shape.
std::vector<int> ranks(int shape, int n, std::mt19937& random) {
    std::vector<int> v(static_cast<std::size_t>(n));
    std::iota(v.begin(), v.end(), 0);
    const auto any = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
    const auto place = [&] { return v.begin() + any(n); };
    const int tooth = std::max(1, static_cast<int>(std::sqrt(n)));
    switch (shape) {
    case 0: // a few out of place
        for (int i = any(1 + n / 50) + 1; i > 0; --i) std::iter_swap(place(), place());
        break;
    case 1: // appended to
        for (auto at = v.end() - std::min(n, 1 + n / 40); at != v.end(); ++at) *at = any(n);
        break;
    case 2:
        std::reverse(v.begin() + any(n), v.end());
        break;
    case 3:
        std::reverse(v.begin(), v.end());
        for (int& x : v) x /= 2; // equal neighbours
        break;
    case 4:
        std::rotate(v.begin(), place(), v.end());
        break;
    case 5:
        for (std::size_t i = 0; i < v.size(); ++i) v[i] = static_cast<int>(i) % tooth;
        break;
    case 6: // in order for a while
        std::shuffle(v.begin() + n / 3, v.end(), random);
        break;
    case 7: // one early that stands out, then another
        std::rotate(v.begin() + n / 4, v.begin() + n / 4 + 1, v.end());
        std::iter_swap(v.begin() + n / 2, v.end() - 1);
        break;
    default:
        for (int& x : v) x = any(2);
    }
    return v;
}

template <class T>
std::vector<T> made(const std::vector<int>& ranks) {
    std::vector<T> v;
    for (std::size_t i = 0; i < ranks.size(); ++i)
        v.push_back(elements::make<T>(ranks[i], static_cast<int>(i)));
    return v;
}

/// Lies to every seventh question or so, and throws at one.
template <class T>
struct unreliable_less {
    std::minstd_rand& random;
    int& left;

    bool operator()(const T& a, const T& b) const {
        if (left-- == 0) throw 1;
        return (a < b) != (random() % 7 == 0);
    }
};

} // namespace

TEMPLATE_TEST_CASE("sort sorts what is nearly sorted, whatever its size", "", elements::pair16,
                   elements::wide, std::string) {
    std::mt19937 random(1);
    for (int n = 1; n < 1500; n += 1 + n / 20) {
        for (int shape = 0; shape < shapes; ++shape) {
            const auto source = made<TestType>(ranks(shape, n, random));
            auto by_less = source;
            ut::sort(by_less.begin(), by_less.end());
            auto by_comparator = source;
            ut::sort(by_comparator.begin(), by_comparator.end(), [](auto& a, auto& b) { return a < b; });
            bool same = elements::same_multiset<TestType>(by_less, source) &&
                        elements::same_multiset<TestType>(by_comparator, source);
            bool sorted = std::is_sorted(by_less.begin(), by_less.end()) &&
                          std::is_sorted(by_comparator.begin(), by_comparator.end());
            if constexpr (requires { &TestType::key; }) {
                auto by_key = source;
                ut::ranges::sort(by_key, {}, &TestType::key);
                same = same && elements::same_multiset<TestType>(by_key, source);
                sorted = sorted && std::is_sorted(by_key.begin(), by_key.end());
            }
            if (!same || !sorted) FAIL(n << ' ' << shape << ' ' << same);
        }
    }
}

TEMPLATE_TEST_CASE("no element of what is nearly sorted is lost to a comparator that lies or throws", "",
                   elements::pair16, elements::wide) {
    std::mt19937 random(2);
    std::minstd_rand lies(3);
    for (const int n : {2, 3, 4, 9, 20, 30, 64, 65, 200, 700}) {
        for (int shape = 0; shape < shapes; ++shape) {
            const auto source = made<TestType>(ranks(shape, n, random));
            for (int calls = 0; calls < 4 * n; calls += 1 + n / 8) {
                support::exact_block<TestType> block(source);
                int left = calls;
                try {
                    ut::sort(block.begin(), block.end(), unreliable_less<TestType>{lies, left});
                } catch (int) {
                }
                REQUIRE(elements::same_multiset<TestType>({block.begin(), block.end()}, source));
            }
        }
    }
}

#if !ARSENAL_TEST_STD
TEST_CASE("few elements out of place cost a few comparisons for each element") {
    std::mt19937 random(4);
    for (const int n : {1000, 30000}) {
        for (const int shape : {1, 7}) {
            auto v = made<elements::wide>(ranks(shape, n, random));
            int calls = 0;
            ut::sort(v.begin(), v.end(), [&](auto& a, auto& b) { return ++calls, a < b; });
            CHECK(calls < 3 * n);
        }
    }
}

TEMPLATE_TEST_CASE("insertion_sort's networks sort every sequence of zeros and ones, and every permutation",
                   "", unsigned char, std::byte, bool, short, long, const int*) {
    static const int array[16] = {};
    const auto key = [](int i) {
        if constexpr (std::is_pointer_v<TestType>) {
            return array + i;
        } else {
            return static_cast<TestType>(i);
        }
    };
    for (int n = 0; n <= 18; ++n) {
        for (unsigned bits = 0; bits >> n == 0; ++bits) {
            TestType up[18], down[18];
            for (int i = 0; i < n; ++i) up[i] = down[i] = key(static_cast<int>(bits >> i & 1));
            ut::insertion_sort(up, up + n);
            ut::insertion_sort(down, down + n, std::greater<>{});
            const int ones = std::popcount(bits);
            bool ok = true;
            for (int i = 0; i < n; ++i) ok &= up[i] == key(i >= n - ones) && down[i] == key(i < ones);
            if (!ok) FAIL(n << ' ' << bits);
        }
    }
    if constexpr (sizeof(TestType) >= 2) {
        for (int n = 2; n <= 8; ++n) {
            std::array<int, 8> order{0, 1, 2, 3, 4, 5, 6, 7};
            do {
                TestType keys[8];
                for (int i = 0; i < n; ++i) keys[i] = key(order[static_cast<std::size_t>(i)]);
                ut::insertion_sort(keys, keys + n);
                bool ok = true;
                for (int i = 0; i < n; ++i) ok &= keys[i] == key(i);
                if (!ok) FAIL(n);
            } while (std::next_permutation(order.begin(), order.begin() + n));
        }
    }
}
#endif
