#pragma once

// What the platform's std itself fails in the conformance suite: the only exclusions, and none of them is ours.
// tests/containers/std_failures.md says what happens, clause by clause.

#include <version>

#if ARSENAL_TEST_STD && defined(__GLIBCXX__)
#define STD_FAILS_FANCY_POINTER_NODES 1
#define STD_FAILS_ERASE_IF_PASSES_CONST 1
#else
#define STD_FAILS_FANCY_POINTER_NODES 0
#define STD_FAILS_ERASE_IF_PASSES_CONST 0
#endif
