// arsenal::allocator against std::allocator (the C library's heap), an arsenal::heap against std's pools, and
// what a whole program gains by arsenal::malloc_override: printed, with no goal.
//
//   bench_memory_heap             the table; a race against bench_memory_heap_override, the same program
//   linked so bench_memory_heap workload    that program's part: seconds and a checksum

#include <arsenal/memory.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <memory_resource>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include <support/results.hpp>
#include <support/rng.hpp>

namespace {

const int rounds = bench::is_quick() ? 7 : 11;

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "bench memory_heap: %s\n", what);
    std::abort();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

struct timed {
    double seconds;
    std::uint64_t checksum;
};

template <class Body>
timed time(Body body) {
    const auto begin = std::chrono::steady_clock::now();
    const std::uint64_t checksum = body();
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(), checksum};
}

// One of `slots` blocks of 8 to 8 + spread bytes is freed and taken anew, over and over.
template <class Allocator>
std::uint64_t churn(std::size_t slots, std::uint64_t spread) {
    Allocator a;
    std::vector<char*> blocks(slots);
    std::vector<std::uint32_t> sizes(slots);
    bench::rng random(1);
    std::uint64_t sum = 0;
    const int times = bench::is_quick() ? 200'000 : 1'000'000;
    for (int i = 0; i != times; ++i) {
        const std::uint64_t r = random();
        const std::size_t slot = r % slots;
        if (blocks[slot] != nullptr) {
            sum += static_cast<unsigned char>(blocks[slot][0]);
            a.deallocate(blocks[slot], sizes[slot]);
        }
        sizes[slot] = static_cast<std::uint32_t>(8 + (r >> 32) % spread);
        blocks[slot] = a.allocate(sizes[slot]);
        blocks[slot][0] = static_cast<char>(r >> 40);
    }
    for (std::size_t slot = 0; slot != slots; ++slot)
        if (blocks[slot] != nullptr) a.deallocate(blocks[slot], sizes[slot]);
    return sum;
}

template <class Allocator>
std::uint64_t growing_vectors() {
    using vector = std::vector<int, typename std::allocator_traits<Allocator>::template rebind_alloc<int>>;
    std::uint64_t sum = 0;
    for (int i = 0; i != 2000; ++i) {
        vector v;
        for (int k = 0; k != 1000; ++k) v.push_back(k);
        sum += static_cast<std::uint64_t>(v[static_cast<std::size_t>(i) % 1000]);
    }
    return sum;
}

