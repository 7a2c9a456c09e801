// The calls of a heap that a real program makes, replayed on tlsf, mimalloc and the C library's heap: how
// long the longest of them take, how many instructions, and how much memory the heap needs.
//
//   tlsf                      of the built-in program (recorded_program.hpp)
//   tlsf COMMAND ARGUMENT...  of that command
//
// The trace is recorded in each run anew: a preloaded library writes down the calls of malloc and its like
// (trace_recorder.cpp); realloc counts as malloc and free. It depends on the program's version, and to a few
// calls in a million on its environment; its checksum is printed.
//
// Times: the heaps take turns with replays of the whole trace, 20 times, each in a state as of its own last
// replay. Blocks are written to (up to a page of each). Each call is timed with the processor's counter, the
// counter's own time included, and counts with the least of its 20 times, so that interruptions, page faults
// and whatever else does not happen each time are left out. tlsf's region is touched beforehand, as who uses
// it in earnest would do.

#include <memory/c_heap.hpp>
#include <memory/recorded_program.hpp>
#include <memory/ticks.hpp>
#include <support/results.hpp>
#include <support/single_step.hpp>

#include <arsenal/memory.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlfcn.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace {

using bench::begin_ticks;
using bench::end_ticks;
using bench::nanoseconds_per_tick;
using bench::pages;
using bench::resident_bytes;
using bench::trace_event;
using bench::trace_summary;
using trace = std::span<const trace_event>;

const int replays = bench::is_quick() ? 7 : 20;
constexpr std::size_t page = 4096;

// ---- The heaps

class tlsf_heap {
public:
    static constexpr const char* name = "arsenal::tlsf";
    explicit tlsf_heap(std::size_t bytes) : memory_(bytes), heap_(memory_.all()) {}

    // Has all pages mapped.
    void touch() const {
        for (std::size_t i = 0; i < memory_.all().size(); i += page) {
            auto& byte = const_cast<volatile std::byte&>(memory_[i]);
            byte = byte;
        }
    }
    void* allocate(std::size_t bytes, std::size_t alignment) { return heap_.try_allocate(bytes, alignment); }
    void deallocate(void* p, std::size_t bytes, std::size_t alignment) {
        heap_.deallocate(p, bytes, alignment);
    }

private:
    pages<std::byte> memory_;
    arsenal::tlsf heap_;
};

struct glibc_heap : bench::c_heap {
    static constexpr const char* name = "glibc";
};

// Loaded apart: Debian's library, linked, would replace the program's malloc.
class mimalloc_heap {
public:
    static constexpr const char* name = "mimalloc";
    static bool is_here() { return library() != nullptr; }

    void* allocate(std::size_t bytes, std::size_t alignment) {
        return alignment <= 16 ? malloc_(bytes) : aligned_(bytes, alignment);
    }
    void deallocate(void* p, std::size_t, std::size_t) { free_(p); }
    int version() const { return find<int (*)()>("mi_version")(); }

private:
    static void* library() {
        static void* const loaded = dlopen("libmimalloc.so.2", RTLD_NOW | RTLD_LOCAL);
        return loaded;
    }
    template <class Function>
    static Function find(const char* symbol) {
        return reinterpret_cast<Function>(dlsym(library(), symbol));
    }

    void* (*malloc_)(std::size_t) = find<decltype(malloc_)>("mi_malloc");
    void* (*aligned_)(std::size_t, std::size_t) = find<decltype(aligned_)>("mi_malloc_aligned");
    void (*free_)(void*) = find<decltype(free_)>("mi_free");
};

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "bench memory: %s\n", what);
    std::exit(1);
}

// ---- Time

std::uint32_t ticks_of_nothing() {
    std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
    for (int i = 0; i != 100'000; ++i) {
        const std::uint64_t begin = begin_ticks();
        least = std::min(least, end_ticks() - begin);
    }
    return static_cast<std::uint32_t>(least);
}

/// Makes the heap do what the events say. around(i, call) makes the i-th call; false if it was refused.
template <class Heap, class Around>
bool replay(trace events, Heap& heap, const pages<void*>& blocks, std::size_t write_bytes, Around around) {
    for (std::size_t i = 0; i != events.size(); ++i) {
        const trace_event& e = events[i];
        void*& p = blocks[e.block];
        if (!e.allocates) {
            around(i, [&] { heap.deallocate(p, e.bytes, e.alignment()); });
            continue;
        }
        around(i, [&] { p = heap.allocate(e.bytes, e.alignment()); });
        if (p == nullptr) return false;
        std::memset(p, static_cast<int>(i), std::min<std::size_t>(e.bytes, write_bytes));
    }
    return true;
}

