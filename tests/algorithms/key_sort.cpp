// Every kernel that the machine can run keeps every key and puts them in order.

#include "key_kernels.hpp"

using namespace key_test;

namespace {

constexpr key_order both_orders[] = {key_order::ascending, key_order::descending};

std::vector<std::size_t> sizes() {
    std::vector<std::size_t> all;
    for (std::size_t n = 0; n <= 300; ++n) all.push_back(n);
    all.insert(all.end(), {1000, 4097, 10000});
    return all;
}

template <class T>
bool is_in_order(const std::vector<T>& keys, key_order order) {
    for (std::size_t i = 1; i < keys.size(); ++i) {
        if (before(keys[i], keys[i - 1], order)) return false;
    }
    return true;
}

template <class T>
void check_sort(const key_kernel& kernel, const std::vector<T>& keys, key_order order, bool guarded) {
    const auto sorted = in_place(keys, guarded, [&](void* k) {
        arsenal::detail::sort_keys_with(kernel, k, keys.size(), arsenal::detail::key_kind_of<T>, order);
    });
    if (!is_in_order(sorted, order)) FAIL("not sorted: " << keys.size());
    if (multiset(sorted) != multiset(keys)) FAIL("other keys: " << keys.size());
}

template <class T>
void check_record_sort(const key_kernel& kernel, const std::vector<T>& keys, key_order order, bool guarded) {
    std::vector<record<T>> records;
    for (const T& k : keys) records.push_back({k, records.size()});
    const auto sorted = in_place(records, guarded, [&](void* r) {
        arsenal::detail::sort_records_with(kernel, r, keys.size(), arsenal::detail::key_kind_of<T>, order);
    });
    std::vector<bool> seen(keys.size());
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const std::uint64_t from = sorted[i].payload;
        if (from >= keys.size() || seen[from] || bits_of(sorted[i].key) != bits_of(keys[from])) FAIL("lost");
        seen[from] = true;
        if (i != 0 && before(sorted[i].key, sorted[i - 1].key, order)) FAIL("not sorted: " << keys.size());
    }
}

template <class T>
constexpr bool in_records = sizeof(T) == 8;

} // namespace

TEMPLATE_TEST_CASE("every kernel sorts every kind of key", "", std::uint8_t, std::int8_t, std::uint16_t,
                   std::int16_t, std::uint32_t, std::int32_t, float, std::uint64_t, std::int64_t, double,
                   arsenal::detail::uint128, arsenal::detail::int128) {
    std::mt19937_64 random(1);
    with_each_kernel([&](const key_kernel& kernel) {
        for (const std::size_t n : sizes()) {
            for (int p = 0; p < static_cast<int>(pattern::last); ++p) {
                const auto keys = make<TestType>(n, static_cast<pattern>(p), random);
                const key_order order = both_orders[random() % 2];
                check_sort(kernel, keys, order, n % 2 == 0);
                if constexpr (in_records<TestType>) check_record_sort(kernel, keys, order, n % 2 == 0);
            }
        }
    });
}

// The look for order may pass over no pair of neighbours: neither the first nor one behind the last whole
// vector.
TEMPLATE_TEST_CASE("one pair out of order is seen wherever it stands", "", std::uint8_t, std::uint16_t,
                   std::uint32_t, float, std::int64_t, double, arsenal::detail::int128) {
    const auto check = [](const key_kernel& kernel, std::vector<TestType> keys, std::size_t at) {
        arsenal::detail::sort_keys_with(kernel, keys.data(), keys.size(),
                                        arsenal::detail::key_kind_of<TestType>, key_order::ascending);
        if (!is_in_order(keys, key_order::ascending)) FAIL("of " << keys.size() << " keys, at " << at);
    };
    with_each_kernel([&](const key_kernel& kernel) {
        for (std::size_t n = 1100; n < 1133; ++n) { // more than are sorted in registers, or widened
            std::vector<TestType> rising(n);
            for (std::size_t i = 0; i < n; ++i) rising[i] = static_cast<TestType>(i * 120 / n);
            for (const std::size_t from : {std::size_t{0}, n - 70}) {
                for (std::size_t at = from; at < from + 69; ++at) {
                    auto keys = rising;
                    keys[at] = 127;
                    check(kernel, keys, at);
                    std::reverse(keys.begin(), keys.end());
                    check(kernel, keys, at);
                }
            }
        }
    });
}

