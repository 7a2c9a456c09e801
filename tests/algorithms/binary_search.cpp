// [binary.search] and partition_point, in the classic and the ranges form.

#include "precompiled.hpp"

#include "support/iterators.hpp"

#include "under_test.hpp"

namespace {

struct item {
    int key;
    char name;
};

struct by_key {
    constexpr bool operator()(const item& a, int b) const { return a.key < b; }
    constexpr bool operator()(int a, const item& b) const { return a < b.key; }
};

// Each search against a scan.
template <class I>
constexpr bool agrees(I first, I last, int value) {
    int below = 0;
    int not_above = 0;
    I lower = first;
    I upper = first;
    for (I i = first; i != last; ++i) {
        if (*i < value) ++below, ++lower;
        if (!(value < *i)) ++not_above, ++upper;
    }
    const bool holds = below != not_above;
    const auto less = [](int a, int b) { return a < b; };
    const auto is_below = [&](int a) { return a < value; };
    const test::sentinel_at<I> end{last};
    return ut::lower_bound(first, last, value) == lower && ut::upper_bound(first, last, value) == upper &&
           ut::equal_range(first, last, value) == std::pair(lower, upper) &&
           ut::binary_search(first, last, value) == holds &&
           ut::lower_bound(first, last, value, less) == lower &&
           ut::upper_bound(first, last, value, less) == upper &&
           ut::equal_range(first, last, value, less) == std::pair(lower, upper) &&
           ut::binary_search(first, last, value, less) == holds &&
           ut::partition_point(first, last, is_below) == lower &&
           ut::ranges::partition_point(first, end, is_below) == lower &&
           ut::ranges::lower_bound(first, end, value) == lower &&
           ut::ranges::upper_bound(first, end, value) == upper &&
           ut::ranges::equal_range(first, end, value).begin() == lower &&
           ut::ranges::equal_range(first, end, value).end() == upper &&
           ut::ranges::binary_search(first, end, value) == holds;
}

constexpr bool agree_up_to(int longest) {
    int a[40] = {};
    for (int n = 0; n <= longest; ++n) {
        for (int repeats = 1; repeats <= 3; ++repeats) {
            for (int i = 0; i < n; ++i) a[i] = i / repeats * 2;
            for (int value = -1; value <= 2 * n + 1; ++value) {
                bool good = true;
                test::each_forward_category(a, static_cast<std::size_t>(n), [&](auto first, auto last) {
                    good = good && agrees(first, last, value);
                });
                if (!good) return false;
            }
        }
    }
    return true;
}

constexpr bool agree_on_pointers() {
    const int a[] = {1, 3, 3, 3, 5, 7, 7, 9, 11, 13, 15};
    for (int value = 0; value <= 16; ++value) {
        if (!agrees(a, a + 11, value)) return false;
    }
    return true;
}

template <class T>
void search_all_of(std::vector<T> sorted, const std::vector<T>& values) {
    std::sort(sorted.begin(), sorted.end());
    for (const T& v : values) {
        const auto lower = ut::lower_bound(sorted.begin(), sorted.end(), v);
        const auto upper = ut::upper_bound(sorted.begin(), sorted.end(), v);
        REQUIRE(lower == std::partition_point(sorted.begin(), sorted.end(), [&](auto& e) { return e < v; }));
        REQUIRE(upper ==
                std::partition_point(sorted.begin(), sorted.end(), [&](auto& e) { return !(v < e); }));
        REQUIRE(ut::equal_range(sorted.begin(), sorted.end(), v) == std::pair(lower, upper));
        REQUIRE(ut::binary_search(sorted.begin(), sorted.end(), v) == (lower != upper));
    }
}

} // namespace

TEST_CASE("the searches agree with a scan, at compile time and at run time, in every iterator category") {
    STATIC_REQUIRE(agree_up_to(3));
    STATIC_REQUIRE(agree_on_pointers());
    CHECK(agree_up_to(37));
}

