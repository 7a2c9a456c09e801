#include <fuzz/multi_driver.hpp>

// Differential fuzz target for unordered_multimap and unordered_multiset, with unordered_map and
// unordered_set beside them: multi_driver.hpp under run_input().

namespace {

using namespace fuzz;
using std::uint64_t;

using multi = family<ut::unordered_multimap, ut::unordered_multiset>;
using unique = family<ut::unordered_map, ut::unordered_set>;

/// The unique one has another hash: elements change between tables that place them otherwise.
template <class Key, class Mapped, class Hash, class OtherHash>
using map_driver = multi_driver<multi::map_of<Key, Mapped, Hash>, unique::map_of<Key, Mapped, OtherHash>>;
template <class Key, class Hash, class OtherHash>
using set_driver = multi_driver<multi::set_of<Key, Hash>, unique::set_of<Key, OtherHash>>;

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using std_hash = std::hash<uint64_t>;
    return run_input<map_driver<uint64_t, int, std_hash, std_hash>,
                     map_driver<uint64_t, heavy_mapped, stepping_hash<low_entropy>, stepping_hash<identity>>,
                     map_driver<heavy_key, heavy_mapped, stepping_hash<identity>, stepping_hash<scrambled>>,
                     map_driver<heavy_key, int, stepping_hash<constant>, stepping_hash<high_bits>>,
                     set_driver<uint64_t, stepping_hash<scrambled>, stepping_hash<identity>>,
                     set_driver<heavy_key, stepping_hash<high_bits>, stepping_hash<low_entropy>>>(data, size);
}
