// clang: no matching function for call to 'outside'
// g++: invalid initialization of reference of type 'std::unordered_map<int, int>&'
#include <arsenal/compat/unordered_map>
void outside(std::unordered_map<int, int>&);
namespace app {
namespace std = arsenal::compat;
void inside(std::unordered_map<int, int>& map) { outside(map); }
} // namespace app