// Runs longer than the merges' buffer, of lengths that are no multiples of a register's.
TEMPLATE_TEST_CASE("long runs are merged, and strays among them", "", std::uint16_t, std::uint32_t, float,
                   std::int64_t, double, arsenal::detail::uint128) {
    std::mt19937_64 random(5);
    std::vector<std::vector<TestType>> arrays;
    for (const std::size_t n : {2003u, 40'009u}) {
        for (const pattern p : {pattern::pipe, pattern::tail, pattern::strays}) {
            arrays.push_back(make<TestType>(n, p, random));
            arrays.emplace_back(arrays.back().rbegin(), arrays.back().rend());
        }
        for (std::size_t runs = 2; runs <= 6; ++runs) {
            auto keys = make<TestType>(n, pattern::special, random);
            const auto others = make<TestType>(n, pattern::random, random);
            for (std::size_t i = 0; i < n; ++i) {
                if (random() % 4 != 0) keys[i] = others[i];
            }
            for (std::size_t run = 0, from = 0; run < runs; ++run) {
                const std::size_t to = run + 1 == runs ? n : from + random() % ((n - from) / 2);
                const key_order order = both_orders[random() % 2];
                std::sort(keys.begin() + static_cast<std::ptrdiff_t>(from),
                          keys.begin() + static_cast<std::ptrdiff_t>(to),
                          [&](const TestType& a, const TestType& b) { return before(a, b, order); });
                from = to;
            }
            arrays.push_back(std::move(keys));
        }
    }
    with_each_kernel([&](const key_kernel& kernel) {
        for (const auto& keys : arrays) {
            check_sort(kernel, keys, both_orders[random() % 2], true);
            if constexpr (in_records<TestType>) check_record_sort(kernel, keys, key_order::ascending, true);
        }
    });
}

TEMPLATE_TEST_CASE("every kernel sorts a million keys", "", std::uint8_t, std::int16_t, std::uint32_t, float,
                   double, arsenal::detail::int128) {
    std::mt19937_64 random(2);
    const auto keys = make<TestType>(1'000'000, pattern::random, random);
    with_each_kernel([&](const key_kernel& kernel) {
        check_sort(kernel, keys, key_order::ascending, true);
        if constexpr (in_records<TestType>) check_record_sort(kernel, keys, key_order::descending, true);
    });
}

TEMPLATE_TEST_CASE("floats: numbers in either order, then NaNs of either sign, whole", "", float, double) {
    using limits = std::numeric_limits<TestType>;
    const TestType nan = limits::quiet_NaN();
    const std::vector<TestType> keys = {
        nan, 1, -limits::infinity(), -nan, TestType{0}, limits::infinity(), -TestType{0}, -1};
    const std::vector<TestType> rising = {-limits::infinity(), -1, -TestType{0},
                                          TestType{0},         1,  limits::infinity()};
    with_each_kernel([&](const key_kernel& kernel) {
        for (const key_order order : both_orders) {
            auto sorted = keys;
            arsenal::detail::sort_keys_with(kernel, sorted.data(), sorted.size(),
                                            arsenal::detail::key_kind_of<TestType>, order);
            for (std::size_t i = 0; i < 6; ++i) {
                CHECK(bits_of(sorted[i]) == bits_of(rising[order == key_order::ascending ? i : 5 - i]));
            }
            CHECK(std::isnan(sorted[6]));
            CHECK(std::isnan(sorted[7]));
            CHECK(std::signbit(sorted[6]) != std::signbit(sorted[7]));
        }
    });
}
