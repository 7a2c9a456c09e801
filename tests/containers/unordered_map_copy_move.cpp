#include <catch2/catch_test_macros.hpp>

#include <string>
#include <utility>
#include <vector>

#include <containers/functors.hpp>

#include <support/under_test.hpp>

// [container.requirements.general], [unord.req.general]: copy and move, with std::allocator.

namespace {

using functors::tagged_equal;
using functors::tagged_hash;
using map = ut::unordered_map<int, std::string, tagged_hash, tagged_equal>;

map sample(int n, int hash, int equal) {
    map m(0, tagged_hash{hash}, tagged_equal{equal});
    for (int i = 0; i < n; ++i) m[i] = std::to_string(i) + " and long enough to be on the heap";
    return m;
}

std::vector<const map::value_type*> addresses(const map& m, int n) {
    std::vector<const map::value_type*> result;
    for (int i = 0; i < n; ++i) result.push_back(&*m.find(i));
    return result;
}

} // namespace

TEST_CASE("unordered_map copy: equal, independent, same functors and maximum load factor", "[unord.req]") {
    map a = sample(100, 1, 2);
    a.max_load_factor(2.5f);
    const map b(a);
    CHECK(b == a);
    CHECK(b.hash_function().tag == 1);
    CHECK(b.key_eq().tag == 2);
    CHECK(b.max_load_factor() == a.max_load_factor());
    CHECK(b.load_factor() <= b.max_load_factor());
    a[5] = "changed";
    a.erase(6);
    CHECK(b.at(5) == "5 and long enough to be on the heap");
    CHECK(b.count(6) == 1);
    CHECK(&*a.find(7) != &*b.find(7));
}

TEST_CASE("unordered_map copy: of an empty one, and of one that was emptied", "[unord.req]") {
    const map empty;
    CHECK(map(empty).empty());
    map emptied = sample(50, 1, 2);
    emptied.clear();
    map copy(emptied);
    CHECK(copy.empty());
    copy[1] = "one";
    CHECK(copy.size() == 1);
}

TEST_CASE("unordered_map copy assignment: replaces elements, functors and maximum load factor",
          "[unord.req]") {
    map a = sample(100, 1, 2);
    a.max_load_factor(0.5f);
    for (const int n : {0, 3, 500}) {
        map b = sample(n, 8, 9);
        map& result = (b = a);
        CHECK(&result == &b);
        CHECK(b == a);
        CHECK(b.hash_function().tag == 1);
        CHECK(b.key_eq().tag == 2);
        CHECK(b.max_load_factor() == a.max_load_factor());
    }
}

TEST_CASE("unordered_map copy assignment: to itself changes nothing", "[container.requirements.general]") {
    map a = sample(40, 1, 2);
    const auto before = addresses(a, 40);
    map& alias = a;
    a = alias;
    CHECK(a.size() == 40);
    CHECK(a.hash_function().tag == 1);
    CHECK(a.at(39) == "39 and long enough to be on the heap");
    CHECK(before.size() == 40);
}

TEST_CASE("unordered_map move: takes elements, functors and keeps every address", "[unord.req]") {
    map a = sample(100, 1, 2);
    const auto before = addresses(a, 100);
    const auto at_7 = a.find(7);
    map b(std::move(a));
    CHECK(b.size() == 100);
    CHECK(addresses(b, 100) == before);
    CHECK(b.hash_function().tag == 1);
    CHECK(b.key_eq().tag == 2);
    CHECK(b.find(7) == at_7);
    CHECK(at_7->second == "7 and long enough to be on the heap");
}

TEST_CASE("unordered_map move: the source is valid and can be used again", "[lib.types.movedfrom]") {
    for (const int n : {0, 1, 100}) {
        map a = sample(n, 1, 2);
        const map b(std::move(a));
        a.clear();
        CHECK(a.empty());
        CHECK(a.begin() == a.end());
        CHECK(a.find(1) == a.end());
        for (int i = 0; i < 60; ++i) a.emplace(i, "again");
        CHECK(a.size() == 60);
        CHECK(a.at(59) == "again");
        CHECK(b.size() == static_cast<std::size_t>(n));
        a = sample(3, 1, 2);
        CHECK(a.size() == 3);
    }
}

TEST_CASE("unordered_map move assignment: takes elements and functors and keeps every address",
          "[unord.req]") {
    for (const int n : {0, 3, 500}) {
        map a = sample(100, 1, 2);
        const auto before = addresses(a, 100);
        map b = sample(n, 8, 9);
        map& result = (b = std::move(a));
        CHECK(&result == &b);
        CHECK(b.size() == 100);
        CHECK(addresses(b, 100) == before);
        CHECK(b.hash_function().tag == 1);
        CHECK(b.key_eq().tag == 2);
    }
}

TEST_CASE("unordered_map move: back and forth", "[unord.req]") {
    map a = sample(10, 1, 2);
    const auto before = addresses(a, 10);
    map b = std::move(a);
    a = std::move(b);
    b = std::move(a);
    CHECK(addresses(b, 10) == before);
    std::vector<map> many;
    many.push_back(std::move(b));
    for (int i = 0; i < 20; ++i) many.emplace_back();
    CHECK(addresses(many.front(), 10) == before);
}
