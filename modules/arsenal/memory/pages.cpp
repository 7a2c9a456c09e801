#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/pages.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/throw.hpp>

#include <cerrno>
#include <cstdint>

#include <sys/mman.h>
#include <unistd.h>

namespace arsenal::inline ARSENAL_ABI {

namespace {

int protection_of(page_access access) {
    switch (access) {
    case page_access::none:
        return PROT_NONE;
    case page_access::read:
        return PROT_READ;
    case page_access::read_write:
        return PROT_READ | PROT_WRITE;
    case page_access::read_execute:
        return PROT_READ | PROT_EXEC;
    }
    return PROT_NONE;
}

// -1: this system has no such thing.
int number_of(page_advice advice) {
    switch (advice) {
    case page_advice::normal:
        return MADV_NORMAL;
    case page_advice::sequential:
        return MADV_SEQUENTIAL;
    case page_advice::random:
        return MADV_RANDOM;
    case page_advice::will_need:
        return MADV_WILLNEED;
#if defined(__linux__)
    case page_advice::discard:
        return MADV_DONTNEED;
    case page_advice::discard_lazy:
        return MADV_FREE;
    case page_advice::huge:
        return MADV_HUGEPAGE;
    case page_advice::no_huge:
        return MADV_NOHUGEPAGE;
#else
    default:
        break;
#endif
    }
    return -1;
}

[[maybe_unused]] bool is_whole_page(const void* p) {
    return reinterpret_cast<std::uintptr_t>(p) % page_size() == 0;
}

void* map(std::size_t bytes, page_access access) {
    void* const p = mmap(nullptr, bytes, protection_of(access), MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? nullptr : p;
}

// Whether there was memory for all pages; they are read_write.
bool populate(void* p, std::size_t bytes) {
#if defined(MADV_POPULATE_WRITE)
    if (madvise(p, bytes, MADV_POPULATE_WRITE) == 0) return true;
    if (errno != EINVAL) return false; // EINVAL: before Linux 5.14
#endif
    for (std::size_t i = 0; i < bytes; i += page_size()) static_cast<volatile char*>(p)[i] = 0;
    return true;
}

} // namespace

namespace detail {

void* map_pages(std::size_t bytes, std::size_t alignment, page_access access) noexcept {
    if (alignment <= page_size()) return map(bytes, access);
    // More than is needed, of which what is not aligned goes back.
    const std::size_t all = bytes + alignment - page_size();
    if (all < bytes) return nullptr;
    char* const p = static_cast<char*>(map(all, access));
    if (p == nullptr) return nullptr;
    char* const aligned = reinterpret_cast<char*>(align_up(reinterpret_cast<std::uintptr_t>(p), alignment));
    unmap_pages(p, static_cast<std::size_t>(aligned - p));
    unmap_pages(aligned + bytes, static_cast<std::size_t>(p + all - (aligned + bytes)));
    return aligned;
}

void unmap_pages(void* p, std::size_t bytes) noexcept {
    if (bytes == 0 || munmap(p, bytes) == 0) return;
    // It would have split a mapping (the system joins neighbours), and the process has as many as it may: the
    // memory goes back, the addresses do not.
    madvise(p, bytes, MADV_DONTNEED);
}

} // namespace detail

std::size_t page_size() noexcept {
    static const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return size;
}

void protect(void* p, std::size_t bytes, page_access access) {
    ARSENAL_ASSERT(is_whole_page(p), "protect() at an address that is not a page's");
    if (mprotect(p, bytes, protection_of(access)) != 0) detail::throw_system_error(errno, "arsenal::protect");
}

bool advise(void* p, std::size_t bytes, page_advice advice) noexcept {
    ARSENAL_ASSERT(is_whole_page(p), "advise() at an address that is not a page's");
    const int number = number_of(advice);
    return number >= 0 && madvise(p, bytes, number) == 0;
}

mapping mapping::try_map(std::size_t bytes, const mapping_options& options) noexcept {
    ARSENAL_ASSERT(detail::is_alignment(options.alignment), "an alignment that is no power of two");
    mapping result;
    const std::size_t size = detail::round_up_to(bytes, page_size());
    if (size == 0) return result; // none, or more than there is
    result.data_ = detail::map_pages(size, options.alignment, page_access::read_write);
    if (result.data_ == nullptr) return result;
    result.size_ = size;
    if (options.populate && !populate(result.data_, size)) result.reset();
    return result;
}

mapping::mapping(std::size_t bytes, const mapping_options& options) : mapping(try_map(bytes, options)) {
    if (empty() && bytes != 0) detail::throw_bad_alloc();
}

mapping::~mapping() { detail::unmap_pages(data_, size_); }

} // namespace arsenal::inline ARSENAL_ABI
