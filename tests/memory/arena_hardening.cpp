#include <catch2/catch_test_macros.hpp>

#include <memory/misuse.hpp>
#include <support/child_process.hpp>

#include <cstddef>
#include <memory_resource>
#include <optional>

#include <arsenal/platform/config.hpp> // macros, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

// What stops a program that uses an arena as it may not be used.

using arsenal::arena;
using memory_tests::misuses;
using memory_tests::write_at;
using support::stops;

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST

TEST_CASE("arena: a mark of a block that is no more stops the program") {
    arena a;
    static_cast<void>(a.allocate(100));
    static_cast<void>(a.allocate(10'000));
    const auto released = a.mark();
    CHECK(misuses("arena: mark that was rewound or reset over", released.tip, [&] {
        a.release();
        a.rewind(released);
    }));
    std::byte buffer[1000];
    arena b(buffer, sizeof buffer);
    const auto early = b.mark();
    static_cast<void>(b.allocate(100));
    const auto late = b.mark();
    b.rewind(early);
    CHECK(misuses("arena: mark that was rewound or reset over", late.tip, [&] { b.rewind(late); }));
}

TEST_CASE("arena: a mark that points nowhere into what was given out stops the program") {
    std::byte buffer[100], others_buffer[100];
    arena a(buffer, sizeof buffer), other(others_buffer, sizeof others_buffer), empty;
    static_cast<void>(a.allocate(10));
    CHECK(misuses("arena: foreign mark", nullptr, [&] { a.rewind(arena::marker()); }));
    CHECK(misuses("arena: foreign mark", other.mark().tip, [&] { a.rewind(other.mark()); }));
    CHECK(misuses("arena: foreign mark", a.mark().tip, [&] { other.rewind(a.mark()); }));
    CHECK(misuses("arena: foreign mark", a.mark().tip, [&] { empty.rewind(a.mark()); }));
    empty.rewind(empty.mark());
    a.rewind(a.mark());
}

#endif

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

TEST_CASE("arena: marks of others and marks that were rewound over are told") {
    const char* const stale = "arena: mark that was rewound or reset over";
    arena one, other;
    CHECK(misuses("arena: foreign mark", one.mark().tip, [&] { other.rewind(one.mark()); }));
    static_cast<void>(one.allocate(10));
    const auto early = one.mark();
    static_cast<void>(one.allocate(10));
    const auto late = one.mark();
    one.rewind(early);
    static_cast<void>(one.allocate(10)); // in the same place
    static_cast<void>(one.allocate(10));
    CHECK(misuses(stale, late.tip, [&] { one.rewind(late); }));
    one.reset();
    CHECK(misuses(stale, early.tip, [&] { one.rewind(early); }));
}

TEST_CASE("arena: writing behind a block is found when the block ends, however it does") {
    enum class end { rewind, reset, release, destructor, given_back, expanded };
    for (const end way :
         {end::rewind, end::reset, end::release, end::destructor, end::given_back, end::expanded})
        for (const std::size_t bytes : {0, 1, 7, 8, 13, 100}) {
            std::optional<arena> a(std::in_place, std::pmr::get_default_resource());
            const auto mark = a->mark();
            void* const p = a->allocate(bytes, 8);
            if (way != end::expanded) static_cast<void>(a->allocate(100));
            const auto end_it = [&] {
                if (way == end::rewind) a->rewind(mark);
                if (way == end::reset) a->reset();
                if (way == end::release) a->release();
                if (way == end::given_back) a->deallocate(p, bytes, 8);
                if (way == end::expanded) static_cast<void>(a->try_expand(p, bytes, 200));
                a.reset();
            };
            for (const std::ptrdiff_t beyond : {0, 3, 8, 15})
                REQUIRE(misuses("arena: overrun", p, bytes, [&] {
                    write_at(p, static_cast<std::ptrdiff_t>(bytes) + beyond);
                    end_it();
                }));
            end_it();
        }
}

TEST_CASE("arena: giving back what is not a live block of its is told, with the address") {
    arena a;
    void* const p = a.allocate(100);
    auto* const small = static_cast<std::byte*>(a.allocate(10));
    a.deallocate(p, 100);
    CHECK(misuses("arena: double free", p, 100, [&] { a.deallocate(p, 100); }));
    CHECK(misuses("arena: foreign pointer", &a, 8, [&] { a.deallocate(&a, 8); }));
    for (const std::size_t bytes : {0, 9, 11, 100'000})
        CHECK(misuses("arena: wrong size or alignment", small, bytes, [&] { a.deallocate(small, bytes); }));
    CHECK(misuses("arena: no live block", small + 1, 9, [&] { a.deallocate(small + 1, 9); }));
    CHECK(misuses("arena: no live block", small, 10, [&] {
        a.reset();
        a.deallocate(small, 10);
    }));
    a.deallocate(small, 10);

    std::byte buffer[1000];
    arena in_buffer(buffer, sizeof buffer);
    CHECK(misuses("arena: no live block", buffer, 10, [&] { in_buffer.deallocate(buffer, 10); }));
    void* const large = in_buffer.allocate(5000);
    CHECK(misuses("arena: no live block", large, 5000, [&] {
        in_buffer.reset(); // and keeps the block
        in_buffer.deallocate(large, 5000);
    }));
    void* const q = in_buffer.allocate(10);
    in_buffer.deallocate(q, 10);
    CHECK(misuses("arena: double free", q, 10, [&] { in_buffer.deallocate(q, 10); }));
}

TEST_CASE("arena: a block is given back, and another one's overrun is named") {
    arena a;
    void* const first = a.allocate(24);
    void* const second = a.allocate(24);
    CHECK(misuses("arena: overrun", second, 24, [&] {
        write_at(second, 24);
        a.deallocate(first, 23);
    }));
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
    CHECK(misuses("arena: foreign pointer", &r, 1, [&] { r.deallocate(&r, 1); }));
    CHECK(misuses("arena: overrun", p, 10, [&] {
        write_at(p, 10);
        r.release();
    }));
    r.deallocate(p, 10);
    CHECK(misuses("arena: double free", p, 10, [&] { r.deallocate(p, 10); }));
}

#endif
