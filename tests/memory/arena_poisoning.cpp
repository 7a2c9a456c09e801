#include <catch2/catch_test_macros.hpp>

#include <support/asan.hpp>
#include <support/child_process.hpp>

#include <cstddef>
#include <memory_resource>
#include <vector>

#include <arsenal/platform/config.hpp> // macros, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

// Under ASan the memory of an arena is poisoned but for its live blocks.

#if ARSENAL_TEST_ASAN

using arsenal::arena;
using support::addressable;

namespace {

/// No byte of it may be touched.
bool poisoned(const void* p, std::size_t n) {
    for (std::size_t i = 0; i != n; ++i)
        if (!__asan_address_is_poisoned(static_cast<const char*>(p) + i)) return false;
    return true;
}

/// Whether to read there ends the program as it should.
bool is_reported(const void* p) {
    const auto end = support::run_in_child(
        [=] { [[maybe_unused]] const char read = *static_cast<const volatile char*>(p); });
    return !end.exited_well() && end.says("use-after-poison");
}

} // namespace

TEST_CASE("arena poisoning: what was not given out, in the buffer and in a block from upstream") {
    alignas(8) std::byte buffer[256];
    {
        arena a(buffer, sizeof buffer);
        CHECK(poisoned(buffer, sizeof buffer));
        for (const std::size_t bytes : {24, 13}) {
            auto* const p = static_cast<std::byte*>(a.allocate(bytes, 8));
            CHECK(addressable(p, bytes));
            CHECK(poisoned(p + bytes, 24));
        }
        auto* const p = static_cast<std::byte*>(a.allocate(300, 8));
        CHECK(addressable(p, 300));
        CHECK(is_reported(p + 300));
    }
    CHECK(addressable(buffer, sizeof buffer));
}

TEST_CASE("arena poisoning: small blocks beside each other, of any alignment") {
    arena a;
    for (std::size_t alignment = 1; alignment != 32; alignment *= 2)
        for (std::size_t bytes = 1; bytes != 20; ++bytes) {
            auto* const p = static_cast<std::byte*>(a.allocate(bytes, alignment));
            CHECK(addressable(p, bytes));
            CHECK(poisoned(p + bytes, 1));
        }
}

TEST_CASE(
    "arena poisoning: the use after a rewind or a reset is reported, in mode debug after deallocate(), too") {
    arena a;
    auto* const kept = static_cast<char*>(a.allocate(20));
    const auto mark = a.mark();
    void* const rewound = a.allocate(100);
    std::vector<void*> others;
    for (int i = 0; i != 20; ++i) others.push_back(a.allocate(300));
    void* const in_largest = others.back();
    a.rewind(mark);
    CHECK(addressable(kept, 20));
    CHECK(is_reported(rewound));
    CHECK(is_reported(in_largest)); // which the arena keeps
    CHECK(a.allocate(100) == rewound);
    CHECK(addressable(rewound, 100));

    a.deallocate(rewound, 100);
    CHECK(is_reported(rewound) == (ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG));
    a.reset();
    CHECK_FALSE(is_reported(&a));
    const auto end = support::run_in_child([&] { kept[0] = 'x'; });
    CHECK_FALSE(end.exited_well());
}

TEST_CASE("arena poisoning: try_expand opens what it adds and closes what it takes") {
    arena a;
    auto* const p = static_cast<std::byte*>(a.allocate(20));
    CHECK(a.try_expand(p, 20, 100));
    CHECK(addressable(p, 100));
    CHECK(a.try_expand(p, 100, 50));
    CHECK(addressable(p, 50));
    CHECK(poisoned(p + 50, 50));
}

TEST_CASE("arena poisoning: memory goes back upstream without any") {
    support::watched_memory memory;
    {
        arena a(&memory.resource);
        for (int i = 0; i != 100; ++i) static_cast<void>(a.allocate(100));
        CHECK_FALSE(memory.all_addressable());
        a.reset();
        for (int i = 0; i != 10; ++i) static_cast<void>(a.allocate(100));
        arsenal::pmr::monotonic_buffer_resource other(&memory.resource);
        static_cast<void>(other.allocate(100));
        arsenal::stack_resource stack(1000, &memory.resource);
        static_cast<void>(stack.allocate(100));
    }
    CHECK(memory.all_addressable());
}

TEST_CASE("monotonic_buffer_resource poisoning: the use after release() or deallocate() is reported") {
    alignas(8) std::byte buffer[100];
    arsenal::pmr::monotonic_buffer_resource r(buffer, sizeof buffer);
    void* const p = r.allocate(50);
    CHECK(addressable(p, 50));
    r.release();
    CHECK(is_reported(p));
    CHECK(r.allocate(50) == p);
    CHECK(addressable(p, 50));
    r.deallocate(p, 50);
    CHECK(is_reported(p));
}

TEST_CASE("stack_resource poisoning: what is above the newest block is") {
    alignas(16) std::byte buffer[1000];
    {
        arsenal::stack_resource s(buffer, sizeof buffer);
        CHECK(poisoned(buffer, sizeof buffer));
        void* const below = s.allocate(20);
        void* const p = s.allocate(20, 64);
        CHECK(addressable(p, 20));
        CHECK(poisoned(static_cast<std::byte*>(p) + 20, 12));
        s.deallocate(p, 20, 64);
        CHECK(is_reported(p));
        CHECK(addressable(below, 20));
        CHECK(poisoned(static_cast<std::byte*>(below) + 20, 12));
    }
    CHECK(addressable(buffer, sizeof buffer));
}

#endif
