#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <support/under_test.hpp>

// Incomplete types: not promised by the standard, but every platform's unordered_map takes them, and programs
// do this.

namespace {

struct tree {
    int weight = 1;
    ut::unordered_map<int, tree> children;
    ut::unordered_map<int, tree>::iterator favourite;

    int total() const {
        int sum = weight;
        for (const auto& [name, child] : children) sum += child.total();
        return sum;
    }
};

struct forest {
    ut::unordered_multimap<int, forest> trees;
    ut::unordered_multimap<int, forest>::iterator favourite;
};

struct json {
    using object = ut::unordered_map<std::string, json>;
    using array = std::vector<json>;
    std::variant<std::monostate, double, std::string, array, object> value;
};

struct graph_node {
    ut::unordered_set<const graph_node*> neighbours;
    ut::unordered_map<std::string, std::unique_ptr<graph_node>> owned;
    ut::unordered_map<std::string, graph_node>* elsewhere = nullptr;
};

struct later;
struct holder {
    holder();
    ~holder();
    std::size_t size() const;
    std::unique_ptr<ut::unordered_map<int, later>> elements;
};
struct later {
    std::string text;
};
holder::holder() : elements(std::make_unique<ut::unordered_map<int, later>>()) {}
holder::~holder() = default;
std::size_t holder::size() const { return elements->size(); }

} // namespace

TEST_CASE("unordered_map: a node that holds a map of nodes", "[unord.map]") {
    tree root;
    for (int i = 0; i < 20; ++i) {
        auto& child = root.children[i];
        for (int j = 0; j < 5; ++j) child.children[j].weight = 2;
    }
    root.favourite = root.children.find(7);
    CHECK(root.total() == 1 + 20 + 200);
    CHECK(root.favourite->second.total() == 11);
    const tree copy = root;
    CHECK(copy.total() == root.total());
    root.children.erase(7);
    CHECK(copy.total() == root.total() + 11);
    tree moved = std::move(root);
    CHECK(moved.total() == 1 + 19 + 190);
    const tree child = moved.children.at(3);
    moved = child;
    CHECK(moved.total() == 11);
}

TEST_CASE("unordered_multimap: a node that holds a multimap of nodes", "[unord.multimap]") {
    forest f;
    for (int i = 0; i < 20; ++i) f.trees.emplace(i % 5, forest());
    f.favourite = f.trees.find(3);
    f.favourite->second.trees.emplace(1, forest());
    const auto uprooted = f.trees.extract(4);
    CHECK(f.trees.size() == 19);
    CHECK(uprooted.mapped().trees.empty());
    const forest moved = std::move(f);
    CHECK(moved.favourite->second.trees.size() == 1);
}

TEST_CASE("unordered_map: a recursive variant", "[unord.map]") {
    json document;
    document.value =
        json::object{{"name", json{"arsenal"}}, {"list", json{json::array{json{1.0}, json{2.0}}}}};
    const json copy = document;
    auto& object = std::get<json::object>(document.value);
    CHECK(object.size() == 2);
    CHECK(std::get<std::string>(object.at("name").value) == "arsenal");
    object["nested"].value = json::object{{"deep", json{3.0}}};
    CHECK(std::get<double>(std::get<json::object>(object.at("nested").value).at("deep").value) == 3.0);
    CHECK(std::get<json::object>(copy.value).size() == 2);
    static_assert(std::is_nothrow_move_constructible_v<json> && std::is_copy_constructible_v<json>);
}

TEST_CASE("unordered_map: sets of pointers and maps of owners to an incomplete type", "[unord.map]") {
    graph_node root;
    for (const char* name : {"a", "b", "c"}) root.owned[name] = std::make_unique<graph_node>();
    for (const auto& [name, node] : root.owned) {
        node->neighbours.insert(&root);
        root.neighbours.insert(node.get());
    }
    CHECK(root.neighbours.size() == 3);
    CHECK(root.owned.at("a")->neighbours.contains(&root));
    CHECK(holder().size() == 0);
}
