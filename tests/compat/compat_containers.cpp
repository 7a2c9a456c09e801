// A namespace that aliases std to arsenal::compat: Arsenal's containers under std's names, everything else
// the platform's.

#include <catch2/catch_test_macros.hpp>

#include <map>
#include <memory_resource>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.compat;
#else
#include <arsenal/compat/unordered_map>
#include <arsenal/compat/unordered_set>
#endif

namespace app {
namespace std = arsenal::compat;

static_assert(::std::is_same_v<std::unordered_map<int, char>, arsenal::unordered_map<int, char>>);
static_assert(::std::is_same_v<std::unordered_set<int>, arsenal::unordered_set<int>>);
static_assert(::std::is_same_v<std::unordered_multimap<int, char>, arsenal::unordered_multimap<int, char>>);
static_assert(::std::is_same_v<std::unordered_multiset<int>, arsenal::unordered_multiset<int>>);
static_assert(::std::is_same_v<std::vector<int>, ::std::vector<int>>);
static_assert(::std::is_same_v<std::string, ::std::string>);
static_assert(std::is_same_v<std::pmr::vector<int>, ::std::pmr::vector<int>>);
static_assert(std::is_same_v<std::pmr::unordered_map<int, char>, arsenal::pmr::unordered_map<int, char>>);
static_assert(std::is_same_v<std::pmr::unordered_set<int>, arsenal::pmr::unordered_set<int>>);

static_assert(
    std::is_same_v<std::pmr::unordered_multimap<int, char>, arsenal::pmr::unordered_multimap<int, char>>);
static_assert(std::is_same_v<std::pmr::unordered_multiset<int>, arsenal::pmr::unordered_multiset<int>>);

struct holder {
    std::unordered_map<std::string, std::vector<int>> lists;
};

namespace nested {
static_assert(::std::is_same_v<std::unordered_set<int>, arsenal::unordered_set<int>>);
}

TEST_CASE("compat: containers of both kinds work together") {
    holder h;
    h.lists["a"].push_back(1);
    h.lists["a"].push_back(2);
    CHECK(h.lists.at("a") == std::vector<int>{1, 2});
    std::map<std::string, std::unordered_set<int>> sets;
    sets["a"].insert(1);
    CHECK(sets["a"].contains(1));
}

TEST_CASE("compat: deduction guides through the alias") {
    std::unordered_map map{std::pair{1, 'a'}};
    std::unordered_set set{1, 2};
    CHECK(map.at(1) == 'a');
    CHECK(set.size() == 2);
    std::unordered_multimap multimap{std::pair{1, 'a'}, std::pair{1, 'b'}};
    std::unordered_multiset multiset{1, 1};
    CHECK(multimap.count(1) == multiset.count(1));
}

TEST_CASE("compat: pmr") {
    std::pmr::monotonic_buffer_resource resource;
    std::pmr::unordered_map<int, std::pmr::string> map(&resource);
    map[1] = "one";
    CHECK(map.get_allocator().resource() == &resource);
    std::pmr::unordered_set<int> set(&resource);
    CHECK(set.empty());
}

TEST_CASE("compat: using-declarations of single names") {
    using std::unordered_map;
    using std::vector;
    unordered_map<int, vector<int>> map;
    map[1].push_back(2);
    CHECK(map.size() == 1);
}
} // namespace app

namespace app { // the alias holds in every later part of the namespace
TEST_CASE("compat: the alias holds when the namespace is opened again") {
    STATIC_REQUIRE(std::is_same_v<std::unordered_map<int, int>, arsenal::unordered_map<int, int>>);
}
} // namespace app

TEST_CASE("compat: outside the namespace nothing changes") {
    STATIC_REQUIRE(std::is_same_v<std::vector<int>, app::std::vector<int>>);
    app::std::unordered_map<int, int> map{{1, 2}};
    CHECK(map.at(1) == 2);
}
