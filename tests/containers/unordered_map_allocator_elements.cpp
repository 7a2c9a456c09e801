#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <memory>
#include <memory_resource>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <containers/logging_allocator.hpp>
#include <containers/std_failures.hpp>
#include <support/arena.hpp>
#include <support/fancy_pointer.hpp>

#include <support/under_test.hpp>

// [container.requirements.general]/3: elements are constructed and destroyed through allocator_traits.

namespace {

using value = std::pair<const int, std::string>;
using allocator = logging::allocator<value, value>;
using map = ut::unordered_map<int, std::string, std::hash<int>, std::equal_to<int>, allocator>;

bool every_element_is_logged(const map& m, const logging::log& l) {
    for (const auto& element : m) {
        if (!l.has(&element)) return false;
    }
    return l.live.size() == m.size() && l.errors == 0;
}

} // namespace

TEST_CASE("unordered_map: elements are constructed and destroyed by the allocator",
          "[container.requirements.general]") {
    logging::log l;
    {
        map m{allocator(l)};
        m.insert({1, "one"});
        m.emplace(2, "two");
        m.try_emplace(3, "three");
        m.insert_or_assign(4, "four");
        m[5] = "five";
        m.emplace_hint(m.end(), 6, "six");
        CHECK(m.size() == 6);
        CHECK(every_element_is_logged(m, l));

        for (int i = 10; i < 400; ++i) m[i] = "many";
        CHECK(every_element_is_logged(m, l));

        m.erase(1);
        m.erase(m.find(2));
        erase_if(m, [](const auto& e) { return e.first >= 200; });
        CHECK(every_element_is_logged(m, l));

        m.rehash(5000);
        CHECK(every_element_is_logged(m, l));
        m.clear();
        CHECK(l.live.empty());
        m[1] = "last";
    }
    CHECK(l.live.empty());
    CHECK(l.errors == 0);
    CHECK(l.constructed == l.destroyed);
}

TEST_CASE("unordered_map: copies and moves go through the target's allocator", "[container.alloc.reqmts]") {
    logging::log l;
    logging::log other;
    {
        map m{allocator(l)};
        for (int i = 0; i < 50; ++i) m[i] = std::to_string(i);
        {
            const map copy(m, allocator(other));
            CHECK(every_element_is_logged(copy, other));
        }
        CHECK((other.live.empty() && other.errors == 0));
        map moved(std::move(m), allocator(other));
        CHECK(every_element_is_logged(moved, other));
        m = std::move(moved);
        CHECK(every_element_is_logged(m, l));
    }
    CHECK((l.live.empty() && l.errors == 0));
    CHECK((other.live.empty() && other.errors == 0));
}

TEST_CASE("unordered_map: a node handle destroys its element by the allocator", "[container.node]") {
    logging::log l;
    {
        map m{allocator(l)};
        m[1] = "one";
        m[2] = "two";
        auto node = m.extract(1);
        CHECK(l.live.size() == 2);
        auto kept = m.extract(2);
        node = std::move(kept);
        CHECK(l.live.size() == 1);
        CHECK(l.has(&*m.insert(std::move(node)).position));
    }
    CHECK((l.live.empty() && l.errors == 0));
    CHECK(l.constructed == 2);
}

TEST_CASE("unordered_map: pmr strings inside take the map's resource", "[mem.poly.allocator.mem]") {
    std::pmr::monotonic_buffer_resource resource;
    std::pmr::monotonic_buffer_resource elsewhere;
    using string = std::pmr::string;
    using pmr_map = ut::pmr::unordered_map<string, string>;
    const std::pmr::memory_resource* const expected = &resource;
    auto inside = [&](const pmr_map& m) {
        for (const auto& [key, value] : m) {
            if (key.get_allocator().resource() != expected || value.get_allocator().resource() != expected)
                return false;
        }
        return m.get_allocator().resource() == expected;
    };
    pmr_map m(&resource);
    const string key("a key that is long enough for the heap", &elsewhere);
    m.emplace("key", "value");
    m.emplace(std::piecewise_construct, std::forward_as_tuple("piecewise"), std::forward_as_tuple(20, 'x'));
    m.insert({key, key});
    m.insert_or_assign("assigned", "value");
    m.try_emplace("tried", 3, 'y');
    m["subscript"] = "value";
    m.insert(std::pair<const char*, const char*>("pair", "converted"));
    CHECK(m.size() == 7);
    CHECK(inside(m));
    CHECK(m.at("piecewise") == string(20, 'x'));
    CHECK(inside(pmr_map(m, &resource)));
    pmr_map other(&elsewhere);
    other.emplace("from", "elsewhere");
    m = std::move(other);
    CHECK(inside(m));
    CHECK(m.at("from") == "elsewhere");
    CHECK(pmr_map(m).get_allocator().resource() == std::pmr::get_default_resource());
}

TEST_CASE("unordered_map: fancy pointers", "[container.requirements.general]") {
    using fancy = support::fancy_allocator<value>;
    using fancy_map = ut::unordered_map<int, std::string, std::hash<int>, std::equal_to<int>, fancy>;
    static_assert(std::is_same_v<fancy_map::pointer, support::fancy_pointer<value>>);
    static_assert(std::is_same_v<fancy_map::const_pointer, support::fancy_pointer<const value>>);
    support::arena memory;
    {
        fancy_map m{fancy(memory)};
        for (int i = 0; i < 300; ++i) m.emplace(i, std::to_string(i));
        fancy_map copy(m);
#if !STD_FAILS_FANCY_POINTER_NODES
        auto node = copy.extract(7);
        m = std::move(copy);
        CHECK(m.size() == 299);
        m.insert(std::move(node));
#endif
        for (int i = 0; i < 300; ++i) CHECK(m.at(i) == std::to_string(i));
        CHECK(memory.owns(&*m.find(7)));
    }
    CHECK(memory.clean());
}
