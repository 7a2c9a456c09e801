#include <fuzz/multi_driver.hpp>

// Differential fuzz target for unordered_multimap and unordered_multiset, with unordered_map and
// unordered_set beside them. The first byte chooses the container type, the second the stride of integer keys
// and whether operations may fail; the rest are operations (multi_driver.hpp).

namespace {

using fuzz::heavy_key, fuzz::heavy_mapped, fuzz::stepping_equal, fuzz::stepping_hash;
using std::uint64_t;

template <class Multi, class Unique>
void drive(fuzz::byte_source& in, bool may_fail) {
    fuzz::multi_driver<Multi, Unique> d(in, may_fail);
    d.run();
    d.finish();
}
/// The unique one has another hash: elements change between tables that place them otherwise.
template <class Key, class Mapped, class Hash, class Equal, class OtherHash>
void drive_maps(fuzz::byte_source& in, bool may_fail) {
    drive<fuzz::multimap_of<Key, Mapped, Hash, Equal>, fuzz::map_of<Key, Mapped, OtherHash, Equal>>(in,
                                                                                                    may_fail);
}
template <class Key, class Hash, class Equal, class OtherHash>
void drive_sets(fuzz::byte_source& in, bool may_fail) {
    drive<fuzz::multiset_of<Key, Hash, Equal>, fuzz::set_of<Key, OtherHash, Equal>>(in, may_fail);
}

void drive_one(unsigned type, fuzz::byte_source& in, bool may_fail) {
    using std_hash = std::hash<uint64_t>;
    using std_equal = std::equal_to<uint64_t>;
    switch (type % 6) {
    case 0:
        return drive_maps<uint64_t, int, std_hash, std_equal, std_hash>(in, may_fail);
    case 1:
        return drive_maps<uint64_t, heavy_mapped, stepping_hash<fuzz::low_entropy>, stepping_equal,
                          stepping_hash<fuzz::identity>>(in, may_fail);
    case 2:
        return drive_maps<heavy_key, heavy_mapped, stepping_hash<fuzz::identity>, stepping_equal,
                          stepping_hash<fuzz::scrambled>>(in, may_fail);
    case 3:
        return drive_maps<heavy_key, int, stepping_hash<fuzz::constant>, stepping_equal,
                          stepping_hash<fuzz::high_bits>>(in, may_fail);
    case 4:
        return drive_sets<uint64_t, stepping_hash<fuzz::scrambled>, stepping_equal,
                          stepping_hash<fuzz::identity>>(in, may_fail);
    default:
        return drive_sets<heavy_key, stepping_hash<fuzz::high_bits>, stepping_equal,
                          stepping_hash<fuzz::low_entropy>>(in, may_fail);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run_input(data, size, drive_one);
}
