#pragma once

// One conformance suite, four subjects: namespace `ut` names the containers under test.
//
//   ARSENAL_TEST_STD=1      the platform's std; with ARSENAL_TEST_DROP_IN=1 what arsenal::drop_in makes of it
//   ARSENAL_TEST_IMPORT=1   Arsenal by `import arsenal.containers;`
//   none of these           Arsenal by `#include <arsenal/containers.hpp>`
//
// Include it last: it may be an import, and includes come before imports. The class templates come in by
// using-declarations, not by alias templates, so that deduction guides are tested too.

#if ARSENAL_TEST_STD

#include <memory_resource>
#include <unordered_map>
#include <unordered_set>

#if ARSENAL_TEST_DROP_IN &&                                                                                  \
    !(defined(ARSENAL_DROP_IN_UNORDERED_MAP) && defined(ARSENAL_DROP_IN_UNORDERED_SET))
#error "the drop-in's headers were not found"
#endif

namespace ut {
using std::erase_if;
using std::unordered_map;
using std::unordered_multimap;
using std::unordered_multiset;
using std::unordered_set;
namespace pmr {
using std::pmr::unordered_map;
using std::pmr::unordered_multimap;
using std::pmr::unordered_multiset;
using std::pmr::unordered_set;
} // namespace pmr
} // namespace ut

#else

#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

namespace ut {
using arsenal::erase_if;
using arsenal::unordered_map;
using arsenal::unordered_multimap;
using arsenal::unordered_multiset;
using arsenal::unordered_set;
namespace pmr {
using arsenal::pmr::unordered_map;
using arsenal::pmr::unordered_multimap;
using arsenal::pmr::unordered_multiset;
using arsenal::pmr::unordered_set;
} // namespace pmr
} // namespace ut

#endif
