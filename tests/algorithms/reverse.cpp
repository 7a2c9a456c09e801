// [alg.reverse], [alg.rotate], [alg.replace]: elements change places or values.

#include "precompiled.hpp"

#include "support/callables.hpp"
#include "support/iterators.hpp"

#include "under_test.hpp"

namespace {

constexpr bool turns_every_length() {
    for (int n = 0; n <= 70; n += n < 9 ? 1 : 7) {
        int a[70] = {};
        for (int i = 0; i != n; ++i) a[i] = i;
        ut::reverse(a, a + n);
        for (int i = 0; i != n; ++i)
            if (a[i] != n - 1 - i) return false;
        if (ut::ranges::reverse(a, a + n) != a + n) return false;
        for (int middle = 0; middle <= n; middle += 3) {
            for (int i = 0; i != n; ++i) a[i] = i;
            if (ut::rotate(a, a + middle, a + n) != a + n - middle) return false;
            for (int i = 0; i != n; ++i)
                if (a[i] != (i + middle) % n) return false;
            const auto back = ut::ranges::rotate(a, a + (n - middle), a + n);
            if (back.begin() != a + middle || back.end() != a + n) return false;
            for (int i = 0; i != n; ++i)
                if (a[i] != i) return false;
        }
    }
    return true;
}

constexpr bool replaces_every_third() {
    for (int n = 0; n <= 100; n += n < 9 ? 1 : 7) {
        short a[100] = {};
        for (int i = 0; i != n; ++i) a[i] = static_cast<short>(i % 3);
        ut::replace(a, a + n, short{1}, short{7});
        if (ut::ranges::replace(a, a + n, 2L, 9) != a + n) return false;
        ut::replace(a, a + n, short{5}, short{6});
        ut::replace_if(a, a + n, [](int x) { return x == 0; }, 4);
        for (int i = 0; i != n; ++i)
            if (a[i] != (i % 3 == 0 ? 4 : i % 3 == 1 ? 7 : 9)) return false;
        if (ut::ranges::replace_if(
                a, a + n, [](int x) { return x == 49; }, 1, [](int x) { return x * x; }) != a + n)
            return false;
        for (int i = 1; i < n; i += 3)
            if (a[i] != 1) return false;
    }
    return true;
}

template <class T>
void rotate_large() {
    for (const std::size_t n : {std::size_t{20'000}, std::size_t{30'011}})
        for (const std::size_t middle : {std::size_t{1}, n / 3, n / 2, n - n / 5, n - 3}) {
            std::vector<T> a(n);
            for (std::size_t i = 0; i != n; ++i) a[i] = static_cast<T>(i);
            const auto at = static_cast<std::ptrdiff_t>(middle);
            CHECK(ut::rotate(a.begin(), a.begin() + at, a.end()) == a.end() - at);
            bool ok = true;
            for (std::size_t i = 0; i != n; ++i) ok = ok && a[i] == static_cast<T>((i + middle) % n);
            CHECK(ok);
        }
}

} // namespace

TEST_CASE("reverse and rotate, at compile time and at run time") {
    STATIC_REQUIRE(turns_every_length());
    CHECK(turns_every_length());
}

TEST_CASE("replace, at compile time and at run time") {
    STATIC_REQUIRE(replaces_every_third());
    CHECK(replaces_every_third());
}

TEST_CASE("rotate moves parts longer than its buffer") {
    rotate_large<std::uint8_t>();
    rotate_large<std::uint32_t>();
    rotate_large<double>();
    rotate_large<short>();
}

TEST_CASE("reverse, rotate and replace take iterators of every category that std takes, and sentinels") {
    int a[5];
    test::each_forward_category(a, 5, [&](auto first, auto last) {
        using iterator = decltype(first);
        const test::sentinel_at<iterator> end{last};
        std::iota(a, a + 5, 0);
        CHECK(*ut::rotate(first, std::next(first, 2), last) == 0);
        CHECK((a[0] == 2 && a[4] == 1));
        CHECK(ut::ranges::rotate(first, std::next(first, 3), end).begin() == std::next(first, 2));
        CHECK(std::is_sorted(a, a + 5));
        ut::replace(first, last, 3, 8);
        CHECK(ut::ranges::replace_if(first, end, [](int x) { return x == 8; }, 9) == last);
        CHECK(a[3] == 9);
        if constexpr (std::bidirectional_iterator<iterator>) {
            ut::reverse(first, last);
            CHECK(a[1] == 9);
            CHECK(ut::ranges::reverse(first, end) == last);
            CHECK(a[3] == 9);
        }
    });
    std::list<std::string> words{"a", "b", "c"};
    ut::reverse(words.begin(), words.end());
    ut::replace(words.begin(), words.end(), std::string("a"), std::string("d"));
    CHECK((words.front() == "c" && words.back() == "d"));
    std::vector<std::unique_ptr<int>> owners(3);
    owners[0] = std::make_unique<int>(7);
    ut::ranges::rotate(owners, owners.begin() + 1);
    ut::ranges::reverse(owners);
    CHECK(*owners[0] == 7);
}

TEST_CASE("replace finds what equals, and takes one of the elements as the value") {
    std::vector<double> a(100, -0.0);
    a[3] = std::numeric_limits<double>::quiet_NaN();
    ut::ranges::replace(a, 0, 5.0F);
    CHECK((a[0] == 5 && a[99] == 5 && a[3] != a[3]));
    ut::ranges::replace(a, a[3], 1.0);
    CHECK(a[3] != a[3]);
    std::vector<std::int8_t> bytes(100, -1);
    ut::ranges::replace(bytes, 255, 3);
    CHECK(bytes[50] == -1);
    ut::ranges::replace(bytes, -1, 3);
    CHECK(bytes[50] == 3);
    int fuse = 1;
    CHECK_THROWS_AS(
        ut::replace_if(bytes.begin(), bytes.end(), test::throwing_call([](int) { return true; }, &fuse), 4),
        test::thrown_by_call);
    CHECK((bytes[0] == 4 && bytes[1] == 3));
}

TEST_CASE("rotate takes an array of what is volatile") {
    volatile int a[100];
    for (int i = 0; i < 100; ++i) a[i] = i;
    ut::rotate(a, a + 3, a + 100);
    CHECK((a[0] == 3 && a[96] == 99 && a[97] == 0));
}

namespace {

constexpr bool converts_what_it_assigns() {
    float a[] = {1, 2, 3};
    ut::ranges::replace(a, 4.0F, 1e300); // no float, so this would not be constant if it were converted
    ut::ranges::replace(a, 2.0F, 2.5);
    return a[0] == 1 && a[1] == 2.5F && a[2] == 3;
}

} // namespace

TEST_CASE("replace converts the new value only for an element that it replaces") {
    STATIC_REQUIRE(converts_what_it_assigns());
    std::vector<float> a(100, 3.0F);
    ut::ranges::replace(a, 3.0F, std::numeric_limits<double>::infinity());
    CHECK(a[99] == std::numeric_limits<float>::infinity());
}
