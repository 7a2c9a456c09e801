// radix_sort: every kind of key in both orders, whose elements all remain, bit by bit.

#include "precompiled.hpp"

#include <bit>
#include <compare>
#include <cstring>
#include <string_view>
#include <tuple>

#include "support/iterators.hpp"
#include "support/move_only.hpp"

#include "under_test.hpp"

namespace own {

enum class backwards : int {};
bool operator<(backwards a, backwards b) { return static_cast<int>(a) > static_cast<int>(b); }
enum class compared_in_three_ways : int {};
std::strong_ordering operator<=>(compared_in_three_ways a, compared_in_three_ways b) {
    return static_cast<int>(b) <=> static_cast<int>(a);
}
enum class plain : int {};

struct item {
    int key;
};
/// Points to items, and throws where it points to none.
struct checked_pointer {
    const item* to;
    const item& operator*() const { return to == nullptr ? throw 0 : *to; }
};

/// Converts to a string, and compares in another way.
struct name {
    std::string text;
    operator std::string_view() const { return text; }
    friend bool operator<(const name& a, const name& b) { return b.text < a.text; }
};

/// A tuple for structured bindings, with a get of its own namespace alone.
struct point {
    int x, y;
    friend bool operator<(const point& a, const point& b) { return a.y < b.y; }
};
template <std::size_t I>
int get(const point& p) {
    return I == 0 ? p.x : p.y;
}

} // namespace own

template <>
struct std::tuple_size<own::point> : std::integral_constant<std::size_t, 2> {};
template <std::size_t I>
struct std::tuple_element<I, own::point> {
    using type = int;
};

namespace {

template <class T>
concept radix_sorts = requires(T* p) { ut::radix_sort(p, p); };

template <class T>
using bits_of = std::array<unsigned char, sizeof(T)>;

template <class T>
std::vector<bits_of<T>> sorted_bits(const std::vector<T>& values) {
    std::vector<bits_of<T>> bits;
    for (const T& v : values) bits.push_back(std::bit_cast<bits_of<T>>(v));
    std::sort(bits.begin(), bits.end());
    return bits;
}

template <class T, class Less>
bool is_ordered(const std::vector<T>& v, Less less) {
    for (std::size_t i = 1; i < v.size(); ++i) {
        if constexpr (std::is_floating_point_v<T>) {
            if (v[i] == v[i]) { // a number: after no NaN, and zeros by their signs
                if (v[i - 1] != v[i - 1] || less(v[i], v[i - 1])) return false;
                const bool falling = less(T(1), T(0));
                if (v[i] == 0 && v[i - 1] == 0 && std::signbit(v[i]) != std::signbit(v[i - 1]) &&
                    std::signbit(v[i]) != falling)
                    return false;
            }
        } else if (less(v[i], v[i - 1])) {
            return false;
        }
    }
    return true;
}

template <class T, class Compare>
void check(std::size_t n, int spread) {
    std::mt19937_64 random(n * 31 + static_cast<unsigned>(spread));
    std::vector<T> values(n);
    for (T& v : values) {
        const std::uint64_t bits = spread == 0   ? random()
                                   : spread == 1 ? random() >> random() % 64
                                                 : random() % 7;
        if constexpr (std::is_floating_point_v<T>) {
            std::memcpy(&v, &bits, sizeof v); // NaNs, infinities, denormals and zeros
            if (spread == 2)
                v = (bits & 1) != 0 ? T(-0.0) : bits == 6 ? std::numeric_limits<T>::quiet_NaN() : T(bits);
        } else {
            v = static_cast<T>(spread == 2 ? bits - 3 : bits);
        }
    }
    const auto before = sorted_bits(values);
    auto again = values;
    ut::radix_sort(values.begin(), values.end(), Compare());
    ut::ranges::radix_sort(again, Compare());
    if (!is_ordered(values, Compare()) || sorted_bits(values) != before || sorted_bits(again) != before ||
        !is_ordered(again, Compare())) {
        CAPTURE(n, spread);
        FAIL("not sorted");
    }
}

struct person {
    std::string name;
    int age;
    double height;
    support::move_only id;
};

constexpr bool at_compile_time() {
    std::array<int, 300> a{};
    for (int i = 0; i < 300; ++i) a[static_cast<std::size_t>(i)] = (i * 7919 % 300 - 150) * 1000;
    ut::radix_sort(a.begin(), a.end(), std::greater<>());
    return std::is_sorted(a.begin(), a.end(), std::greater<>());
}

} // namespace

