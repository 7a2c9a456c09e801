// Every kernel of static_search_tree that the machine has answers as the baseline's does.

#include "precompiled.hpp"

#include <arsenal/algorithms/detail/search_tree.hpp> // detail, which no import carries
#include <arsenal/platform/cpu.hpp>

#include "under_test.hpp"

namespace {

using namespace arsenal::detail;

std::vector<const search_tree_kernels*> all_kernels() {
    std::vector<const search_tree_kernels*> all{&search_tree_baseline};
#if defined(__x86_64__)
    const arsenal::cpu_features& has = arsenal::cpu();
    if (has.avx2) all.push_back(&search_tree_avx2);
    if (has.avx512bw && has.avx512dq && has.avx512vl) all.push_back(&search_tree_avx512);
#endif
    return all;
}

template <class T, key_order order>
void check(std::size_t n) {
    std::mt19937_64 random(n);
    search_tree_keys<T, order, std::allocator<T>> tree{std::allocator<T>()};
    tree.build(n, [&](T* out) {
        for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<T>(random() % (2 * n));
    });
    std::vector<T> keys{std::numeric_limits<T>::lowest(), std::numeric_limits<T>::max()};
    for (int i = 0; i < 75; ++i) keys.push_back(static_cast<T>(random() % (2 * n + 2)));
    std::vector<std::size_t> ranks(keys.size());
    const auto before = [](T a, T b) { return order == key_order::ascending ? a < b : b < a; };
    for (const search_tree_kernels* const kernels : all_kernels()) {
        tree.use(kernels->of_lane[static_cast<unsigned char>(search_tree_lanes<T, order>::lane)]);
        tree.lower_each(keys.data(), keys.size(), ranks.data());
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const T* const end = tree.data() + n;
            const auto rank = std::lower_bound(tree.data(), end, keys[i], before) - tree.data();
            const auto after = std::upper_bound(tree.data(), end, keys[i], before) - tree.data();
            REQUIRE(tree.lower(keys[i]) == static_cast<std::size_t>(rank));
            REQUIRE(tree.upper(keys[i]) == static_cast<std::size_t>(after));
            REQUIRE(ranks[i] == static_cast<std::size_t>(rank));
        }
    }
}

} // namespace

TEMPLATE_TEST_CASE("every kernel of the search tree finds the same places", "", signed char, unsigned char,
                   short, unsigned short, int, unsigned, long, unsigned long, float, double) {
    for (const std::size_t n : {5, 8, 9, 16, 64, 65, 100, 600, 4000, 6000}) {
        check<TestType, key_order::ascending>(n);
        check<TestType, key_order::descending>(n);
    }
}
