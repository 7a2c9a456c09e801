// clang: the drop-in's directory must come first on the include path
// g++: the drop-in's directory must come first on the include path
#define _GLIBCXX_UNORDERED_MAP 1
#define _LIBCPP_UNORDERED_MAP 1
#include <unordered_map>
