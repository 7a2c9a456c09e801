#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <memory>
#include <support/fancy_pointer.hpp>
#include <type_traits>
#include <unordered_map>
#include <vector>

using namespace support;

static_assert(std::random_access_iterator<fancy_pointer<int>>);
static_assert(std::is_same_v<std::pointer_traits<fancy_pointer<int>>::rebind<char>, fancy_pointer<char>>);
static_assert(std::is_convertible_v<fancy_pointer<int>, fancy_pointer<const int>>);
static_assert(std::is_convertible_v<fancy_pointer<int>, fancy_pointer<void>>);
static_assert(!std::is_convertible_v<fancy_pointer<const int>, fancy_pointer<int>>);
static_assert(!std::is_convertible_v<fancy_pointer<void>, fancy_pointer<int>>);
static_assert(std::is_constructible_v<fancy_pointer<int>, fancy_pointer<void>>);
static_assert(!std::is_convertible_v<fancy_pointer<int>, int*>);
static_assert(!std::is_convertible_v<int*, fancy_pointer<int>>);

TEST_CASE("fancy_pointer: there and back", "[support]") {
    int x[3] = {1, 2, 3};
    auto p = std::pointer_traits<fancy_pointer<int>>::pointer_to(x[0]);
    CHECK(std::to_address(p) == x);
    CHECK(*(p + 2) == 3);
    CHECK(p[1] == 2);
    CHECK((p + 3) - p == 3);
    CHECK(p < p + 1);
    fancy_pointer<void> erased = p;
    CHECK(static_cast<fancy_pointer<int>>(erased) == p);
    p = nullptr;
    CHECK_FALSE(p);
    CHECK(p == nullptr);
    CHECK(fancy_pointer<int>() == fancy_pointer<int>(nullptr));
}

TEST_CASE("fancy_pointer: zeroed bytes are not null", "[support]") {
    fancy_pointer<int> p;
    std::memset(static_cast<void*>(&p), 0, sizeof p);
    CHECK(p != nullptr);
}

TEST_CASE("fancy_allocator: drives containers", "[support]") {
    arena memory;
    {
        std::vector<int, fancy_allocator<int>> v{fancy_allocator<int>(memory)};
        for (int i = 0; i < 100; ++i) v.push_back(100 - i);
        std::sort(v.begin(), v.end());
        CHECK(v.front() == 1);
        using entry = std::pair<const int, int>;
        std::unordered_map<int, int, std::hash<int>, std::equal_to<int>, fancy_allocator<entry>> m{
            fancy_allocator<entry>(memory)};
        for (int i = 0; i < 100; ++i) m[i] = i;
        CHECK(m.at(50) == 50);
    }
    CHECK(memory.clean());
}
