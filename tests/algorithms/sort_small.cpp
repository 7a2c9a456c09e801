// Every order that a few elements can have.

#include "precompiled.hpp"

#include "elements.hpp"
#include "sorts.hpp"

namespace {

template <class T>
bool sorts_every_permutation(auto sort, int n) {
    std::vector<T> v;
    for (int i = 0; i < n; ++i) v.push_back(elements::make<T>(i, i));
    const std::vector<T> expected = v;
    const auto less = [](const T& a, const T& b) { return elements::rank(a) < elements::rank(b); };
    do {
        std::vector<T> w = v;
        sort(w.begin(), w.end(), less);
        if (w != expected) return false;
    } while (std::next_permutation(v.begin(), v.end(), less));
    return true;
}

/// 0-1 sequences of n elements: a network that sorts them all sorts everything (Knuth, 5.3.4).
template <class T>
bool sorts_every_sequence_of_two(auto sort, int n) {
    std::vector<T> v(static_cast<std::size_t>(n));
    for (unsigned bits = 0; bits >> n == 0; ++bits) {
        for (int i = 0; i < n; ++i) v[static_cast<std::size_t>(i)] = static_cast<T>(bits >> i & 1);
        sort(v.begin(), v.end(), [](T a, T b) { return a < b; });
        const int zeros = n - std::popcount(bits);
        for (int i = 0; i < n; ++i) {
            if (v[static_cast<std::size_t>(i)] != static_cast<T>(i >= zeros)) return false;
        }
    }
    return true;
}

} // namespace

TEMPLATE_TEST_CASE("sorts sort every permutation of up to eight elements", "", int, elements::pair16,
                   elements::wide, elements::move_counted) {
    for (int n = 0; n <= (std::is_same_v<TestType, int> ? 8 : 7); ++n) {
        CHECK(sorts_every_permutation<TestType>(sorts::sort{}, n));
        CHECK(sorts_every_permutation<TestType>(sorts::insertion_sort{}, n));
    }
}

TEST_CASE("sorts sort every sequence of zeros and ones of up to sixteen elements") {
    for (int n = 0; n <= 16; ++n) {
        CHECK(sorts_every_sequence_of_two<unsigned char>(sorts::sort{}, n));
        CHECK(sorts_every_sequence_of_two<unsigned long>(sorts::insertion_sort{}, n));
    }
}

TEST_CASE("sorts sort every size") {
    for (int n = 0; n <= 400; ++n) {
        const auto v = elements::shuffled<elements::pair16>(n, n % 3 == 0 ? 5 : n + 1);
        const auto w = elements::shuffled<elements::wide>(n, n % 3 == 0 ? 5 : n + 1);
        sorts::each([&](auto sort) {
            auto a = v;
            sort(a.begin(), a.end(), [](auto& x, auto& y) { return x.key < y.key; });
            CHECK(std::is_sorted(a.begin(), a.end()));
            CHECK(elements::same_multiset<elements::pair16>(a, v));
            auto b = w;
            sort(b.begin(), b.end(), [](auto& x, auto& y) { return x.key > y.key; });
            CHECK(std::is_sorted(b.rbegin(), b.rend()));
            CHECK(elements::same_multiset<elements::wide>(b, w));
        });
    }
}
