#pragma once

#include <algorithm>
#include <compare>
#include <functional>
#include <iterator>
#include <numeric>
#include <random>
#include <vector>

#if __has_include(<execution>)
#include <execution>
#endif

// What every_overload.inc is written with.

namespace test::overloads {

template <class Result>
struct function {
    Result operator()(auto...) const;
};

} // namespace test::overloads

#define TEST_ARGUMENTS                                                                                       \
    ::std::vector<int>::iterator a, ::std::vector<int>::iterator b, ::std::vector<int>::iterator c,          \
        ::std::vector<int>::iterator d, ::std::vector<int>::iterator e, test::overloads::function<bool> u,   \
        test::overloads::function<bool> cmp, test::overloads::function<int> p,                               \
        test::overloads::function<int> n, test::overloads::function<int> g,                                  \
        test::overloads::function<void> f, ::std::minstd_rand random

#define TEST_CALL(name, ...) static_assert(requires(TEST_ARGUMENTS) { std::name(__VA_ARGS__); })

#if defined(__cpp_lib_execution)
#define TEST_WITH_POLICY_TOO(name, ...)                                                                      \
    TEST_CALL(name, __VA_ARGS__);                                                                            \
    TEST_CALL(name, ::std::execution::par, __VA_ARGS__);                                                     \
    TEST_CALL(name, ::std::execution::seq, __VA_ARGS__)
#else
#define TEST_WITH_POLICY_TOO TEST_CALL
#endif
