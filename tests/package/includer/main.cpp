#include <arsenal/algorithms.hpp>
#include <arsenal/containers.hpp>
#include <cstdio>
#include <vector>

int main() {
    std::vector<int> numbers{3, 1, 2, 3, 1};
    const arsenal::unordered_set<int> distinct(numbers.begin(), numbers.end());
    arsenal::sort(numbers.begin(), numbers.end());
    std::printf("smallest: %d, distinct: %zu\n", numbers.front(), distinct.size());
}