template <class Heap>
class contender {
public:
    template <class... Arguments>
    contender(trace events, const pages<void*>& blocks, Arguments... arguments)
        : heap(arguments...), events_(events), blocks_(blocks), least_(events.size()) {
        std::ranges::fill(least_.all(), std::numeric_limits<std::uint32_t>::max());
    }

    void time_once() {
        const bool whole = replay(events_, heap, blocks_, page, [&](std::size_t i, auto call) {
            const std::uint64_t begin = begin_ticks();
            call();
            const std::uint64_t ticks = end_ticks() - begin;
            if (ticks < least_[i]) least_[i] = static_cast<std::uint32_t>(ticks);
        });
        require(whole, "a heap has no memory");
    }

    // The same without a clock: nanoseconds for each call.
    double run_once() {
        const auto begin = std::chrono::steady_clock::now();
        replay(events_, heap, blocks_, 1, [](std::size_t, auto call) { call(); });
        const std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - begin;
        return time.count() / static_cast<double>(events_.size());
    }

    // Blocks keep what is written to their ends for as long as they live.
    void verify() {
        const auto value = [](std::size_t i) { return static_cast<unsigned char>(i * 167 + 1); };
        for (const trace_event& e : events_) {
            auto*& p = reinterpret_cast<unsigned char*&>(blocks_[e.block]);
            if (e.allocates) {
                p = static_cast<unsigned char*>(heap.allocate(e.bytes, e.alignment()));
                const std::size_t alignment = e.bytes < 16 ? 1 : e.alignment(); // as malloc may
                require(p != nullptr && reinterpret_cast<std::uintptr_t>(p) % alignment == 0, "a bad block");
                if (e.bytes != 0) p[0] = p[e.bytes - 1] = value(e.block);
            } else {
                if (e.bytes != 0)
                    require(p[0] == value(e.block) && p[e.bytes - 1] == value(e.block),
                            "a block lost its bytes");
                heap.deallocate(p, e.bytes, e.alignment());
            }
        }
    }

    // Ticks that the given part of the calls stays below.
    double quantile(double part) {
        if (sorted_.empty()) {
            sorted_.assign(least_.all().begin(), least_.all().end());
            std::sort(sorted_.begin(), sorted_.end());
        }
        const auto last = static_cast<double>(sorted_.size() - 1);
        return sorted_[static_cast<std::size_t>(std::ceil(part * last))];
    }
    std::vector<std::size_t> slowest(std::size_t count) const {
        std::vector<std::size_t> calls(least_.all().size());
        for (std::size_t i = 0; i != calls.size(); ++i) calls[i] = i;
        const auto slower = [&](std::size_t a, std::size_t b) { return least_[a] > least_[b]; };
        std::partial_sort(calls.begin(), calls.begin() + static_cast<std::ptrdiff_t>(count), calls.end(),
                          slower);
        calls.resize(count);
        return calls;
    }

    Heap heap;

private:
    trace events_;
    const pages<void*>& blocks_;
    pages<std::uint32_t> least_;
    std::vector<std::uint32_t> sorted_;
};

constexpr std::array parts{0.5, 0.99, 0.999, 0.9999, 1.0};
constexpr std::array part_names{"half of the calls", "99 %", "99.9 %", "99.99 %", "the longest"};
using quantiles = std::array<double, parts.size()>;

template <class Heap>
quantiles print_quantiles(contender<Heap>& one, trace events, double nanoseconds) {
    quantiles result{};
    std::printf("%-18s", Heap::name);
    for (std::size_t i = 0; i != parts.size(); ++i) {
        result[i] = one.quantile(parts[i]) * nanoseconds;
        std::printf("%10.0f", result[i]);
        bench::written().value(part_names[i], Heap::name, result[i]);
    }
    const trace_event& longest = events[one.slowest(1)[0]];
    std::printf("   %s of %llu bytes\n", longest.allocates ? "allocation" : "deallocation",
                static_cast<unsigned long long>(longest.bytes));
    return result;
}

