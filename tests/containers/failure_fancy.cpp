#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <map>
#include <random>
#include <string>
#include <type_traits>
#include <utility>

#include <containers/consistency.hpp>
#include <containers/std_failures.hpp>
#include <support/fancy_pointer.hpp>

#include <support/under_test.hpp>

// Allocators whose pointer is a class: every construction in such memory, and every way out of it.

using support::arena;
using support::fancy_allocator;
using support::fancy_pointer;

namespace {

using entry = std::pair<const int, std::string>;
using map = ut::unordered_map<int, std::string, std::hash<int>, std::equal_to<int>, fancy_allocator<entry>>;
using set = ut::unordered_set<std::string, std::hash<std::string>, std::equal_to<std::string>,
                              fancy_allocator<std::string>>;

std::string text(int i) { return "value number " + std::to_string(i) + " on the heap"; }

} // namespace

static_assert(std::is_same_v<map::pointer, fancy_pointer<entry>>);
static_assert(std::is_same_v<map::const_pointer, fancy_pointer<const entry>>);
static_assert(std::is_same_v<map::reference, entry&>);

TEST_CASE("fancy pointers: a map agrees with std::map through a random history", "[failure]") {
    arena memory;
    {
        map m{fancy_allocator<entry>(memory)};
        std::map<int, std::string> model;
        std::mt19937 random(1);
        for (int step = 0; step < 20000; ++step) {
            const int k = static_cast<int>(random() % 500);
            switch (random() % 4) {
            case 0:
            case 1:
                CHECK(m.try_emplace(k, text(step)).second == model.try_emplace(k, text(step)).second);
                break;
            case 2:
                CHECK(m.erase(k) == model.erase(k));
                break;
            default:
                CHECK((m.find(k) != m.end()) == model.contains(k));
            }
        }
        REQUIRE(consistency::contradiction(m) == "");
        CHECK(m.size() == model.size());
        for (const auto& [k, v] : model) CHECK(m.at(k) == v);
        CHECK(memory.owns(&*m.begin()));
    }
    CHECK(memory.clean());
}

TEST_CASE("fancy pointers: copy, move, swap and rehash", "[failure]") {
    arena memory, other;
    {
        set a{fancy_allocator<std::string>(memory)};
        for (int i = 0; i < 200; ++i) a.insert(text(i));
        set copy(a, fancy_allocator<std::string>(other));
        set moved(std::move(copy), fancy_allocator<std::string>(memory));
        CHECK(moved == a);
        CHECK(memory.owns(&*moved.find(text(7))));

        for (int i = 200; i < 300; ++i) moved.insert(text(i));
        moved.rehash(5000);
        moved.rehash(0);
        swap(a, moved);
        CHECK(a.size() == 300);
        CHECK(moved.size() == 200);
        REQUIRE(consistency::contradiction(a) == "");
        REQUIRE(consistency::contradiction(moved) == "");
        a = moved;
        CHECK(a == moved);
        moved = set({text(1)}, 0, fancy_allocator<std::string>(other));
        CHECK(moved.size() == 1);
        REQUIRE(consistency::contradiction(moved) == "");
    }
    CHECK(memory.clean());
    CHECK(other.clean());
}

#if !STD_FAILS_FANCY_POINTER_NODES

TEST_CASE("fancy pointers: nodes and merge keep addresses", "[failure]") {
    arena memory;
    {
        set a{fancy_allocator<std::string>(memory)}, b(a);
        for (int i = 0; i < 200; ++i) a.insert(text(i));
        const std::string* address = &*a.find(text(3));
        auto [position, inserted, rest] = b.insert(a.extract(text(3)));
        CHECK(inserted);
        CHECK(&*position == address);
        address = &*a.find(text(4));
        b.insert(text(5));
        b.merge(a);
        CHECK(b.size() == 200);
        CHECK(a.size() == 1);
        CHECK(&*b.find(text(4)) == address);
        REQUIRE(consistency::contradiction(a) == "");
        REQUIRE(consistency::contradiction(b) == "");
    }
    CHECK(memory.clean());
}

TEST_CASE("fancy pointers: a node outlives its map", "[failure]") {
    arena memory;
    {
        map::node_type node;
        {
            map m{fancy_allocator<entry>(memory)};
            for (int i = 0; i < 100; ++i) m.emplace(i, text(i));
            node = m.extract(50);
        }
        CHECK(node.key() == 50);
        CHECK(node.mapped() == text(50));
        CHECK(memory.live_blocks() > 0);
    }
    CHECK(memory.clean());
}

#endif
