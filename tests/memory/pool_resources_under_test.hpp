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

// What std's own, libstdc++ 12, does not keep, both of its pool resources alike:
//   - the alignment: it looks for the pool by the larger of size and alignment, so that 24 bytes aligned to
//   16
//     come from blocks of 24 side by side (GCC's bug 118681);
//   - one limit for an option that is zero and one that is too large: 16384 and 524287 blocks; and of the
//     largest block, 4096 bytes and, as the largest number of all wraps when it is rounded up, 64;
//   - bad_alloc where upstream has the chunk but not the list of chunks: the exception is swallowed, and the
//     allocation reads through a null pointer, or yields one if there is a list already.
#if ARSENAL_TEST_STD
inline constexpr bool keeps_alignment = false;
inline constexpr bool has_one_limit = false;
inline constexpr bool survives_failures = false;
#else
inline constexpr bool keeps_alignment = true;
inline constexpr bool has_one_limit = true;
inline constexpr bool survives_failures = true;
#endif
