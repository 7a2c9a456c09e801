// <numeric> of the drop-in: overloads of Arsenal's for arrays of integers where they are faster, the
// platform's functions elsewhere, and every way of naming them as before.

#include <numeric>

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <functional>
#include <iterator>
#include <list>
#include <string>
#include <vector>

#ifndef ARSENAL_DROP_IN_NUMERIC
#error "the drop-in was not found"
#endif

namespace {

using byte = std::uint8_t;

struct number {
    int value = 0;
    friend number operator+(number a, number b) { return {a.value + b.value}; }
};

/// As many as the kernels want, and some.
std::vector<byte> bytes() {
    std::vector<byte> v(3001);
    for (std::size_t i = 0; i != v.size(); ++i) v[i] = static_cast<byte>(i * i / 3);
    return v;
}

template <class T, class I>
T sum(I first, I last, T init) {
    for (; first != last; ++first) init = static_cast<T>(init + static_cast<T>(*first));
    return init;
}

constexpr bool sums_at_compile_time() {
    byte numbers[] = {1, 2, 3};
    std::partial_sum(numbers, numbers + 3, numbers);
    return std::accumulate(numbers, numbers + 3, 0) == 10 && std::reduce(numbers, numbers + 3) == 10;
}
static_assert(sums_at_compile_time());

int by_pointer(int (*function)(const byte*, const byte*, int), const std::vector<byte>& v) {
    return function(v.data(), v.data() + v.size(), 0);
}

} // namespace

namespace mine {

template <class T>
struct allocator : std::allocator<T> {
    template <class U>
    struct rebind {
        using other = allocator<U>;
    };
};
template <std::contiguous_iterator I, class T>
int accumulate(I, I, T) {
    return -1;
}
template <std::contiguous_iterator I>
int reduce(I, I) {
    return -2;
}

} // namespace mine

TEST_CASE("drop_in: accumulate is Arsenal's, however it is named") {
    using function = int (*)(const byte*, const byte*, int);
    const function ours = &std::__arsenal::accumulate<const byte*, int>;
    CHECK(static_cast<function>(&std::accumulate<const byte*, int>) == ours);
    CHECK(static_cast<function>(std::accumulate) == ours);
    const std::vector<byte> v = bytes();
    const int expected = sum(v.begin(), v.end(), 0);
    CHECK(std::accumulate(v.begin(), v.end(), 0) == expected);
    CHECK(accumulate(v.begin(), v.end(), 0) == expected);
    CHECK(std::accumulate<const byte*, int>(v.data(), v.data() + v.size(), 0L) == expected);
    CHECK(by_pointer(std::accumulate, v) == expected);
    CHECK(by_pointer(&std::accumulate<const byte*, int>, v) == expected);
    CHECK(std::invoke([](auto... args) { return std::accumulate(args...); }, v.begin(), v.end(), 0) ==
          expected);
}

TEST_CASE("drop_in: sums modulo the range of their own type, and sums of what Arsenal has no kernel for") {
    const std::vector<byte> v = bytes();
    const std::vector<std::int16_t> shorts(v.begin(), v.end());
    CHECK(std::accumulate(v.begin(), v.end(), byte{5}) == sum(v.begin(), v.end(), byte{5}));
    CHECK(std::accumulate(shorts.begin(), shorts.end(), std::int64_t{-5}) ==
          sum(v.begin(), v.end(), std::int64_t{-5}));
    CHECK(std::accumulate(shorts.begin(), shorts.end(), 0) == sum(v.begin(), v.end(), 0));
    CHECK(std::accumulate(v.begin(), v.end(), 0.25) == sum(v.begin(), v.end(), 0.25));
    CHECK(std::accumulate(v.begin(), v.end(), 0, std::minus<>()) == -sum(v.begin(), v.end(), 0));
    CHECK(std::accumulate(v.rbegin(), v.rend(), 0) == sum(v.begin(), v.end(), 0));
    CHECK(std::reduce(v.begin(), v.end()) == sum(v.begin(), v.end(), byte{}));
    CHECK(std::reduce(v.data(), v.data() + v.size(), 7U) == sum(v.begin(), v.end(), 7U));
    CHECK(std::reduce<const byte*, int>(v.data(), v.data() + 2, 7L) == 7 + v[0] + v[1]);
    CHECK(std::reduce(v.begin(), v.end(), 1, std::plus<int>()) == sum(v.begin(), v.end(), 1));
    const std::list<std::string> words{"a", "b"};
    CHECK(std::accumulate(words.begin(), words.end(), std::string("x")) == "xab");
    const std::vector<number> numbers{{1}, {2}};
    CHECK(std::accumulate(numbers.begin(), numbers.end(), number()).value == 3);
    CHECK(std::accumulate(v.begin(), v.begin() + 2, number(), [](number n, byte b) {
              return number{n.value + b};
          }).value == v[0] + v[1]);
    volatile byte hardware[] = {1, 2, 3};
    CHECK(std::accumulate(hardware, hardware + 3, 0) == 6);
}

TEST_CASE("drop_in: prefix sums, in place, to other types and to what is no array") {
    using function = byte* (*)(byte*, byte*, byte*);
    CHECK(static_cast<function>(std::partial_sum) ==
          static_cast<function>(&std::__arsenal::partial_sum<byte*, byte*>));
    std::vector<byte> v = bytes();
    const std::vector<byte> original = v;
    std::vector<int> wide(v.size());
    CHECK(std::partial_sum(v.begin(), v.end(), wide.begin()) == wide.end());
    CHECK(wide[1] == static_cast<byte>(v[0] + v[1])); // std's accumulator has the type of the elements
    std::vector<byte> appended;
    std::partial_sum(v.begin(), v.end(), std::back_inserter(appended));
    CHECK(std::partial_sum(v.begin(), v.end(), v.begin()) == v.end());
    CHECK(v == appended);
    std::adjacent_difference(v.begin(), v.end(), v.begin());
    CHECK(v == original);
    std::partial_sum(v.begin(), v.end(), v.begin(), std::bit_xor<>());
    CHECK(v[1] == (original[0] ^ original[1]));
    CHECK(std::inner_product(v.begin(), v.end(), v.begin(), 0U) != 1U);
}

TEST_CASE("drop_in: a program's own constrained sums are found by the namespaces of the iterator") {
    std::vector<byte, mine::allocator<byte>> v(600, byte{1});
#ifndef _LIBCPP_VERSION // whose iterators do not name the allocator
    CHECK(accumulate(v.begin(), v.end(), 0) == -1);
    CHECK(reduce(v.begin(), v.end()) == -2);
#endif
    CHECK(std::accumulate(v.begin(), v.end(), 0) == 600);
    std::partial_sum(v.begin(), v.end(), v.begin());
    CHECK(v[255] == 0);
    using iterator = std::vector<byte>::iterator;
    static_assert(std::__arsenal_sum<iterator, int> &&
                  std::__arsenal_lookup::__finds_std_accumulate<iterator, int>);
    static_assert(std::__arsenal_prefix_sum<iterator, iterator>);
    static_assert(!std::__arsenal_sum<iterator, double> && !std::__arsenal_sum<double*, double>);
}
