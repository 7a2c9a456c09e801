// clang: use of undeclared identifier 'atomic_load'
// g++: 'atomic_load' was not declared in this scope
#include <arsenal/compat/atomic>
namespace app {
namespace std = arsenal::compat;
int read(std::atomic<int>& a) { return atomic_load(&a); }
} // namespace app
