// clang: redefinition of 'std'
// g++: conflicting declaration 'namespace std = arsenal::
#include <arsenal/compat/unordered_map>
namespace std = arsenal::compat;
