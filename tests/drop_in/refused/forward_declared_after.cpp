// clang: declaration conflicts with target of using declaration already in scope
// g++: accepted
#include <unordered_map>
namespace std {
template <class, class, class, class, class>
class unordered_map;
}
