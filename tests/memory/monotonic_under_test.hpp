#pragma once

// One conformance suite, three subjects: namespace `ut` has the monotonic_buffer_resource under test.
//
//   ARSENAL_TEST_STD=1      the platform's std
//   ARSENAL_TEST_IMPORT=1   Arsenal by `import arsenal.memory;`
//   neither                 Arsenal by `#include <arsenal/memory.hpp>`
//
// Include it last: it may be an import, and includes come before imports.

#if ARSENAL_TEST_STD

#include <memory_resource>

namespace ut {
using std::pmr::monotonic_buffer_resource;
} // namespace ut

#elif ARSENAL_TEST_IMPORT
import arsenal.memory;
namespace ut = arsenal::pmr;
#else
#include <arsenal/memory.hpp>
namespace ut = arsenal::pmr;
#endif
