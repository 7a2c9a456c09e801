#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <arsenal/algorithms/radix_sort.hpp>
#include <arsenal/algorithms/samplesort.hpp>

#include <fuzz/byte_source.hpp>
#include <fuzz/require.hpp>
#include <fuzz/shapes.hpp>

// Differential fuzz target for radix_sort and samplesort: against std::sort, and with a comparator that is no
// order.

namespace {

using fuzz::byte_source, fuzz::require;

template <class T>
struct maker {
    static T make(byte_source& in) {
        return static_cast<T>(static_cast<std::int64_t>(std::uint64_t{in.byte()} << in.below(56)) *
                              (in.flip() ? 1 : -1));
    }
};
template <>
struct maker<std::string> {
    static std::string make(byte_source& in) {
        return std::string(in.below(20), "ab\xf0"[in.below(3)]) + static_cast<char>(in.byte());
    }
};
template <>
struct maker<std::pair<short, double>> {
    static std::pair<short, double> make(byte_source& in) {
        return {static_cast<short>(in.below(5)), maker<double>::make(in)};
    }
};

template <class T, class Compare>
void run(byte_source& in) {
    const unsigned distinct = 1 + in.below(300);
    std::vector<T> from;
    for (unsigned i = 0; i < distinct; ++i) from.push_back(maker<T>::make(in));
    std::vector<T> values;
    std::uint64_t state = in.byte();
    for (unsigned n = fuzz::length(in, 20000); n != 0; --n) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        values.push_back(from[(state >> 33) % from.size()]);
    }
    fuzz::arrange(in, values.begin(), values.end(), Compare());
    auto expected = values;
    std::sort(expected.begin(), expected.end(), Compare());
    auto by_digits = values;
    arsenal::radix_sort(by_digits.begin(), by_digits.end(), Compare());
    require(by_digits == expected, "radix_sort");
    auto by_samples = values;
    arsenal::samplesort(by_samples.begin(), by_samples.end(), Compare());
    require(by_samples == expected, "samplesort");

    const unsigned odds = 2 + in.below(60);
    arsenal::samplesort(values.begin(), values.end(), [&](const T&, const T&) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        return (state >> 33) % odds == 0;
    });
    std::sort(values.begin(), values.end(), Compare());
    require(values == expected, "samplesort under a comparator that is no order");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    byte_source in(data, size);
    switch (in.below(6)) {
    case 0:
        run<std::uint8_t, std::less<>>(in);
        break;
    case 1:
        run<std::int32_t, std::greater<>>(in);
        break;
    case 2:
        run<std::uint64_t, std::less<>>(in);
        break;
    case 3:
        run<double, std::greater<>>(in);
        break;
    case 4:
        run<std::pair<short, double>, std::less<>>(in);
        break;
    default:
        run<std::string, std::greater<>>(in);
        break;
    }
    return 0;
}
