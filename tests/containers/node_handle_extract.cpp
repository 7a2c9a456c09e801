#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <containers/functors.hpp>
#include <containers/std_failures.hpp>
#include <support/immovable.hpp>
#include <support/move_only.hpp>

#include <support/under_test.hpp>

// [unord.req.general] extract and insert(node_type&&).

namespace {

using map = ut::unordered_map<int, std::string>;
using set = ut::unordered_set<std::string>;

static_assert(std::is_same_v<decltype(std::declval<map&>().extract(1)), map::node_type>);
static_assert(std::is_same_v<decltype(std::declval<map&>().extract(std::declval<map::const_iterator>())),
                             map::node_type>);
static_assert(
    std::is_same_v<decltype(std::declval<map&>().extract(std::declval<map::iterator>())), map::node_type>);
static_assert(std::is_same_v<decltype(std::declval<map&>().insert(std::declval<map::const_iterator>(),
                                                                  std::declval<map::node_type>())),
                             map::iterator>);

} // namespace

TEST_CASE("node_handle extract: by key and by iterator, and pointers stay valid", "[unord.req]") {
    map m;
    for (int i = 0; i < 100; ++i) m.emplace(i, std::to_string(i));
    auto* text = &m.at(42);
    auto by_key = m.extract(42);
    CHECK(by_key.key() == 42);
    CHECK(&by_key.mapped() == text);
    CHECK((m.size() == 99 && !m.contains(42)));
    CHECK(m.extract(42).empty());
    CHECK(m.extract(-1).empty());
    auto by_iterator = m.extract(m.find(7));
    CHECK(by_iterator.key() == 7);
    const map::const_iterator position = m.find(8);
    CHECK(m.extract(position).key() == 8);
    CHECK(m.size() == 97);
    const auto result = m.insert(std::move(by_key));
    CHECK(&result.position->second == text);
    CHECK(m.at(42) == "42");
}

TEST_CASE("node_handle extract: iterators to the others stay valid", "[unord.req]") {
    map m;
    for (int i = 0; i < 100; ++i) m.emplace(i, std::to_string(i));
    std::vector<map::iterator> others;
    for (auto i = m.begin(); i != m.end(); ++i) {
        if (i->first % 3 != 0) others.push_back(i);
    }
    std::vector<map::node_type> nodes;
    for (int i = 0; i < 100; i += 3) nodes.push_back(m.extract(i));
    for (const auto& i : others) CHECK(m.find(i->first) == i);
    CHECK(std::distance(m.begin(), m.end()) == static_cast<std::ptrdiff_t>(others.size()));
    for (auto& node : nodes) CHECK(m.insert(std::move(node)).inserted);
    CHECK(m.size() == 100);
}

TEST_CASE("node_handle insert: says where, whether, and gives a refused node back", "[unord.req]") {
    map a{{1, "one"}, {2, "two"}};
    map b{{1, "other"}};
    auto refused = a.insert(b.extract(1));
    CHECK_FALSE(refused.inserted);
    CHECK(refused.position == a.find(1));
    REQUIRE_FALSE(refused.node.empty());
    CHECK(refused.node.mapped() == "other");
    CHECK(a.at(1) == "one");
    refused.node.key() = 3;
    const auto taken = a.insert(std::move(refused.node));
    CHECK(taken.inserted);
    CHECK(taken.node.empty());
    CHECK(taken.position->second == "other");
    CHECK(taken.position == a.find(3));
    const auto nothing = a.insert(map::node_type());
    CHECK_FALSE(nothing.inserted);
    CHECK(nothing.position == a.end());
    CHECK(nothing.node.empty());
    CHECK(a.size() == 3);
}

TEST_CASE("node_handle insert: with a hint", "[unord.req]") {
    map a{{1, "one"}, {2, "two"}};
    map b{{1, "other"}, {3, "three"}};
    auto node = b.extract(3);
    const auto position = a.insert(a.begin(), std::move(node));
    CHECK(position->second == "three");
    CHECK(node.empty());
    auto same_key = b.extract(1);
    CHECK(a.insert(a.cend(), std::move(same_key)) == a.find(1));
#if !STD_FAILS_HINTED_NODE_INSERT_DROPS_NODE
    REQUIRE_FALSE(same_key.empty());
    CHECK(same_key.mapped() == "other");
#endif
    CHECK(a.insert(a.begin(), map::node_type()) == a.end());
    CHECK(a.size() == 3);
}

TEST_CASE("node_handle: a changed key is found under its new name", "[container.node]") {
    ut::unordered_map<std::string, int> m;
    for (int i = 0; i < 300; ++i) m.emplace("old " + std::to_string(i), i);
    for (int i = 0; i < 300; ++i) {
        auto node = m.extract("old " + std::to_string(i));
        node.key() = "new " + std::to_string(i);
        REQUIRE(m.insert(std::move(node)).inserted);
    }
    CHECK(m.size() == 300);
    for (int i = 0; i < 300; ++i) {
        REQUIRE(m.at("new " + std::to_string(i)) == i);
        REQUIRE_FALSE(m.contains("old " + std::to_string(i)));
    }
}

TEST_CASE("node_handle: move-only and immovable elements travel", "[container.node]") {
    ut::unordered_map<support::move_only, std::unique_ptr<int>> owners;
    owners.emplace(support::move_only(1), std::make_unique<int>(10));
    auto node = owners.extract(support::move_only(1));
    const support::move_only key = std::move(node.key());
    CHECK(key.id() == 1);
    CHECK(*std::exchange(node.mapped(), nullptr) == 10);

    ut::unordered_set<support::immovable> a;
    ut::unordered_set<support::immovable> b;
    const auto* address = &*a.emplace(5).first;
    CHECK(&*b.insert(a.extract(a.begin())).position == address);
    CHECK((a.empty() && b.size() == 1));
}

TEST_CASE("node_handle: goes between containers that hash and compare in other ways",
          "[container.node.overview]") {
    map a;
    ut::unordered_map<int, std::string, functors::constant_hash, functors::tagged_equal> b;
    for (int i = 0; i < 50; ++i) a.emplace(i, std::to_string(i));
    const auto* element = &*a.find(17);
    for (int i = 0; i < 50; ++i) b.insert(a.extract(i));
    CHECK((a.empty() && b.size() == 50));
    CHECK(&*b.find(17) == element);
    while (!b.empty()) a.insert(b.extract(b.begin()));
    CHECK((a.size() == 50 && &*a.find(17) == element));
#if !STD_FAILS_NODE_TYPE_DEPENDS_ON_HASH
    ut::unordered_map<int, std::string, functors::tagged_hash> c;
    while (!a.empty()) c.insert(a.extract(a.begin()));
    CHECK((c.size() == 50 && &*c.find(17) == element));
#endif
}
