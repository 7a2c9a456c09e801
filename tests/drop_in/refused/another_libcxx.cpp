// clang: is tested with libstdc++ 12 (g++ 12, clang 22) and libc++ 22: this libc++ is another version
// g++: is tested with libstdc++ 12 (g++ 12, clang 22) and libc++ 22: this libc++ is another version
// flags: -nostdinc++ -I@/libcxx_21
#include <unordered_map>
