#include <arsenal/memory/detail/strategy_memory.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/pages.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

constexpr std::size_t least_region = 4096;
// Of a region, and of a tlsf's block in it.
constexpr std::size_t most_overhead = 256;

} // namespace

void* growing_tlsf::region_list::take(std::size_t bytes) {
    void* const p = blocks_.take(bytes, tlsf::granularity, *upstream_);
    bytes_ += bytes;
    return p;
}

void* growing_tlsf::region_list::try_take(std::size_t bytes) noexcept {
#if ARSENAL_HAS_EXCEPTIONS
    try {
        return take(bytes);
    } catch (...) {
        return nullptr;
    }
#else
    return take(bytes);
#endif
}

void growing_tlsf::reserve(std::size_t bytes) {
    void* const p = regions_.take(bytes);
    advise_huge_pages(p, bytes);
    std::memset(p, 0, bytes);
    add_region(p, bytes);
}

void growing_tlsf::add_region(void* p, std::size_t bytes) noexcept {
    static_cast<void>(heap_.add_region({static_cast<std::byte*>(p), bytes})); // never too small for a block
}

void* growing_tlsf::grow_and_take(std::size_t bytes, std::size_t alignment) {
    const std::size_t needed = bytes + alignment + most_overhead;
    const std::size_t wanted =
        std::clamp(regions_.bytes() / growth_, std::max(needed, least_region), std::max(needed, most_bytes));
    if (void* const p = regions_.try_take(wanted))
        add_region(p, wanted);
    else
        add_region(regions_.take(needed), needed);
    return heap_.allocate(bytes, alignment);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
