#pragma once

// One conformance suite, four subjects: namespace `ut` names the containers under test.
//
//   ARSENAL_TEST_STD=1      the platform's std; with ARSENAL_TEST_DROP_IN=1 what arsenal::drop_in makes of it
//   ARSENAL_TEST_IMPORT=1   Arsenal by `import arsenal.containers;`
//   none of these           Arsenal by `#include <arsenal/containers.hpp>`
//
//   ARSENAL_TEST_FLAT=1     with either of the latter: unordered_map and unordered_set stand for
//   flat_hash_map and
//                           flat_hash_set, as far as these keep std's contract; 2: with incremental growth
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

#if ARSENAL_TEST_FLAT

namespace ut {
#if ARSENAL_TEST_FLAT == 2
using growth = arsenal::incremental_growth;
#else
using growth = arsenal::doubling_growth;
#endif
using arsenal::erase_if;
using arsenal::unordered_multimap;
using arsenal::unordered_multiset;
template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<std::pair<const Key, T>>>
using unordered_map = arsenal::flat_hash_map<Key, T, Hash, Pred, Alloc, growth>;
template <class Key, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<Key>>
using unordered_set = arsenal::flat_hash_set<Key, Hash, Pred, Alloc, growth>;
namespace pmr {
template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>>
using unordered_map =
    arsenal::flat_hash_map<Key, T, Hash, Pred, std::pmr::polymorphic_allocator<std::pair<const Key, T>>,
                           growth>;
template <class Key, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>>
using unordered_set = arsenal::flat_hash_set<Key, Hash, Pred, std::pmr::polymorphic_allocator<Key>, growth>;
} // namespace pmr
} // namespace ut

#else

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

#endif
