// clang: reference to 'unordered_map' is ambiguous
// g++: reference to 'unordered_map' is ambiguous
#include <arsenal/compat/unordered_map>
namespace app {
namespace std = arsenal::compat;
using namespace std;
unordered_map<int, int> map;
} // namespace app
