#include "arsenal_memory.hpp"

#include <array>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

int main() {
    const std::string text = std::string(999, 'x') + 'y'; // long enough for the processor's kernel
    std::string copy(text.size(), ' ');
    arsenal::mem::copy(std::as_writable_bytes(std::span(copy)), std::as_bytes(std::span(text)));
    if (copy != text || arsenal::mem::find(std::as_bytes(std::span(text)), std::byte{'y'}) != 999) return 1;
    alignas(64) static std::array<std::byte, 1 << 16> region;
    arsenal::tlsf heap(region);
    {
        std::vector<int, arsenal::tlsf_allocator<int>> numbers(heap);
        for (int i = 0; i != 1000; ++i) numbers.push_back(i);
        if (numbers[999] != 999 || heap.usage().used_blocks == 0) return 2;
    }
    if (heap.usage().used_blocks != 0) return 3;
    arsenal::arena arena;
    std::vector<int, arsenal::arena_allocator<int>> more(1000, 7, arena);
    if (more[999] != 7) return 4;
    std::puts("ok");
}
