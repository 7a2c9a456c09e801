// What writes bytes: never outside of its target, which lies between guards and among others.

#include <catch2/catch_test_macros.hpp>

#include <memory/each_byte_kernel.hpp>
#include <support/child_process.hpp>

#include <arsenal/memory/detail/bytes.hpp>
#include <arsenal/platform/cpu.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/strategy.hpp>

#include <fstream>
#include <string>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

namespace {

namespace mem = arsenal::mem;
using memory_tests::byte_span, memory_tests::const_bytes;

constexpr std::byte outside{0xee};

/// f(to, from), for arrays of up to `longest` bytes at all alignments, leaves in `to` what expected(from) is.
template <class F, class Expected>
void check_written(std::size_t longest, F f, Expected expected) {
    std::mt19937 random(1);
    memory_tests::byte_arrays targets(longest, outside);
    test::guarded_room<std::byte> sources(longest + 64);
    bool ok = true;
    for (std::size_t n = 0; n <= longest; n += n < 300 ? 1 : 211)
        targets.each(n, [&](byte_span to) {
            const byte_span from =
                random() % 2 == 0 ? sources.at_end(n) : sources.at_start(n + 64).subspan(random() % 65, n);
            memory_tests::fill(from, random, 100);
            f(to, from);
            const std::vector<std::byte> wanted = expected(from);
            ok = ok && std::equal(to.begin(), to.end(), wanted.begin());
        });
    REQUIRE(ok);
    const std::size_t n = 130; // and all around stays
    std::vector<std::byte> whole(n + 200, outside);
    for (std::size_t i = 0; i != 70; ++i) {
        std::fill(whole.begin(), whole.end(), outside);
        const std::vector<std::byte> from(n, std::byte{1});
        f(byte_span(whole).subspan(60 + i, n), from);
        ok = ok && std::count(whole.begin(), whole.end(), outside) == 200;
    }
    REQUIRE(ok);
}

const auto same = [](const_bytes from) { return std::vector(from.begin(), from.end()); };

} // namespace

TEST_CASE("copy, move and set write what memcpy, memmove and memset do") {
    check_written(300, [](byte_span to, const_bytes from) { mem::copy(to, from); }, same);
    check_written(300, [](byte_span to, const_bytes from) { mem::move(to, from); }, same);
    check_written(
        300, [](byte_span to, const_bytes) { mem::set(to, std::byte{7}); },
        [](const_bytes from) { return std::vector(from.size(), std::byte{7}); });
    std::vector<std::byte> bytes(1000);
    for (std::size_t i = 0; i != bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i % 251);
    const std::vector<std::byte> before = bytes;
    mem::move(byte_span(bytes).subspan(3), byte_span(bytes).first(900));
    CHECK(std::equal(before.begin(), before.begin() + 900, bytes.begin() + 3));
    mem::copy({}, {});
    mem::move({}, {});
    mem::set({}, std::byte{1});
    mem::stream_copy({}, {});
    mem::reverse_copy({}, {});
    mem::zero_secure({});
}

TEST_CASE("reverse_copy on each kernel") {
    memory_tests::each_byte_kernel([] {
        check_written(
            2500, [](byte_span to, const_bytes from) { mem::reverse_copy(to, from); },
            [](const_bytes from) { return std::vector(from.rbegin(), from.rend()); });
    });
}

TEST_CASE("stream_copy writes what memcpy does") {
    check_written(2500, [](byte_span to, const_bytes from) { mem::stream_copy(to, from); }, same);
}

