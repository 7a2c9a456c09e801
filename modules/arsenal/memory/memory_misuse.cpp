#include <arsenal/memory/detail/memory_misuse.hpp>
#include <arsenal/platform/hardening.hpp>

#include <cstdio>

namespace arsenal::inline ARSENAL_ABI::detail {

void memory_misused(const char* what, const void* p) {
    // "condition\0message\0file\0line", one per thread: a handler that throws is told of strings that last.
    static thread_local char site[512];
    std::snprintf(site, sizeof site, "the memory is used as it was given out%c%.300s %p%c%s%c%d", '\0', what,
                  p, '\0', "arsenal/memory", '\0', 0);
    hardening_failed(site);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
