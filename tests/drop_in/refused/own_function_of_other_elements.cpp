// clang: call to 'sort' is ambiguous
// g++: call of overloaded 'sort(std::vector<int>::iterator, std::vector<int>::iterator)' is ambiguous
// needs: libstdc++
#include <algorithm>
#include <vector>
namespace app {
template <std::random_access_iterator I>
void sort(I, I) {}
void f(std::vector<int>& v) { sort(v.begin(), v.end()); }
} // namespace app
