// A namespace that aliases std to arsenal::compat: Arsenal's sums under the names of <numeric>.

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <functional>
#include <iterator>
#include <list>
#include <numeric>
#include <string>
#include <vector>

#include "support/callables.hpp"

#if ARSENAL_TEST_IMPORT
import arsenal.compat;
#else
#include <arsenal/compat/numeric>
#endif

namespace mine {

struct money {
    int cents = 0;
    friend money operator+(money a, money b) { return {a.cents + b.cents}; }
};
template <class I>
int accumulate(I, I, int) {
    return -1;
}

} // namespace mine

namespace app {
namespace std = arsenal::compat;

template <class... Args>
concept accumulates = requires(Args... args) { std::accumulate(args...); };
static_assert(accumulates<int*, int*, long>);
static_assert(accumulates<int*, int*, int, ::std::minus<>>);
static_assert(!accumulates<int*, int*>);
static_assert(!accumulates<int*, const int*, int>);

constexpr bool sums_at_compile_time() {
    int numbers[] = {1, 2, 3};
    std::partial_sum(numbers, numbers + 3, numbers);
    return std::accumulate(numbers, numbers + 3, 0) == 10 && std::gcd(4, 6) == 2;
}
static_assert(sums_at_compile_time());

TEST_CASE("compat: the sums are Arsenal's") {
    int calls = 0;
    std::vector<int> v{1, 2, 3};
    // The platform's copy their operation.
    CHECK(std::accumulate(v.begin(), v.end(), 1, test::uncopyable_call(std::plus<>(), &calls)) == 7);
    CHECK(std::reduce(v.begin(), v.end(), 1, test::uncopyable_call(std::plus<>(), &calls)) == 7);
    CHECK(calls == 6);
    STATIC_REQUIRE(::std::is_same_v<decltype(std::reduce(v.begin(), v.end())), int>);
    std::vector<int> out;
    std::partial_sum(v.begin(), v.end(), std::back_inserter(out));
    CHECK(out == std::vector{1, 3, 6});
    std::adjacent_difference(out.begin(), out.end(), out.begin(), std::minus<int>());
    CHECK(out == v);
    CHECK(std::inner_product(v.begin(), v.end(), out.begin(), 0L) == 14);
}

TEST_CASE("compat: floats are added in std's order, integers modulo the sum's range") {
    std::vector<float> floats;
    std::vector<std::uint8_t> bytes;
    for (int i = 0; i != 3000; ++i) {
        floats.push_back(1.0F / static_cast<float>(i + 1));
        bytes.push_back(static_cast<std::uint8_t>(i * i));
    }
    CHECK(std::accumulate(floats.begin(), floats.end(), 0.5F) ==
          ::std::accumulate(floats.begin(), floats.end(), 0.5F));
    CHECK(std::accumulate(bytes.begin(), bytes.end(), ::std::uint16_t{7}) ==
          ::std::accumulate(bytes.begin(), bytes.end(), ::std::uint16_t{7}));
    CHECK(std::accumulate(bytes.begin(), bytes.end(), 0.5) ==
          ::std::accumulate(bytes.begin(), bytes.end(), 0.5));
}

TEST_CASE("compat: elements of a class, of a list, and calls that only argument-dependent lookup resolves") {
    const std::vector<mine::money> purse{{1}, {2}};
    CHECK(std::accumulate(purse.begin(), purse.end(), mine::money()).cents == 3);
    CHECK(accumulate(purse.begin(), purse.end(), 0) == -1);
    const std::list<std::string> words{"a", "b"};
    CHECK(std::accumulate(words.begin(), words.end(), std::string()) == "ab");
}

TEST_CASE("compat: what is not Arsenal's in <numeric> is the platform's") {
    std::vector<int> v(3);
    std::iota(v.begin(), v.end(), 1);
    CHECK(std::transform_reduce(v.begin(), v.end(), v.begin(), 0) == 14);
    std::inclusive_scan(v.begin(), v.end(), v.begin());
    CHECK(v == std::vector{1, 3, 6});
    std::exclusive_scan(v.begin(), v.end(), v.begin(), 1);
    CHECK(v == std::vector{1, 2, 5});
    CHECK(std::lcm(4, 6) == 12);
    CHECK(std::midpoint(2, 4) == 3);
}
} // namespace app
