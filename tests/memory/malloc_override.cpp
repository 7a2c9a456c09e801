#include <arsenal/memory.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <new>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <stdlib.h>

extern "C" bool mi_is_in_heap_region(const void* p);

// A program that links arsenal::malloc_override: whoever asks for memory, mimalloc gives it.

namespace {

int failures = 0;

void check(const char* what, const void* p) {
    if (mi_is_in_heap_region(p)) return;
    std::printf("not mimalloc's: %s\n", what);
    ++failures;
}

void check_c() {
    void* const zeros = std::calloc(10, 10);
    check("calloc", zeros);
    void* const larger = std::realloc(zeros, 100'000);
    check("realloc", larger);
    std::free(larger);
    void* aligned = nullptr;
    if (posix_memalign(&aligned, 4096, 100) != 0) ++failures;
    check("posix_memalign", aligned);
    std::free(aligned);
    char* const copy = strdup("by the C library");
    check("strdup", copy);
    std::free(copy);
}

struct alignas(64) aligned {
    char bytes[64];
};

void check_cxx() {
    int* const one = new int;
    check("new", one);
    delete one;
    const aligned* const many = new aligned[10];
    check("new[] of what is aligned", many);
    delete[] many;
    std::ostringstream out; // inside of the C++ library
    out << std::string(1000, 'x') << 42;
    const std::string text = out.str();
    check("std::string", text.data());
    if (text.size() != 1002) ++failures;
    char* const own = arsenal::allocator<char>().allocate(100);
    check("arsenal::allocator", own);
    arsenal::allocator<char>().deallocate(own, 100);
    if (!std::string_view(arsenal::heap_library()).starts_with("mimalloc")) ++failures;
}

} // namespace

int main() {
    check_c();
    check_cxx();
    int* from_thread = nullptr;
    std::thread([&] { from_thread = new int(7); }).join();
    check("new in a thread", from_thread);
    delete from_thread;
    std::printf("%s, %d failures\n", arsenal::heap_library(), failures);
    return failures == 0 ? 0 : 1;
}
