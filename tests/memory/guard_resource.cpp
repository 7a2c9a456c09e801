#include <catch2/catch_test_macros.hpp>

#include <memory/misuse.hpp>
#include <memory/resource_contract.hpp>

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <vector>

#include <support/asan.hpp>
#include <support/child_process.hpp>
#include <sys/mman.h>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

using arsenal::guard_resource;
using memory_tests::misuses;

namespace {

volatile char* bytes_of(void* p) { return static_cast<volatile char*>(p); }

/// Whether action ends its process by an access that is not allowed (or that AddressSanitizer reports).
template <class Action>
bool faults(Action action) {
    const support::child_end end = support::run_in_child([&] {
        std::signal(SIGSEGV, SIG_DFL);
        action();
    });
    if (WIFSIGNALED(end.status)) return WTERMSIG(end.status) == SIGSEGV;
    return end.says("AddressSanitizer");
}

} // namespace

TEST_CASE("guard_resource: the contract of every resource") {
    STATIC_CHECK(arsenal::trying_resource<guard_resource>);
    STATIC_CHECK(arsenal::owning_resource<guard_resource>);
    for (const guard_resource::side side : {guard_resource::side::end, guard_resource::side::begin}) {
        guard_resource guarded(side);
        memory_tests::check_contract(guarded);
    }
}

TEST_CASE("guard_resource: running past the watched side faults at once") {
    for (const std::size_t bytes : {1UL, 100UL, 4096UL, 10'000UL}) {
        CHECK(faults([bytes] {
            guard_resource guarded;
            bytes_of(guarded.allocate(bytes, 1))[bytes] = 1;
        }));
        CHECK(faults([bytes] {
            guard_resource guarded;
            static_cast<void>(bytes_of(guarded.allocate(bytes, 1))[bytes]); // a read, too
        }));
        CHECK(faults([bytes] {
            guard_resource guarded(guard_resource::side::begin);
            bytes_of(guarded.allocate(bytes))[-1] = 1;
        }));
    }
    CHECK(faults([] {
        guard_resource guarded;
        bytes_of(guarded.allocate(0, 1))[0] = 1;
    }));
    // Far beyond, on the other side.
    CHECK(faults([] {
        guard_resource guarded;
        bytes_of(guarded.allocate(100, 1))[-4000] = 1;
    }));
}

TEST_CASE("guard_resource: a use after free faults, until that many others were freed") {
    CHECK(faults([] {
        guard_resource guarded;
        void* const p = guarded.allocate(100);
        guarded.deallocate(p, 100);
        bytes_of(p)[0] = 1;
    }));
    CHECK(faults([] {
        guard_resource guarded;
        void* const p = guarded.allocate(100);
        guarded.deallocate(p, 100);
        for (std::size_t i = 1; i != guard_resource::quarantine_length; ++i) {
            void* const other = guarded.allocate(100);
            bytes_of(other)[0] = 1;
            guarded.deallocate(other, 100);
        }
        static_cast<void>(bytes_of(p)[99]);
    }));
}

#if !ARSENAL_TEST_ASAN // which reports the write itself
TEST_CASE("guard_resource: what was written to the filler is told when the block is given back") {
    guard_resource guarded;
    void* const p = guarded.allocate(10, 16); // six bytes to the guard
    CHECK(misuses("guard_resource: overrun", p, 10, [&] {
        bytes_of(p)[12] = 0;
        guarded.deallocate(p, 10, 16);
    }));
    guarded.deallocate(p, 10, 16);
    std::optional<guard_resource> forgets(std::in_place);
    void* const q = forgets->allocate(16);
    CHECK(misuses("guard_resource: overrun", q, 16, [&] {
        bytes_of(q)[-1] = 0;
        forgets.reset();
    }));
}
#else
TEST_CASE("guard_resource: AddressSanitizer reports a write to the filler") {
    CHECK(faults([] {
        guard_resource guarded;
        bytes_of(guarded.allocate(10, 16))[12] = 0;
    }));
}
#endif

TEST_CASE("guard_resource: blocks given back wrongly") {
    static guard_resource guarded, other;
    static void* const p = guarded.allocate(100);
    void* const inside = static_cast<char*>(p) + 16;
    CHECK(misuses("guard_resource: double free", p, 100, [] {
        guarded.deallocate(p, 100);
        guarded.deallocate(p, 100);
    }));
    CHECK(misuses("guard_resource: foreign pointer", p, 100, [] { other.deallocate(p, 100); }));
    CHECK(misuses("guard_resource: foreign pointer", inside, 84, [=] { guarded.deallocate(inside, 84); }));
    const char* const wrong_size = "guard_resource: wrong size or alignment";
    CHECK(misuses(wrong_size, p, 99, [] { guarded.deallocate(p, 99); }));
    CHECK(misuses(wrong_size, p, 100, [] { guarded.deallocate(p, 100, 8); }));
    CHECK((guarded.owns(p) && !other.owns(p)));
    guarded.deallocate(p, 100);
    CHECK_FALSE(guarded.owns(p));
}

TEST_CASE("guard_resource: what is alive at the end goes back, and what is in quarantine") {
    std::vector<void*> blocks;
    {
        guard_resource guarded;
        for (std::size_t i = 0; i != 3000; ++i) blocks.push_back(guarded.allocate(100));
        for (std::size_t i = 0; i < 3000; i += 2) guarded.deallocate(blocks[i], 100);
    }
    for (void* p : blocks) {
        unsigned char state = 0;
        void* const page = static_cast<char*>(p) - reinterpret_cast<std::uintptr_t>(p) % arsenal::page_size();
        CHECK(mincore(page, arsenal::page_size(), &state) != 0);
    }
}

TEST_CASE("guard_resource: containers, and mappings enough for ten thousand blocks") {
    guard_resource guarded;
    std::vector<int, arsenal::guard_allocator<int>> numbers(guarded);
    for (int i = 0; i != 10'000; ++i) numbers.push_back(i);
    std::list<int, arsenal::guard_allocator<int>> list(numbers.begin(), numbers.end(), guarded);
    CHECK(list.size() == 10'000);
    CHECK(list.back() == 9'999);
}
