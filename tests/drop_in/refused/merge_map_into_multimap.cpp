// clang: no matching member function for call to 'merge'
// g++: 'std::unordered_multimap<int, int>::merge(arsenal::
#include <unordered_map>
void merge(std::unordered_map<int, int>& map, std::unordered_multimap<int, int>& multimap) {
    multimap.merge(map);
}
