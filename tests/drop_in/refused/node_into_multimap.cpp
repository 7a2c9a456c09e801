// clang: no matching member function for call to 'insert'
// g++: 'std::unordered_multimap<int, int>::insert(arsenal::
#include <unordered_map>
void move(std::unordered_map<int, int>& map, std::unordered_multimap<int, int>& multimap) {
    multimap.insert(map.extract(1));
}
