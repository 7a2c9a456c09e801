// clang: accepted
// g++: accepted
#include <unordered_map>
struct key {};
template <class T>
class std::unordered_map<key, T> {};
template class std::unordered_map<int, int>;
class holder {
    template <class, class, class, class, class>
    friend class std::unordered_map;
};
template <template <class...> class Map>
struct uses {};
uses<std::unordered_map> use;
template <>
struct std::hash<key> {};
