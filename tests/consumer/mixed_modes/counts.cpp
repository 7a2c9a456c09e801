#include "counts.hpp"

int total(const arsenal::unordered_map<int, int>& counts) {
    int sum = 0;
    for (const auto& [key, count] : counts) sum += count;
    return sum;
}
