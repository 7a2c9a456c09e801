// clang: no matching member function for call to 'merge'
// g++: ::merge(std::unordered_multiset<int>&)'
#include <unordered_set>
void merge(std::unordered_set<int>& set, std::unordered_multiset<int>& multiset) { set.merge(multiset); }