TEST_CASE("the searches take values of another type than the elements") {
    const item items[] = {{1, 'a'}, {3, 'b'}, {3, 'c'}, {7, 'd'}};
    CHECK(ut::lower_bound(items, items + 4, 3, by_key{}) == items + 1);
    CHECK(ut::upper_bound(items, items + 4, 3, by_key{}) == items + 3);
    CHECK(ut::equal_range(items, items + 4, 3, by_key{}) == std::pair(items + 1, items + 3));
    CHECK(ut::binary_search(items, items + 4, 7, by_key{}));
    CHECK(ut::ranges::lower_bound(items, 4, {}, &item::key) == items + 3);
    CHECK(ut::ranges::upper_bound(items, 7, {}, &item::key) == items + 4);
    CHECK(ut::ranges::equal_range(items, 3, {}, &item::key).size() == 2);
    CHECK(ut::ranges::binary_search(items, 'c', {}, &item::name));
    CHECK(ut::ranges::partition_point(items, [](int key) { return key < 5; }, &item::key) == items + 3);

    const long descending[] = {9, 7, 7, 1};
    CHECK(ut::lower_bound(descending, descending + 4, 7, std::greater<>()) == descending + 1);
    CHECK(ut::ranges::upper_bound(descending, 7, std::ranges::greater{}) == descending + 3);
    CHECK(ut::lower_bound(std::rbegin(descending), std::rend(descending), 7).base() == descending + 3);

    const std::vector<bool> bits{false, false, true};
    CHECK(ut::lower_bound(bits.begin(), bits.end(), true) - bits.begin() == 2);
    const std::deque<std::string> words{"a", "b", "d"};
    CHECK(ut::lower_bound(words.begin(), words.end(), "c") - words.begin() == 2);
}

TEST_CASE("the searches agree with bisection on long arrays of numbers, pairs and strings") {
    std::mt19937_64 random(1);
    for (const std::size_t n : {1u, 100u, 5000u, 70000u}) {
        std::vector<std::uint64_t> numbers(n);
        for (auto& x : numbers) x = random() % (2 * n);
        std::vector<std::uint64_t> values{0, 1, ~std::uint64_t{0}};
        for (int i = 0; i < 300; ++i) values.push_back(random() % (2 * n + 2));
        search_all_of(numbers, values);
        search_all_of(std::vector<double>(numbers.begin(), numbers.end()),
                      std::vector<double>(values.begin(), values.end()));
        if (n > 5000) continue;
        std::vector<std::pair<unsigned char, int>> pairs;
        std::vector<std::string> words;
        for (const auto x : numbers) {
            pairs.emplace_back(static_cast<unsigned char>(x), static_cast<int>(x >> 3));
            words.push_back(std::to_string(x));
        }
        search_all_of(pairs, pairs);
        search_all_of(words, words);
    }
}

TEST_CASE("a search in a range that is about to end dangles") {
    STATIC_REQUIRE(
        std::is_same_v<decltype(ut::ranges::lower_bound(std::vector<int>{}, 1)), std::ranges::dangling>);
    STATIC_REQUIRE(
        std::is_same_v<decltype(ut::ranges::equal_range(std::vector<int>{}, 1)), std::ranges::dangling>);
    CHECK(ut::ranges::binary_search(std::vector<int>{1, 2}, 2));
}

TEST_CASE("an exception of the comparator reaches the caller") {
    const int a[] = {1, 2, 3, 4, 5, 6};
    const auto throwing = [](int, int) -> bool { throw 1; };
    CHECK_THROWS_AS(ut::lower_bound(a, a + 6, 1, throwing), int);
    CHECK_THROWS_AS(ut::ranges::equal_range(a, 1, throwing), int);
}

namespace {

struct open_item { // asked by callables that take no const
    int key;
    constexpr int& get() { return key; }
};

constexpr bool asks_as_the_iterator_does() {
    open_item items[] = {{1}, {3}, {3}, {5}, {7}, {9}};
    const auto less = [](auto& a, const auto& b) {
        if constexpr (requires { a.get(); })
            return a.get() < b;
        else
            return a < b.key;
    };
    const auto get = [](open_item& i) -> int& { return i.get(); };
    return ut::lower_bound(items, items + 6, 3, [](open_item& a, int b) { return a.get() < b; }) ==
               items + 1 &&
           ut::upper_bound(items, items + 6, 3, [](int a, open_item& b) { return a < b.get(); }) ==
               items + 3 &&
           ut::equal_range(items, items + 6, 3, less).second == items + 3 &&
           ut::partition_point(items, items + 6, [](open_item& a) { return a.get() < 6; }) == items + 4 &&
           ut::ranges::lower_bound(items, 5, {}, get) == items + 3 &&
           ut::ranges::upper_bound(items, 5, {}, get) == items + 4 &&
           ut::ranges::equal_range(items, 3, {}, get).size() == 2 &&
           ut::ranges::binary_search(items, 9, {}, get);
}

} // namespace

TEST_CASE("callables that take their elements by a reference to what is not const are asked") {
    STATIC_REQUIRE(asks_as_the_iterator_does());
    CHECK(asks_as_the_iterator_does());
}

TEST_CASE("the searches take arrays of what is volatile") {
    volatile int a[100];
    for (int i = 0; i < 100; ++i) a[i] = i / 2;
    CHECK(ut::lower_bound(a, a + 100, 7) == a + 14);
    CHECK(ut::upper_bound(a, a + 100, 7) == a + 16);
    CHECK(ut::equal_range(a, a + 100, 7) == std::pair(a + 14, a + 16));
    CHECK(ut::binary_search(a, a + 100, 49));
}
