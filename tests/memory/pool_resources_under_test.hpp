#pragma once

// One conformance suite, three subjects: namespace `ut` has std's pool resources.
//
//   ARSENAL_TEST_STD=1      the platform's std
//   ARSENAL_TEST_IMPORT=1   Arsenal by `import arsenal.memory;`
//   neither                 Arsenal by `#include <arsenal/memory.hpp>`
//
// Include it last: it may be an import, and includes come before imports.

#if ARSENAL_TEST_STD

#include <memory_resource>
namespace ut = std::pmr;

#elif ARSENAL_TEST_IMPORT
import arsenal.memory;
namespace ut = arsenal::pmr;
#else
#include <arsenal/memory.hpp>
namespace ut = arsenal::pmr;
#endif

// What std's own, libstdc++ 12, does not keep: a block of the pool for its size whatever its alignment (24
// bytes aligned to 8 where 16 were wanted: GCC's bug 118681), and one limit for both options that are zero
// and such as are too large. And where upstream fails, unsynchronized_pool_resource reads through a null
// pointer at a later allocation.
#if ARSENAL_TEST_STD
inline constexpr bool keeps_alignment = false;
inline constexpr bool has_one_limit = false;
inline constexpr bool survives_failures = false;
#else
inline constexpr bool keeps_alignment = true;
inline constexpr bool has_one_limit = true;
inline constexpr bool survives_failures = true;
#endif
