#include <catch2/catch_test_macros.hpp>

#include <support/child_process.hpp>

#include <memory/tlsf_memory.hpp>

#include <cstddef>
#include <cstdio>
#include <cstring>

#include <arsenal/platform/config.hpp> // macros, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

// What nobody may do with blocks, and that the report names them.

using arsenal::tlsf;
using memory_tests::region;
using support::run_in_child;

namespace {

/// Three blocks side by side.
struct blocks {
    blocks() {
        for (unsigned char*& p : at) p = static_cast<unsigned char*>(resource.allocate(bytes));
    }
    static constexpr std::size_t bytes = 50;
    region memory{1 << 16};
    tlsf resource{memory.bytes()};
    unsigned char* at[3];
};

/// Whether action fails a check that says so, of the block at p.
template <class Action>
bool stops(const void* p, const char* message, Action action) {
    char address[32];
    std::snprintf(address, sizeof address, "memory at %p,", p);
    const support::child_end end = run_in_child(action);
    INFO(end.standard_error);
    return WIFSIGNALED(end.status) && end.says(message) && end.says(address);
}

} // namespace

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST

TEST_CASE("tlsf: a block is freed once") {
    blocks b;
    const char* const what = "a block that is free already was freed or expanded";
    const auto free = [&](int i) { b.resource.deallocate(b.at[i], blocks::bytes); };
    for (const int i : {0, 1, 2}) // the last one joins the rest of the region
        CHECK(stops(b.at[i], what, [=] { free(i), free(i); }));
    CHECK(stops(b.at[1], what, [=] { free(0), free(1), free(1); })); // joined to the one before
    CHECK(stops(b.at[1], what, [=] { free(1), free(0), free(1); }));
    CHECK(stops(b.at[1], what, [=] { free(0), free(2), free(1), free(1); }));
    CHECK(stops(b.at[0], what, [&] { free(0), (void)b.resource.try_expand(b.at[0], blocks::bytes, 60); }));
    CHECK(run_in_child([&] { free(1), free(0), free(2); }).exited_well());
}

#endif

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

TEST_CASE("tlsf, debug: memory that it did not give out is not freed") {
    blocks b;
    const char* const what = "memory that it did not give out was freed or expanded";
    const auto is_foreign = [&](void* p) {
        return stops(p, what, [&] { b.resource.deallocate(p, blocks::bytes); });
    };
    alignas(16) unsigned char local[256] = {};
    region other(4096);
    tlsf neighbour(other.bytes());
    CHECK(is_foreign(local + 32));
    CHECK(is_foreign(neighbour.allocate(blocks::bytes)));
    CHECK(is_foreign(b.memory.bytes().data()));
    CHECK(is_foreign(b.memory.bytes().data() + b.memory.bytes().size()));
    CHECK(is_foreign(b.at[0] + 1));
    std::memset(b.at[0], 0, blocks::bytes);
    CHECK(is_foreign(b.at[0] + 16));
    CHECK(stops(local + 32, what, [&] { (void)b.resource.try_expand(local + 32, 1, 2); }));
}

TEST_CASE("tlsf, debug: an overrun is seen when the block is freed or expanded, and by validate()") {
    blocks b;
    const char* const what = "what is behind a block was overwritten";
    for (const std::size_t beyond : {0, 1, 7, 8, 13, 21}) {
        const auto overrun = [&] {
            *static_cast<volatile unsigned char*>(b.at[0] + blocks::bytes + beyond) ^= 1;
        };
        CHECK(stops(b.at[0], what, [&] { overrun(), b.resource.deallocate(b.at[0], blocks::bytes); }));
        CHECK(stops(b.at[0], what,
                    [&] { overrun(), (void)b.resource.try_expand(b.at[0], blocks::bytes, 51); }));
        const auto seen = run_in_child([&] {
            overrun();
            std::fputs(b.resource.validate(), stderr);
        });
        CHECK(seen.says(what));
    }
    CHECK(b.resource.validate() == nullptr);
}

TEST_CASE("tlsf, debug: a block is freed with its own size") {
    blocks b;
    const char* const what = "freed or expanded with another size than it has";
    for (const std::size_t bytes : {0, 49, 51, 1000})
        CHECK(stops(b.at[1], what, [&] { b.resource.deallocate(b.at[1], bytes); }));
    CHECK(b.resource.try_expand(b.at[2], blocks::bytes, 100));
    CHECK(stops(b.at[2], what, [&] { b.resource.deallocate(b.at[2], blocks::bytes); }));
    CHECK(run_in_child([&] { b.resource.deallocate(b.at[2], 100); }).exited_well());
    CHECK(run_in_child([&] { (void)b.resource.try_allocate(1, 24); }).says("an alignment is a power of two"));
    CHECK(run_in_child([&] { (void)b.resource.try_expand(b.at[1], 50, 49); }).says("to fewer bytes"));
}

#endif
