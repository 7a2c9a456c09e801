# clang 22 with libc++ 22. Debian's shared runtime is older than its headers, so the archives are linked.
set(CMAKE_CXX_COMPILER clang++-22)
set(CMAKE_LINKER_TYPE LLD)
set(CMAKE_CXX_FLAGS_INIT -stdlib=libc++)
set(CMAKE_EXE_LINKER_FLAGS_INIT -nostdlib++)
set(CMAKE_CXX_STANDARD_LIBRARIES "/usr/lib/llvm-22/lib/libc++.a /usr/lib/llvm-22/lib/libc++abi.a -pthread")
