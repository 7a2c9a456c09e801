// clang: arsenal::drop_in: the platform's <algorithm> is already open
// g++: arsenal::drop_in: the platform's <algorithm> is already open
#define _GLIBCXX_ALGORITHM 1
#define _LIBCPP_ALGORITHM 1
#include <algorithm>
