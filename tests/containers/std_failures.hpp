#pragma once

// What the platform's std itself fails in the conformance suite: the only exclusions, and none of them is
// ours. std_failures.md says what happens, clause by clause.

#include <version>

#if ARSENAL_TEST_STD && !ARSENAL_TEST_DROP_IN && defined(__GLIBCXX__)
#define STD_FAILS_FANCY_POINTER_NODES 1
#define STD_FAILS_ERASE_IF_PASSES_CONST 1
#define STD_FAILS_NODE_TYPE_DEPENDS_ON_HASH 1
#define STD_FAILS_NODE_HANDLE_CONSTEXPR 1
#define STD_FAILS_HINTED_NODE_INSERT_DROPS_NODE 1
#define STD_FAILS_RESERVE_OF_EVERYTHING 1
#define STD_STRENGTHENS_NOEXCEPT 1
#else
#define STD_FAILS_FANCY_POINTER_NODES 0
#define STD_FAILS_ERASE_IF_PASSES_CONST 0
#define STD_FAILS_NODE_TYPE_DEPENDS_ON_HASH 0
#define STD_FAILS_NODE_HANDLE_CONSTEXPR 0
#define STD_FAILS_HINTED_NODE_INSERT_DROPS_NODE 0
#define STD_FAILS_RESERVE_OF_EVERYTHING 0
#define STD_STRENGTHENS_NOEXCEPT 0
#endif
