// clang: arsenal::drop_in: the platform's <numeric> is already open
// g++: arsenal::drop_in: the platform's <numeric> is already open
#define _GLIBCXX_NUMERIC 1
#define _LIBCPP_NUMERIC 1
#include <numeric>
