// std's classes, aliases and deduction guides under the drop-in. No line of it names Arsenal where a program
// would not.

#include <unordered_map>
#include <unordered_set>

#ifndef ARSENAL_DROP_IN_UNORDERED_MAP
#error "the drop-in's <unordered_map> was not found"
#endif
#ifndef ARSENAL_DROP_IN_UNORDERED_SET
#error "the drop-in's <unordered_set> was not found"
#endif

#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <memory_resource>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

struct point {
    int x, y;
    bool operator==(const point&) const = default;
};

} // namespace

template <>
struct std::hash<point> {
    std::size_t operator()(const point& p) const noexcept {
        return std::size_t(p.x) * 31u + std::size_t(p.y);
    }
};

TEST_CASE("drop_in: std's name and Arsenal's are one type") {
    STATIC_REQUIRE(std::is_same_v<std::unordered_map<int, char>, arsenal::unordered_map<int, char>>);
    STATIC_REQUIRE(std::is_same_v<std::unordered_set<int>, arsenal::unordered_set<int>>);
    STATIC_REQUIRE(std::is_same_v<std::unordered_map<int, char>::hasher, std::hash<int>>);
    STATIC_REQUIRE(std::is_same_v<std::unordered_map<int, char>::allocator_type,
                                  std::allocator<std::pair<const int, char>>>);
}

TEST_CASE("drop_in: the multi containers too") {
    STATIC_REQUIRE(
        std::is_same_v<std::unordered_multimap<int, char>, arsenal::unordered_multimap<int, char>>);
    STATIC_REQUIRE(std::is_same_v<std::unordered_multiset<int>, arsenal::unordered_multiset<int>>);
    STATIC_REQUIRE(std::is_same_v<std::pmr::unordered_multimap<int, char>::allocator_type,
                                  std::pmr::polymorphic_allocator<std::pair<const int, char>>>);
    STATIC_REQUIRE(std::is_same_v<std::pmr::unordered_multimap<int, char>::iterator,
                                  std::unordered_multimap<int, char>::iterator>);
    STATIC_REQUIRE(std::is_same_v<std::pmr::unordered_multiset<int>::allocator_type,
                                  std::pmr::polymorphic_allocator<int>>);
    std::unordered_multimap from_list{std::pair{1, 2}, std::pair{1, 3}};
    STATIC_REQUIRE(std::is_same_v<decltype(from_list), std::unordered_multimap<int, int>>);
    std::unordered_multiset set{1, 1};
    STATIC_REQUIRE(std::is_same_v<decltype(set), std::unordered_multiset<int>>);
    CHECK(from_list.count(1) == 2);
    CHECK(set.count(1) == 2);

    std::unordered_map<int, int> map;
    map.merge(from_list);
    CHECK(map.size() == 1);
    from_list.insert(map.extract(1));
    CHECK(from_list.count(1) == 2);
}

TEST_CASE("drop_in: pmr aliases") {
    STATIC_REQUIRE(
        std::is_same_v<std::pmr::unordered_map<int, char>,
                       std::unordered_map<int, char, std::hash<int>, std::equal_to<int>,
                                          std::pmr::polymorphic_allocator<std::pair<const int, char>>>>);
    STATIC_REQUIRE(std::is_same_v<std::pmr::unordered_set<int>,
                                  std::unordered_set<int, std::hash<int>, std::equal_to<int>,
                                                     std::pmr::polymorphic_allocator<int>>>);
    std::pmr::monotonic_buffer_resource resource;
    std::pmr::unordered_map<std::pmr::string, int> map(&resource);
    map["a string too long for the small buffer of std::string"] = 1;
    CHECK(map.get_allocator().resource() == &resource);
    CHECK(map.begin()->first.get_allocator().resource() == &resource);
    std::pmr::unordered_multimap<int, int> multi(&resource);
    CHECK(multi.empty());
}

TEST_CASE("drop_in: deduction guides") {
    std::vector<std::pair<int, char>> pairs{{1, 'a'}, {2, 'b'}};
    std::unordered_map from_iterators(pairs.begin(), pairs.end());
    STATIC_REQUIRE(std::is_same_v<decltype(from_iterators), std::unordered_map<int, char>>);
    std::unordered_map from_list{std::pair{1, 'a'}, std::pair{2, 'b'}};
    STATIC_REQUIRE(std::is_same_v<decltype(from_list), std::unordered_map<int, char>>);
    CHECK(from_iterators == from_list);

    std::vector<int> ints{1, 2, 2};
    std::unordered_set set_from_iterators(ints.begin(), ints.end());
    STATIC_REQUIRE(std::is_same_v<decltype(set_from_iterators), std::unordered_set<int>>);
    std::unordered_set set_from_list{1, 2};
    STATIC_REQUIRE(std::is_same_v<decltype(set_from_list), std::unordered_set<int>>);
    CHECK(set_from_iterators == set_from_list);
    std::unordered_set copy(set_from_list);
    CHECK(copy == set_from_list);
}

TEST_CASE("drop_in: a program's specialisation of std::hash") {
    std::unordered_map<point, int> map{{{1, 2}, 3}};
    std::unordered_set<point> set{{1, 2}, {1, 2}};
    CHECK(map.at({1, 2}) == 3);
    CHECK(set.size() == 1);
}

TEST_CASE("drop_in: node handles move between maps") {
    std::unordered_map<int, std::string> a{{1, "one"}}, b;
    auto node = a.extract(1);
    std::string* address = &node.mapped();
    auto result = b.insert(std::move(node));
    CHECK(result.inserted);
    CHECK(&b.at(1) == address);
    a[2] = "two";
    b.merge(a);
    CHECK(a.empty());
    CHECK(b.size() == 2);
}
