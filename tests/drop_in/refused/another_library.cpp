// clang: and libc++ 22: this standard library is neither
// g++: and libc++ 22: this standard library is neither
// flags: -nostdinc++ -I@/other_library
#include <unordered_map>
