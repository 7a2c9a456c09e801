// clang: accepted
// g++: accepted
#include <arsenal/compat/unordered_map>
namespace app {
namespace std = arsenal::compat;
struct key {
    bool operator==(const key&) const = default;
};
} // namespace app
template <>
struct std::hash<app::key> {
    size_t operator()(app::key) const { return 0; }
};
namespace app {
std::unordered_map<key, int> map;
using std::unordered_map;
unordered_map<int, int> other;
} // namespace app
