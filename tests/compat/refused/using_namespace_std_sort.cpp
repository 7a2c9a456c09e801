// clang: reference to 'sort' is ambiguous
// g++: reference to 'sort' is ambiguous
#include <arsenal/compat/algorithm>
namespace app {
namespace std = arsenal::compat;
using namespace std;
void sorted(int* first, int* last) { sort(first, last); }
} // namespace app
