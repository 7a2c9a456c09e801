#if defined(__x86_64__)
#define ARSENAL_SEARCH_TREE_KERNELS search_tree_avx512
#include <arsenal/algorithms/search_tree_kernel.inc>
#endif
