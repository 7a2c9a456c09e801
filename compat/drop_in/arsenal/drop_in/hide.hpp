// From here to unhide.hpp the platform's classes are declared and named as __arsenal_hidden_*. Nests.
//
// All names at once: libc++'s <__hash_table> befriends them all, whichever of the two headers opens it first.

#pragma GCC system_header

#pragma push_macro("unordered_map")
#pragma push_macro("unordered_multimap")
#pragma push_macro("unordered_multiset")
#pragma push_macro("unordered_set")
#pragma push_macro("__ARSENAL_DROP_IN_HIDING")
#undef unordered_map
#undef unordered_multimap
#undef unordered_multiset
#undef unordered_set
#undef __ARSENAL_DROP_IN_HIDING
#define unordered_map __arsenal_hidden_unordered_map
#define unordered_multimap __arsenal_hidden_unordered_multimap
#define unordered_multiset __arsenal_hidden_unordered_multiset
#define unordered_set __arsenal_hidden_unordered_set
#define __ARSENAL_DROP_IN_HIDING 1
