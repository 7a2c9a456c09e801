// Comparators that are no strict weak order: no read outside the range (the sanitizers watch exact blocks),
// no element lost or doubled, O(n log n) calls. The platform's std reads outside.

#include "precompiled.hpp"

#include "support/exact_block.hpp"

#include "bad_less.hpp"
#include "elements.hpp"
#include "sorts.hpp"

namespace {

/// As many calls as any sort here may make.
std::size_t allowed_calls(std::size_t n) {
    return 64 + n * 6 * (1 + static_cast<std::size_t>(std::bit_width(n)));
}

template <class T>
void check_every_comparator(const std::vector<T>& source) {
    std::minstd_rand random(7);
    sorts::each([&]<class Sort>(Sort sort) {
        if (sorts::is_quadratic<Sort> && source.size() > 100) return;
        for (int kind = 0; kind < bad_less<T>::kinds; ++kind) {
            support::exact_block<T> block(source);
            std::size_t calls = 0;
            sort(block.begin(), block.end(), bad_less<T>{kind, calls, random});
            CHECK(elements::same_multiset<T>({block.begin(), block.end()}, source));
            if constexpr (!sorts::is_quadratic<Sort>) CHECK(calls <= allowed_calls(source.size()));
        }
    });
}

} // namespace

TEMPLATE_TEST_CASE("no comparator makes a sort lose an element or leave the range", "", int, elements::pair16,
                   elements::wide, elements::move_counted, std::string) {
    for (int n : {2, 3, 9, 17, 24, 25, 50, 129, 300}) {
        check_every_comparator(elements::shuffled<TestType>(n, n));
        check_every_comparator(elements::shuffled<TestType>(n, 4));
    }
}

TEMPLATE_TEST_CASE("no comparator makes a sort of many elements quadratic", "", int, elements::wide,
                   std::string) {
    check_every_comparator(elements::shuffled<TestType>(1500, 1500));
}

TEST_CASE("NaNs under < stay where a sort by < may leave them, and none is lost") {
    std::vector<double> source;
    for (int i = 0; i < 500; ++i) {
        source.push_back(i % 7 == 0 ? std::numeric_limits<double>::quiet_NaN() : (i * 37) % 101 - 50.0);
    }
    sorts::each([&](auto sort) {
        auto v = source;
        sort(v.begin(), v.end(), [](double a, double b) { return a < b; });
        CHECK(elements::same_multiset<double>(v, source));
    });
}
