#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <support/move_only.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

namespace {

using map = arsenal::concurrent_hash_map<int, std::string>;

template <class Map>
auto sorted(const Map& m) {
    std::map<typename Map::key_type, typename Map::mapped_type> elements;
    m.cvisit_all([&](const auto& v) { elements.insert(v); });
    return elements;
}

std::string value_of(const map& m, int key) {
    std::string found = "none";
    m.cvisit(key, [&](const auto& v) { found = v.second; });
    return found;
}

struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
using text_map = arsenal::concurrent_hash_map<std::string, int, text_hash, std::equal_to<>>;

} // namespace

TEST_CASE("concurrent map: visit gives the element, or nothing") {
    map m{{1, "one"}, {2, "two"}};
    CHECK(m.visit(1, [](auto& v) { v.second += "!"; }) == 1);
    CHECK(value_of(m, 1) == "one!");
    CHECK(m.visit(3, [](auto&) { FAIL("there is none"); }) == 0);
    CHECK(m.contains(2));
    CHECK(m.count(3) == 0);
    const map& constant = m;
    const auto is_constant = [](auto& v) {
        static_assert(std::is_const_v<std::remove_reference_t<decltype(v)>>);
    };
    CHECK(constant.visit(1, is_constant) == 1);
    CHECK(m.cvisit(1, is_constant) == 1);
    CHECK(constant.visit_all(is_constant) == 2);
    CHECK(m.cvisit_all(is_constant) == 2);
}

TEST_CASE("concurrent map: insertions say whether they inserted, and hand out what was there") {
    map m;
    std::string seen;
    const auto see = [&](auto& v) { seen = v.second; };
    CHECK(m.insert({1, "a"}));
    CHECK_FALSE(m.insert({1, "b"}));
    CHECK(m.emplace(2, "c"));
    CHECK_FALSE(m.emplace(std::piecewise_construct, std::forward_as_tuple(2), std::forward_as_tuple(3, 'x')));
    CHECK(m.try_emplace(3, std::size_t{2}, 'd'));
    CHECK_FALSE(m.try_emplace(3, "e"));
    CHECK_FALSE(m.insert_or_visit(std::pair<const int, std::string>(1, "b"), see));
    CHECK(seen == "a");
    CHECK_FALSE(m.emplace_or_visit(2, "f", [](auto& v) { v.second += "+"; }));
    CHECK_FALSE(m.emplace_or_cvisit(2, "f", see));
    CHECK(seen == "c+");
    CHECK_FALSE(m.try_emplace_or_visit(3, "g", [](auto& v) { v.second = "h"; }));
    CHECK_FALSE(m.try_emplace_or_cvisit(3, "g", see));
    CHECK(seen == "h");
    CHECK(m.try_emplace_or_visit(4, "new", [](auto&) { FAIL("there was none"); }));
    CHECK(m.insert_or_assign(5, "x"));
    CHECK_FALSE(m.insert_or_assign(5, "y"));
    CHECK(m.insert({{5, "z"}, {6, "z"}, {7, "z"}}) == 2);
    CHECK(sorted(m) == std::map<int, std::string>{
                           {1, "a"}, {2, "c+"}, {3, "h"}, {4, "new"}, {5, "y"}, {6, "z"}, {7, "z"}});
}

TEST_CASE("concurrent map: what is not inserted is not taken from its owner") {
    arsenal::concurrent_hash_map<int, std::unique_ptr<int>> m;
    auto value = std::make_unique<int>(1);
    CHECK(m.try_emplace(1, std::move(value)));
    value = std::make_unique<int>(2);
    CHECK_FALSE(m.try_emplace(1, std::move(value)));
    CHECK_FALSE(m.emplace(1, std::move(value)));
    std::pair<const int, std::unique_ptr<int>> element(1, std::move(value));
    CHECK_FALSE(m.insert(std::move(element)));
    CHECK(element.second != nullptr);
    CHECK_FALSE(m.insert_or_assign(1, std::move(element.second)));
    m.cvisit(1, [](const auto& v) { CHECK(*v.second == 2); });
}

TEST_CASE("concurrent map: elements that only move survive growth") {
    arsenal::concurrent_hash_map<support::move_only, support::move_only> m;
    for (int i = 0; i != 3000; ++i) REQUIRE(m.try_emplace(support::move_only(i), i + 1));
    for (int i = 0; i != 3000; ++i)
        REQUIRE(m.cvisit(support::move_only(i), [&](auto& v) { REQUIRE(v.second.id() == i + 1); }) == 1);
}

TEST_CASE("concurrent map: erasure, by key and by condition") {
    map m;
    for (int i = 0; i != 1000; ++i) m.try_emplace(i, "x");
    CHECK(m.erase(3) == 1);
    CHECK(m.erase(3) == 0);
    CHECK(m.erase_if(4, [](auto& v) { return v.second == "y"; }) == 0);
    CHECK(m.erase_if(4, [](auto& v) { return v.second == "x"; }) == 1);
    CHECK(m.erase_if([](auto& v) { return v.first % 2 == 0; }) == 499);
    CHECK(erase_if(m, [](auto& v) { return v.first % 3 == 0; }) == 166);
    CHECK(m.size() == 333);
    std::size_t seen = 0;
    CHECK_FALSE(m.visit_while([&](auto&) { return ++seen != 10; }));
    CHECK(seen == 10);
    CHECK(m.cvisit_while([](const auto& v) { return v.first % 2 != 0; }));
    m.clear();
    CHECK(m.empty());
    CHECK(m.cvisit_all([](auto&) {}) == 0);
    CHECK(m.try_emplace(3));
}

TEST_CASE("concurrent map: other keys where hash and predicate are transparent") {
    text_map m;
    CHECK(m.try_emplace(std::string_view("alpha"), 1));
    CHECK_FALSE(m.try_emplace_or_visit(std::string_view("alpha"), 5, [](auto& v) { ++v.second; }));
    CHECK_FALSE(m.insert_or_assign(std::string_view("alpha"), 7));
    CHECK(m.contains(std::string_view("alpha")));
    CHECK(m.cvisit(std::string_view("alpha"), [](auto& v) { CHECK(v.second == 7); }) == 1);
    CHECK(m.erase_if(std::string_view("alpha"), [](auto&) { return false; }) == 0);
    CHECK(m.erase(std::string_view("alpha")) == 1);
    CHECK(m.count("alpha") == 0);
}

TEST_CASE("concurrent map: agrees with std::map through random histories") {
    for (const int range : {30, 3000}) {
        map m;
        std::map<int, std::string> model;
        std::mt19937 random(static_cast<unsigned>(range));
        for (int step = 0; step != 30000; ++step) {
            const int k = static_cast<int>(random() % static_cast<unsigned>(range));
            const std::string text = std::to_string(step);
            switch (random() % 8) {
            case 0:
            case 1:
                REQUIRE(m.try_emplace(k, text) == model.try_emplace(k, text).second);
                break;
            case 2:
                REQUIRE(m.insert_or_assign(k, text) == model.insert_or_assign(k, text).second);
                break;
            case 3:
            case 4:
                REQUIRE(m.erase(k) == model.erase(k));
                break;
            case 5:
                if (step % 500 == 0) m.rehash(random() % 2 * 1000);
                break;
            default:
                REQUIRE(value_of(m, k) == (model.contains(k) ? model[k] : "none"));
            }
            REQUIRE(m.size() == model.size());
        }
        CHECK(sorted(m) == model);
    }
}
