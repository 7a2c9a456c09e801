// clang: 'atomic_load' does not name a template but is followed by template arguments
// g++: expected primary-expression before 'int'
#include <arsenal/compat/atomic>
namespace app {
namespace std = arsenal::compat;
int read(std::atomic<int>& a) { return std::atomic_load<int>(&a); }
} // namespace app
