#include <arsenal/algorithms/sort.hpp>

void sort_three(int* p) { arsenal::sort(p, p + 3); }