TEMPLATE_TEST_CASE("radix_sort sorts numbers and keeps their bits", "", signed char, unsigned char, short,
                   int, unsigned, long long, std::uint64_t, float, double) {
    for (std::size_t n = 0; n < 20; ++n) check<TestType, std::less<>>(n, 2);
    for (const std::size_t n : {160, 161, 300, 1000, 20000}) {
        for (int spread = 0; spread < 3; ++spread) {
            check<TestType, std::less<>>(n, spread);
            check<TestType, std::ranges::greater>(n, spread);
        }
    }
}

TEST_CASE("radix_sort sorts by pairs, tuples, arrays, wide integers, pointers and enumerations") {
    STATIC_REQUIRE(at_compile_time());
    std::mt19937_64 random(5);
    __extension__ using wide = __int128;
    enum class color : signed char { red = -1, green, blue };
    std::vector<int> array(9000);
    std::vector<std::pair<short, float>> pairs;
    std::vector<std::tuple<unsigned char, int, char>> tuples;
    std::vector<std::array<std::uint16_t, 3>> arrays;
    std::vector<wide> wides;
    std::vector<const int*> pointers;
    std::vector<color> colors;
    for (int i = 0; i < 9000; ++i) {
        const std::uint64_t x = random();
        pairs.emplace_back(x % 9 - 4, static_cast<float>(x >> 40) - 5000);
        tuples.emplace_back(x % 5, static_cast<int>(x >> 33) % 50 - 20, static_cast<char>(x >> 9));
        arrays.push_back({static_cast<std::uint16_t>(x % 3), static_cast<std::uint16_t>(x >> 20),
                          static_cast<std::uint16_t>(x >> 60)});
        wides.push_back(wide(static_cast<std::int64_t>(x)) << x % 60);
        pointers.push_back(&array[x % 9000]);
        colors.push_back(static_cast<color>(static_cast<int>(x % 3) - 1));
    }
    const auto check_both = [](auto values) {
        auto expected = values;
        std::sort(expected.begin(), expected.end());
        ut::radix_sort(values.begin(), values.end());
        CHECK(values == expected);
        std::reverse(expected.begin(), expected.end());
        ut::ranges::radix_sort(values.begin(), test::sentinel_at<decltype(values.begin())>{values.end()},
                               std::ranges::greater{});
        CHECK(values == expected);
    };
    check_both(pairs);
    check_both(tuples);
    check_both(arrays);
    check_both(pointers);
    check_both(colors);
    ut::radix_sort(wides.begin(), wides.end());
    CHECK(std::is_sorted(wides.begin(), wides.end()));
}

TEST_CASE("radix_sort takes no type that has an order of its own") {
    STATIC_REQUIRE(radix_sorts<own::plain>);
    STATIC_REQUIRE(radix_sorts<std::pair<own::plain, int>>);
    STATIC_REQUIRE(radix_sorts<std::string_view>);
    STATIC_REQUIRE(!radix_sorts<own::backwards>);
    STATIC_REQUIRE(!radix_sorts<own::compared_in_three_ways>);
    STATIC_REQUIRE(!radix_sorts<std::pair<own::backwards, int>>);
    STATIC_REQUIRE(!radix_sorts<own::name>);
    STATIC_REQUIRE(!radix_sorts<own::point>);
    STATIC_REQUIRE(!radix_sorts<std::tuple<own::point, int>>);
}

TEST_CASE("radix_sort sorts strings, however long they are and whatever they share") {
    std::mt19937_64 random(6);
    for (const char* const shared : {"", "a common beginning of some length, "}) {
        for (const unsigned letters : {1u, 2u, 26u, 255u}) {
            std::vector<std::string> words;
            for (int i = 0; i < 4000; ++i) {
                std::string s = shared;
                for (auto left = random() % 9; left != 0; --left)
                    s += static_cast<char>(random() % letters + (letters < 30 ? 'a' : 0));
                words.push_back(s);
            }
            for (std::size_t i = 0; i < 1500; ++i)
                words.push_back(std::string(i, 'a')); // each shares one more
            auto expected = words;
            std::sort(expected.begin(), expected.end());
            auto falling = words;
            std::vector<std::string_view> views(words.begin(), words.end());
            ut::ranges::radix_sort(falling, std::greater<std::string>());
            CHECK(std::equal(falling.begin(), falling.end(), expected.rbegin()));
            ut::radix_sort(views.begin(), views.end());
            CHECK(std::equal(views.begin(), views.end(), expected.begin()));
            ut::radix_sort(words.begin(), words.end());
            CHECK(words == expected);
        }
    }
}

