// The sorting networks of every kernel and width: all sequences of two values to n = 16 (with which a network
// of comparators is proven), all permutations to n = 8; and the heap sort that bounds the quicksort.

#include "key_kernels.hpp"

using namespace key_test;

namespace {

template <class T>
struct width {
    using key = T;
    static std::size_t sort(const key_kernel& kernel, T* keys, std::size_t n, unsigned levels = 64) {
        if constexpr (sizeof(T) == 2) {
            return kernel.sort_16(keys, n, {}, levels);
        } else if constexpr (sizeof(T) == 4) {
            return kernel.sort_32(keys, n, {}, levels);
        } else if constexpr (sizeof(T) == 8) {
            return kernel.sort_64(keys, n, {}, levels);
        } else if constexpr (std::is_same_v<T, record<std::int64_t>>) {
            return kernel.sort_records(keys, n, {}, levels);
        } else {
            return kernel.sort_128(keys, n, {}, levels);
        }
    }
};

template <class T>
T key_of(std::int64_t x) {
    if constexpr (std::is_same_v<T, record<std::int64_t>>) {
        return {x, static_cast<std::uint64_t>(~x)};
    } else {
        return static_cast<T>(x);
    }
}
template <class T>
bool is_key(const T& k, std::int64_t x) {
    if constexpr (std::is_same_v<T, record<std::int64_t>>) {
        return k.key == x && k.payload == static_cast<std::uint64_t>(~x);
    } else {
        return k == static_cast<T>(x);
    }
}

} // namespace

TEMPLATE_TEST_CASE("every sequence of two values is sorted, to n = 16", "", std::int16_t, std::int32_t,
                   std::int64_t, record<std::int64_t>, arsenal::detail::int128) {
    with_each_kernel([&](const key_kernel& kernel) {
        for (std::size_t n = 0; n <= 16; ++n) {
            for (unsigned ones = 0; ones < 1u << n; ++ones) {
                TestType keys[16];
                std::size_t zeros = 0;
                for (std::size_t i = 0; i < n; ++i) {
                    const int one = ones >> i & 1;
                    keys[i] = key_of<TestType>(one);
                    zeros += static_cast<std::size_t>(1 - one);
                }
                width<TestType>::sort(kernel, keys, n);
                bool ok = true;
                for (std::size_t i = 0; i < n; ++i) ok &= is_key(keys[i], i >= zeros);
                if (!ok) FAIL(n << ' ' << ones);
            }
        }
    });
}

TEMPLATE_TEST_CASE("every permutation is sorted, to n = 8", "", std::int16_t, std::int32_t, std::int64_t,
                   record<std::int64_t>, arsenal::detail::int128) {
    with_each_kernel([&](const key_kernel& kernel) {
        for (std::size_t n = 2; n <= 8; ++n) {
            int order[] = {0, 1, 2, 3, 4, 5, 6, 7};
            do {
                TestType keys[8];
                for (std::size_t i = 0; i < n; ++i) keys[i] = key_of<TestType>(order[i] - 3);
                width<TestType>::sort(kernel, keys, n);
                bool ok = true;
                for (std::size_t i = 0; i < n; ++i) ok &= is_key(keys[i], static_cast<int>(i) - 3);
                if (!ok) FAIL(n);
            } while (std::next_permutation(order, order + n));
        }
    });
}

// Pivots of the worst kind cost a level each: what levels are not enough for is sorted all the same.
TEMPLATE_TEST_CASE("whatever quicksort may not finish, heap sort does", "", std::int16_t, std::int32_t,
                   std::int64_t, record<std::int64_t>, arsenal::detail::int128) {
    std::mt19937_64 random(3);
    with_each_kernel([&](const key_kernel& kernel) {
        for (const unsigned levels : {0u, 1u, 2u, 3u}) {
            std::vector<TestType> keys;
            for (int i = 0; i < 5000; ++i) keys.push_back(key_of<TestType>(i));
            std::shuffle(keys.begin(), keys.end(), random);
            const std::size_t heaped = width<TestType>::sort(kernel, keys.data(), keys.size(), levels);
            CHECK(heaped > 0);
            if (levels == 0) CHECK(heaped == keys.size());
            bool ok = true;
            for (int i = 0; i < 5000; ++i) ok &= is_key(keys[static_cast<std::size_t>(i)], i);
            CHECK(ok);
            CHECK(width<TestType>::sort(kernel, keys.data(), keys.size(),
                                        arsenal::detail::quicksort_levels(5000)) == 0);
        }
    });
}
