#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <string>
#include <utility>

#include <support/arena.hpp>
#include <support/stateful_allocator.hpp>

#include <support/under_test.hpp>

// Assignment from a map that lies in an element of the one assigned to: std promises nothing about it, and
// libstdc++ 12 reads elements that it has destroyed. Here the new contents are complete before the old ones
// go.

namespace {

struct tree {
    std::string name; // before the children: their assignment ends what is assigned from
    ut::unordered_map<int, tree> children;
};

// Every node has `width` children down to `depth`, and the digits of its path for a name.
tree grown(int depth, int width, const std::string& name = "a long name, to be on the heap: ") {
    tree t{name, {}};
    for (int i = 0; depth != 0 && i < width; ++i)
        t.children[i] = grown(depth - 1, width, name + std::to_string(i));
    return t;
}

bool equal(const tree& a, const tree& b) {
    if (a.name != b.name || a.children.size() != b.children.size()) return false;
    for (const auto& [key, child] : a.children)
        if (!b.children.contains(key) || !equal(child, b.children.at(key))) return false;
    return true;
}

} // namespace

TEST_CASE("unordered_map assignment: a node by copy of a child or grandchild", "[unord.req]") {
    for (const int width : {2, 5, 20}) {
        tree root = grown(3, width);
        const tree child = root.children.at(1);
        const tree grandchild = child.children.at(0);
        root = root.children[1];
        CHECK(equal(root, child));
        root = grown(3, width);
        root = root.children[1].children[0];
        CHECK(equal(root, grandchild));
        root.children[7].name = "usable";
        CHECK(root.children.at(7).name == "usable");
    }
}

TEST_CASE("unordered_map assignment: a node by move of a child or grandchild", "[unord.req]") {
    for (const int width : {2, 5, 20}) {
        tree root = grown(3, width);
        const tree child = root.children.at(1);
        const tree grandchild = child.children.at(0);
        const tree* const kept = &root.children.at(1).children.at(0);
        root = std::move(root.children[1]);
        CHECK(equal(root, child));
        CHECK(&root.children.at(0) == kept);
        root = grown(3, width);
        root = std::move(root.children[1].children[0]);
        CHECK(equal(root, grandchild));
        root.children[7].name = "usable";
        CHECK(root.children.at(7).name == "usable");
    }
}

namespace {

struct stateful_tree;
using stateful_pair = std::pair<const int, stateful_tree>;
using stateful_children = ut::unordered_map<int, stateful_tree, std::hash<int>, std::equal_to<int>,
                                            support::stateful_allocator<stateful_pair>>;
struct stateful_tree {
    explicit stateful_tree(support::arena& memory)
        : children(support::stateful_allocator<stateful_pair>(memory)) {}
    int value = 0;
    stateful_children children;
};

} // namespace

TEST_CASE("unordered_map assignment: of a child whose allocator differs", "[container.alloc.reqmts]") {
    for (const bool move : {false, true}) {
        support::arena outer;
        support::arena inner;
        {
            stateful_tree root(outer);
            for (int i = 0; i < 10; ++i) {
                auto& child = root.children.try_emplace(i, inner).first->second;
                for (int j = 0; j < 5; ++j)
                    child.children.try_emplace(j, inner).first->second.value = 10 * i + j;
            }
            auto& source = root.children.at(3).children;
            if (move)
                root.children = std::move(source);
            else
                root.children = source;
            CHECK(root.children.size() == 5);
            for (int j = 0; j < 5; ++j) {
                CHECK(root.children.at(j).value == 30 + j);
                CHECK(outer.owns(&root.children.at(j)));
            }
        }
        CHECK((outer.clean() && inner.clean()));
    }
}

TEST_CASE("unordered_map merge: from a descendant", "[unord.req]") {
    tree root = grown(2, 4);
    root.children.erase(1);
    root.children.merge(root.children.at(2).children);
    CHECK(root.children.size() == 4);
    CHECK(root.children.at(1).name == "a long name, to be on the heap: 21");
    CHECK(root.children.at(2).children.size() == 3);
}
