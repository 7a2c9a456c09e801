#include <fuzz/dense_driver.hpp>

// Differential fuzz target for dense_hash_map and dense_hash_set. The first byte chooses the container type,
// the second the stride of integer keys and whether operations may fail; the rest are operations
// (dense_driver.hpp).

namespace {

using fuzz::heavy_key, fuzz::heavy_mapped, fuzz::stepping_equal, fuzz::stepping_hash;
using std::uint64_t;

template <class Key, class Mapped, class Hash, class Equal>
using map_of = arsenal::dense_hash_map<Key, Mapped, Hash, Equal,
                                       support::failing_allocator<std::pair<const Key, Mapped>>>;
template <class Key, class Hash, class Equal>
using set_of = arsenal::dense_hash_set<Key, Hash, Equal, support::failing_allocator<Key>>;

template <class Container>
void drive(fuzz::byte_source& in, bool may_fail) {
    fuzz::dense_driver<Container> d(in, may_fail);
    d.run();
    d.finish();
}

void drive_one(unsigned type, fuzz::byte_source& in, bool may_fail) {
    using std_hash = std::hash<uint64_t>;
    using std_equal = std::equal_to<uint64_t>;
    switch (type % 8) {
    case 0:
        return drive<map_of<uint64_t, int, std_hash, std_equal>>(in, may_fail);
    case 1:
        return drive<set_of<uint64_t, std_hash, std_equal>>(in, may_fail);
    case 2:
        return drive<map_of<uint64_t, heavy_mapped, stepping_hash<fuzz::scrambled>, stepping_equal>>(
            in, may_fail);
    case 3:
        return drive<map_of<uint64_t, int, stepping_hash<fuzz::low_entropy>, stepping_equal>>(in, may_fail);
    case 4:
        return drive<map_of<heavy_key, heavy_mapped, stepping_hash<fuzz::identity>, stepping_equal>>(
            in, may_fail);
    case 5:
        return drive<map_of<heavy_key, int, stepping_hash<fuzz::constant>, stepping_equal>>(in, may_fail);
    case 6:
        return drive<set_of<heavy_key, stepping_hash<fuzz::high_bits>, stepping_equal>>(in, may_fail);
    default:
        return drive<set_of<heavy_key, stepping_hash<fuzz::scrambled>, stepping_equal>>(in, may_fail);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run_input(data, size, drive_one);
}
