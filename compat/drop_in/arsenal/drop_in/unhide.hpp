// Ends what hide.hpp began.

#pragma GCC system_header

#pragma pop_macro("__ARSENAL_DROP_IN_HIDING")
#pragma pop_macro("unordered_set")
#pragma pop_macro("unordered_multiset")
#pragma pop_macro("unordered_multimap")
#pragma pop_macro("unordered_map")
