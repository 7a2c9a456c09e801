#define ARSENAL_XXH3_KERNEL xxh3_baseline
#include <arsenal/hash/xxh3_kernel.inc>