TEST_CASE(
    "radix_sort moves elements that cannot be copied, by projections, through every random access iterator") {
    std::vector<person> people;
    for (int i = 0; i < 2000; ++i)
        people.push_back({"person " + std::to_string(i * 7919 % 2000), i * 31 % 100, 1.5 + i * 13 % 50,
                          support::move_only(i)});
    ut::ranges::radix_sort(people, {}, &person::name);
    CHECK(std::ranges::is_sorted(people, {}, &person::name));
    ut::ranges::radix_sort(people, std::ranges::greater{},
                           [](const person& p) { return std::tie(p.age, p.height); });
    CHECK(std::ranges::is_sorted(people, std::ranges::greater{},
                                 [](const person& p) { return std::tie(p.age, p.height); }));
    test::each_random_access_category(people.data(), 2000, [](auto first, auto last) {
        ut::radix_sort(first, last, std::less<>(), [](const person& p) { return p.id.id(); });
        CHECK(std::ranges::is_sorted(first, last, {}, [](const person& p) { return p.id.id(); }));
        ut::radix_sort(first, last, std::greater<>(), &person::age);
    });
    std::deque<int> deque{3, 1, 2};
    ut::radix_sort(deque.rbegin(), deque.rend());
    CHECK(deque == std::deque<int>{3, 2, 1});
}

TEST_CASE("a projection that throws, or tells a new key each time, loses nothing") {
    std::vector<int> numbers(3000);
    std::iota(numbers.begin(), numbers.end(), 0);
    std::mt19937 random(8);
    for (int calls = 1; calls < 40000; calls = calls * 3 + 1) {
        auto values = numbers;
        std::shuffle(values.begin(), values.end(), random);
        int left = calls;
        const auto throwing = [&left](int x) { return left-- == 0 ? throw x : x * 77777; };
        try {
            ut::radix_sort(values.begin(), values.end(), std::less<>(), throwing);
        } catch (int) {
        }
        REQUIRE(std::is_permutation(values.begin(), values.end(), numbers.begin(), numbers.end()));
    }
    for (int i = 0; i < 20; ++i) {
        auto values = numbers;
        ut::radix_sort(values.begin(), values.end(), std::less<>(),
                       [&](int) { return static_cast<unsigned>(random()); });
        std::sort(values.begin(), values.end());
        REQUIRE(values == numbers);
    }
}

TEST_CASE("what an element throws when the object it points to is asked for reaches the caller") {
    std::vector<own::item> items(2000);
    std::vector<own::checked_pointer> pointers;
    for (own::item& each : items) {
        each.key = static_cast<int>(items.size() - pointers.size());
        pointers.push_back({&each});
    }
    ut::radix_sort(pointers.begin(), pointers.end(), std::less<>(), &own::item::key);
    CHECK(pointers.front().to == &items.back());
    pointers[700].to = nullptr;
    CHECK_THROWS_AS(ut::radix_sort(pointers.begin(), pointers.end(), std::less<>(), &own::item::key), int);
}

TEMPLATE_TEST_CASE("radix_sort sorts structs by a member, with a second array and without", "", std::uint8_t,
                   std::int16_t, std::uint32_t, std::int64_t, float, double) {
    struct item {
        TestType key;
        int name;
    };
    std::mt19937_64 random(7);
    for (const std::size_t n :
         {std::size_t{999}, std::size_t{1000}, std::size_t{5000}, std::size_t{600'000}}) {
        std::vector<item> v(n);
        for (std::size_t i = 0; i != n; ++i)
            v[i] = {static_cast<TestType>(static_cast<std::int64_t>(random()) >> (i % 3 * 20)),
                    static_cast<int>(i)};
        const std::vector<item> source = v;
        const auto check = [&](auto less) {
            arsenal::radix_sort(v.begin(), v.end(), less, &item::key);
            CHECK(std::ranges::is_sorted(v, less, &item::key));
            std::vector<bool> seen(n);
            for (const item& each : v) {
                seen[static_cast<std::size_t>(each.name)] = true;
                if (each.key != source[static_cast<std::size_t>(each.name)].key) FAIL("a struct was torn");
            }
            CHECK(std::ranges::count(seen, true) == static_cast<std::ptrdiff_t>(n));
        };
        check(std::less<>{});
        check(std::greater<>{});
    }
}
