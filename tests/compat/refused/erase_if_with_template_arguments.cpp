// clang: 'erase_if' does not name a template but is followed by template arguments
// g++: expected primary-expression before
#include <arsenal/compat/unordered_map>
#include <vector>
namespace app {
namespace std = arsenal::compat;
void shrink(std::vector<int>& v) {
    std::erase_if<int>(v, [](int i) { return i > 1; });
}
} // namespace app
