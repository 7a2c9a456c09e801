// clang: explicit instantiation of 'arsenal::unordered_map' must occur in namespace
// g++: (which does not enclose namespace
#include <unordered_map>
namespace std {
template class unordered_map<int, int>;
}
