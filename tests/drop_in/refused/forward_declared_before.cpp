// clang: target of using declaration conflicts with declaration already in scope
// g++: conflicts with a previous declaration
namespace std {
template <class, class, class, class, class>
class unordered_map;
}
#include <unordered_map>