// The most instructions of those calls, each call stepped through in a child process.
template <class Heap>
void print_instructions(contender<Heap>& one, trace events, const pages<void*>& blocks,
                        const std::vector<bool>& counted) {
    std::vector<std::size_t> calls;
    for (std::size_t i = 0; i != events.size(); ++i)
        if (counted[i]) calls.push_back(i);
    constexpr std::size_t limit = 10'000;
    const auto replay_and_count = [&](auto count) {
        replay(events, one.heap, blocks, page, [&](std::size_t i, auto call) {
            if (counted[i])
                count(call);
            else
                call();
        });
    };
    const auto counts = support::instruction_counter::run(replay_and_count, limit);
    if (!counts) {
        std::printf("%-18s  no process may trace another here\n", Heap::name);
        return;
    }
    std::size_t most[2] = {0, 0};
    for (std::size_t i = 0; i != calls.size(); ++i) {
        std::size_t& so_far = most[events[calls[i]].allocates ? 0 : 1];
        so_far = std::max(so_far, (*counts)[i]);
    }
    std::printf("%-18s", Heap::name);
    bench::written().value("allocation", Heap::name, static_cast<double>(most[0]));
    bench::written().value("deallocation", Heap::name, static_cast<double>(most[1]));
    for (const std::size_t instructions : most)
        std::printf(" %12s", instructions == limit ? "over 10000" : std::to_string(instructions).c_str());
    std::printf("\n");
    std::fflush(stdout);
}

// ---- Memory

// In a process of its own, without huge pages: prints by how much it grows over a replay that writes to all
// bytes.
template <class Heap, class... Arguments>
int print_growth(const std::string& file, Arguments... arguments) {
    const pages<const trace_event> events(file);
    const pages<void*> blocks(trace_summary(events.all()).blocks);
    std::ranges::fill(blocks.all(), nullptr);
    const std::size_t before = resident_bytes("VmRSS:");
    Heap heap(arguments...);
    require(replay(events.all(), heap, blocks, std::numeric_limits<std::size_t>::max(),
                   [](std::size_t, auto call) { call(); }),
            "a heap has no memory");
    std::printf("%zu\n", resident_bytes("VmHWM:") - before);
    return 0;
}

int run_growth(const std::string& heap, const std::string& file) {
    if (heap == mimalloc_heap::name) return print_growth<mimalloc_heap>(file);
    if (heap == glibc_heap::name) return print_growth<glibc_heap>(file);
    const pages<const trace_event> events(file);
    return print_growth<tlsf_heap>(file, trace_summary(events.all()).peak_bytes * 4);
}

std::size_t growth_of(const char* heap, const std::string& file) {
    const std::string command =
        "/proc/" + std::to_string(getpid()) + "/exe --growth '" + heap + "' '" + file + "'";
    FILE* const pipe = popen(command.c_str(), "r");
    std::size_t bytes = 0;
    const bool read = pipe != nullptr && std::fscanf(pipe, "%zu", &bytes) == 1;
    require(pipe != nullptr && pclose(pipe) == 0 && read, "the process that measures memory failed");
    return bytes;
}

// The smallest region, to 1/1000, that the trace runs in (by bisection, as if more memory never harmed).
std::size_t smallest_region(trace events, const pages<void*>& blocks, std::size_t peak) {
    std::size_t too_small = peak, enough = peak * 4;
    while (enough - too_small > peak / 1000) {
        const std::size_t middle = too_small + (enough - too_small) / 2;
        tlsf_heap heap(middle);
        (replay(events, heap, blocks, 0, [](std::size_t, auto call) { call(); }) ? enough : too_small) =
            middle;
    }
    return enough;
}

// ---- All of it

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

struct goal {
    const char* what;
    std::size_t part;
};

template <class Rival>
void print_goals(const quantiles& mine, const quantiles& rivals) {
    for (const goal& g : {goal{"p99.99", 3}, goal{"largest", 4}})
        std::printf("goal: %s below %s: %.2fx %s\n", g.what, Rival::name, rivals[g.part] / mine[g.part],
                    mine[g.part] < rivals[g.part] ? "met" : "MISSED");
}

