// clang: 'is_sorted' does not name a template but is followed by template arguments
// g++: expected primary-expression before
#include <arsenal/compat/algorithm>
namespace app {
namespace std = arsenal::compat;
bool in_order(int* first, int* last) { return std::is_sorted<int*>(first, last); }
} // namespace app
