#include <catch2/catch_test_macros.hpp>

#include <concepts>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>

#include <containers/functors.hpp>
#include <containers/std_failures.hpp>

#include <support/under_test.hpp>

// [container.node]: the members of node_type and of insert_return_type.

namespace {

using map = ut::unordered_map<int, std::string>;
using set = ut::unordered_set<std::string>;
using map_node = map::node_type;
using set_node = set::node_type;

template <class Node>
constexpr bool is_a_node_handle() {
    static_assert(std::is_nothrow_default_constructible_v<Node> &&
                  std::is_nothrow_move_constructible_v<Node>);
    static_assert(!std::is_copy_constructible_v<Node> && !std::is_copy_assignable_v<Node>);
    static_assert(std::is_move_assignable_v<Node> && std::is_nothrow_destructible_v<Node> &&
                  std::movable<Node>);
    static_assert(std::is_same_v<decltype(std::declval<Node&>() = std::declval<Node>()), Node&>);
    static_assert(std::is_constructible_v<bool, const Node&> && !std::is_convertible_v<const Node&, bool>);
    static_assert(noexcept(static_cast<bool>(std::declval<const Node&>())));
    static_assert(noexcept(std::declval<const Node&>().empty()));
    static_assert(noexcept(std::declval<Node&>().swap(std::declval<Node&>())));
    static_assert(std::is_nothrow_swappable_v<Node>);
    return true;
}
static_assert(is_a_node_handle<map_node>() && is_a_node_handle<set_node>());

// key() and mapped(), or value(), are const members that give mutable access.
static_assert(std::is_same_v<decltype(std::declval<const map_node&>().key()), int&>);
static_assert(std::is_same_v<decltype(std::declval<const map_node&>().mapped()), std::string&>);
static_assert(std::is_same_v<decltype(std::declval<const set_node&>().value()), std::string&>);
static_assert(std::is_same_v<decltype(std::declval<const map_node&>().get_allocator()), map::allocator_type>);
static_assert(std::is_same_v<set_node::value_type, std::string>);
static_assert(std::is_same_v<set_node::allocator_type, set::allocator_type>);

template <class Node>
concept has_key = requires(const Node n) { n.key(); };
template <class Node>
concept has_value = requires(const Node n) { n.value(); };
template <class Node>
concept has_value_type = requires { typename Node::value_type; };
static_assert(has_key<map_node> && !has_value<map_node> && !has_key<set_node> && has_value<set_node>);

using result = map::insert_return_type;
static_assert(std::is_same_v<decltype(result::position), map::iterator>);
static_assert(std::is_same_v<decltype(result::inserted), bool>);
static_assert(std::is_same_v<decltype(result::node), map_node>);
static_assert(std::is_move_constructible_v<result> && std::is_move_assignable_v<result>);
static_assert(std::is_same_v<decltype(set::insert_return_type::node), set_node>);

// Containers that differ in Hash and Pred only have the same node type ([container.node.overview], table of
// compatible nodes).
using other_map = ut::unordered_map<int, std::string, functors::tagged_hash, functors::tagged_equal>;
using another_map = ut::unordered_map<int, std::string, functors::constant_hash>;
static_assert(std::is_same_v<map_node, another_map::node_type>);
#if !STD_FAILS_NODE_TYPE_DEPENDS_ON_HASH
static_assert(std::is_same_v<map_node, other_map::node_type>);
#endif

#if !STD_FAILS_NODE_HANDLE_CONSTEXPR
constinit
#endif
    map_node constant_initialised;

} // namespace

TEST_CASE("node_handle: a default-constructed one is empty", "[container.node]") {
    const map_node node;
    CHECK(node.empty());
    CHECK_FALSE(node);
    CHECK(set_node{}.empty());
    CHECK(constant_initialised.empty());
    map_node a;
    map_node b(std::move(a));
    b = std::move(a);
    swap(a, b);
    CHECK((a.empty() && b.empty()));
}

TEST_CASE("node_handle: gives key, mapped value and allocator", "[container.node.observers]") {
    map m{{1, "one"}, {2, "two"}};
    const auto node = m.extract(1);
    CHECK_FALSE(node.empty());
    CHECK(static_cast<bool>(node));
    CHECK(node.key() == 1);
    CHECK(node.mapped() == "one");
    node.key() = 5;
    node.mapped() = "five";
    CHECK(node.key() == 5);
    CHECK(node.mapped() == "five");
    CHECK(node.get_allocator() == m.get_allocator());
    set s{"word"};
    const auto word = s.extract("word");
    CHECK(word.value() == "word");
    word.value() += "s";
    CHECK(word.value() == "words");
    CHECK(word.get_allocator() == s.get_allocator());
}

TEST_CASE("node_handle: moving leaves the source empty", "[container.node.cons]") {
    map m{{1, "one"}, {2, "two"}};
    auto a = m.extract(1);
    const auto* text = &a.mapped();
    map_node b(std::move(a));
    CHECK(a.empty());
    CHECK(&b.mapped() == text);
    auto c = m.extract(2);
    map_node& assigned = (c = std::move(b));
    CHECK(&assigned == &c);
    CHECK(b.empty());
    CHECK(c.key() == 1);
    CHECK(&c.mapped() == text);
    c = map_node();
    CHECK(c.empty());
    a = std::move(c);
    CHECK(a.empty());
}

TEST_CASE("node_handle: swap, with a full one and with an empty one", "[container.node.modifiers]") {
    map m{{1, "one"}, {2, "two"}};
    auto a = m.extract(1);
    auto b = m.extract(2);
    a.swap(b);
    CHECK((a.key() == 2 && b.key() == 1));
    swap(a, b);
    CHECK((a.key() == 1 && b.key() == 2));
    std::swap(a, b);
    CHECK((a.key() == 2 && b.mapped() == "one"));
    map_node empty;
    a.swap(empty);
    CHECK(a.empty());
    CHECK(empty.key() == 2);
    a.swap(empty);
    CHECK(empty.empty());
    CHECK(a.mapped() == "two");
    CHECK(m.empty());
}
