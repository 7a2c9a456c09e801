// clang: class template specialization of 'hash' not in a namespace enclosing
// g++: in namespace 'app' which does not enclose 'app::std'
#include <arsenal/compat/unordered_map>
namespace app {
namespace std = arsenal::compat;
struct key {};
template <>
struct std::hash<key> {};
} // namespace app
