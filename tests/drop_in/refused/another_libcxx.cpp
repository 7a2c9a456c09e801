// clang: and libc++ 22: this libc++ is another version
// g++: and libc++ 22: this libc++ is another version
// flags: -nostdinc++ -I@/libcxx_21
#include <unordered_map>
