// <algorithm> of the drop-in: overloads of Arsenal's where their constraints hold, the platform's functions
// elsewhere, and every way of naming them as before.

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <deque>
#include <functional>
#include <limits>
#include <list>
#include <memory>
#include <numeric>
#include <ranges>
#include <string>
#include <vector>

#ifndef ARSENAL_DROP_IN_ALGORITHM
#error "the drop-in was not found"
#endif

namespace {

constexpr bool sorts_at_compile_time() {
    std::array<int, 4> a{3, 1, 4, 1};
    std::sort(a.begin(), a.end());
    return std::binary_search(a.begin(), a.end(), 4) && std::find(a.begin(), a.end(), 3) == a.begin() + 2;
}
static_assert(sorts_at_compile_time());

/// Arsenal puts NaNs last; std's functions leave these as they are.
template <class Sort>
bool is_arsenals(Sort sort) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    double numbers[] = {nan, 2, nan, 1};
    sort(numbers, numbers + 4);
    return numbers[0] == 1 && numbers[1] == 2;
}

void platform_or_arsenal(void (*sort)(double*, double*)) { CHECK(is_arsenals(sort)); }

} // namespace

TEST_CASE("drop_in: sort is Arsenal's, however it is named") {
    CHECK(is_arsenals([](double* first, double* last) { std::sort(first, last); }));
    CHECK(is_arsenals([](double* first, double* last) { std::sort(first, last, std::less<>()); }));
    CHECK(is_arsenals([](double* first, double* last) { std::sort<double*>(first, last); }));
    CHECK(is_arsenals([](double* first, double* last) {
        using std::sort;
        sort(first, last);
    }));
    platform_or_arsenal(&std::sort<double*>);
    platform_or_arsenal(std::sort);
    std::vector<int> v{2, 1};
    sort(v.begin(), v.end()); // by argument-dependent lookup
    CHECK(v[0] == 1);
}

TEST_CASE("drop_in: sort of what is no array, does not copy, or has no order of its own") {
    std::deque<int> deque{3, 1, 2};
    std::sort(deque.begin(), deque.end(), std::greater<int>());
    CHECK(deque.front() == 3);
    std::vector<bool> bits{true, false, true};
    std::sort(bits.begin(), bits.end());
    CHECK_FALSE(bits[0]);
    std::vector<std::unique_ptr<int>> pointers;
    pointers.push_back(std::make_unique<int>(2));
    pointers.push_back(std::make_unique<int>(1));
    std::sort(pointers.begin(), pointers.end(), [](const auto& a, const auto& b) { return *a < *b; });
    CHECK(*pointers[0] == 1);
    std::vector<std::string> strings{"b", "c", "a"};
    std::sort(strings.rbegin(), strings.rend());
    CHECK(strings[0] == "c");
    std::ranges::sort(strings);
    CHECK(strings[0] == "a");
}

TEST_CASE("drop_in: searches, of random access and of less") {
    const std::vector<int> v{1, 2, 2, 3};
    const std::list<int> list(v.begin(), v.end());
    CHECK(std::lower_bound(v.begin(), v.end(), 2) - v.begin() == 1);
    CHECK(std::upper_bound(v.begin(), v.end(), 2L) - v.begin() == 3);
    CHECK(std::equal_range(v.begin(), v.end(), 2, std::less<>()) == std::pair(v.begin() + 1, v.begin() + 3));
    CHECK(std::binary_search(v.begin(), v.end(), 3));
    CHECK(*std::lower_bound(list.begin(), list.end(), 3) == 3);
    CHECK(std::binary_search(list.begin(), list.end(), 1));
}

TEST_CASE("drop_in: scans, of arrays of numbers and of others") {
    const std::vector<int> v{3, 1, 2, 1};
    const std::deque<int> deque(v.begin(), v.end());
    CHECK(std::find(v.begin(), v.end(), 2) - v.begin() == 2);
    CHECK(std::find(deque.begin(), deque.end(), 2) - deque.begin() == 2);
    CHECK(std::count(v.begin(), v.end(), 1) == 2);
    CHECK(std::equal(v.begin(), v.end(), deque.begin()));
    CHECK(std::equal(v.begin(), v.end(), v.data(), v.data() + 4));
    CHECK(std::mismatch(v.begin(), v.end(), v.begin() + 1).first == v.begin());
    CHECK(*std::min_element(v.begin(), v.end()) == 1);
    CHECK(std::max_element(v.begin(), v.end()) == v.begin());
    CHECK(std::minmax_element(v.begin(), v.end()).first == v.begin() + 1);
    CHECK(std::lexicographical_compare(v.begin() + 1, v.end(), v.begin(), v.end()));
    CHECK(std::is_sorted_until(v.begin(), v.end()) == v.begin() + 1);
    const std::vector<std::string> words{"a", "b"};
    CHECK(std::find(words.begin(), words.end(), "b") == words.begin() + 1);
    CHECK(std::max<int>(1, 2L) == 2);
    CHECK(std::accumulate<const int*, long>(v.data(), v.data() + 4, 0) == 7);
}

TEST_CASE("drop_in: the other sorts, and what moves numbers") {
    std::vector<int> v{5, 3, 4, 1, 2};
    std::nth_element(v.begin(), v.begin() + 2, v.end());
    CHECK(v[2] == 3);
    std::stable_sort(v.begin(), v.end(), std::greater<>());
    CHECK(v == std::vector{5, 4, 3, 2, 1});
    std::partial_sort(v.begin(), v.begin() + 2, v.end());
    CHECK((v[0] == 1 && v[1] == 2));
    std::vector<int> halves{2, 4, 1, 3};
    std::inplace_merge(halves.begin(), halves.begin() + 2, halves.end());
    CHECK(halves == std::vector{1, 2, 3, 4});
    std::reverse(halves.begin(), halves.end());
    std::replace(halves.begin(), halves.end(), 2, 3);
    CHECK(halves == std::vector{4, 3, 3, 1});
    CHECK(std::unique(halves.begin(), halves.end()) - halves.begin() == 3);
    CHECK(std::remove(halves.begin(), halves.begin() + 3, 3) - halves.begin() == 2);
    std::vector<std::string> words{"b", "a", "b"};
    std::stable_sort(words.begin(), words.end());
    CHECK(std::unique(words.begin(), words.end()) - words.begin() == 2);
}
