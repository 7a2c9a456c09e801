#include <cstdio>
#include <cstdlib>

extern "C" bool mi_is_in_heap_region(const void*);

int main() {
    void* const p = std::malloc(100);
    int* const i = new int;
    std::puts(mi_is_in_heap_region(p) && mi_is_in_heap_region(i) ? "ok" : "not mimalloc's");
    std::free(p);
    delete i;
}
