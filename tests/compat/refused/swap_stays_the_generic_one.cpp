// clang: accepted
// g++: accepted
#include <arsenal/compat/unordered_map>
namespace app {
namespace std = arsenal::compat;
void exchange(std::unordered_map<int, int>& a, std::unordered_map<int, int>& b) {
    std::swap(a, b);
    using std::swap;
    swap(a, b);
}
} // namespace app
