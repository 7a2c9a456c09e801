// clang: and libc++ 22: this libstdc++ is another version
// g++: and libc++ 22: this libstdc++ is another version
// flags: -nostdinc++ -I@/libstdcxx_13
#include <algorithm>
