#if defined(__x86_64__)
#define ARSENAL_XXH3_KERNEL xxh3_avx512
#include <arsenal/hash/xxh3_kernel.inc>
#endif
