// Every overload of <algorithm> and <numeric> resolves beside those that the drop-in adds, and what the
// drop-in adds is what std's name stands for, as an address and with template arguments, too.

#include "support/every_overload.hpp"

#include "support/every_overload.inc"

#include <cstddef>
#include <functional>
#include <list>
#include <type_traits>
#include <utility>

namespace {

template <class It>
using pair_of = std::pair<It, It>;
using list_iterator = std::list<int>::iterator;

} // namespace

// With template arguments and without. (Not the forms of two ranges that a predicate could end: clang
// compiles the platform's, too, where the address of one is taken.)
#define TEST_ARSENALS(name, type, ...)                                                                       \
    static_assert(static_cast<type>(&std::name<__VA_ARGS__>) ==                                              \
                  static_cast<type>(&std::__arsenal::name<__VA_ARGS__>));                                    \
    static_assert(static_cast<type>(std::name) == static_cast<type>(&std::__arsenal::name<__VA_ARGS__>))

#define TEST_ORDERING(name)                                                                                  \
    TEST_ARSENALS(name, void (*)(int*, int*), int*);                                                         \
    TEST_ARSENALS(name, void (*)(int*, int*, std::greater<>), int*, std::greater<>)
#define TEST_ORDERING_ABOUT(name)                                                                            \
    TEST_ARSENALS(name, void (*)(int*, int*, int*), int*);                                                   \
    TEST_ARSENALS(name, void (*)(int*, int*, int*, bool (*)(int, int)), int*, bool (*)(int, int))
#define TEST_BOUND(name, result)                                                                             \
    TEST_ARSENALS(name, result (*)(int*, int*, const long&), int*, long);                                    \
    TEST_ARSENALS(name, result (*)(int*, int*, const long&, std::less<>), int*, long, std::less<>)

TEST_ORDERING(sort);
TEST_ORDERING(stable_sort);
TEST_ORDERING(sort_heap);
TEST_ORDERING_ABOUT(nth_element);
TEST_ORDERING_ABOUT(partial_sort);
TEST_ORDERING_ABOUT(inplace_merge);
TEST_BOUND(lower_bound, int*);
TEST_BOUND(upper_bound, int*);
TEST_BOUND(equal_range, pair_of<int*>);
TEST_BOUND(binary_search, bool);
TEST_ARSENALS(is_sorted, bool (*)(int*, int*), int*);
TEST_ARSENALS(is_sorted_until, int* (*)(int*, int*), int*);
TEST_ARSENALS(merge, int* (*)(int*, int*, const int*, const int*, int*), int*, const int*, int*);
TEST_ARSENALS(merge, int* (*)(int*, int*, int*, int*, int*, std::less<int>), int*, int*, int*,
              std::less<int>);
TEST_ARSENALS(find, int* (*)(int*, int*, const long&), int*, long);
TEST_ARSENALS(count, std::ptrdiff_t (*)(int*, int*, const int&), int*, int);
TEST_ARSENALS(equal, bool (*)(int*, int*, const int*), int*, const int*);
TEST_ARSENALS(mismatch, pair_of<int*> (*)(int*, int*, int*), int*, int*);
TEST_ARSENALS(lexicographical_compare, bool (*)(int*, int*, int*, int*), int*, int*);
TEST_ARSENALS(is_permutation, bool (*)(int*, int*, int*), int*, int*);
TEST_ARSENALS(search, int* (*)(int*, int*, const int*, const int*), int*, const int*);
TEST_ARSENALS(min_element, int* (*)(int*, int*), int*);
TEST_ARSENALS(max_element, int* (*)(int*, int*), int*);
TEST_ARSENALS(minmax_element, pair_of<int*> (*)(int*, int*), int*);
TEST_ARSENALS(reverse, void (*)(int*, int*), int*);
TEST_ARSENALS(rotate, int* (*)(int*, int*, int*), int*);
TEST_ARSENALS(replace, void (*)(int*, int*, const int&, const int&), int*, int);
TEST_ARSENALS(remove, int* (*)(int*, int*, const int&), int*, int);
TEST_ARSENALS(unique, int* (*)(int*, int*), int*);
TEST_ARSENALS(accumulate, long (*)(char*, char*, long), char*, long);
TEST_ARSENALS(reduce, char (*)(char*, char*), char*);
TEST_ARSENALS(reduce, int (*)(char*, char*, int), char*, int);
TEST_ARSENALS(partial_sum, int* (*)(const int*, const int*, int*), const int*, int*);

// The platform's.
[[maybe_unused]] constexpr void (*reverse_list)(list_iterator, list_iterator) = &std::reverse<list_iterator>;
[[maybe_unused]] constexpr double (*sum_floats)(double*, double*, double) = &std::accumulate<double*, double>;
[[maybe_unused]] constexpr int* (*sorted_until)(int*, int*, std::less<>) = std::is_sorted_until;
