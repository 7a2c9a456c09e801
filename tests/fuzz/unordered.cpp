#include <fuzz/unordered_driver.hpp>

// Differential fuzz target for unordered_map and unordered_set: unordered_driver.hpp under run_input().

namespace {

using namespace fuzz;
using std::uint64_t;

using containers = family<ut::unordered_map, ut::unordered_set>;
template <class Key, class Mapped, class Hash = std::hash<Key>>
using map_driver = driver<containers::map_of<Key, Mapped, Hash>>;
template <class Key, class Hash = std::hash<Key>>
using set_driver = driver<containers::set_of<Key, Hash>>;

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return run_input<map_driver<uint64_t, int>, map_driver<uint64_t, heavy_mapped>, set_driver<uint64_t>,
                     map_driver<uint64_t, int, stepping_hash<identity>>,
                     map_driver<uint64_t, heavy_mapped, stepping_hash<scrambled>>,
                     set_driver<uint64_t, stepping_hash<low_entropy>>,
                     map_driver<heavy_key, heavy_mapped, stepping_hash<identity>>,
                     map_driver<heavy_key, int, stepping_hash<constant>>,
                     map_driver<heavy_key, heavy_mapped, stepping_hash<low_entropy>>,
                     set_driver<heavy_key, stepping_hash<identity>>,
                     set_driver<heavy_key, stepping_hash<high_bits>>,
                     set_driver<heavy_key, stepping_hash<scrambled>>>(data, size);
}
