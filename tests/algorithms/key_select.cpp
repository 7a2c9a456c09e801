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

namespace {

// Of signed integers: their code is {}, unless unsigned ones are meant.
template <class T>
arsenal::detail::key_select_function select_of(const key_kernel& kernel) {
    if constexpr (sizeof(T) == 2) {
        return kernel.select_16;
    } else if constexpr (sizeof(T) == 4) {
        return kernel.select_32;
    } else if constexpr (sizeof(T) == 8) {
        return kernel.select_64;
    } else {
        return kernel.select_128;
    }
}

} // namespace

// 20 000 are enough for pivots from a sample.
TEMPLATE_TEST_CASE("heap sort selects what the levels of parting are not enough for, and is not needed "
                   "otherwise",
                   "", std::int16_t, std::int32_t, std::uint32_t, std::int64_t, std::uint64_t,
                   arsenal::detail::int128) {
    std::mt19937_64 random(5);
    arsenal::detail::key_code code;
    if (std::is_unsigned_v<TestType>) code.flip = std::uint64_t{1} << (sizeof(TestType) * 8 - 1);
    with_each_kernel([&](const key_kernel& kernel) {
        for (const std::size_t n : {3000u, 20000u}) {
            for (int p = 0; p < static_cast<int>(pattern::last); ++p) {
                const auto keys = make<TestType>(n, static_cast<pattern>(p), random);
                auto sorted = keys;
                std::sort(sorted.begin(), sorted.end());
                for (const std::size_t nth : {n / 50, n / 2, n - 1}) {
                    for (const unsigned levels : {0u, 1u, 2u, arsenal::detail::quicksort_levels(n)}) {
                        auto selected = keys;
                        const std::size_t heaped =
                            select_of<TestType>(kernel)(selected.data(), n, nth, code, levels);
                        if (levels > 2 && heaped != 0) FAIL("heap sort " << n << ' ' << p << ' ' << nth);
                        if (levels == 0 && pattern{p} == pattern::random && heaped != n) FAIL(heaped);
                        if (selected[nth] != sorted[nth]) FAIL(n << ' ' << p << ' ' << nth << ' ' << levels);
                        for (std::size_t i = 0; i < n; ++i) {
                            if (i < nth ? selected[nth] < selected[i] : selected[i] < selected[nth]) FAIL(i);
                        }
                        std::sort(selected.begin(), selected.end());
                        if (selected != sorted) FAIL("other keys: " << n << ' ' << p << ' ' << levels);
                    }
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
