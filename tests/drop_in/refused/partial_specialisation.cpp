// clang: class template partial specialization of 'unordered_map' not in a namespace enclosing
// g++: in different namespace [-fpermissive]
#include <unordered_map>
struct key {};
namespace std {
template <class T, class Hash, class Pred, class Alloc>
class unordered_map<key, T, Hash, Pred, Alloc> {};
} // namespace std
