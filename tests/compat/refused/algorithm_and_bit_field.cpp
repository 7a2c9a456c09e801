// clang: non-const reference cannot bind to bit-field 'x'
// g++: cannot bind bit-field
#include <arsenal/compat/algorithm>
namespace app {
namespace std = arsenal::compat;
struct packed {
    int x : 4;
};
bool in(const int* first, const int* last, packed p) { return std::binary_search(first, last, p.x); }
} // namespace app
