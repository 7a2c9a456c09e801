#include <arsenal/memory/detail/block_report.hpp>

#include <cstdio>

#include <unistd.h>

namespace arsenal::inline ARSENAL_ABI::detail {

bool name_block(const void* p, std::size_t bytes) noexcept {
    dprintf(STDERR_FILENO, "arsenal: memory at %p, %zu bytes:\n", p, bytes);
    return false;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
