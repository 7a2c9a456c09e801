// ordered_keys: never too many, and hardly too few.

#include "key_kernels.hpp"

using namespace key_test;

TEMPLATE_TEST_CASE("every kernel tells how many keys are in order", "", std::uint8_t, std::int8_t,
                   std::int16_t, std::uint16_t, std::uint32_t, float, std::int64_t, double,
                   arsenal::detail::uint128, arsenal::detail::int128) {
    std::mt19937_64 random(6);
    constexpr std::size_t too_few = 256;
    with_each_kernel([&](const key_kernel& kernel) {
        for (const key_order order : {key_order::ascending, key_order::descending}) {
            for (std::size_t n : {0u, 1u, 2u, 8u, 9u, 33u, 64u, 65u, 257u, 600u, 1000u}) {
                auto keys = make<TestType>(n, pattern::special, random);
                std::erase_if(keys, is_nan<TestType>); // kernels tell them apart
                n = keys.size();
                std::sort(keys.begin(), keys.end(),
                          [&](TestType a, TestType b) { return before(a, b, order); });
                const auto check = [&](const std::vector<TestType>& k) {
                    std::size_t ordered = n == 0 ? 0 : 1;
                    while (ordered < n && !before(k[ordered], k[ordered - 1], order)) ++ordered;
                    const std::size_t told = arsenal::detail::ordered_keys_with(
                        kernel, k.data(), n, arsenal::detail::key_kind_of<TestType>, order);
                    if (told > ordered) FAIL("of " << n << ", " << told << " > " << ordered);
                    if (told + too_few <= ordered) FAIL("of " << n << ", " << told << " << " << ordered);
                    if (ordered == n && n >= too_few && told != n) FAIL("of " << n << ", " << told);
                };
                check(keys);
                for (std::size_t i = 1; i < n; ++i) {
                    if (!before(keys[i - 1], keys[i], order)) continue;
                    auto broken = keys;
                    std::swap(broken[i], broken[i - 1]);
                    check(broken);
                }
            }
        }
    });
}
