#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include <arsenal/algorithms.hpp>

#include <fuzz/byte_source.hpp>
#include <fuzz/require.hpp>
#include <fuzz/shapes.hpp>

// Differential fuzz target for sort, pdqsort and insertion_sort: elements of each kind that they tell apart,
// by std's order, by a projection, and by a comparator that lies.

namespace {

struct wide {
    std::uint32_t key;
    std::uint32_t rest[5];
    friend auto operator<=>(const wide&, const wide&) = default;
};
struct half {
    std::int64_t key;
    std::uint64_t rest;
    friend auto operator<=>(const half&, const half&) = default;
};

template <class T>
T make(fuzz::byte_source& in) {
    const auto number = in.below(65536);
    if constexpr (std::is_same_v<T, std::string>) {
        return std::string(in.below(20), static_cast<char>(number % 3)) + static_cast<char>(number >> 8);
    } else if constexpr (std::is_same_v<T, wide>) {
        return {number % 100, {number, 0, 0, 0, 0}};
    } else if constexpr (std::is_same_v<T, half>) {
        return {static_cast<std::int64_t>(number % 100) - 50, number};
    } else {
        return static_cast<T>(number);
    }
}

template <class T>
void run(fuzz::byte_source& in) {
    const bool lies = in.flip();
    const bool reversed = in.flip();
    const unsigned sort = in.below(4);
    const unsigned repeat = 1 + in.below(8);
    std::vector<T> v;
    while (!in.empty()) {
        const T x = make<T>(in);
        v.insert(v.end(), repeat, x);
    }
    if (const unsigned n = fuzz::length(in, 3000); !v.empty() && in.flip()) {
        const std::size_t period = v.size();
        while (v.size() < n) v.push_back(v[v.size() - period]);
        v.resize(n);
    }
    fuzz::arrange(in, v.begin(), v.end(), std::less<>());
    std::vector<T> expected = v;
    std::sort(expected.begin(), expected.end());
    unsigned calls = 0;
    const auto less = [&](const T& a, const T& b) { return (a < b) != (lies && ++calls % 17 == 0); };
    const auto put_in_order = [&](auto first, auto last) {
        switch (sort) {
        case 0:
            lies ? arsenal::sort(first, last, less) : arsenal::sort(first, last);
            break;
        case 1:
            arsenal::pdqsort(first, last, less);
            break;
        case 2:
            arsenal::insertion_sort(first, last, less);
            break;
        default:
            if constexpr (requires(T x) { x.key; }) {
                arsenal::ranges::sort(first, last, {}, &T::key);
                fuzz::require(std::ranges::is_sorted(first, last, {}, &T::key), "not sorted by its key");
                arsenal::insertion_sort(first, last);
            } else {
                arsenal::ranges::sort(first, last, less);
            }
        }
    };
    if (reversed) {
        put_in_order(v.rbegin(), v.rend());
        std::reverse(v.begin(), v.end());
    } else {
        put_in_order(v.begin(), v.end());
    }
    if (lies) std::sort(v.begin(), v.end());
    fuzz::require(v == expected, "another result than std's");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::byte_source in(data, size);
    switch (in.below(6)) {
    case 0:
        run<std::uint16_t>(in);
        break;
    case 1:
        run<std::int64_t>(in);
        break;
    case 2:
        run<wide>(in);
        break;
    case 3:
        run<half>(in);
        break;
    case 4:
        run<float>(in);
        break;
    default:
        run<std::string>(in);
    }
    return 0;
}
