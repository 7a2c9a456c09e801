#pragma once

#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

// A failed check of memory at p: "<what> 0x..." goes to the handler of hardening.hpp, then the program traps.
[[noreturn, gnu::cold]] void memory_misused(const char* what, const void* p);

} // namespace arsenal::inline ARSENAL_ABI::detail
