// clang: class template specialization of 'unordered_map' not in a namespace enclosing
// g++: in different namespace [-fpermissive]
#include <unordered_map>
struct key {};
namespace std {
template <>
class unordered_map<key, int> {};
} // namespace std
