module;
#include <arsenal/compat/unordered_map>
#include <arsenal/compat/unordered_set>
export module arsenal.compat:containers;

export namespace arsenal::compat {
using namespace ::std;

using ::arsenal::unordered_map;                      // compat/unordered_map
using ::arsenal::unordered_multimap;                 // compat/unordered_map
using ::arsenal::unordered_multiset;                 // compat/unordered_set
using ::arsenal::unordered_set;                      // compat/unordered_set
using ::arsenal::detail::compat_functions::erase_if; // compat/detail/erase_if.hpp

namespace pmr {
using namespace ::std::pmr;

using ::arsenal::pmr::unordered_map;
using ::arsenal::pmr::unordered_multimap;
using ::arsenal::pmr::unordered_multiset;
using ::arsenal::pmr::unordered_set;
} // namespace pmr
} // namespace arsenal::compat
