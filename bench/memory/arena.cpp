// The arena, through its static allocator and through std::pmr::memory_resource, and
// pmr::monotonic_buffer_resource, against std::pmr::monotonic_buffer_resource, in one run.
//
// Contenders take turns; a ratio is the median of the rounds' ratios, std's time over the contender's. Every
// contender's memory is had the same way: the same buffer, or new and delete. malloc's threshold for mmap is
// fixed where it begins, so that no contender is handed pages that another has touched.

#include <arsenal/memory/arena.hpp>
#include <arsenal/memory/monotonic_buffer_resource.hpp>

#include <support/results.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <list>
#include <map>
#include <memory_resource>
#include <new>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#if __has_include(<malloc.h>)
#include <malloc.h>
#endif

namespace {

using std::size_t;

const int rounds = bench::is_quick() ? 8 : 16; // so that each of the four is as often the first

double now() {
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "bench memory: %s\n", what);
    std::abort();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

// The compiler no longer knows what it points to.
template <class T>
T* hidden(T* p) {
    asm volatile("" : "+r"(p) : : "memory");
    return p;
}

// ---- contenders ----

// Both ways to hand out memory: by a reference of known type and by std's base class.
template <class Resource, class Base>
class contender {
public:
    contender() = default;
    contender(void* buffer, size_t bytes) : resource_(buffer, bytes) {}

