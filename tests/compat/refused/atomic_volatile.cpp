// clang: has type 'volatile std::atomic<int>', but function is not marked volatile
// g++: as 'this' argument discards qualifiers
#include <arsenal/compat/atomic>
namespace app {
namespace std = arsenal::compat;
volatile std::atomic<int> a;
int read() { return a.load(); }
} // namespace app
