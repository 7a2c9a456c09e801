#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <support/arena.hpp>
#include <support/instance_counter.hpp>
#include <support/propagating_allocator.hpp>
#include <support/stateful_allocator.hpp>

#include <support/under_test.hpp>

// [container.node]: a handle owns its element, outlives its container, and brings its allocator along.

namespace {

struct tag {};
struct counted : support::instance_counter<tag> {
    explicit counted(int i) : id(i) {}
    int id;
};
using map = ut::unordered_map<int, counted>;

template <support::propagation P>
using arena_map = ut::unordered_map<int, std::string, std::hash<int>, std::equal_to<int>,
                                    support::propagating_allocator<std::pair<const int, std::string>, P>>;

} // namespace

TEST_CASE("node_handle lifetime: destroys its element", "[container.node.dtor]") {
    {
        map m;
        for (int i = 0; i < 10; ++i) m.try_emplace(i, i);
        m.extract(3);
        CHECK(counted::live() == 9);
        auto node = m.extract(4);
        CHECK(counted::live() == 9);
        node = m.extract(5);
        CHECK(counted::live() == 8);
        node = map::node_type();
        CHECK(counted::live() == 7);
        node = m.extract(6);
    }
    CHECK(counted::live() == 0);
    CHECK(counted::errors() == 0);
}

TEST_CASE("node_handle lifetime: outlives its container", "[container.node]") {
    for (const int n : {1, 5, 12, 13, 100, 1000}) {
        std::vector<map::node_type> nodes;
        {
            map m;
            for (int i = 0; i < n; ++i) m.try_emplace(i, i);
            for (int i = 0; i < n; i += 2) nodes.push_back(m.extract(i));
        }
        REQUIRE(counted::live() == (n + 1) / 2);
        map other;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            REQUIRE(nodes[i].mapped().id == static_cast<int>(2 * i));
            if (i % 2 == 0) REQUIRE(other.insert(std::move(nodes[i])).inserted);
        }
        for (int i = 0; i < 50; ++i) other.try_emplace(10000 + i, i);
        REQUIRE(other.size() == (nodes.size() + 1) / 2 + 50);
        nodes.clear();
        REQUIRE(counted::live() == static_cast<std::ptrdiff_t>(other.size()));
        for (const auto& [key, value] : other) REQUIRE((key == value.id || key == value.id + 10000));
    }
    CHECK(counted::live() == 0);
    CHECK(counted::errors() == 0);
}

TEST_CASE("node_handle lifetime: outlives a container that was cleared, assigned to, moved or rehashed",
          "[container.node]") {
    {
        map m;
        for (int i = 0; i < 100; ++i) m.try_emplace(i, i);
        auto a = m.extract(1);
        m.clear();
        auto b = m.extract(m.try_emplace(2, 2).first);
        m.rehash(3000);
        map other(std::move(m));
        other = map();
        m = map();
        for (int i = 0; i < 100; ++i) m.try_emplace(i + 50, i);
        CHECK((a.mapped().id == 1 && b.mapped().id == 2));
        CHECK(m.insert(std::move(a)).inserted);
        CHECK(m.insert(std::move(b)).inserted);
        CHECK(m.size() == 102);
    }
    CHECK((counted::live() == 0 && counted::errors() == 0));
}

TEST_CASE("node_handle lifetime: an element goes through many containers that die", "[container.node]") {
    {
        auto m = std::make_unique<map>();
        const auto* element = &*m->try_emplace(7, 7).first;
        for (int round = 0; round < 50; ++round) {
            for (int i = 100; i < 100 + round; ++i) m->try_emplace(i, i);
            auto next = std::make_unique<map>();
            next->insert(m->extract(7));
            m = std::move(next);
            REQUIRE(&*m->find(7) == element);
            REQUIRE(m->size() == 1);
        }
    }
    CHECK((counted::live() == 0 && counted::errors() == 0));
}

TEST_CASE("node_handle lifetime: returns its memory to its own allocator", "[container.node]") {
    support::arena memory;
    {
        using allocator = support::stateful_allocator<std::pair<const int, std::string>>;
        using stateful_map =
            ut::unordered_map<int, std::string, std::hash<int>, std::equal_to<int>, allocator>;
        stateful_map::node_type node;
        {
            stateful_map m{allocator(memory)};
            for (int i = 0; i < 50; ++i) m.emplace(i, "text that is longer than a small string");
            node = m.extract(25);
            CHECK(&node.get_allocator().source() == &memory);
        }
        CHECK(memory.owns(&node.mapped()));
        CHECK(node.mapped() == "text that is longer than a small string");
        stateful_map other{allocator(memory)};
        other.insert(std::move(node));
        CHECK(other.at(25).size() == 39);
    }
    CHECK(memory.clean());
}

TEST_CASE("node_handle lifetime: move assignment and swap propagate the allocator when it says so",
          "[container.node]") {
    support::arena a;
    support::arena b;
    {
        using propagating = arena_map<support::propagation{false, true, true}>;
        propagating in_a{propagating::allocator_type(a)};
        propagating in_b{propagating::allocator_type(b)};
        for (int i = 0; i < 20; ++i) in_a.emplace(i, "a"), in_b.emplace(i, "b");
        auto from_a = in_a.extract(1);
        auto from_b = in_b.extract(2);
        from_a.swap(from_b);
        CHECK((&from_a.get_allocator().source() == &b && &from_b.get_allocator().source() == &a));
        CHECK((from_a.mapped() == "b" && from_b.mapped() == "a"));
        from_a = std::move(from_b);
        CHECK(&from_a.get_allocator().source() == &a);
        CHECK(from_a.key() == 1);
        CHECK(in_a.insert(std::move(from_a)).inserted);
    }
    CHECK((a.clean() && b.clean()));
}

TEST_CASE("node_handle lifetime: of a pmr container", "[container.node]") {
    std::pmr::unsynchronized_pool_resource pool;
    ut::pmr::unordered_map<std::pmr::string, std::pmr::string>::node_type node;
    {
        ut::pmr::unordered_map<std::pmr::string, std::pmr::string> m(&pool);
        for (int i = 0; i < 30; ++i)
            m.emplace(std::to_string(i).c_str(), "a value of some length, more than fifteen");
        node = m.extract("17");
    }
    CHECK(node.get_allocator().resource() == &pool);
    CHECK(node.mapped().get_allocator().resource() == &pool);
    node.key() = "another key, and a long one this time";
    ut::pmr::unordered_map<std::pmr::string, std::pmr::string> other(&pool);
    CHECK(other.insert(std::move(node)).inserted);
    CHECK(other.contains("another key, and a long one this time"));
}
