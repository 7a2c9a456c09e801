// clang: no template named 'unordered_map' in namespace '__gnu_debug'
// g++: 'unordered_map' in namespace '__gnu_debug' does not name a template type
// needs: libstdc++
#include <debug/unordered_map>
__gnu_debug::unordered_map<int, int> map;
