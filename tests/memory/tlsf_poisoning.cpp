#include <catch2/catch_test_macros.hpp>

#include <support/asan.hpp>

#if ARSENAL_TEST_ASAN

#include <support/child_process.hpp>

#include <memory/tlsf_memory.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

// Only the bytes that were asked for, of the blocks in use, are not poisoned.

using arsenal::tlsf;
using memory_tests::region;
using support::addressable;
using support::run_in_child;

namespace {

std::size_t count_addressable(const region& memory) {
    const auto bytes = memory.bytes();
    return static_cast<std::size_t>(
        std::count_if(bytes.begin(), bytes.end(), [](const std::byte& b) { return addressable(&b, 1); }));
}

/// Whether AddressSanitizer reports that action touches what is poisoned.
template <class Action>
bool is_reported(Action action) {
    const support::child_end end = run_in_child(action);
    return !end.exited_well() && end.says("AddressSanitizer: use-after-poison");
}

volatile char* touch(void* p, std::ptrdiff_t offset) { return static_cast<volatile char*>(p) + offset; }

} // namespace

TEST_CASE("poisoning: tlsf opens what was asked for, and nothing else") {
    region memory(1 << 14);
    std::optional<tlsf> resource(memory.bytes());
    CHECK(count_addressable(memory) == 0);
    void* const first = resource->allocate(13, 1);
    void* const second = resource->allocate(100, 256);
    CHECK(addressable(first, 13));
    CHECK(addressable(second, 100));
    CHECK(count_addressable(memory) == 113);
    CHECK(resource->try_expand(second, 100, 1000));
    CHECK(count_addressable(memory) == 1013);
    CHECK(resource->validate() == nullptr);
    resource->deallocate(first, 13);
    CHECK(count_addressable(memory) == 1000);
    CHECK(addressable(second, 1000));
    resource->deallocate(second, 1000);
    CHECK(count_addressable(memory) == 0);
    CHECK(resource->usage().largest_free > 0);
    CHECK(resource->allocate(1000) != nullptr);
    resource.reset();
    CHECK(addressable(memory.bytes().data(), memory.bytes().size()));
}

TEST_CASE("poisoning: a use of tlsf's memory after it was freed, or beyond its end, is reported") {
    region memory(1 << 14);
    tlsf resource(memory.bytes());
    void* const p = resource.allocate(24);
    void* const q = resource.allocate(24);
    CHECK(is_reported([&] { *touch(p, 24) = 1; }));
    CHECK(is_reported([&] { *touch(p, -1) = 1; }));
    CHECK_FALSE(is_reported([&] { *touch(p, 23) = 1; }));
    resource.deallocate(p, 24);
    for (const std::ptrdiff_t offset : {0, 8, 16, 23}) {
        CHECK(is_reported([&] { *touch(p, offset) = 1; }));
        CHECK(is_reported([&] { (void)*touch(p, offset); }));
    }
    CHECK_FALSE(is_reported([&] { *touch(q, 0) = 1; }));
}

#endif
