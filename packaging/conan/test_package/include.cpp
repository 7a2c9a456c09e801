#include <arsenal/containers.hpp>
#include <cstdio>
#include <string>

int main() {
    arsenal::unordered_map<std::string, int> counts;
    for (const char* word : {"to", "be", "or", "not", "to", "be"}) ++counts[word];
    std::printf("included: %zu words\n", counts.size());
}
