#pragma once

// One conformance suite, three subjects: namespace `ut` (and ut::ranges) has the algorithms under test.
//
//   ARSENAL_TEST_STD=1      the platform's std
//   ARSENAL_TEST_IMPORT=1   Arsenal by `import arsenal.algorithms;`
//   neither                 Arsenal by `#include <arsenal/algorithms.hpp>`
//
// Include it last: it may be an import, and includes come before imports.

#if ARSENAL_TEST_STD
#include <algorithm>
#include <numeric>
namespace ut = std;
#elif ARSENAL_TEST_IMPORT
import arsenal.algorithms;
namespace ut = arsenal;
#else
#include <arsenal/algorithms.hpp>
namespace ut = arsenal;
#endif
