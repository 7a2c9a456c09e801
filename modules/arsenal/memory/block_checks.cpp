#include <arsenal/memory/detail/block_checks.hpp>

#include <algorithm>
#include <cstring>

namespace arsenal::inline ARSENAL_ABI::detail {
namespace {

constexpr unsigned char pattern = 0xb5;

} // namespace

void fill_behind(void* p, std::size_t from, std::size_t to) noexcept {
    std::memset(static_cast<unsigned char*>(p) + from, pattern, to - from);
}

bool is_written_behind(const void* p, std::size_t from, std::size_t to) noexcept {
    const auto* const bytes = static_cast<const unsigned char*>(p);
    return std::any_of(bytes + from, bytes + to, [](unsigned char byte) { return byte != pattern; });
}

} // namespace arsenal::inline ARSENAL_ABI::detail
