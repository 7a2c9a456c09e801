// Opened by the platform's own <unordered_set>, and by programs that include it directly. Has no include guard: the
// second of these opens the first.

#pragma GCC system_header

#if defined(__ARSENAL_DROP_IN_HIDING) || defined(__ARSENAL_DROP_IN_REFUSED)
#include_next <bits/unordered_set.h>
#else
#include <unordered_set>
#endif
