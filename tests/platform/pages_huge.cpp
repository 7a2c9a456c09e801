#include <catch2/catch_test_macros.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>

#include <arsenal/platform/pages.hpp> // detail, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.platform;
#endif

#if defined(__linux__)

#include <sys/mman.h>

namespace {

constexpr std::size_t mebibyte = std::size_t{1} << 20;

struct mapping {
    explicit mapping(std::size_t bytes)
        : size(bytes),
          begin(mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {
        REQUIRE(begin != MAP_FAILED);
    }
    ~mapping() { munmap(begin, size); }

    std::size_t size;
    void* begin;
};

enum class advice { unknown, absent, given };

// What the kernel remembers of the mapping that holds p: "hg" among its flags.
advice advice_at(const void* p) {
    const auto address = reinterpret_cast<std::uintptr_t>(p);
    std::ifstream maps("/proc/self/smaps");
    bool inside = false;
    for (std::string line; std::getline(maps, line);) {
        unsigned long first = 0;
        unsigned long last = 0;
        if (std::sscanf(line.c_str(), "%lx-%lx ", &first, &last) == 2)
            inside = first <= address && address < last;
        if (inside && line.rfind("VmFlags:", 0) == 0)
            return line.find(" hg") != std::string::npos ? advice::given : advice::absent;
    }
    return advice::unknown;
}

} // namespace

TEST_CASE("a large block is advised, and errno stays") {
    const mapping block(8 * mebibyte), other(8 * mebibyte);
    madvise(other.begin, other.size, MADV_HUGEPAGE);
    if (advice_at(other.begin) != advice::given) SKIP("this kernel (or qemu's) does not show the advice");
    CHECK(advice_at(block.begin) == advice::absent);
    errno = EDOM;
    arsenal::detail::advise_huge_pages(static_cast<char*>(block.begin) + 100, block.size - 200);
    CHECK(errno == EDOM);
    CHECK(advice_at(static_cast<char*>(block.begin) + 4 * mebibyte) == advice::given);
}

TEST_CASE("a block without a whole huge page is left alone") {
    const mapping block(mebibyte);
    arsenal::detail::advise_huge_pages(block.begin, block.size);
    CHECK(advice_at(block.begin) != advice::given);
}

TEST_CASE("nothing and null are fine") {
    arsenal::detail::advise_huge_pages(nullptr, 0);
    SUCCEED();
}

#endif
