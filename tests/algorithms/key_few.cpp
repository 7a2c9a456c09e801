// Up to four keys are sorted and selected from without a kernel: in the kernels' order, bit for bit.

#include "key_kernels.hpp"

#include "under_test.hpp"

namespace {

using namespace key_test;

template <class T, class Sort>
void check_few(key_kind kind, key_order order, const Sort& sort) {
    std::mt19937_64 random(11);
    for (std::size_t n = 0; n <= 5; ++n) {
        for (int round = 0; round < 2000; ++round) {
            const auto keys = make<T>(n,
                                      round % 4 == 0   ? pattern::random
                                      : round % 4 == 1 ? pattern::few
                                                       : pattern::special,
                                      random);
            const auto expected = in_place(keys, false, [&](void* p) {
                arsenal::detail::sort_keys_with(*arsenal::detail::supported_key_kernels().all[0], p, n, kind,
                                                order);
            });
            const auto sorted = in_place(keys, true, [&](void* p) { sort(static_cast<T*>(p), n); });
            if (n != 0 && std::memcmp(expected.data(), sorted.data(), n * sizeof(T)) != 0)
                FAIL("another order, n = " << n);
        }
    }
}

template <class T>
void check_few() {
    constexpr key_kind kind = arsenal::detail::key_kind_of<T>;
    check_few<T>(kind, key_order::ascending, [](T* p, std::size_t n) { ut::sort(p, p + n); });
    check_few<T>(kind, key_order::descending,
                 [](T* p, std::size_t n) { ut::sort(p, p + n, std::greater<>{}); });
    check_few<T>(kind, key_order::ascending, [](T* p, std::size_t n) {
        ut::sort(std::reverse_iterator(p + n), std::reverse_iterator(p));
        std::reverse(p, p + n);
    });
    check_few<T>(kind, key_order::ascending, [](T* p, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) ut::nth_element(p + i, p + i, p + n);
    });
}

} // namespace

TEST_CASE("a few keys come in the order that the kernels give many") {
    check_few<std::uint8_t>();
    check_few<std::int16_t>();
    check_few<std::int32_t>();
    check_few<std::uint64_t>();
    check_few<float>();
    check_few<double>();
    check_few<arsenal::detail::int128>();
}

TEST_CASE("a few pointers and bools are sorted") {
    int objects[4] = {};
    int* pointers[] = {objects + 2, nullptr, objects + 3, objects};
    ut::sort(std::begin(pointers), std::end(pointers));
    CHECK(std::is_sorted(std::begin(pointers), std::end(pointers), std::less<>{}));
    bool bools[] = {true, false, true};
    ut::sort(std::begin(bools), std::end(bools));
    CHECK((!bools[0] && bools[1] && bools[2]));
}
