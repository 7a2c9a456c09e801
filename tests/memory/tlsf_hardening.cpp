#include <catch2/catch_test_macros.hpp>

#include <memory/misuse.hpp>
#include <memory/tlsf_memory.hpp>
#include <support/child_process.hpp>

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
using memory_tests::misuses;
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

} // namespace

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST

TEST_CASE("tlsf: a block is freed once") {
    blocks b;
    const char* const what = "tlsf: double free";
    const std::size_t n = blocks::bytes;
    const auto free = [&](int i) { b.resource.deallocate(b.at[i], n); };
    for (const int i : {0, 1, 2}) // the last one joins the rest of the region
        CHECK(misuses(what, b.at[i], n, [=] { free(i), free(i); }));
    CHECK(misuses(what, b.at[1], n, [=] { free(0), free(1), free(1); })); // joined to the one before
    CHECK(misuses(what, b.at[1], n, [=] { free(1), free(0), free(1); }));
    CHECK(misuses(what, b.at[1], n, [=] { free(0), free(2), free(1), free(1); }));
    CHECK(misuses(what, b.at[0], n, [&] { free(0), (void)b.resource.try_expand(b.at[0], n, 60); }));
    CHECK(run_in_child([&] { free(1), free(0), free(2); }).exited_well());
}

#endif

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

TEST_CASE("tlsf, debug: memory that it did not give out is not freed") {
    blocks b;
    const char* const what = "tlsf: foreign pointer";
    const auto is_foreign = [&](void* p) {
        return misuses(what, p, blocks::bytes, [&] { b.resource.deallocate(p, blocks::bytes); });
    };
    alignas(16) unsigned char local[256] = {};
    region other(4096);
    tlsf neighbour(other.bytes());
    CHECK(is_foreign(local + 32));
    CHECK(is_foreign(neighbour.allocate(blocks::bytes)));
    CHECK(is_foreign(b.memory.bytes().data()));
    CHECK(is_foreign(b.memory.bytes().data() + b.memory.bytes().size()));
    CHECK(is_foreign(b.at[0] + 1));
    for (const int content : {0, 0x10, 0xff}) { // within a block, where whatever is no header
        std::memset(b.at[0], content, blocks::bytes);
        CHECK(is_foreign(b.at[0] + 16));
    }
    CHECK(misuses(what, local + 32, 1, [&] { (void)b.resource.try_expand(local + 32, 1, 2); }));
}

TEST_CASE("tlsf, debug: an overrun is seen when the block is freed or expanded, and by validate()") {
    blocks b;
    const char* const what = "tlsf: overrun";
    const std::size_t n = blocks::bytes;
    for (const std::ptrdiff_t beyond : {0, 1, 7, 8, 13, 21}) {
        const auto overrun = [&] { memory_tests::write_at(b.at[0], n + beyond); };
        CHECK(misuses(what, b.at[0], n, [&] { overrun(), b.resource.deallocate(b.at[0], n); }));
        CHECK(misuses(what, b.at[0], n, [&] { overrun(), (void)b.resource.try_expand(b.at[0], n, 51); }));
        const auto seen = run_in_child([&] {
            overrun();
            std::fputs(b.resource.validate(), stderr);
        });
        CHECK(seen.says("what is behind a block was overwritten"));
    }
    CHECK(b.resource.validate() == nullptr);
}

TEST_CASE("tlsf, debug: an overrun into the next block's header is told of the block that it began in") {
    blocks b;
    for (std::ptrdiff_t i = 0; i != 40; ++i) memory_tests::write_at(b.at[0], blocks::bytes + i);
    CHECK(misuses("tlsf: overrun", b.at[0], [&] { b.resource.deallocate(b.at[1], blocks::bytes); }));
    for (std::ptrdiff_t i = 0; i != 40; ++i) memory_tests::write_at(b.at[0], blocks::bytes + i);
    CHECK(b.resource.validate() == nullptr);
}

TEST_CASE("tlsf, debug: a block is freed with its own size") {
    blocks b;
    const char* const what = "tlsf: wrong size or alignment";
    for (const std::size_t bytes : {0, 49, 51, 1000})
        CHECK(misuses(what, b.at[1], bytes, [&] { b.resource.deallocate(b.at[1], bytes); }));
    CHECK(b.resource.try_expand(b.at[2], blocks::bytes, 100));
    CHECK(misuses(what, b.at[2], blocks::bytes, [&] { b.resource.deallocate(b.at[2], blocks::bytes); }));
    CHECK(run_in_child([&] { b.resource.deallocate(b.at[2], 100); }).exited_well());
    CHECK(run_in_child([&] { (void)b.resource.try_allocate(1, 24); }).says("an alignment is a power of two"));
    CHECK(run_in_child([&] { (void)b.resource.try_expand(b.at[1], 50, 49); }).says("to fewer bytes"));
}

#endif
