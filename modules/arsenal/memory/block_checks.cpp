#include <arsenal/memory/detail/block_checks.hpp>

#include <cstdio>
#include <cstring>

namespace arsenal::inline ARSENAL_ABI::detail {
namespace {

constexpr unsigned char pattern = 0xb5;

} // namespace

bool right_of_block(bool right, const void* block) noexcept {
    if (!right) std::fprintf(stderr, "arsenal: block [%p]\n", block);
    return right;
}

void fill_behind(void* p, std::size_t from, std::size_t to) noexcept {
    std::memset(static_cast<unsigned char*>(p) + from, pattern, to - from);
}

bool intact_behind(const void* p, std::size_t from, std::size_t to) noexcept {
    const auto* const bytes = static_cast<const unsigned char*>(p);
    for (std::size_t i = from; i != to; ++i) {
        if (bytes[i] == pattern) continue;
        std::fprintf(stderr, "arsenal: block [%p] of %zu bytes, and what is written to [%p]\n", p, from,
                     static_cast<const void*>(bytes + i));
        return false;
    }
    return true;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
