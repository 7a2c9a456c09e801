#define ARSENAL_SEARCH_TREE_KERNELS search_tree_baseline
#include <arsenal/algorithms/search_tree_kernel.inc>
