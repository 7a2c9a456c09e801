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

const void* written_behind(const void* p, std::size_t from, std::size_t to) noexcept {
    const auto* const bytes = static_cast<const unsigned char*>(p);
    const auto* const found =
        std::find_if(bytes + from, bytes + to, [](unsigned char byte) { return byte != pattern; });
    return found != bytes + to ? found : nullptr;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
