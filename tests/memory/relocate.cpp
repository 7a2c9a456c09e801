#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <memory/relocated_values.hpp>

#include <array>
#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

using memory_tests::raw_array;

TEST_CASE("relocate_at: the object is at its new place, and none at the old") {
    raw_array<std::string, 2> strings; // which are not trivially relocatable everywhere
    strings.make(0, "short");
    std::string* const there = arsenal::relocate_at(strings[0], strings[1]);
    CHECK(there == strings[1]);
    CHECK(*there == "short");
    std::destroy_at(there);

    raw_array<std::unique_ptr<int>, 2> owners; // which are
    owners.make(0, new int(5));
    CHECK(**arsenal::relocate_at(owners[0], owners[1]) == 5);
    arsenal::relocate_at(owners[1], owners[1]);
    CHECK(**owners[1] == 5);
    std::destroy_at(owners[1]);
}

TEST_CASE("relocate: the object is returned") {
    raw_array<std::unique_ptr<int>, 1> owner;
    owner.make(0, new int(7));
    const std::unique_ptr<int> taken = arsenal::relocate(owner[0]);
    CHECK(*taken == 7);
    raw_array<std::string, 1> text;
    text.make(0, std::string(100, 'x'));
    CHECK(arsenal::relocate(text[0]) == std::string(100, 'x'));
}

TEMPLATE_TEST_CASE("ranges are relocated, whatever the number", "", std::string, std::unique_ptr<int>,
                   (std::pair<int, std::unique_ptr<int>>), memory_tests::number, std::list<int>) {
    using memory_tests::value_of;
    for (const std::size_t n : {0, 1, 2, 3, 4, 5, 8, 9, 31, 32}) {
        raw_array<TestType, 32> from, to;
        const auto fill = [&](raw_array<TestType, 32>& array) {
            for (std::size_t i = 0; i != n; ++i) array.make(i, value_of<TestType>(static_cast<int>(i)));
        };
        const auto check = [&](raw_array<TestType, 32>& array) {
            for (std::size_t i = 0; i != n; ++i) {
                CHECK(memory_tests::is_value(*array[i], static_cast<int>(i)));
                std::destroy_at(array[i]);
            }
        };
        fill(from);
        CHECK(arsenal::uninitialized_relocate(from[0], from[n], to[0]) == to[n]);
        check(to);
        fill(from);
        const auto ends = arsenal::uninitialized_relocate_n(from[0], n, to[0]);
        CHECK((ends.first == from[n] && ends.second == to[n]));
        check(to);
        fill(from);
        CHECK(arsenal::uninitialized_relocate_backward(from[0], from[n], to[n]) == to[0]);
        check(to);
    }
}

TEMPLATE_TEST_CASE("ranges may overlap, in the direction of the relocation", "", std::string,
                   std::unique_ptr<int>) {
    using memory_tests::value_of;
    for (const int n : {1, 3, 4, 5, 20})
        for (const int by : {1, 2, 7}) {
            raw_array<TestType, 32> array;
            for (int i = 0; i != n; ++i) array.make(by + i, value_of<TestType>(i));
            arsenal::uninitialized_relocate(array[by], array[by + n], array[0]);
            for (int i = 0; i != n; ++i) CHECK(memory_tests::is_value(*array[i], i));
            arsenal::uninitialized_relocate_backward(array[0], array[n], array[by + n]);
            for (int i = 0; i != n; ++i) CHECK(memory_tests::is_value(*array[by + i], i));
            std::destroy(array[by], array[by + n]);
        }
}

TEST_CASE("fewer than 0 elements are none") {
    int from = 1, to = 2;
    const auto ends = arsenal::uninitialized_relocate_n(&from, -1, &to);
    CHECK((ends.first == &from && ends.second == &to && to == 2));
    std::string text, other;
    CHECK(arsenal::uninitialized_relocate_n(&text, -1, &other).first == &text);
}

TEST_CASE("elements of other iterators and types are relocated, too") {
    raw_array<std::string, 3> from;
    for (int i = 0; i != 3; ++i) from.make(i, std::to_string(i));
    const std::array<std::string*, 3> places{from[2], from[0], from[1]};
    struct by_place { // an input iterator
        using iterator_category = std::input_iterator_tag;
        using value_type = std::string;
        using difference_type = std::ptrdiff_t;
        using pointer = std::string*;
        using reference = std::string&;
        std::string* const* at;
        std::string& operator*() const { return **at; }
        by_place& operator++() { return ++at, *this; }
        by_place operator++(int) { return {at++}; }
        bool operator==(const by_place&) const = default;
    };
    raw_array<std::string, 3> to;
    arsenal::uninitialized_relocate(by_place{places.data()}, by_place{places.data() + 3}, to[0]);
    CHECK((*to[0] == "2" && *to[1] == "0" && *to[2] == "1"));
    std::destroy(to[0], to[3]);
}

namespace {

constexpr bool relocates_at_compile_time() {
    struct pair {
        int first, second;
        constexpr pair(int a, int b) : first(a), second(b) {}
        constexpr pair(pair&& other) noexcept : first(other.first), second(other.second) {}
        constexpr ~pair() {}
    };
    std::allocator<pair> memory;
    pair* const p = memory.allocate(6);
    std::construct_at(p, 1, 2);
    std::construct_at(p + 1, 3, 4);
    pair* const q = arsenal::uninitialized_relocate(p, p + 2, p + 2);
    arsenal::uninitialized_relocate_backward(p + 2, p + 4, p + 6);
    arsenal::relocate_at(p + 4, p);
    const pair last = arsenal::relocate(p + 5);
    const bool right = q == p + 4 && p->second == 2 && last.first == 3;
    std::destroy_at(p);
    memory.deallocate(p, 6);
    return right;
}

} // namespace

TEST_CASE("relocation in constant expressions") { STATIC_CHECK(relocates_at_compile_time()); }
