// clang: is tested with libstdc++ 12 (g++ 12, clang 22) and libc++ 22: this libstdc++ is another version
// g++: is tested with libstdc++ 12 (g++ 12, clang 22) and libc++ 22: this libstdc++ is another version
// flags: -nostdinc++ -I@/libstdcxx_13
#include <unordered_map>
