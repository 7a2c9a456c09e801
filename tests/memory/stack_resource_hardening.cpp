#include <catch2/catch_test_macros.hpp>

#include <memory/misuse.hpp>
#include <support/asan.hpp>
#include <support/child_process.hpp>

#include <cstddef>

#include <arsenal/platform/config.hpp> // macros, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

// What stops a program that uses a stack_resource as it may not be used.

using arsenal::stack_resource;
using memory_tests::misuses;

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST

TEST_CASE("stack_resource: what is given back out of order stops the program, with the address") {
    stack_resource s(4096);
    void* const low = s.allocate(100);
    void* const high = s.allocate(100, 128);
    const char* const out_of_order = "stack_resource: out of order or wrong size";
    CHECK(misuses(out_of_order, low, 100, [&] { s.deallocate(low, 100); }));
    CHECK(misuses(out_of_order, high, 50, [&] { s.deallocate(high, 50, 128); }));
    CHECK(misuses("stack_resource: foreign pointer", &s, 8, [&] { s.deallocate(&s, 8); }));
    s.deallocate(high, 100, 128);
    CHECK(misuses("stack_resource: double free", high, 100, [&] { s.deallocate(high, 100, 128); }));
    s.deallocate(low, 100);
}

#endif

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

TEST_CASE("stack_resource: writing behind a block is found when it is given back") {
    stack_resource s(4096);
    for (const std::size_t bytes : {0, 1, 15, 16, 17, 100})
        for (const std::ptrdiff_t beyond : {0, 1, 15}) {
            void* const p = s.allocate(bytes);
            CHECK(misuses("stack_resource: overrun", p, bytes, [&] {
                memory_tests::write_at(p, static_cast<std::ptrdiff_t>(bytes) + beyond);
                s.deallocate(p, bytes);
            }));
            s.deallocate(p, bytes);
        }
}

TEST_CASE("stack_resource: an alignment that is none stops the program") {
    stack_resource s(4096);
    CHECK(support::stops("an alignment is a power of two", [&] { static_cast<void>(s.allocate(8, 24)); }));
    CHECK(support::stops("an alignment is a power of two", [&] { static_cast<void>(s.try_allocate(8, 0)); }));
}

#endif

#if ARSENAL_TEST_ASAN

TEST_CASE("stack_resource: AddressSanitizer reports what is before, behind and after a block") {
    stack_resource s(4096);
    for (const std::size_t alignment : {8UL, 64UL}) {
        auto* const p = static_cast<char*>(s.allocate(40, alignment));
        CHECK(support::addressable(p, 40));
        CHECK(__asan_address_is_poisoned(p + 40));
        for (const int before : {-1, -8, -16})
            if (alignment == 64) CHECK(__asan_address_is_poisoned(p + before));
        s.deallocate(p, 40, alignment);
        for (int i = 0; i != 40; ++i) CHECK(__asan_address_is_poisoned(p + i));
    }
}

#endif
