// What local_shared_ptr has besides std::shared_ptr's contract.

#include <catch2/catch_test_macros.hpp>

#include <support/arena.hpp>
#include <support/child_process.hpp>
#include <support/fancy_pointer.hpp>

#include <cstddef>
#include <memory>
#include <type_traits>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif
#include <arsenal/platform/config.hpp>

using arsenal::local_shared_ptr;
using arsenal::local_weak_ptr;

TEST_CASE("local_shared_ptr: two words, which may be moved as bytes") {
    STATIC_CHECK(sizeof(local_shared_ptr<int>) == 2 * sizeof(void*));
    STATIC_CHECK(arsenal::is_trivially_relocatable_v<local_shared_ptr<int>>);
    STATIC_CHECK(arsenal::is_trivially_relocatable_v<local_weak_ptr<int>>);
    static constinit local_shared_ptr<int> constant;
    CHECK(constant == nullptr);
}

TEST_CASE("local_shared_ptr: C++26's owner_hash and owner_equal") {
    const auto whole = arsenal::make_local_shared<int[2]>();
    const local_shared_ptr<int> part(whole, &whole[1]);
    const local_weak_ptr<int> weak = part;
    const auto other = arsenal::make_local_shared<int>();
    CHECK((whole.owner_equal(part) && part.owner_equal(weak) && weak.owner_equal(whole)));
    CHECK((whole.owner_hash() == part.owner_hash() && weak.owner_hash() == part.owner_hash()));
    CHECK_FALSE((whole.owner_equal(other) || weak.owner_equal(other)));
}

TEST_CASE("local_shared_ptr: allocators of fancy pointers") {
    support::arena memory;
    const support::fancy_allocator<char> alloc(memory);
    const auto one = arsenal::allocate_local_shared<int>(alloc, 5);
    const auto many = arsenal::allocate_local_shared<int[]>(alloc, 10, 6);
    CHECK((*one == 5 && many[9] == 6 && memory.live_blocks() == 2));
    {
        const local_shared_ptr<int> deleted(new int(7), std::default_delete<int>(), alloc);
    }
    {
        const auto shared_by_two = many;
    }
    CHECK((memory.live_blocks() == 2 && memory.bad_returns() == 0));
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST
TEST_CASE("local_shared_ptr stops at null, and at an index that is out of bounds") {
    const local_shared_ptr<std::pair<int, int>> null;
    CHECK(support::stops("null local_shared_ptr", [&] { static_cast<void>(null->first); }));
    CHECK(support::stops("null local_shared_ptr", [&] { static_cast<void>((*null).first); }));
    const local_shared_ptr<int[]> null_array;
    CHECK(support::stops("null local_shared_ptr", [&] { static_cast<void>(null_array[0]); }));
    const auto array = arsenal::make_local_shared<int[3]>();
    CHECK(support::stops("no such element", [&] { static_cast<void>(array[3]); }));
    CHECK(support::stops("no such element", [&] { static_cast<void>(array[-1]); }));
}
#endif

#if ARSENAL_HARDENING == ARSENAL_HARDENING_DEBUG
TEST_CASE("local_shared_ptr stops at an owner too many being dropped, in mode debug") {
    CHECK(support::stops("without owners is released", [] {
        alignas(local_shared_ptr<int>) unsigned char bytes[sizeof(local_shared_ptr<int>)];
        const auto owner = arsenal::make_local_shared<int>(1);
        const local_weak_ptr<int> keeps_the_block = owner;
        auto* const p = new (bytes) local_shared_ptr<int>(owner);
        p->~local_shared_ptr();
        p->~local_shared_ptr();
        p->~local_shared_ptr();
    }));
}
#endif
