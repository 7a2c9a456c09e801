#include <fuzz/unordered_driver.hpp>

// Differential fuzz target for unordered_map and unordered_set. The first byte chooses the container type,
// the second the stride of integer keys and whether operations may fail; the rest are operations
// (unordered_driver.hpp).

namespace {

using fuzz::heavy_key, fuzz::heavy_mapped, fuzz::map_of, fuzz::set_of, fuzz::stepping_equal,
    fuzz::stepping_hash;
using std::uint64_t;

template <class Container>
void drive(fuzz::byte_source& in, bool may_fail) {
    fuzz::driver<Container> d(in, may_fail);
    d.run();
    d.finish();
}

void drive_one(unsigned type, fuzz::byte_source& in, bool may_fail) {
    using std_hash = std::hash<uint64_t>;
    using std_equal = std::equal_to<uint64_t>;
    switch (type % 12) {
    case 0:
        return drive<map_of<uint64_t, int, std_hash, std_equal>>(in, may_fail);
    case 1:
        return drive<map_of<uint64_t, heavy_mapped, std_hash, std_equal>>(in, may_fail);
    case 2:
        return drive<set_of<uint64_t, std_hash, std_equal>>(in, may_fail);
    case 3:
        return drive<map_of<uint64_t, int, stepping_hash<fuzz::identity>, stepping_equal>>(in, may_fail);
    case 4:
        return drive<map_of<uint64_t, heavy_mapped, stepping_hash<fuzz::scrambled>, stepping_equal>>(
            in, may_fail);
    case 5:
        return drive<set_of<uint64_t, stepping_hash<fuzz::low_entropy>, stepping_equal>>(in, may_fail);
    case 6:
        return drive<map_of<heavy_key, heavy_mapped, stepping_hash<fuzz::identity>, stepping_equal>>(
            in, may_fail);
    case 7:
        return drive<map_of<heavy_key, int, stepping_hash<fuzz::constant>, stepping_equal>>(in, may_fail);
    case 8:
        return drive<map_of<heavy_key, heavy_mapped, stepping_hash<fuzz::low_entropy>, stepping_equal>>(
            in, may_fail);
    case 9:
        return drive<set_of<heavy_key, stepping_hash<fuzz::identity>, stepping_equal>>(in, may_fail);
    case 10:
        return drive<set_of<heavy_key, stepping_hash<fuzz::high_bits>, stepping_equal>>(in, may_fail);
    default:
        return drive<set_of<heavy_key, stepping_hash<fuzz::scrambled>, stepping_equal>>(in, may_fail);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run_input(data, size, drive_one);
}
