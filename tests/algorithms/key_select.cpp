// select_keys: the place asked for, and what is around it.

#include "key_kernels.hpp"

using namespace key_test;

TEMPLATE_TEST_CASE("every kernel selects what sorting would put there", "", std::uint8_t, std::int16_t,
                   std::uint32_t, std::int32_t, float, std::uint64_t, double, arsenal::detail::uint128) {
    std::mt19937_64 random(4);
    with_each_kernel([&](const key_kernel& kernel) {
        for (const std::size_t n : {1u, 2u, 7u, 16u, 65u, 129u, 257u, 300u, 1000u, 5000u, 20000u}) {
            for (int p = 0; p < static_cast<int>(pattern::last); ++p) {
                const auto keys = make<TestType>(n, static_cast<pattern>(p), random);
                const key_order order = random() % 2 == 0 ? key_order::ascending : key_order::descending;
                for (const std::size_t nth :
                     {std::size_t{0}, n / 3, static_cast<std::size_t>(random() % n), n - 1}) {
                    const auto selected = in_place(keys, true, [&](void* k) {
                        arsenal::detail::select_keys_with(kernel, k, n, nth,
                                                          arsenal::detail::key_kind_of<TestType>, order);
                    });
                    bool ok = true;
                    for (std::size_t i = 0; i < nth; ++i) ok &= !before(selected[nth], selected[i], order);
                    for (std::size_t i = nth; i < n; ++i) ok &= !before(selected[i], selected[nth], order);
                    if (!ok) FAIL(n << ' ' << nth);
                    if (multiset(selected) != multiset(keys)) FAIL("other keys: " << n);
                }
            }
        }
    });
}

TEST_CASE("nothing is selected beyond the end") {
    std::uint32_t keys[] = {2, 1};
    with_each_kernel([&](const key_kernel& kernel) {
        arsenal::detail::select_keys_with(kernel, keys, 2, 2, key_kind::u32, key_order::ascending);
        arsenal::detail::select_keys_with(kernel, nullptr, 0, 0, key_kind::u32, key_order::ascending);
    });
    CHECK(keys[0] == 2);
}
