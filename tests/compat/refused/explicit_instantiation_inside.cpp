// clang: explicit instantiation of 'vector' not in a namespace enclosing
// g++: in namespace 'app' (which does not enclose namespace 'std')
#include <arsenal/compat/unordered_map>
#include <vector>
namespace app {
namespace std = arsenal::compat;
template class std::vector<int>;
} // namespace app