TEST_CASE("copy copies the same under each strategy, however much") {
    const std::size_t cache = arsenal::cpu().l3_bytes != 0 ? arsenal::cpu().l3_bytes : std::size_t{32} << 20;
    const std::size_t n = std::min(cache, std::size_t{64} << 20) + 4097;
    std::vector<std::byte> from(n), to(n);
    for (std::size_t i = 0; i != n; ++i) from[i] = static_cast<std::byte>(i * 2654435761U >> 13);
    for (const auto chosen : {arsenal::strategy::balanced, arsenal::strategy::throughput}) {
        const arsenal::strategy_scope scope(chosen);
        std::fill(to.begin(), to.end(), outside);
        mem::copy(byte_span(to).subspan(1), const_bytes(from).subspan(3));
        CHECK(std::equal(from.begin() + 3, from.end(), to.begin() + 1));
        CHECK(to[0] == outside);
        CHECK(to[n - 2] == outside);
    }
}

TEST_CASE("copy streams past the last-level cache only, and only where the strategy asks for throughput") {
    using arsenal::strategy, arsenal::detail::bytes_copy_streams;
    const arsenal::cpu_features& machine = arsenal::cpu();
    const std::size_t cache =
        machine.l3_bytes != 0 ? machine.l3_bytes : std::max(machine.l2_bytes, std::size_t{32} << 20);
    for (const strategy each : {strategy::balanced, strategy::latency, strategy::minimal_memory}) {
        const arsenal::strategy_scope scope(each);
        CHECK_FALSE(bytes_copy_streams(cache + 1));
    }
    for (const strategy each : {strategy::throughput, strategy::maximal_speed}) {
        const arsenal::strategy_scope scope(each);
        CHECK_FALSE(bytes_copy_streams(std::size_t{1} << 20));
        CHECK_FALSE(bytes_copy_streams(cache));
        CHECK(bytes_copy_streams(cache + 1));
    }
}

#if defined(__linux__) && defined(__x86_64__)
TEST_CASE("the last-level cache is as large as the system says") {
    std::ifstream file("/sys/devices/system/cpu/cpu0/cache/index3/size");
    std::size_t kibibytes = 0;
    if (!(file >> kibibytes)) SKIP("the system does not tell");
    CHECK(arsenal::cpu().l3_bytes == kibibytes << 10);
}
#endif

TEST_CASE("compare orders as memcmp does, then by size") {
    const std::vector<std::byte> small{std::byte{1}, std::byte{2}};
    const std::vector<std::byte> large{std::byte{1}, std::byte{0x80}};
    const std::vector<std::byte> longer{std::byte{1}, std::byte{2}, std::byte{0}};
    CHECK(mem::compare(small, large) < 0);
    CHECK(mem::compare(large, small) > 0);
    CHECK(mem::compare(small, small) == 0);
    CHECK(mem::compare(small, longer) < 0);
    CHECK(mem::compare(longer, small) > 0);
    CHECK(mem::compare(longer, large) < 0);
    CHECK(mem::compare(small, {}) > 0);
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST
TEST_CASE("to write more than fits ends the program") {
    std::vector<std::byte> from(10), to(9);
    CHECK(support::stops("mem::copy of more than fits", [&] { mem::copy(to, from); }));
    CHECK(support::stops("mem::move of more than fits", [&] { mem::move(to, from); }));
    CHECK(support::stops("mem::reverse_copy of more than fits", [&] { mem::reverse_copy(to, from); }));
    CHECK(support::stops("mem::stream_copy of more than fits", [&] { mem::stream_copy(to, from); }));
}
#endif

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG
TEST_CASE("mode debug ends a program that copies between overlapping arrays") {
    std::vector<std::byte> bytes(30);
    const byte_span low = byte_span(bytes).first(20);
    const byte_span high = byte_span(bytes).subspan(9, 10);
    CHECK(support::stops("mem::copy of bytes that overlap", [&] { mem::copy(low, high); }));
    CHECK(support::stops("mem::stream_copy of bytes that overlap", [&] { mem::stream_copy(low, high); }));
    CHECK(support::stops("mem::reverse_copy of bytes that overlap", [&] { mem::reverse_copy(low, high); }));
    mem::copy(low, byte_span(bytes).subspan(20)); // side by side
    mem::copy(byte_span(bytes).subspan(10, 10), byte_span(bytes).first(10));
}
#endif
