#include <fuzz/byte_source.hpp>
#include <fuzz/require.hpp>
#include <fuzz/shapes.hpp>

#include <arsenal/algorithms/detail/key_kernel.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

// Fuzz target for the sorts of keys and of records and the selection, by every kernel the machine can run,
// against std on the keys' own order.

namespace {

using namespace fuzz;
using namespace arsenal::detail;

template <class T>
struct record {
    T key;
    std::uint64_t payload;
};

template <class T>
bool before(T a, T b, key_order order) {
    if constexpr (std::is_floating_point_v<T>) {
        if (std::isnan(a) || std::isnan(b)) return !std::isnan(a) && std::isnan(b);
    }
    if (order == key_order::descending) std::swap(a, b);
    if (a != b) return a < b;
    if constexpr (std::is_floating_point_v<T>) return std::signbit(a) && !std::signbit(b);
    return false;
}

template <class T>
auto image(T x) {
    if constexpr (std::is_same_v<T, float>) {
        return std::bit_cast<std::uint32_t>(x);
    } else if constexpr (std::is_same_v<T, double>) {
        return std::bit_cast<std::uint64_t>(x);
    } else {
        return x;
    }
}
template <class T>
bool same_multiset(std::vector<T> a, std::vector<T> b) {
    const auto less = [](T x, T y) { return image(x) < image(y); };
    std::sort(a.begin(), a.end(), less);
    std::sort(b.begin(), b.end(), less);
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](T x, T y) { return image(x) == image(y); });
}

// Bytes repeat: long inputs out of short ones, with equal keys.
template <class T>
std::vector<T> keys_of(byte_source& in) {
    std::vector<T> keys(length(in, 3000));
    std::uint64_t x = 0;
    const unsigned step = in.byte();
    for (T& k : keys) {
        x = x * 0x9e3779b97f4a7c15u + in.byte() + step;
        const std::uint64_t bits = in.flip() ? x : ~x >> step % 64;
        if constexpr (std::is_same_v<T, float>) {
            k = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
        } else if constexpr (std::is_same_v<T, double>) {
            k = std::bit_cast<double>(bits);
        } else {
            k = static_cast<T>(bits);
        }
    }
    return keys;
}

template <class T>
void run(const key_kernel& kernel, byte_source& in) {
    const key_order order = in.flip() ? key_order::ascending : key_order::descending;
    const auto less = [&](T a, T b) { return before(a, b, order); };
    const unsigned shape_bytes = 16;
    std::uint8_t shape[shape_bytes]; // before the keys, which take what there is
    for (std::uint8_t& b : shape) b = static_cast<std::uint8_t>(in.byte());
    std::vector<T> keys = keys_of<T>(in);
    byte_source shape_source(shape, shape_bytes);
    arrange(shape_source, keys.begin(), keys.end(), less);

    std::vector<T> sorted = keys;
    sort_keys_with(kernel, sorted.data(), keys.size(), key_kind_of<T>, order);
    require(std::is_sorted(sorted.begin(), sorted.end(), less), "sorted keys are sorted");
    require(same_multiset(sorted, keys), "sorting keeps the keys");

    if (!keys.empty()) {
        const std::size_t nth = in.below(static_cast<unsigned>(keys.size()));
        std::vector<T> selected = keys;
        select_keys_with(kernel, selected.data(), keys.size(), nth, key_kind_of<T>, order);
        require(!less(selected[nth], sorted[nth]) && !less(sorted[nth], selected[nth]),
                "the nth is selected");
        for (std::size_t i = 0; i < nth; ++i)
            require(!less(selected[nth], selected[i]), "no later key before");
        for (std::size_t i = nth; i < keys.size(); ++i) {
            require(!less(selected[i], selected[nth]), "no earlier key behind");
        }
        require(same_multiset(selected, keys), "selecting keeps the keys");
    }

    if constexpr (sizeof(T) == 8) {
        std::vector<record<T>> records;
        for (const T& k : keys) records.push_back({k, image(k) ^ std::uint64_t{0x5555}});
        sort_records_with(kernel, records.data(), keys.size(), key_kind_of<T>, order);
        std::vector<T> moved;
        for (const auto& r : records) {
            require((static_cast<std::uint64_t>(image(r.key)) ^ 0x5555) == r.payload,
                    "records stay together");
            moved.push_back(r.key);
        }
        require(std::is_sorted(moved.begin(), moved.end(), less), "sorted records are sorted");
        require(same_multiset(moved, keys), "sorting keeps the records");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    byte_source in(data, size);
    const key_kernels& kernels = supported_key_kernels();
    const key_kernel& kernel = *kernels.all[in.below(static_cast<unsigned>(kernels.count))];
    using run_one = void (*)(const key_kernel&, byte_source&);
    constexpr run_one kinds[] = {run<std::uint8_t>, run<std::int16_t>,  run<std::uint32_t>, run<std::int32_t>,
                                 run<float>,        run<std::uint64_t>, run<std::int64_t>,  run<double>,
                                 run<uint128>,      run<int128>};
    kinds[in.below(10)](kernel, in);
    return 0;
}
