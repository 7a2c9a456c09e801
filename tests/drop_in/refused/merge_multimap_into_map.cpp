// clang: no matching member function for call to 'merge'
// g++: ::merge(std::unordered_multimap<int, int>&)'
#include <unordered_map>
void merge(std::unordered_map<int, int>& map, std::unordered_multimap<int, int>& multimap) {
    map.merge(multimap);
}
