// As drop_in_macros.cpp, for <algorithm> and <numeric>: a program may define any of Arsenal's identifiers as
// a macro before it.

#include <catch2/catch_test_macros.hpp>

#include <string>

#include "defined_algorithms.inc"

#include <algorithm>
#include <numeric>

#if !defined(T) || !defined(Less) || !defined(arsenal) || !defined(z)
#error "the program's macros are gone"
#endif

#include "undefined_algorithms.inc"

TEST_CASE("drop_in: a program's macros do not reach Arsenal's algorithms") {
    int numbers[] = {2, 1};
    std::sort(numbers, numbers + 2);
    CHECK(std::find(numbers, numbers + 2, 2) == numbers + 1);
    CHECK(std::lower_bound(numbers, numbers + 2, 3) == numbers + 2);
    const unsigned char bytes[] = {1, 2};
    CHECK(std::accumulate(bytes, bytes + 2, 0) == 3);
}