void race(trace events, const std::string& file) {
    const trace_summary summary(events);
    std::printf("%zu calls, up to %zu blocks of %zu bytes in all; checksum %016llx\n", events.size(),
                summary.peak_blocks, summary.peak_bytes, static_cast<unsigned long long>(summary.checksum));
    const pages<void*> blocks(summary.blocks);
    contender<tlsf_heap> tlsf(events, blocks, summary.peak_bytes * 2);
    contender<glibc_heap> glibc(events, blocks);
    std::unique_ptr<contender<mimalloc_heap>> mimalloc;
    if (mimalloc_heap::is_here())
        mimalloc = std::make_unique<contender<mimalloc_heap>>(events, blocks);
    else
        std::printf("mimalloc is left out: there is no libmimalloc.so.2 (Debian: libmimalloc2.0)\n");
    const auto each = [&](auto action) {
        action(tlsf);
        if (mimalloc) action(*mimalloc);
        action(glibc);
    };

    tlsf.heap.touch();
    each([](auto& one) { one.verify(); });
    std::vector<double> ratios_mimalloc, ratios_glibc, of_tlsf, of_rivals[2];
    for (int round = 0; round != replays; ++round) {
        each([](auto& one) { one.time_once(); });
        const double mine = tlsf.run_once();
        of_tlsf.push_back(mine);
        if (mimalloc) of_rivals[0].push_back(mimalloc->run_once());
        of_rivals[1].push_back(glibc.run_once());
        if (mimalloc) ratios_mimalloc.push_back(of_rivals[0].back() / mine);
        ratios_glibc.push_back(of_rivals[1].back() / mine);
    }
    bench::written().race("tlsf", "operation", "calls", "ns per call");
    bench::written().contender(glibc_heap::name, "base");
    bench::written().contender(mimalloc_heap::name, "rivals");
    bench::written().contender(tlsf_heap::name, "ours");
    const auto write_times = [](const char* name, const std::vector<double>& times) {
        if (!times.empty()) bench::written().row("replay", "a program's calls", "", name, times);
    };
    write_times(tlsf_heap::name, of_tlsf);
    write_times(mimalloc_heap::name, of_rivals[0]);
    write_times(glibc_heap::name, of_rivals[1]);

    const double nanoseconds = nanoseconds_per_tick();
    std::printf("\nns, least of %d replays     p50       p99     p99.9    p99.99   largest   which is the\n",
                replays);
    bench::written().figure("The longest calls of a program", "ns, each call's least", glibc_heap::name);
    const quantiles mine = print_quantiles(tlsf, events, nanoseconds);
    quantiles of_mimalloc{};
    if (mimalloc) of_mimalloc = print_quantiles(*mimalloc, events, nanoseconds);
    const quantiles of_glibc = print_quantiles(glibc, events, nanoseconds);
    std::printf("(of these the clock takes %.0f)\n", ticks_of_nothing() * nanoseconds);
    if (mimalloc) print_goals<mimalloc_heap>(mine, of_mimalloc);
    print_goals<glibc_heap>(mine, of_glibc);
    std::printf("no goal: time of the whole trace, over tlsf's: glibc %.2fx", median(ratios_glibc));
    if (mimalloc) std::printf(", mimalloc %.2fx", median(ratios_mimalloc));

    if (bench::is_quick()) return std::printf("\n"), void();

    std::vector<bool> counted(events.size());
    for (std::size_t i = 0; i < events.size(); i += 4999) counted[i] = true;
    each([&](auto& one) {
        for (const std::size_t call : one.slowest(3)) counted[call] = true;
    });
    std::printf(
        "\n\nmost instructions    allocation deallocation   (each 4999th call and the slowest 3 of each\n"
        "%46sheap; a system call counts as one)\n",
        "");
    bench::written().figure("The most instructions in one call", "instructions; 10,000: or more",
                            glibc_heap::name);
    each([&](auto& one) { print_instructions(one, events, blocks, counted); });

    std::printf("\nmemory, over the peak of what the program asked for\n");
    const auto print_memory = [&](const char* name, const char* what, std::size_t bytes) {
        std::printf("%-18s %6.3f   %s\n", name,
                    static_cast<double>(bytes) / static_cast<double>(summary.peak_bytes), what);
    };
    bench::written().figure("Memory over the peak of what a program asked for", "times", glibc_heap::name);
    const char* const resident = "growth of a process of its own (resident, at its peak)";
    print_memory(tlsf_heap::name, "smallest region that it runs in",
                 smallest_region(events, blocks, summary.peak_bytes));
    each([&](auto& one) {
        const char* const name = std::remove_cvref_t<decltype(one.heap)>::name;
        const std::size_t bytes = growth_of(name, file);
        print_memory(name, resident, bytes);
        bench::written().value("growth of the process", name,
                               static_cast<double>(bytes) / static_cast<double>(summary.peak_bytes));
    });
}

int run(int count, char** arguments) {
    if (count == 4 && std::string(arguments[1]) == "--growth") {
        prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
        return run_growth(arguments[2], arguments[3]);
    }
    const bench::recorded_program program(count, arguments);
    const pages<const trace_event> events(program.file());
    race(events.all(), program.file());
    return 0;
}

} // namespace

int main(int count, char** arguments) {
    try {
        return run(count, arguments);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench memory: %s\n", error.what());
        return 1;
    }
}
