#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/upstream.hpp>

#include <cstddef>
#include <cstring>
#include <memory_resource>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

// How an arena takes its memory back, and how its newest block changes in place.

using arsenal::arena;

TEST_CASE("arena: a rewind ends what came after the mark, and nothing before it") {
    memory_tests::upstream up;
    std::byte buffer[2000];
    arena a(buffer, sizeof buffer, &up);
    const auto before = memory_tests::take(a, 100, 8, 0x11);
    const auto mark = a.mark();
    const std::size_t used = a.bytes_used();
    void* const first = a.allocate(50, 8);
    a.rewind(mark);
    CHECK(a.bytes_used() == used);
    CHECK(a.allocate(50, 8) == first);

    for (int i = 0; i != 100; ++i) memory_tests::take(a, 1000, 8, 0x22);
    CHECK(up.calls > 4);
    a.rewind(mark);
    CHECK(a.bytes_used() == used);
    CHECK(a.allocate(50, 8) == first);
    CHECK(before.intact());
    CHECK(up.blocks.size() == 1); // the largest
}

TEST_CASE("arena: marks nest") {
    memory_tests::upstream up;
    arena a(&up);
    std::vector<arena::marker> marks;
    std::vector<std::size_t> used;
    std::vector<memory_tests::block> blocks;
    for (std::size_t i = 0; i != 40; ++i) {
        marks.push_back(a.mark());
        used.push_back(a.bytes_used());
        blocks.push_back(memory_tests::take(a, 100 + i, 8, static_cast<unsigned char>(i)));
    }
    while (!marks.empty()) {
        a.rewind(marks.back());
        blocks.pop_back();
        CHECK(a.bytes_used() == used.back());
        for (const auto& block : blocks) REQUIRE(block.intact());
        a.rewind(marks.back()); // once more: there is nothing to end
        marks.pop_back();
        used.pop_back();
    }
}

TEST_CASE("arena: a loop that rewinds, or resets, asks upstream for nothing after its first turns") {
    memory_tests::upstream up;
    for (const bool rewinds : {false, true}) {
        arena a(&up);
        if (rewinds) static_cast<void>(a.allocate(900));
        const auto mark = a.mark();
        int calls = 0;
        for (int turn = 0; turn != 100; ++turn) {
            for (int i = 0; i != 500; ++i) static_cast<void>(a.allocate(40));
            rewinds ? a.rewind(mark) : a.reset();
            if (turn == 3) calls = up.calls;
        }
        CHECK(calls > 0);
        CHECK(up.calls == calls);
    }
}

TEST_CASE("arena: reset keeps the largest block and the buffer, release the buffer alone") {
    memory_tests::upstream up;
    std::byte buffer[100];
    arena a(buffer, sizeof buffer, &up);
    for (int i = 0; i != 1000; ++i) static_cast<void>(a.allocate(30));
    std::size_t largest = 0;
    for (const auto& [p, block] : up.blocks) largest = std::max(largest, block.bytes);
    CHECK(up.blocks.size() > 2);
    a.reset();
    CHECK(a.bytes_used() == 0);
    CHECK(up.blocks.size() == 1);
    CHECK(up.live == largest);
    CHECK(a.capacity() > sizeof buffer);
    CHECK(a.allocate(1, 1) == buffer);
    const int calls = up.calls;
    static_cast<void>(a.allocate(largest / 2));
    CHECK(up.calls == calls);
    static_cast<void>(a.allocate(largest * 4)); // does not fit into what is kept
    CHECK(up.calls == calls + 1);

    a.release();
    CHECK(up.live == 0);
    CHECK(a.capacity() == sizeof buffer);
    CHECK(a.allocate(1, 1) == buffer);
    static_cast<void>(a.allocate(500));
    CHECK(up.live < 1100); // it begins small again
    a.release();
    a.release();
}

TEST_CASE("arena: what is kept stays, where it is too small, and is found by whom it fits") {
    memory_tests::upstream up;
    arena a(&up);
    static_cast<void>(a.allocate(100));
    a.reset();
    static_cast<void>(a.allocate(50'000));
    CHECK(up.blocks.size() == 2);
    a.reset();
    CHECK(up.blocks.size() == 1);
    static_cast<void>(a.allocate(49'000));
    CHECK(up.blocks.size() == 1);
}

TEST_CASE("arena: the newest block grows and shrinks in place, another one does not") {
    memory_tests::upstream up;
    std::byte buffer[1000];
    arena a(buffer, sizeof buffer, &up);
    const auto first = memory_tests::take(a, 10, 1, 0x11);
    auto* const p = static_cast<unsigned char*>(a.allocate(20, 1));
    CHECK_FALSE(a.try_expand(first.p, 10, 11));
    CHECK(a.try_expand(p, 20, 500));
    std::memset(p, 0x22, 500);
    CHECK_FALSE(a.try_expand(p, 500, 100'000)); // there is no room
    CHECK_FALSE(a.try_expand(p, 500, static_cast<std::size_t>(-1)));
    CHECK(a.try_expand(p, 500, 0));
    CHECK(a.try_expand(p, 0, 30));
    const auto next = memory_tests::take(a, 10, 1, 0x33);
    CHECK(static_cast<unsigned char*>(next.p) >= p + 30);
    CHECK(static_cast<unsigned char*>(next.p) < p + 100);
    CHECK_FALSE(a.try_expand(p, 30, 31));
    CHECK_FALSE(a.try_expand(&a, 10, 20));
    CHECK(first.intact());
    CHECK(next.intact());
    CHECK(up.calls == 0);

    void* const elsewhere = a.allocate(2000);
    CHECK_FALSE(a.try_expand(next.p, 10, 20));
    CHECK_FALSE(a.try_expand(elsewhere, 2000, 1'000'000));
    CHECK(a.try_expand(elsewhere, 2000, 1000));
    a.deallocate(elsewhere, 1000);
}
