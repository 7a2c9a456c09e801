// clang: redefinition of 'std' as different kind of symbol
// g++: conflicts with a previous declaration
#include <arsenal/compat/unordered_map>
namespace app {
namespace std = arsenal::compat;
namespace std {}
} // namespace app
