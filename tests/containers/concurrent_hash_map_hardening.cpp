#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <memory_resource>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <support/asan.hpp>
#include <support/child_process.hpp>

#include <arsenal/platform/config.hpp>
#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

namespace {

using map = arsenal::concurrent_hash_map<int, int>;

} // namespace

#if ARSENAL_HARDENING == ARSENAL_HARDENING_DEBUG

TEST_CASE("hardening: a visitor that calls back into its map is stopped") {
    map m{{1, 1}, {2, 2}};
    const auto stopped = [&](auto action) {
        return support::stops("called back into the concurrent_hash_map", action);
    };
    CHECK(stopped([&] { m.visit(1, [&](auto&) { m.contains(2); }); }));
    CHECK(stopped([&] { m.cvisit(1, [&](auto&) { m.cvisit(2, [](auto&) {}); }); }));
    CHECK(stopped([&] { m.visit_all([&](auto&) { m.erase(3); }); }));
    CHECK(stopped([&] { m.erase_if([&](auto&) { return m.try_emplace(7, 7); }); }));
    CHECK(stopped([&] { m.try_emplace_or_visit(1, 1, [&](auto&) { m.clear(); }); }));
    CHECK(stopped([&] { m.visit(1, [&](auto&) { const map copy = m; }); }));
}

TEST_CASE("hardening: after a visitor the map may be used again") {
    map m{{1, 1}, {2, 2}};
    map other{{1, 1}};
    m.visit(1, [&](auto&) { CHECK(other.contains(1)); });
    try {
        m.visit(1, [](auto&) { throw std::runtime_error("no"); });
    } catch (const std::runtime_error&) {
    }
    CHECK(m.contains(1));
}

TEST_CASE("hardening: swapping where the allocators differ") {
    std::byte bytes[64];
    std::pmr::monotonic_buffer_resource resource(bytes, sizeof bytes);
    using pmr_map = arsenal::concurrent_hash_map<int, int, std::hash<int>, std::equal_to<int>,
                                                 std::pmr::polymorphic_allocator<std::pair<const int, int>>>;
    pmr_map a(&resource), b;
    CHECK(support::stops("swapped containers whose allocators differ", [&] { a.swap(b); }));
}

#endif

#if ARSENAL_TEST_ASAN

namespace {

struct throws {
    explicit throws(int) { throw std::runtime_error("no element"); }
};
struct one_shard {
    std::size_t operator()(int) const { return 0; }
};

template <class T>
const T* address_in(auto& m, int key) {
    const T* found = nullptr;
    m.visit(key, [&](auto& v) { found = std::addressof(v.second); });
    return found;
}

} // namespace

TEST_CASE("poisoning: a concurrent map's vacant slots are") {
    arsenal::concurrent_hash_map<int, std::string, one_shard> m;
    for (int i = 0; i != 4; ++i) m.try_emplace(i, "x");
    const auto* element = address_in<std::string>(m, 2);
    CHECK(support::addressable(element));
    m.erase(2);
    CHECK(support::poisoned(element));
    m.try_emplace(5, "y");
    CHECK(address_in<std::string>(m, 5) == element);
    m.clear();
    CHECK(support::poisoned(element));

    arsenal::concurrent_hash_map<int, std::optional<throws>, one_shard> thrower;
    thrower.try_emplace(1);
    const auto* there = address_in<std::optional<throws>>(thrower, 1);
    thrower.erase(1);
    CHECK_THROWS_AS(thrower.try_emplace(1, std::in_place, 2), std::runtime_error);
    CHECK(support::poisoned(there));
}

TEST_CASE("poisoning: a concurrent map gives its memory back without any") {
    support::watched_memory memory;
    {
        arsenal::concurrent_hash_map<int, std::string, std::hash<int>, std::equal_to<int>,
                                     std::pmr::polymorphic_allocator<std::pair<const int, std::string>>>
            m(&memory.resource);
        for (int i = 0; i != 100; ++i) m.try_emplace(i, "x");
        CHECK_FALSE(memory.all_addressable());
    }
    CHECK(memory.all_addressable());
}

#endif

// What hardening must not change: several maps, and a map used after its visitor returned.
TEST_CASE("concurrent map: a visitor may use another map") {
    map m{{1, 1}};
    map other;
    CHECK(m.visit(1, [&](auto& v) { other.emplace(v.first, v.second); }) == 1);
    CHECK(other == m);
}
