// clang: no matching function for call to 'call'
// g++: cannot convert 'const arsenal::v0_1_fast::detail::compat_algorithm<
#include <arsenal/compat/algorithm>
namespace app {
namespace std = arsenal::compat;
void call(void (*)(int*, int*));
void given() { call(std::sort); }
} // namespace app
