#include <catch2/catch_test_macros.hpp>

#include <memory/misuse.hpp>
#include <memory/resource_contract.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include <sys/mman.h>
#include <sys/prctl.h>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

using memory_tests::misuses;

namespace {

constexpr std::size_t mib = std::size_t{1} << 20;

/// What this system has for a block of 2 MiB now.
arsenal::page_backing best_here() {
    void* const p = mmap(nullptr, 2 * mib, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | 21 << 26, -1, 0);
    if (p != MAP_FAILED) {
        munmap(p, 2 * mib);
        return arsenal::page_backing::huge_pages;
    }
    std::ifstream file("/sys/kernel/mm/transparent_hugepage/enabled");
    std::string text;
    std::getline(file, text);
    if (text.empty() || text.find("[never]") != text.npos) return arsenal::page_backing::plain;
    return arsenal::page_backing::transparent;
}

bool is_mapped(const void* p) {
    unsigned char state = 0;
    return mincore(const_cast<void*>(p), 4096, &state) == 0;
}

} // namespace

TEST_CASE("huge_page_resource: the contract of every resource") {
    STATIC_CHECK(arsenal::trying_resource<arsenal::huge_page_resource>);
    STATIC_CHECK(arsenal::owning_resource<arsenal::huge_page_resource>);
    arsenal::huge_page_resource pages;
    memory_tests::check_contract(pages);
}

TEST_CASE("huge_page_resource: large blocks are aligned, and say what they have got") {
    const arsenal::page_backing best = best_here();
    arsenal::huge_page_resource pages;
    CHECK(pages.backing() == arsenal::page_backing::huge_pages);
    void* const small = pages.allocate(1000);
    CHECK(pages.backing(small) == arsenal::page_backing::plain);
    CHECK(pages.backing() == arsenal::page_backing::huge_pages); // a small block takes nothing from it

    void* const large = pages.allocate(2 * mib);
    CHECK(reinterpret_cast<std::uintptr_t>(large) % (2 * mib) == 0);
    CHECK(pages.backing(large) == best);
    CHECK(pages.backing() == best);
    std::memset(large, 1, 2 * mib);
    CHECK((pages.owns(static_cast<char*>(large) + 2 * mib - 1) && !pages.owns(&pages)));
    pages.deallocate(large, 2 * mib);
    CHECK_FALSE(pages.owns(large));
    CHECK(pages.backing() == arsenal::page_backing::huge_pages);

    void* const aligned =
        pages.allocate(3 * mib, 16 * mib); // not from the pool, whose pages are less aligned
    CHECK(reinterpret_cast<std::uintptr_t>(aligned) % (16 * mib) == 0);
    CHECK(pages.backing(aligned) != arsenal::page_backing::huge_pages);
    CHECK(static_cast<char*>(aligned)[3 * mib - 1] == 0);
    pages.deallocate(aligned, 3 * mib, 16 * mib);
    pages.deallocate(small, 1000);
}

#if !ARSENAL_TEST_EMULATED // qemu does not pass this on
TEST_CASE("huge_page_resource: a process that wants no transparent huge pages is told that it has none") {
    CHECK(support::run_in_child([] {
              if (prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) != 0) _exit(2);
              arsenal::huge_page_resource pages;
              if (pages.backing(pages.allocate(2 * mib)) == arsenal::page_backing::transparent) _exit(1);
              prctl(PR_SET_THP_DISABLE, 0, 0, 0, 0);
              if (pages.backing(pages.allocate(2 * mib)) != best_here()) _exit(1);
          }).exited_well());
}
#endif

TEST_CASE("huge_page_resource: what is alive at the end goes back") {
    std::vector<void*> blocks;
    {
        arsenal::huge_page_resource pages;
        for (std::size_t i = 0; i != 300; ++i) blocks.push_back(pages.allocate(i % 3 == 0 ? 3 * mib : 100));
        for (const void* p : blocks) REQUIRE(is_mapped(p));
        for (std::size_t i = 0; i != 300; i += 2) pages.deallocate(blocks[i], i % 3 == 0 ? 3 * mib : 100);
        for (std::size_t i = 0; i != 300; ++i) CHECK(pages.owns(blocks[i]) == (i % 2 == 1));
    }
    for (const void* p : blocks) CHECK_FALSE(is_mapped(p));
}

TEST_CASE("huge_page_resource: containers") {
    arsenal::huge_page_resource pages;
    std::vector<long, arsenal::huge_page_allocator<long>> numbers(pages);
    for (long i = 0; i != 1'000'000; ++i) numbers.push_back(i);
    CHECK(numbers[999'999] == 999'999);
    CHECK(pages.backing(numbers.data()) == best_here());
}

TEST_CASE("huge_page_resource: an address that is no block's ends the program") {
    arsenal::huge_page_resource pages;
    char* const p = static_cast<char*>(pages.allocate(100));
    const char* const foreign = "huge_page_resource: foreign pointer";
    CHECK(misuses(foreign, p + 16, 84, [&] { pages.deallocate(p + 16, 84); }));
    CHECK(misuses(foreign, &pages, [&] { static_cast<void>(pages.backing(&pages)); }));
    if (ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG)
        CHECK(
            misuses("huge_page_resource: wrong size or alignment", p, 99, [&] { pages.deallocate(p, 99); }));
    pages.deallocate(p, 100);
    CHECK(misuses(foreign, p, 100, [&] { pages.deallocate(p, 100); }));
}
