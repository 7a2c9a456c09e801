#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <new>
#include <system_error>
#include <type_traits>
#include <utility>

#include <support/child_process.hpp>
#include <sys/mman.h>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

namespace {

/// Whether action ends its process by an access that is not allowed.
template <class Action>
bool faults(Action action) {
    const support::child_end end = support::run_in_child([&] {
        for (const int signal : {SIGSEGV, SIGBUS}) std::signal(signal, SIG_DFL);
        action();
    });
    return WIFSIGNALED(end.status) && (WTERMSIG(end.status) == SIGSEGV || WTERMSIG(end.status) == SIGBUS);
}

bool is_zero(const arsenal::mapping& pages) {
    return std::ranges::all_of(pages.bytes(), [](std::byte b) { return b == std::byte{}; });
}

bool is_resident(const void* p) {
    unsigned char state = 0;
    REQUIRE(mincore(const_cast<void*>(p), arsenal::page_size(), &state) == 0);
    return (state & 1) != 0;
}

volatile char* first_of(const arsenal::mapping& pages) { return static_cast<volatile char*>(pages.data()); }

} // namespace

TEST_CASE("page_size is a power of two") {
    CHECK(arsenal::page_size() >= 4096);
    CHECK((arsenal::page_size() & (arsenal::page_size() - 1)) == 0);
}

TEST_CASE("mapping: whole pages of zeros, aligned as asked") {
    for (std::size_t alignment = 1; alignment <= std::size_t{4} << 20; alignment *= 4)
        for (const std::size_t bytes : {1UL, 4096UL, 5000UL, 3UL << 20}) {
            arsenal::mapping pages(bytes, {.alignment = alignment});
            CHECK(pages.size() >= bytes);
            CHECK(pages.size() % arsenal::page_size() == 0);
            CHECK(pages.size() < bytes + arsenal::page_size());
            CHECK(reinterpret_cast<std::uintptr_t>(pages.data()) % alignment == 0);
            CHECK(is_zero(pages));
            std::memset(pages.data(), 1, pages.size());
        }
}

TEST_CASE("mapping: populated pages are there before they are touched") {
    const std::size_t page = arsenal::page_size();
    const arsenal::mapping later(16 * page), now(16 * page, {.alignment = 16 * page, .populate = true});
    for (std::size_t i = 0; i != 16; ++i) {
        CHECK_FALSE(is_resident(later.bytes().data() + i * page));
#if !ARSENAL_TEST_EMULATED // qemu takes the advice and does nothing
        CHECK(is_resident(now.bytes().data() + i * page));
#endif
    }
    CHECK(is_zero(now));
}

TEST_CASE("mapping: what cannot be had") {
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
    for (const std::size_t bytes : {most, most - 4096, most / 2}) {
        CHECK_THROWS_AS(arsenal::mapping(bytes), std::bad_alloc);
        CHECK_THROWS_AS(arsenal::mapping(bytes, {.alignment = 1 << 20}), std::bad_alloc);
        CHECK(arsenal::mapping::try_map(bytes).empty());
    }
    CHECK(arsenal::mapping(0).empty());
    CHECK(arsenal::mapping().data() == nullptr);
}

TEST_CASE("mapping: moves, and gives its pages back once") {
    STATIC_CHECK_FALSE(std::is_copy_constructible_v<arsenal::mapping>);
    STATIC_CHECK(std::is_nothrow_move_constructible_v<arsenal::mapping>);
    arsenal::mapping one(4096);
    void* const p = one.data();
    arsenal::mapping other = std::move(one);
    CHECK((one.empty() && other.data() == p));
    arsenal::mapping& same = other;
    other = std::move(same);
    CHECK(other.data() == p);
    one = arsenal::mapping(8192);
    swap(one, other);
    CHECK(one.data() == p);
    CHECK(faults([&one, at = first_of(one)] {
        one.reset();
        *at = 1;
    }));
    *first_of(one) = 1;
}

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ARSENAL_TEST_TSAN 1
#endif
#endif

// qemu and ThreadSanitizer need mappings of their own.
#if defined(__linux__) && defined(__x86_64__) && !ARSENAL_TEST_TSAN
namespace {

/// Takes mappings until the process may have no more.
void exhaust_mappings() {
    const std::size_t page = arsenal::page_size(), most = 200'000;
    char* const p = static_cast<char*>(
        mmap(nullptr, most * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
    if (p == MAP_FAILED) _exit(2);
    for (std::size_t i = 0; i != most; i += 2)
        if (mprotect(p + i * page, page, PROT_READ) != 0) return;
    _exit(3); // this system sets no such limit
}

} // namespace

TEST_CASE("mapping: its memory goes back where the process may not have one mapping more") {
    const support::child_end end = support::run_in_child([] {
        // The system joins neighbours; to let go of one, it would have to split what it joined.
        const std::size_t page = arsenal::page_size();
        std::array<arsenal::mapping, 9> neighbours;
        for (arsenal::mapping& one : neighbours) one = arsenal::mapping(100 * page, {.populate = true});
        exhaust_mappings();
        for (std::size_t i = 1; i < neighbours.size(); i += 2) {
            char* const p = static_cast<char*>(neighbours[i].data());
            neighbours[i].reset();
            std::array<unsigned char, 100> state{};
            if (mincore(p, 100 * page, state.data()) != 0) continue; // it went as a whole
            for (const unsigned char one : state)
                if ((one & 1) != 0) _exit(1);
        }
        for (std::size_t i = 0; i < neighbours.size(); i += 2) *first_of(neighbours[i]) = 1;
    });
    if (WIFEXITED(end.status) && WEXITSTATUS(end.status) == 3) SKIP("no limit on mappings here");
    CHECK(end.exited_well());
}
#endif

TEST_CASE("protect: what is not allowed faults") {
    const std::size_t page = arsenal::page_size();
    const arsenal::mapping pages(3 * page);
    char* const middle = static_cast<char*>(pages.data()) + page;
    *middle = 42;
    arsenal::protect(middle, page, arsenal::page_access::read);
    CHECK(*middle == 42);
    CHECK(faults([middle] { *const_cast<volatile char*>(middle) = 1; }));
    arsenal::protect(middle, page, arsenal::page_access::none);
    CHECK(faults([middle] { static_cast<void>(*const_cast<volatile char*>(middle)); }));
    *first_of(pages) = 1; // its neighbours are as they were
    middle[page] = 1;
    arsenal::protect(middle, page, arsenal::page_access::read_write);
    CHECK(*middle == 42);
}

TEST_CASE("protect: no pages there") {
    CHECK_THROWS_AS(arsenal::protect(nullptr, arsenal::page_size(), arsenal::page_access::read),
                    std::system_error);
}

TEST_CASE("advise: discarded pages are zeros") {
    const arsenal::mapping pages(4 * arsenal::page_size());
    std::memset(pages.data(), 1, pages.size());
    using enum arsenal::page_advice;
    for (const arsenal::page_advice advice : {sequential, random, will_need, normal})
        CHECK(arsenal::advise(pages.data(), pages.size(), advice));
    CHECK(pages.bytes().back() == std::byte{1});
    CHECK(arsenal::advise(pages.data(), pages.size(), discard));
    CHECK(is_zero(pages));
#if !ARSENAL_TEST_EMULATED // qemu takes any address
    CHECK_FALSE(arsenal::advise(nullptr, pages.size(), discard));
#endif
}
