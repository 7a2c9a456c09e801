#include "arsenal_containers.hpp"

#include <cstdio>
#include <string>

template <class Map>
bool counts_words() {
    Map counts;
    for (const char* word : {"to", "be", "or", "not", "to", "be"}) ++counts[word];
    const Map copy = counts;
    return copy == counts && counts.size() == 4 && counts.at("to") == 2 && counts.erase("be") == 1;
}

int main() {
    if (!counts_words<arsenal::unordered_map<std::string, int>>()) return 1;
    if (!counts_words<arsenal::flat_hash_map<std::string, int>>()) return 2;
    if (!counts_words<arsenal::dense_hash_map<std::string, int>>()) return 3;
    arsenal::concurrent_hash_map<std::string, int> shared;
    shared.emplace("a", 7);
    int seen = 0;
    shared.visit("a", [&](const auto& element) { seen = element.second; });
    if (seen != 7) return 4;
    std::puts("ok");
}
