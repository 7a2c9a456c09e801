#include <catch2/catch_test_macros.hpp>

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <thread>

#include <memory/misuse.hpp>
#include <support/asan.hpp>
#include <support/child_process.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

// What the hardening modes and AddressSanitizer find.

using memory_tests::misuses;

namespace {

[[maybe_unused]] volatile char* bytes_of(void* p) { return static_cast<volatile char*>(p); }

} // namespace

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST
TEST_CASE("heap: a heap that another thread ends or releases stops the program") {
    CHECK(support::stops("released or ended by another thread", [] {
        arsenal::heap heap;
        std::thread([&heap] { heap.release(); }).join();
    }));
    CHECK(support::stops("released or ended by another thread", [] {
        arsenal::heap* heap = nullptr;
        std::thread([&heap] { heap = new arsenal::heap; }).join();
        delete heap;
    }));
}
#endif

#if ARSENAL_HARDENING == ARSENAL_HARDENING_DEBUG
TEST_CASE("heap in mode debug: blocks given back wrongly") {
    static arsenal::heap heap, other;
    static void* const p = heap.allocate(100);
    char* const inside = static_cast<char*>(p) + 64;
    CHECK(misuses("heap: foreign pointer", p, 100, [] { other.deallocate(p, 100); }));
    CHECK(misuses("heap: foreign pointer", inside, 36, [=] { heap.deallocate(inside, 36); }));
    CHECK(misuses("heap: wrong size or alignment", p, 99, [] { heap.deallocate(p, 99); }));
    CHECK(misuses("heap: wrong size or alignment", p, 100, [] { heap.deallocate(p, 100, 8); }));
    CHECK(support::stops("another thread", [] { std::thread([] { heap.deallocate(p, 100); }).join(); }));
    CHECK(support::stops("another thread",
                         [] { std::thread([] { static_cast<void>(heap.allocate(1)); }).join(); }));
#if !ARSENAL_TEST_ASAN
    CHECK(misuses("heap: double free", p, 100, [] {
        heap.deallocate(p, 100);
        heap.deallocate(p, 100);
    }));
    CHECK(misuses("heap: overrun", p, 100, [] {
        bytes_of(p)[100] = 1;
        heap.deallocate(p, 100);
    }));
    CHECK(misuses("heap: overrun", p, 100, [] {
        bytes_of(p)[107] = 1;
        heap.release();
    }));
#endif
    heap.deallocate(p, 100);
}
#endif

#if ARSENAL_TEST_ASAN
TEST_CASE("heap and allocator: AddressSanitizer sees what is used after free, and what is run over") {
    const auto is_reported = [](auto action) {
        return support::run_in_child(action).says("AddressSanitizer: heap-");
    };
    CHECK(is_reported([] {
        arsenal::heap heap;
        void* const p = heap.allocate(100);
        heap.deallocate(p, 100);
        bytes_of(p)[0] = 1;
    }));
    CHECK(is_reported([] {
        arsenal::heap heap;
        void* const p = heap.allocate(100);
        heap.release();
        bytes_of(p)[0] = 1;
    }));
    CHECK(is_reported([] {
        arsenal::heap heap;
        bytes_of(heap.allocate(100))[100] = 1;
    }));
    CHECK(is_reported([] { bytes_of(arsenal::allocator<char>().allocate(100))[100] = 1; }));
    CHECK(is_reported([] {
        arsenal::allocator<char> a;
        char* const p = a.allocate(100);
        a.deallocate(p, 100);
        bytes_of(p)[0] = 1;
    }));
}
#endif
