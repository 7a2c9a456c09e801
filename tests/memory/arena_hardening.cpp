#include <catch2/catch_test_macros.hpp>

#include <support/asan.hpp>
#include <support/child_process.hpp>

#include <cstddef>
#include <cstdio>
#include <cstring>
#include <memory_resource>
#include <optional>
#include <string>

#include <arsenal/platform/config.hpp> // macros, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

// What stops a program that uses an arena as it may not be used.

using arsenal::arena;
using support::stops;

namespace {

[[maybe_unused]] std::string address(const void* p) {
    char text[32];
    std::snprintf(text, sizeof text, " %p", p);
    return text;
}

// Out of the sight of AddressSanitizer, which would be first.
[[gnu::no_sanitize("address"), gnu::noinline, maybe_unused]] void write_at(void* p, std::size_t offset) {
    static_cast<volatile unsigned char*>(p)[offset] = 0x77;
}

} // namespace

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST

TEST_CASE("arena: a mark of a block that is no more stops the program") {
    CHECK_FALSE(support::run_in_child([] {
                    arena a;
                    static_cast<void>(a.allocate(100));
                    static_cast<void>(a.allocate(10'000));
                    const auto mark = a.mark();
                    a.release();
                    a.rewind(mark);
                }).exited_well());
    CHECK(support::run_in_child([] {
              std::byte buffer[1000];
              arena a(buffer, sizeof buffer);
              const auto early = a.mark();
              static_cast<void>(a.allocate(100));
              const auto late = a.mark();
              a.rewind(early);
              a.rewind(late);
          }).says("arena"));
}

#endif

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

TEST_CASE("arena: marks of others and marks that were rewound over are told") {
    CHECK(stops("a mark of another one", [] {
        arena one, other;
        other.rewind(one.mark());
    }));
    CHECK(stops("rewound or reset over", [] {
        arena a;
        static_cast<void>(a.allocate(10));
        const auto early = a.mark();
        static_cast<void>(a.allocate(10));
        const auto late = a.mark();
        a.rewind(early);
        static_cast<void>(a.allocate(10)); // in the same place
        static_cast<void>(a.allocate(10));
        a.rewind(late);
    }));
    CHECK(stops("rewound or reset over", [] {
        arena a;
        static_cast<void>(a.allocate(10));
        const auto mark = a.mark();
        a.reset();
        a.rewind(mark);
    }));
}

TEST_CASE("arena: writing behind a block is found when the block ends, however it does") {
    enum class end { rewind, reset, release, destructor, given_back, expanded };
    for (const end way :
         {end::rewind, end::reset, end::release, end::destructor, end::given_back, end::expanded})
        for (const std::size_t bytes : {0, 1, 7, 8, 13, 100})
            for (const std::size_t beyond : {0, 3, 8, 15}) {
                arsenal::inline_arena<4096> place;
                const auto misuse = [&](bool writes) {
                    std::optional<arena> a(std::in_place, std::pmr::get_default_resource());
                    const auto mark = a->mark();
                    void* const p = a->allocate(bytes, 8);
                    if (way != end::expanded) static_cast<void>(a->allocate(100));
                    if (writes) {
                        std::fprintf(stderr, "it is%s\n", address(p).c_str());
                        write_at(p, bytes + beyond);
                    }
                    if (way == end::rewind) a->rewind(mark);
                    if (way == end::reset) a->reset();
                    if (way == end::release) a->release();
                    if (way == end::given_back) a->deallocate(p, bytes, 8);
                    if (way == end::expanded) static_cast<void>(a->try_expand(p, bytes, 200));
                    a.reset();
                };
                const auto caught = support::run_in_child([&] { misuse(true); });
                REQUIRE_FALSE(caught.exited_well());
                REQUIRE(caught.says("wrote behind"));
                const auto at = caught.standard_error.find(' ', 4);
                const std::string p = caught.standard_error.substr(at, caught.standard_error.find('\n') - at);
                REQUIRE(caught.standard_error.rfind(p) > caught.standard_error.find('\n')); // in the report
                misuse(false);
            }
}

TEST_CASE("arena: giving back what is not a live block of its is told, with the address") {
    arena a;
    void* const p = a.allocate(100);
    void* const small = a.allocate(10);
    a.deallocate(p, 100);
    CHECK(stops(("given back twice, the block at" + address(p)).c_str(), [&] { a.deallocate(p, 100); }));
    CHECK(stops(("not its own, the block at" + address(&a)).c_str(), [&] { a.deallocate(&a, 8); }));
    CHECK(stops("another size", [&] { a.deallocate(small, 11); }));
    CHECK(stops("another size", [&] { a.deallocate(small, 9); }));
    CHECK(stops("another size", [&] { a.deallocate(small, 100'000); }));
    CHECK(stops("another size", [&] { a.deallocate(static_cast<std::byte*>(small) + 1, 9); }));
    CHECK(stops("rewound, reset or never given out", [&] {
        a.reset();
        a.deallocate(small, 10);
    }));
    a.deallocate(small, 10);

    std::byte buffer[1000];
    arena in_buffer(buffer, sizeof buffer);
    CHECK(stops("never given out", [&] { in_buffer.deallocate(buffer, 10); }));
    CHECK(stops("rewound, reset or never given out", [&] {
        void* const in_kept_block = in_buffer.allocate(5000);
        in_buffer.reset();
        in_buffer.deallocate(in_kept_block, 5000);
    }));
    void* const q = in_buffer.allocate(10);
    in_buffer.deallocate(q, 10);
    CHECK(stops("given back twice", [&] { in_buffer.deallocate(q, 10); }));
}

TEST_CASE("arena: an alignment that is none stops the program") {
    CHECK(stops("power of two", [] { static_cast<void>(arena().allocate(8, 3)); }));
    CHECK(stops("power of two", [] { static_cast<void>(arena().allocate(8, 0)); }));
}

TEST_CASE("monotonic_buffer_resource: blocks from upstream have guards, the buffer has none") {
    std::byte buffer[100];
    arsenal::pmr::monotonic_buffer_resource r(buffer, sizeof buffer);
    void* const inside = r.allocate(100, 1);
    CHECK(inside == buffer);
    r.deallocate(inside, 100, 1);
    r.deallocate(inside, 100, 1); // nobody sees it
    void* const p = r.allocate(10);
    CHECK(stops("not its own", [&] { r.deallocate(&r, 1); }));
    CHECK(stops("wrote behind", [&] {
        write_at(p, 10);
        r.release();
    }));
    r.deallocate(p, 10);
    CHECK(stops("given back twice", [&] { r.deallocate(p, 10); }));
}

#endif
