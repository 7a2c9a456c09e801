#include <arsenal/platform/pages.hpp>

#if defined(__linux__)

#include <cerrno>
#include <cstdint>

#include <sys/mman.h>
#include <unistd.h>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

// x86-64, and arm64 with 4 KiB pages. Where huge pages are larger, the hint is merely given more often.
constexpr std::uintptr_t huge_page_bytes = std::uintptr_t{2} << 20;

std::uintptr_t round_down(std::uintptr_t address, std::uintptr_t unit) { return address & ~(unit - 1); }
std::uintptr_t round_up(std::uintptr_t address, std::uintptr_t unit) {
    return round_down(address + unit - 1, unit);
}

} // namespace

void advise_huge_pages(void* p, std::size_t bytes) noexcept {
    const auto begin = reinterpret_cast<std::uintptr_t>(p);
    const std::uintptr_t end = begin + bytes;
    if (round_up(begin, huge_page_bytes) + huge_page_bytes > end) return;

    const int saved_errno = errno;
    const auto page_bytes = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const std::uintptr_t first = round_up(begin, page_bytes);
    madvise(reinterpret_cast<void*>(first), round_down(end, page_bytes) - first, MADV_HUGEPAGE);
    errno = saved_errno;
}

} // namespace arsenal::inline ARSENAL_ABI::detail

#else

namespace arsenal::inline ARSENAL_ABI::detail {

void advise_huge_pages(void*, std::size_t) noexcept {}

} // namespace arsenal::inline ARSENAL_ABI::detail

#endif
