// Under _GLIBCXX_DEBUG, whose containers Catch2's archive does not share: so without Catch2.

#include <functional>
#include <unordered_map>
#include <unordered_set>

#include <algorithm>
#include <cstdio>
#include <string>
#include <type_traits>

#if !defined(_GLIBCXX_DEBUG)
#error "this file is about the platform's debug mode"
#endif

static_assert(std::is_same_v<std::unordered_map<int, int>, arsenal::unordered_map<int, int>>);
static_assert(std::is_same_v<std::unordered_set<int>, arsenal::unordered_set<int>>);
static_assert(std::is_same_v<std::unordered_multimap<int, int>, arsenal::unordered_multimap<int, int>>);

int main() {
    std::unordered_map<int, int> map{{1, 1}, {2, 2}};
    std::unordered_set<int> set{1, 2, 3};
    std::unordered_multimap<int, int> multimap{{1, 1}, {1, 2}};
    const std::u32string text = U"the quick brown fox", word = U"brown";
    const auto found =
        std::search(text.begin(), text.end(), std::boyer_moore_searcher(word.begin(), word.end()));
    const bool passed = map.erase(1) == 1 && map.at(2) == 2 && set.contains(3) && multimap.count(1) == 2 &&
                        found - text.begin() == 10;
    std::puts(passed ? "passed" : "FAILED");
    return passed ? 0 : 1;
}