    [[gnu::always_inline]] void* allocate(size_t bytes, size_t alignment) {
        return base_->allocate(bytes, alignment);
    }
    void clear() {
        if constexpr (requires { resource_.reset(); })
            resource_.reset();
        else
            resource_.release();
    }
    template <class T>
    auto allocator() {
        if constexpr (std::is_same_v<Base, std::pmr::memory_resource>)
            return std::pmr::polymorphic_allocator<T>(base_);
        else
            return arsenal::resource_allocator<T, Base>(*base_);
    }

private:
    Resource resource_;
    Base* base_ = hidden<Base>(&resource_);
};

using by_std = contender<std::pmr::monotonic_buffer_resource, std::pmr::memory_resource>;
using by_arena = contender<arsenal::arena, arsenal::arena>;
using by_arena_pmr = contender<arsenal::arena, std::pmr::memory_resource>;
using by_monotonic = contender<arsenal::pmr::monotonic_buffer_resource, std::pmr::memory_resource>;

alignas(4096) std::byte memory[2 << 20];

// ---- what is timed: nanoseconds of one operation; the checksum is made outside of the time ----

struct node {
    node* previous;
};

// A chain of blocks, each written to. Size 0: sizes of all kinds.
std::array<std::uint16_t, 4096> mixed_sizes;

template <size_t Size, class Contender>
[[gnu::noinline]] node* chain(Contender& from, size_t count) {
    node* last = nullptr;
    for (size_t i = 0; i != count; ++i) {
        const size_t bytes = Size != 0 ? Size : mixed_sizes[i % mixed_sizes.size()];
        last = ::new (from.allocate(bytes, alignof(node))) node{last};
    }
    return last;
}

void check_chain(const node* last, size_t count) {
    for (; last != nullptr; last = last->previous) --count;
    require(count == 0, "a block was lost");
}

// One buffer, used again and again.
template <size_t Size, class Contender>
double warm() {
    constexpr size_t count = 2000;
    constexpr int times = 20;
    Contender from(memory, sizeof memory);
    const node* last = chain<Size>(from, count);
    check_chain(last, count);
    const double begin = now();
    for (int i = 0; i != times; ++i) {
        from.clear();
        last = chain<Size>(from, count);
    }
    const double end = now();
    check_chain(last, count);
    return (end - begin) / (times * count);
}

// `times` contenders one after the other, of `count` blocks each.
template <size_t Size, class Contender, class... Memory>
double one_after_the_other(int times, size_t count, Memory... its) {
    const double begin = now();
    for (int i = 0; i != times; ++i) {
        Contender from(its...);
        hidden(chain<Size>(from, count));
    }
    const double end = now();
    Contender from(its...);
    check_chain(chain<Size>(from, count), count);
    return (end - begin) / (times * count);
}

// From nothing to some kilobytes of heap, and back.
template <size_t Size, class Contender>
double growing() {
    return one_after_the_other<Size, Contender>(50, 250);
}

// The same again and again, each time with what the last one left.
template <size_t Size, class Contender>
double requests() {
    constexpr size_t count = 250;
    constexpr int times = 50;
    Contender from;
    const node* last = nullptr;
    double begin = 0;
    for (int i = -5; i != times; ++i) {
        if (i == 0) begin = now();
        from.clear();
        last = chain<Size>(from, count);
    }
    const double end = now();
    check_chain(last, count);
    return (end - begin) / (times * count);
}

// Eight blocks, and the end.
template <size_t Size, class Contender>
double brief() {
    return one_after_the_other<Size, Contender>(5000, 8, memory, size_t{4096});
}

// Pages that were never touched.
template <size_t Size, class Contender>
double large() {
    constexpr size_t count = (size_t{48} << 20) / (Size != 0 ? Size : 100);
    Contender from;
    const double begin = now();
    const node* const last = chain<Size>(from, count);
    const double end = now();
    check_chain(last, count);
    return (end - begin) / count;
}

constexpr int elements = 2000;

template <class Container>
void check_size(const Container& container) {
    require(container.size() == elements, "an element was lost");
}

template <class Contender, class Fill>
double filled(Fill fill) {
    constexpr int times = 8;
    Contender from(memory, sizeof memory);
    fill(from);
    const double begin = now();
    for (int i = 0; i != times; ++i) {
        from.clear();
        fill(from);
    }
    return (now() - begin) / (times * elements);
}

template <class Contender>
[[gnu::noinline]] void fill_list(Contender& from) {
    const auto allocator = from.template allocator<int>();
    std::list<int, std::remove_const_t<decltype(allocator)>> list(allocator);
    for (int i = 0; i != elements; ++i) list.push_back(i);
    check_size(list);
}
template <class Contender>
[[gnu::noinline]] void fill_map(Contender& from) {
    using value = std::pair<const int, int>;
    const auto allocator = from.template allocator<value>();
    std::map<int, int, std::less<int>, std::remove_const_t<decltype(allocator)>> map(allocator);
    for (int i = 0; i != elements; ++i) map.emplace_hint(map.end(), i, i);
    check_size(map);
}
template <class Contender>
[[gnu::noinline]] void fill_unordered(Contender& from) {
    using value = std::pair<const int, int>;
    const auto allocator = from.template allocator<value>();
    std::unordered_map<int, int, std::hash<int>, std::equal_to<int>, std::remove_const_t<decltype(allocator)>>
        map(elements, allocator);
    for (int i = 0; i != elements; ++i) map.try_emplace(i, i);
    check_size(map);
}
template <class Contender>
[[gnu::noinline]] void fill_numbers(Contender& from) {
    const auto allocator = from.template allocator<int>();
    for (int i = 0; i != elements / 20; ++i) {
        std::vector<int, std::remove_const_t<decltype(allocator)>> numbers(allocator);
        for (int k = 0; k != 20; ++k) numbers.push_back(k);
        require(numbers.size() == 20, "a number was lost");
    }
}
template <class Contender>
[[gnu::noinline]] void fill_strings(Contender& from) {
    const auto of_chars = from.template allocator<char>();
    using string = std::basic_string<char, std::char_traits<char>, std::remove_const_t<decltype(of_chars)>>;
    const auto of_strings = from.template allocator<string>();
    std::vector<string, std::remove_const_t<decltype(of_strings)>> strings(of_strings);
    strings.reserve(elements);
    constexpr const char* text = "a line of text that no string keeps inside of itself";
    for (int i = 0; i != elements; ++i) {
        const auto length = static_cast<size_t>(20 + i % 30);
        if constexpr (std::uses_allocator_v<string, std::pmr::polymorphic_allocator<char>>)
            strings.emplace_back(text, length); // which hands its allocator on
        else
            strings.emplace_back(text, length, of_chars);
    }
    check_size(strings);
}

// ---- the table ----

struct cell {
    std::string name;
    std::array<std::function<double()>, 4> run; // std, arena, arena as pmr, monotonic_buffer_resource
};
constexpr std::array contenders{"arena", "arena, pmr", "monotonic, pmr"};

template <size_t Size>
void add_size(std::vector<cell>& cells, const char* name) {
    const auto add = [&](const char* pattern, auto run) {
        cells.push_back({std::string(pattern) + " " + name, run});
    };
    using runs = std::array<std::function<double()>, 4>;
    add("warm",
        runs{warm<Size, by_std>, warm<Size, by_arena>, warm<Size, by_arena_pmr>, warm<Size, by_monotonic>});
    add("growing", runs{growing<Size, by_std>, growing<Size, by_arena>, growing<Size, by_arena_pmr>,
                        growing<Size, by_monotonic>});
    add("requests", runs{requests<Size, by_std>, requests<Size, by_arena>, requests<Size, by_arena_pmr>,
                         requests<Size, by_monotonic>});
    add("brief", runs{brief<Size, by_std>, brief<Size, by_arena>, brief<Size, by_arena_pmr>,
                      brief<Size, by_monotonic>});
    if (!bench::is_quick())
        add("large", runs{large<Size, by_std>, large<Size, by_arena>, large<Size, by_arena_pmr>,
                          large<Size, by_monotonic>});
}

#define CONTAINER(name, fill)                                                                                \
    cells.push_back(                                                                                         \
        {name,                                                                                               \
         {[] { return filled<by_std>(fill<by_std>); }, [] { return filled<by_arena>(fill<by_arena>); },      \
          [] { return filled<by_arena_pmr>(fill<by_arena_pmr>); },                                           \
          [] { return filled<by_monotonic>(fill<by_monotonic>); }}})

std::vector<cell> all_cells() {
    std::vector<cell> cells;
    add_size<8>(cells, "8");
    add_size<16>(cells, "16");
    add_size<24>(cells, "24");
    add_size<64>(cells, "64");
    add_size<256>(cells, "256");
    add_size<0>(cells, "mixed");
    CONTAINER("std::list<int>", fill_list);
    CONTAINER("std::map<int, int>", fill_map);
    CONTAINER("std::unordered_map<int, int>", fill_unordered);
    CONTAINER("std::vector<int>, growing", fill_numbers);
    CONTAINER("std::vector<string>", fill_strings);
    return cells;
}

struct result {
    std::string name;
    double time; // std's
    std::array<double, contenders.size()> ratios;
};

void write_race(const char* name, const char* size_unit, const char* unit) {
    bench::written().race(name, "pattern", size_unit, unit);
    bench::written().contender("std", "base");
    for (const char* contender : contenders) bench::written().contender(contender, "ours");
}

// "warm 8" is a chain of blocks of 8 bytes; a container's cell is named as the container is.
void write_rows(const std::string& cell, const std::array<std::vector<double>, 4>& times) {
    static bool in_containers = false;
    const bool is_container = cell.starts_with("std::");
    if (is_container && !in_containers) write_race("containers on the arena", "elements", "ns per element");
    in_containers = is_container;
    const size_t space = cell.rfind(' ');
    for (size_t i = 0; i != times.size(); ++i) {
        const char* const name = i == 0 ? "std" : contenders[i - 1];
        if (is_container)
            bench::written().row("fill", cell, std::to_string(elements), name, times[i]);
        else
            bench::written().row("allocate", cell.substr(0, space), cell.substr(space + 1), name, times[i]);
    }
}

result race(const cell& one) {
    std::array<std::vector<double>, 4> times;
    for (int round = 0; round != rounds; ++round)
        for (size_t turn = 0; turn != times.size(); ++turn) { // who follows whom changes: some leave a mess
            const size_t i = (static_cast<size_t>(round) + turn) % times.size();
            times[i].push_back(one.run[i]());
        }
    write_rows(one.name, times);
    result found{one.name, median(times[0]), {}};
    for (size_t i = 0; i != contenders.size(); ++i) {
        std::vector<double> ratios;
        for (size_t round = 0; round != times[0].size(); ++round)
            ratios.push_back(times[0][round] / times[i + 1][round]);
        found.ratios[i] = median(ratios);
    }
    return found;
}

void print_goal(const std::vector<result>& results, size_t contender, double goal) {
    double logs = 0;
    const result* worst = &results[0];
    for (const result& one : results) {
        logs += std::log(one.ratios[contender]);
        if (one.ratios[contender] < worst->ratios[contender]) worst = &one;
    }
    const double mean = std::exp(logs / static_cast<double>(results.size()));
    const double least = worst->ratios[contender];
    std::printf("%-16s geometric mean %5.2fx (goal %.1fx: %s), worst cell %.2fx (goal 0.85x: %s), %s\n",
                contenders[contender], mean, goal, mean >= goal ? "PASS" : "short", least,
                least >= 0.85 ? "PASS" : "short", worst->name.c_str());
    for (const result& one : results)
        if (one.ratios[contender] < 0.95)
            std::printf("  lost: %s %.2fx\n", one.name.c_str(), one.ratios[contender]);
}

// Without arguments all cells; else those whose names have one of them in it.
bool is_wanted(const cell& one, int count, char** arguments) {
    if (count == 1) return true;
    return std::any_of(arguments + 1, arguments + count,
                       [&](const char* part) { return one.name.find(part) != std::string::npos; });
}

} // namespace

int main(int count, char** arguments) {
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, 128 << 10);
#endif
    std::mt19937 random(1);
    for (std::uint16_t& size : mixed_sizes) size = static_cast<std::uint16_t>(8 + random() % 190);

    std::printf("%-31s %12s", "std's time / the contender's", "std");
    for (const char* name : contenders) std::printf(" %15s", name);
    std::printf("\n");
    write_race("arena", "bytes", "ns per block");
    std::vector<result> results;
    for (const cell& one : all_cells()) {
        if (!is_wanted(one, count, arguments)) continue;
        results.push_back(race(one));
        std::printf("%-31s %9.2f ns", one.name.c_str(), results.back().time);
        for (const double ratio : results.back().ratios) std::printf(" %14.2fx", ratio);
        std::printf("\n");
        std::fflush(stdout);
    }
    require(!results.empty(), "there is no such cell");
    std::printf("\n");
    print_goal(results, 0, 3);
    print_goal(results, 1, 1.5);
    print_goal(results, 2, 1.5);
}
