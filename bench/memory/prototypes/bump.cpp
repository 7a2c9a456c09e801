// The ways to move an arena's pointer, side by side: docs/memory_designs.md has the grid. Prints how many
// times longer std::pmr::monotonic_buffer_resource takes, and ns an allocation; contenders in turn, medians
// of 31 rounds.
//
//     clang++ -std=c++20 -O3 -march=native -falign-loops=64 -Imodules bench/memory/prototypes/bump.cpp -o
//     bump && ./bump

#include <arsenal/memory/detail/bump.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <list>
#include <memory_resource>
#include <vector>

namespace {

using std::size_t, std::uintptr_t, std::byte;

constexpr int count = 3000;
alignas(64) byte memory[1 << 20];
std::array<size_t, 4096> sizes;

// Each has room for what is asked for here, and looks. A block of no bytes takes one; no size wraps.
struct up {
    byte* next = memory;

    [[gnu::always_inline]] void* allocate(size_t bytes, size_t alignment) {
        bytes += bytes == 0;
        byte* const p = next + (-reinterpret_cast<uintptr_t>(next) & (alignment - 1));
        if (bytes > PTRDIFF_MAX || static_cast<std::ptrdiff_t>(bytes) > std::end(memory) - p) [[unlikely]]
            std::abort();
        next = p + bytes;
        return p;
    }
    void clear() { next = memory; }
};

// The pointer stays a multiple of 8.
struct up_in_eights {
    byte* next = memory;

    [[gnu::always_inline]] void* allocate(size_t bytes, size_t alignment) {
        byte* p = next;
        if (alignment > 8) p += -reinterpret_cast<uintptr_t>(next) & (alignment - 1);
        const size_t last = (bytes - (bytes != 0)) | 7;
        if (last >= static_cast<size_t>(std::end(memory) - p)) [[unlikely]]
            std::abort();
        next = p + last + 1;
        return p;
    }
    void clear() { next = memory; }
};

struct down {
    byte* last = std::end(memory);

    [[gnu::always_inline]] void* allocate(size_t bytes, size_t alignment) {
        bytes += bytes == 0;
        const auto p = reinterpret_cast<byte*>((reinterpret_cast<uintptr_t>(last) - bytes) & -alignment);
        if (bytes > static_cast<size_t>(last - memory) || p < memory) [[unlikely]]
            std::abort();
        return last = p;
    }
    void clear() { last = std::end(memory); }
};

// What is built.
struct up_by_the_last_byte {
    byte* tip = memory + 63;

    [[gnu::always_inline]] void* allocate(size_t bytes, size_t alignment) {
        void* p;
        if (!arsenal::detail::bump_memory(tip, std::end(memory) - 1, bytes, alignment, p)) [[unlikely]]
            std::abort();
        return p;
    }
    void clear() { tip = memory + 63; }
};

struct of_std {
    std::pmr::monotonic_buffer_resource resource{memory, sizeof memory, std::pmr::null_memory_resource()};

    void* allocate(size_t bytes, size_t alignment) { return resource.allocate(bytes, alignment); }
    void clear() { resource.release(); }
};

template <class T, class Way>
struct allocator {
    using value_type = T;
    explicit allocator(Way& its) : way(&its) {}
    template <class U>
    allocator(const allocator<U, Way>& other) : way(other.way) {}
    T* allocate(size_t n) { return static_cast<T*>(way->allocate(n * sizeof(T), alignof(T))); }
    void deallocate(T*, size_t) {}
    friend bool operator==(const allocator&, const allocator&) = default;
    Way* way;
};

struct node {
    const void* previous;
};

template <class Way, class Size>
[[gnu::always_inline]] inline void chain(Way& way, Size size) {
    const void* last = nullptr;
    for (int i = 0; i != count; ++i) last = ::new (way.allocate(size(i), 8)) node{last};
    asm volatile("" ::"r"(last) : "memory");
}

constexpr const char* columns[] = {"8", "16", "24", "64", "256", "mixed", "std::list"};

template <class Way>
[[gnu::noinline]] void fill(Way& way, int column) {
    way.clear();
    switch (column) {
    case 0:
        return chain(way, [](int) { return 8; });
    case 1:
        return chain(way, [](int) { return 16; });
    case 2:
        return chain(way, [](int) { return 24; });
    case 3:
        return chain(way, [](int) { return 64; });
    case 4:
        return chain(way, [](int) { return 256; });
    case 5:
        return chain(way, [](int i) { return sizes[static_cast<size_t>(i)]; });
    default: {
        std::list<int, allocator<int, Way>> list{allocator<int, Way>(way)};
        for (int i = 0; i != count; ++i) list.push_back(i);
    }
    }
}

template <class Way>
double time_of(int column) {
    static Way way;
    asm volatile("" ::"r"(&way) : "memory"); // somebody else may have seen it
    fill(way, column);
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i != 10; ++i) fill(way, column);
    const std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - begin;
    return time.count() / (10 * count);
}

struct contender {
    const char* name;
    double (*time)(int column);
};
constexpr contender contenders[] = {{"std", time_of<of_std>},
                                    {"up", time_of<up>},
                                    {"up, in eights", time_of<up_in_eights>},
                                    {"down", time_of<down>},
                                    {"up by the last byte", time_of<up_by_the_last_byte>}};

double median(std::vector<double> values) {
    std::ranges::nth_element(values, values.begin() + 15);
    return values[15];
}

} // namespace

int main() {
    for (size_t& size : sizes) size = 8 + static_cast<size_t>(std::rand() % 24) * 8;
    std::vector<double> times[std::size(contenders)][std::size(columns)];
    for (int round = 0; round != 31; ++round)
        for (size_t column = 0; column != std::size(columns); ++column)
            for (size_t i = 0; i != std::size(contenders); ++i)
                times[i][column].push_back(contenders[i].time(static_cast<int>(column)));
    std::printf("%-20s", "");
    for (const char* column : columns) std::printf("%18s", column);
    for (size_t i = 0; i != std::size(contenders); ++i) {
        std::printf("\n%-20s", contenders[i].name);
        for (size_t column = 0; column != std::size(columns); ++column) {
            std::vector<double> ratios = times[0][column];
            for (size_t r = 0; r != ratios.size(); ++r) ratios[r] /= times[i][column][r];
            std::printf("%8.2fx %5.2f ns", median(ratios), median(times[i][column]));
        }
    }
    std::puts("");
}
