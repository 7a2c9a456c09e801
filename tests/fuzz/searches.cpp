#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <arsenal/algorithms/binary_search.hpp>
#include <arsenal/algorithms/interpolation_search.hpp>
#include <arsenal/algorithms/static_search_tree.hpp>

#include <fuzz/byte_source.hpp>
#include <fuzz/require.hpp>

// Differential fuzz target for the searches: each against std's on the same sorted array.

namespace {

using fuzz::byte_source, fuzz::require;

template <class T>
T make(byte_source& in) {
    if constexpr (std::is_same_v<T, std::string>) {
        return std::string(in.below(12), "ab\xf0"[in.below(3)]) + static_cast<char>(in.byte());
    } else {
        const std::uint64_t low = in.byte();
        const std::uint64_t value = low << in.below(8 * sizeof(T)) % 57;
        if constexpr (std::is_integral_v<T>) return static_cast<T>(in.flip() ? value : 0 - value);
        return in.flip() ? static_cast<T>(value) : -static_cast<T>(value);
    }
}

template <class T, class Compare>
void run(byte_source& in) {
    const Compare less;
    std::vector<T> elements(in.flip() ? in.below(40) : in.below(9000));
    for (T& e : elements) e = in.empty() ? e : make<T>(in);
    const arsenal::static_search_tree<T, Compare> tree(elements.begin(), elements.end());
    std::sort(elements.begin(), elements.end(), less);
    require(std::equal(tree.begin(), tree.end(), elements.begin(), elements.end()),
            "the tree's elements differ");

    std::vector<T> keys;
    for (unsigned i = 0; i < 20; ++i)
        keys.push_back(elements.empty() || in.flip()
                           ? make<T>(in)
                           : elements[in.below(static_cast<unsigned>(elements.size()))]);
    std::vector<std::size_t> ranks(keys.size());
    tree.lower_bounds(keys, ranks);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto expected = std::equal_range(elements.begin(), elements.end(), keys[i], less);
        const auto lower = expected.first - elements.begin();
        const auto upper = expected.second - elements.begin();
        require(arsenal::equal_range(elements.begin(), elements.end(), keys[i], less) == expected,
                "equal_range");
        require(arsenal::lower_bound(elements.begin(), elements.end(), keys[i], less) == expected.first,
                "lower_bound");
        require(arsenal::upper_bound(elements.begin(), elements.end(), keys[i], less) == expected.second,
                "upper_bound");
        require(arsenal::binary_search(elements.begin(), elements.end(), keys[i], less) == (lower != upper),
                "binary_search");
        if constexpr (!std::is_same_v<T, std::string>)
            require(arsenal::interpolation_search(elements.begin(), elements.end(), keys[i], less) ==
                        expected.first,
                    "interpolation_search");
        require(tree.lower_bound(keys[i]) - tree.begin() == lower, "the tree's lower_bound");
        require(tree.upper_bound(keys[i]) - tree.begin() == upper, "the tree's upper_bound");
        require(tree.equal_range(keys[i]) == std::pair(tree.begin() + lower, tree.begin() + upper),
                "the tree's equal_range");
        require(ranks[i] == static_cast<std::size_t>(lower), "the tree's lower_bounds");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    byte_source in(data, size);
    switch (in.below(8)) {
    case 0:
        run<std::uint8_t, std::less<>>(in);
        break;
    case 1:
        run<std::int16_t, std::greater<>>(in);
        break;
    case 2:
        run<std::uint32_t, std::less<>>(in);
        break;
    case 3:
        run<std::int64_t, std::greater<>>(in);
        break;
    case 4:
        run<std::uint64_t, std::less<>>(in);
        break;
    case 5:
        run<float, std::less<>>(in);
        break;
    case 6:
        run<double, std::greater<>>(in);
        break;
    default:
        run<std::string, std::less<>>(in);
        break;
    }
    return 0;
}
