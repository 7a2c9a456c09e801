#include <arsenal/memory.hpp>

#include <cstdio>
#include <cstring>
#include <thread>
#include <vector>

// A statically linked program: the C library's heap is behind everything.
int main() {
    std::vector<int, arsenal::allocator<int>> numbers;
    std::thread([&numbers] {
        for (int i = 0; i != 1000; ++i) numbers.push_back(i);
    }).join();
    arsenal::heap heap;
    void* const p = heap.allocate(100, 4096);
    const bool right = std::strcmp(arsenal::heap_library(), "C library") == 0 && numbers.back() == 999 &&
                       heap.owns(p) && !heap.owns(numbers.data());
    std::printf("%s: %s\n", arsenal::heap_library(), right ? "ok" : "wrong");
    return right ? 0 : 1;
}
