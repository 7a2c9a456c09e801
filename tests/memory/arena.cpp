#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/upstream.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <list>
#include <map>
#include <memory_resource>
#include <new>
#include <string>
#include <type_traits>
#include <vector>

#include <arsenal/platform/config.hpp> // macros, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

// What an arena gives out and when it asks upstream. (Rewinding: arena_rewind.cpp.)

using arsenal::arena;

namespace {

constexpr bool has_guards = ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG;

template <class T>
using allocator = arsenal::arena_allocator<T>;

} // namespace

TEST_CASE("arena: the contract of every resource, from the heap and from a buffer") {
    STATIC_CHECK(arsenal::trying_resource<arena>);
    STATIC_CHECK(arsenal::owning_resource<arena>);
    STATIC_CHECK_FALSE(std::is_copy_constructible_v<arena>);
    memory_tests::upstream up;
    {
        arena from_heap(&up);
        memory_tests::check_contract(from_heap);
        alignas(16) std::byte buffer[5000];
        arena from_buffer(buffer + 1, sizeof buffer - 1, &up);
        memory_tests::check_contract(from_buffer);
        arsenal::inline_arena<3000> from_inside(&up);
        memory_tests::check_contract(from_inside);
        arena from_large_block(1 << 20, &up);
        memory_tests::check_contract(from_large_block, {.bytes = 2000});
    }
    CHECK(up.live == 0);
}

TEST_CASE("arena: a buffer is used to the last byte, then upstream is asked") {
    memory_tests::upstream up;
    std::byte buffer[1000];
    arena a(buffer, sizeof buffer, &up);
    const auto lies_in_buffer = [&](void* p) { return p >= buffer && p < buffer + sizeof buffer; };
    CHECK(a.capacity() == sizeof buffer);
    CHECK(lies_in_buffer(a.allocate(100, 1)));
    if (!has_guards) {
        CHECK(a.allocate(899, 1) == buffer + 100);
        CHECK(a.allocate(1, 1) == buffer + 999);
        CHECK(a.bytes_used() == 1000);
    }
    CHECK(up.calls == 0);
    CHECK_FALSE(lies_in_buffer(a.allocate(1000, 1)));
    CHECK(up.calls == 1);

    arsenal::inline_arena<1000> inside(&up);
    auto* const p = static_cast<std::byte*>(inside.allocate(500, 8));
    CHECK(reinterpret_cast<std::byte*>(&inside) <= p);
    CHECK(p + 500 <= reinterpret_cast<std::byte*>(&inside + 1));
    CHECK(up.calls == 1);
}

TEST_CASE("arena: nothing is asked for before it is needed, and blocks double") {
    memory_tests::upstream up;
    arena a(&up);
    CHECK(up.calls == 0);
    CHECK(a.capacity() == 0);
    for (int i = 0; i != 10'000; ++i) static_cast<void>(a.allocate(100, 4));
    CHECK(up.calls >= 8);
    CHECK(up.calls <= 12);
    CHECK(a.bytes_used() >= 1'000'000);
    CHECK(a.capacity() >= a.bytes_used());
    CHECK(a.capacity() <= up.live);

    memory_tests::upstream other;
    arena large(10'000, &other);
    static_cast<void>(large.allocate(1));
    CHECK(other.live >= 10'000);
    CHECK(other.live <= 10'100);
    CHECK(large.upstream() == &other);
}

TEST_CASE("arena: a first block of any size, up to what no memory has") {
    memory_tests::upstream up;
    arena none(0, &up);
    for (int i = 0; i != 1000; ++i) static_cast<void>(none.allocate(16));
    CHECK(up.calls < 20);
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
    for (const std::size_t first_block : {most, most - 7, most - 31, most - 100, most / 2 + 1, most / 2}) {
        arena a(first_block, &up);
        CHECK_THROWS_AS(a.allocate(8), std::bad_alloc);
        CHECK(a.try_allocate(100'000) == nullptr);
    }
}

TEST_CASE("arena: upstream aligns, so that no block is larger than it must be") {
    memory_tests::upstream up;
    arena a(&up);
    static_cast<void>(a.allocate(1 << 20, 64 << 10));
    CHECK(up.live < (1 << 20) + 200);
}

TEST_CASE("arena: what it owns") {
    memory_tests::upstream up;
    std::byte buffer[64];
    arena a(buffer, sizeof buffer, &up);
    auto* const p = static_cast<std::byte*>(a.allocate(1000));
    CHECK(a.owns(p));
    CHECK(a.owns(p + 999));
    CHECK(a.owns(buffer));
    CHECK(a.owns(buffer + 63));
    CHECK_FALSE(a.owns(buffer + 64));
    CHECK_FALSE(a.owns(&a));
    CHECK_FALSE(a.owns(nullptr));
    a.reset();
    CHECK(a.owns(p)); // kept for later
    a.release();
    CHECK_FALSE(a.owns(p));
    CHECK_FALSE(arena(&up).owns(nullptr));
}

TEST_CASE("arena: containers over it, by the static allocator and by virtual calls") {
    memory_tests::upstream up;
    arena a(&up);
    std::vector<int, allocator<int>> numbers(a);
    std::list<int, allocator<int>> list(a);
    std::map<int, std::string, std::less<int>, allocator<std::pair<const int, std::string>>> map(a);
    std::pmr::vector<std::pmr::string> lines(&a);
    for (int i = 0; i != 3000; ++i) {
        numbers.push_back(i);
        list.push_front(i);
        map.try_emplace(i % 100, std::to_string(i));
        lines.emplace_back(std::to_string(i) + " is written into the memory of the arena");
    }
    CHECK(numbers[2999] == 2999);
    CHECK(list.back() == 0);
    CHECK(map.at(99) == "99");
    CHECK(lines[1234] == "1234 is written into the memory of the arena");
    CHECK(a.owns(lines[1234].data()));
    while (!list.empty()) list.pop_back();
}

TEST_CASE("arena: a failure of upstream changes nothing") {
    for (int budget = 0; budget != 6; ++budget) {
        memory_tests::upstream up;
        arena a(&up);
        up.budget = budget;
        int given = 0;
        try {
            for (;; ++given) static_cast<void>(a.allocate(100, 64));
        } catch (const std::bad_alloc&) {
        }
        const std::size_t used = a.bytes_used();
        const std::size_t capacity = a.capacity();
        CHECK((given == 0) == (budget == 0));
        CHECK(a.try_allocate(5000) == nullptr);
        CHECK_THROWS_AS(a.allocate(5000), std::bad_alloc);
        CHECK(a.bytes_used() == used);
        CHECK(a.capacity() == capacity);
        up.budget = -1;
        CHECK(a.try_allocate(5000) != nullptr);
        CHECK(up.calls == budget + 1);
    }
}
