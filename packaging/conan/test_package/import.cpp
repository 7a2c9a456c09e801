#include <cstdio>
#include <string>
import arsenal.containers;

int main() {
    arsenal::unordered_map<std::string, int> counts;
    for (const char* word : {"to", "be", "or", "not", "to", "be"}) ++counts[word];
    std::printf("imported: %zu words\n", counts.size());
}
