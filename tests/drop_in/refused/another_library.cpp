// clang: is tested with libstdc++ 12 (g++ 12, clang 22) and libc++ 22: this standard library is neither
// g++: is tested with libstdc++ 12 (g++ 12, clang 22) and libc++ 22: this standard library is neither
// flags: -nostdinc++ -I@/other_library
#include <unordered_map>
