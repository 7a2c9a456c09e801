#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/memory_misuse.hpp>
#include <arsenal/memory/huge_page_resource.hpp>
#include <arsenal/platform/hardening.hpp>

#include <algorithm>
#include <cstdio>
#include <cstring>

#include <sys/mman.h>
#if defined(__linux__)
#include <sys/prctl.h>
#endif

namespace arsenal::inline ARSENAL_ABI {

namespace {

constexpr std::size_t huge = huge_page_resource::huge_page_bytes;

struct pages {
    void* first = nullptr;
    page_backing backing = page_backing::plain;
};

// Whether MADV_HUGEPAGE has an effect: the system takes it, too, where it is told never to use huge pages,
// and where the process asked for none.
bool has_transparent_huge_pages() {
#if defined(PR_GET_THP_DISABLE)
    if (prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0) == 1) return false;
#endif
    static const bool has = [] {
        std::FILE* const file = std::fopen("/sys/kernel/mm/transparent_hugepage/enabled", "re");
        if (file == nullptr) return false;
        char text[64] = "";
        const bool was_read = std::fgets(text, sizeof text, file) != nullptr;
        std::fclose(file);
        return was_read && std::strstr(text, "[never]") == nullptr;
    }();
    return has;
}

// Pages of the pool; they are aligned to their size.
void* map_from_pool([[maybe_unused]] std::size_t bytes) {
#if defined(MAP_HUGETLB)
    constexpr int of_2_mib = 21 << 26; // MAP_HUGE_2MB
    void* const p = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | of_2_mib, -1, 0);
    if (p != MAP_FAILED) return p;
#endif
    return nullptr;
}

// `bytes` are whole huge pages, or fewer than one.
pages map_best(std::size_t bytes, std::size_t alignment) {
    if (bytes < huge)
        return {detail::map_pages(bytes, alignment, page_access::read_write), page_backing::plain};
    if (alignment <= huge)
        if (void* const p = map_from_pool(bytes)) return {p, page_backing::huge_pages};
    void* const p = detail::map_pages(bytes, std::max(alignment, huge), page_access::read_write);
    const bool huge_later =
        p != nullptr && has_transparent_huge_pages() && advise(p, bytes, page_advice::huge);
    return {p, huge_later ? page_backing::transparent : page_backing::plain};
}

page_backing backing_of(const detail::mapped_block& block) { return static_cast<page_backing>(block.kind); }

} // namespace

void* huge_page_resource::try_allocate(std::size_t bytes, std::size_t alignment) noexcept {
    ARSENAL_DEBUG_ASSERT(detail::is_alignment(alignment), "an alignment that is no power of two");
    const std::size_t at_least = std::max(bytes, std::size_t{1});
    const std::size_t mapped = detail::round_up_to(at_least, at_least < huge ? page_size() : huge);
    if (mapped == 0 || !blocks_.reserve()) return nullptr;
    const pages got = map_best(mapped, alignment);
    if (got.first == nullptr) return nullptr;
    char* const p = static_cast<char*>(got.first);
    blocks_.insert({p, mapped, p, bytes, alignment, static_cast<unsigned>(got.backing)});
    return p;
}

void huge_page_resource::deallocate(void* p, std::size_t bytes, std::size_t alignment) noexcept {
    detail::mapped_block* const block = blocks_.find(p);
    if (block == nullptr || block->block != p)
        detail::memory_misused(detail::misuse::foreign_pointer, "huge_page_resource", p, bytes);
    if constexpr (ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG)
        if (block->bytes != bytes || block->alignment != alignment)
            detail::memory_misused(detail::misuse::wrong_size, "huge_page_resource", p, bytes);
    detail::unmap_pages(block->pages, block->mapped_bytes);
    blocks_.erase(block);
}

huge_page_resource::~huge_page_resource() {
    for (const detail::mapped_block& block : blocks_) detail::unmap_pages(block.pages, block.mapped_bytes);
}

page_backing huge_page_resource::backing() const noexcept {
    page_backing worst = page_backing::huge_pages;
    for (const detail::mapped_block& block : blocks_)
        if (block.mapped_bytes >= huge) worst = std::max(worst, backing_of(block));
    return worst;
}

page_backing huge_page_resource::backing(const void* p) const noexcept {
    const detail::mapped_block* const block = blocks_.find(p);
    if (block == nullptr) detail::memory_misused(detail::misuse::foreign_pointer, "huge_page_resource", p);
    return backing_of(*block);
}

} // namespace arsenal::inline ARSENAL_ABI