template <class Allocator>
std::uint64_t tree() {
    using pair = std::pair<const std::uint64_t, std::uint64_t>;
    using pairs = typename std::allocator_traits<Allocator>::template rebind_alloc<pair>;
    bench::rng random(2);
    std::map<std::uint64_t, std::uint64_t, std::less<>, pairs> map;
    for (int i = 0; i != 200'000; ++i) {
        map[random() % 20'000] = random();
        map.erase(random() % 20'000);
    }
    return map.size();
}

// Each thread's blocks are freed by the next one.
template <class Allocator>
std::uint64_t handed_on() {
    constexpr std::size_t threads = 2, blocks = 20'000;
    std::vector<std::vector<char*>> given(threads, std::vector<char*>(blocks));
    std::array<std::uint64_t, threads> sums{};
    for (int round = 0; round != 10; ++round) {
        std::vector<std::thread> running;
        for (std::size_t t = 0; t != threads; ++t)
            running.emplace_back([&, t] {
                Allocator a;
                for (std::size_t i = 0; i != blocks; ++i) {
                    char*& p = given[t][i];
                    if (p != nullptr) {
                        sums[t] += static_cast<unsigned char>(*p);
                        a.deallocate(p, 16 + i % 200);
                    }
                    p = a.allocate(16 + i % 200);
                    *p = static_cast<char>(i);
                }
            });
        for (std::thread& thread : running) thread.join();
        std::rotate(given.begin(), given.begin() + 1, given.end());
    }
    for (auto& some : given)
        for (std::size_t i = 0; i != blocks; ++i) Allocator().deallocate(some[i], 16 + i % 200);
    return sums[0] + sums[1];
}

// Many small blocks that all go at once.
template <class Resource>
std::uint64_t at_once() {
    std::uint64_t sum = 0;
    for (int round = 0; round != 20; ++round) {
        Resource resource;
        for (int i = 0; i != 20'000; ++i) {
            auto* const p =
                static_cast<unsigned char*>(resource.allocate(16 + static_cast<std::size_t>(i) % 200, 8));
            *p = static_cast<unsigned char>(i);
            sum += *p;
        }
    }
    return sum;
}

struct cell {
    const char* name;
    std::uint64_t (*ours)();
    std::uint64_t (*theirs)();
};

// For ./run bench report: the seconds of each round.
void write_row(const char* what, const std::vector<double>& theirs, const std::vector<double>& ours) {
    const std::string over = "over " + std::string(arsenal::heap_library());
    bench::written().row(what, over, "", "std", theirs);
    bench::written().row(what, over, "", "arsenal", ours);
}

// Theirs over ours, above 1 where ours is faster.
void race(const cell& one) {
    std::vector<double> ratios, ours, theirs;
    for (int round = 0; round != rounds; ++round) {
        const timed mine = time(one.ours), other = time(one.theirs);
        require(mine.checksum == other.checksum, "the contenders differ in what they compute");
        ratios.push_back(other.seconds / mine.seconds);
        ours.push_back(mine.seconds);
        theirs.push_back(other.seconds);
    }
    write_row(one.name, theirs, ours);
    std::printf("%-46s %6.2fx  %8.2f ms  %8.2f ms\n", one.name, median(ratios), median(ours) * 1e3,
                median(theirs) * 1e3);
    std::fflush(stdout);
}

using ours = arsenal::allocator<char>;
using theirs = std::allocator<char>;

// What a program does that counts words: strings, nodes, tables, two threads.
std::uint64_t workload() {
    std::array<std::uint64_t, 2> sums{};
    std::vector<std::thread> running;
    for (std::size_t t = 0; t != sums.size(); ++t)
        running.emplace_back([&sums, t] {
            bench::rng random(t);
            std::unordered_map<std::string, std::vector<std::string>> index;
            for (int i = 0; i != 300'000; ++i) {
                const std::string word = "a word that has the number " + std::to_string(random() % 20'000);
                std::vector<std::string>& places = index[word];
                places.push_back(word + std::to_string(i));
                if (places.size() > 12) index.erase(word);
            }
            for (const auto& [word, places] : index) sums[t] += word.size() * places.size();
        });
    for (std::thread& thread : running) thread.join();
    return sums[0] + sums[1];
}

timed run_workload_of(const std::string& program) {
    std::FILE* const out = popen((program + " workload").c_str(), "re");
    require(out != nullptr, "no such program");
    timed result{};
    unsigned long long checksum = 0;
    require(std::fscanf(out, "%lf %llu", &result.seconds, &checksum) == 2, "no result of a program");
    pclose(out);
    result.checksum = checksum;
    return result;
}

void race_programs(const std::string& plain) {
    const std::string replaced = plain + "_override";
    std::FILE* const there = std::fopen(replaced.c_str(), "re");
    if (there == nullptr) {
        std::printf("\n%s is not there: nothing to say of malloc_override.\n", replaced.c_str());
        return;
    }
    std::fclose(there);
    std::vector<double> ratios, without, with;
    for (int round = 0; round != rounds; ++round) {
        const timed before = run_workload_of(plain), after = run_workload_of(replaced);
        require(before.checksum == after.checksum, "the programs differ in what they compute");
        ratios.push_back(before.seconds / after.seconds);
        without.push_back(before.seconds);
        with.push_back(after.seconds);
    }
    write_row("a whole program, malloc_override", without, with);
    std::printf("\nA program with arsenal::malloc_override, against without: %.2fx as fast (median of %d)\n",
                median(ratios), rounds);
}

} // namespace

int main(int count, char** arguments) {
    if (count == 2 && arguments[1] == std::string("workload")) {
        const timed result = time(workload);
        std::printf("%.6f %llu\n", result.seconds, static_cast<unsigned long long>(result.checksum));
        return 0;
    }
    bench::written().race("heap", "pattern", "bytes", "seconds");
    bench::written().contender("std", "base");
    bench::written().contender("arsenal", "ours");
    std::printf("%-46s %7s %12s %12s\n", ("over " + std::string(arsenal::heap_library())).c_str(), "ratio",
                "arsenal", "std");
    const cell cells[] = {
        {"churn, 1000 blocks, 8-263 bytes", [] { return churn<ours>(1000, 256); },
         [] { return churn<theirs>(1000, 256); }},
        {"churn, 100000 blocks, 8-263 bytes", [] { return churn<ours>(100'000, 256); },
         [] { return churn<theirs>(100'000, 256); }},
        {"churn, 1000 blocks, 8 bytes to 16 KiB", [] { return churn<ours>(1000, 16 << 10); },
         [] { return churn<theirs>(1000, 16 << 10); }},
        {"growing vectors of 1000 int", growing_vectors<ours>, growing_vectors<theirs>},
        {"std::map, insert and erase", tree<ours>, tree<theirs>},
        {"two threads that free each other's blocks", handed_on<ours>, handed_on<theirs>},
        {"heap: 20000 blocks gone at once, std's pools", at_once<arsenal::heap>,
         at_once<std::pmr::unsynchronized_pool_resource>},
    };
    for (const cell& one : cells) race(one);
    race_programs(arguments[0]);
}
