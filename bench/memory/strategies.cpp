// What each strategy of resource_for gains, beside the C library's heap and what was left out: the figures
// that it was chosen by.
//
//   strategies                      with the calls of a real program (recorded_program.hpp)
//   strategies COMMAND ARGUMENT...  with those of that command
//
// Each measurement is made in a process of its own, contenders by turns: all memory is new to the process,
// since the one that it was forked from has never had any worth mention.
// `latency` has a reserve of twice what the program has at the same time.
//
//   first     the whole trace, nanoseconds a call; the first byte of each block is written to
//   again     the same once more, with the same resource
//   p99.99    of the calls of a first replay, in nanoseconds, each timed with the write and with what the
//   largest   clock takes; each counts with the least of five processes, so that it is what happens always
//   resident  growth of the process, and what was had from upstream, at the peak, over the peak of what the
//   upstream  program asked for; blocks are written to in full, and looked at before they are freed
//   insert    into a std::map of 2 million random integers, and lookups there: nanoseconds each
//   find

#include <memory/c_heap.hpp>
#include <memory/recorded_program.hpp>
#include <memory/ticks.hpp>
#include <support/results.hpp>

#include <arsenal/memory.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <functional>
#include <limits>
#include <map>
#include <memory_resource>
#include <random>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using arsenal::strategy;
using bench::pages;
using bench::resident_bytes;
using bench::trace_event;
using bench::trace_summary;
using trace = std::span<const trace_event>;

constexpr int rounds = 5;
constexpr int map_rounds = 3;
constexpr std::size_t map_elements = 2'000'000;

// ---- Contenders: made with a reserve and an upstream

template <strategy Strategy>
class by_strategy {
public:
    by_strategy(std::size_t reserve, std::pmr::memory_resource* upstream)
        : resource_({.reserve = Strategy == strategy::latency ? reserve : 1 << 20, .upstream = upstream}) {}
    void* allocate(std::size_t bytes, std::size_t alignment) { return resource_.allocate(bytes, alignment); }
    void deallocate(void* p, std::size_t bytes, std::size_t alignment) {
        resource_.deallocate(p, bytes, alignment);
    }

private:
    arsenal::resource_for<Strategy> resource_;
};

struct c_heap_alone : bench::c_heap {
    c_heap_alone(std::size_t, std::pmr::memory_resource*) {}
};

class arena_alone {
public:
    arena_alone(std::size_t, std::pmr::memory_resource* upstream) : arena_(upstream) {}
    void* allocate(std::size_t bytes, std::size_t alignment) { return arena_.allocate(bytes, alignment); }
    void deallocate(void*, std::size_t, std::size_t) {}

private:
    arsenal::arena arena_;
};

class heap_alone {
public:
    heap_alone(std::size_t, std::pmr::memory_resource*) {}
    void* allocate(std::size_t bytes, std::size_t alignment) { return heap_.allocate(bytes, alignment); }
    void deallocate(void* p, std::size_t bytes, std::size_t alignment) {
        heap_.deallocate(p, bytes, alignment);
    }

private:
    arsenal::heap heap_;
};

// ---- Measurements, of which each is made in a child

class peak_resource final : public std::pmr::memory_resource {
public:
    std::size_t peak() const { return peak_; }

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        live_ += bytes;
        peak_ = std::max(peak_, live_);
        return std::pmr::new_delete_resource()->allocate(bytes, alignment);
    }
    void do_deallocate(void* p, std::size_t bytes, std::size_t alignment) override {
        live_ -= bytes;
        std::pmr::new_delete_resource()->deallocate(p, bytes, alignment);
    }
    bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

    std::size_t live_ = 0;
    std::size_t peak_ = 0;
};

void require(bool holds, const char* what) {
    if (!holds) throw std::runtime_error(what);
}

double now() {
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

void write_first(void* p) { *static_cast<volatile char*>(p) = 1; }

struct input {
    trace events;
    trace_summary summary;
    std::size_t reserve() const { return 2 * summary.peak_bytes; }
};

/// Makes the heap do what the events say: allocated(p, event), then freed(p, event).
template <class Heap, class Allocated, class Freed>
void replay(const input& in, Heap& heap, std::vector<void*>& blocks, Allocated allocated, Freed freed) {
    for (const trace_event& e : in.events) {
        void*& p = blocks[e.block];
        if (e.allocates) {
            p = heap.allocate(e.bytes, e.alignment());
            allocated(p, e);
        } else {
            freed(p, e);
            heap.deallocate(p, e.bytes, e.alignment());
        }
    }
}

struct replay_times {
    double first, again; // nanoseconds a call
};
template <class Heap>
replay_times time_replays(const input& in) {
    std::vector<void*> blocks(in.summary.blocks);
    Heap heap(in.reserve(), std::pmr::new_delete_resource());
    const auto once = [&] {
        const double begin = now();
        replay(
            in, heap, blocks, [](void* p, const trace_event&) { write_first(p); },
            [](void*, const trace_event&) {});
        return (now() - begin) / static_cast<double>(in.events.size());
    };
    const double first = once();
    return {first, once()};
}

struct footprint {
    double resident, upstream; // over the peak of what is asked for
};
template <class Heap>
footprint measure_footprint(const input& in) {
    std::vector<void*> blocks(in.summary.blocks);
    require(trace_summary(in.events).checksum == in.summary.checksum, "no trace"); // now it is resident
    peak_resource upstream;
    const std::size_t before = resident_bytes("VmRSS:");
    Heap heap(in.reserve(), &upstream);
    replay(
        in, heap, blocks,
        [](void* p, const trace_event& e) { std::memset(p, static_cast<int>(e.block * 167 + 1), e.bytes); },
        [](void* p, const trace_event& e) {
            const auto* const bytes = static_cast<const unsigned char*>(p);
            const auto fill = static_cast<unsigned char>(e.block * 167 + 1);
            require(e.bytes == 0 || (bytes[0] == fill && bytes[e.bytes - 1] == fill),
                    "a block lost its bytes");
        });
    const auto peak = static_cast<double>(in.summary.peak_bytes);
    return {static_cast<double>(resident_bytes("VmHWM:") - before) / peak,
            static_cast<double>(upstream.peak()) / peak};
}

/// Each call's ticks become the least of what they are and were.
template <class Heap>
void time_calls(const input& in, std::span<std::uint32_t> least) {
    std::vector<void*> blocks(in.summary.blocks);
    Heap heap(in.reserve(), std::pmr::new_delete_resource());
    for (std::size_t i = 0; i != in.events.size(); ++i) {
        const trace_event& e = in.events[i];
        void*& p = blocks[e.block];
        const std::uint64_t begin = bench::begin_ticks();
        if (e.allocates) {
            p = heap.allocate(e.bytes, e.alignment());
            write_first(p);
        } else {
            heap.deallocate(p, e.bytes, e.alignment());
        }
        const std::uint64_t ticks = bench::end_ticks() - begin;
        least[i] = static_cast<std::uint32_t>(std::min<std::uint64_t>(least[i], ticks));
    }
}

struct map_times {
    double insert, find; // nanoseconds each
};
template <class Heap>
map_times time_map(const input&) {
    using value = std::pair<const std::uint64_t, std::uint64_t>;
    Heap heap(map_elements * 64, std::pmr::new_delete_resource());
    std::map<std::uint64_t, std::uint64_t, std::less<>, arsenal::resource_allocator<value, Heap>> map(heap);
    std::mt19937_64 keys(1), wanted(1);
    const double begin = now();
    for (std::size_t i = 0; i != map_elements; ++i) map.emplace(keys(), i);
    const double inserted = now();
    constexpr std::size_t lookups = map_elements / 4;
    for (std::size_t i = 0; i != lookups; ++i) {
        const auto found = map.find(wanted());
        require(found != map.end() && found->second == i, "a map lost an element");
    }
    return {(inserted - begin) / map_elements, (now() - inserted) / lookups};
}

// ---- Each contender's results

/// What children write to, too.
template <class T>
class shared_pages {
public:
    explicit shared_pages(std::size_t count) : count_(count) {
        void* const p =
            mmap(nullptr, count * sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        require(p != MAP_FAILED, "no memory for results");
        first_ = static_cast<T*>(p);
    }
    ~shared_pages() { munmap(first_, count_ * sizeof(T)); }
    shared_pages(const shared_pages&) = delete;

    std::span<T> all() const { return {first_, count_}; }

private:
    T* first_;
    std::size_t count_;
};

/// What a child finds.
template <class Result, class Measure>
Result in_child(Measure measure) {
    const shared_pages<Result> shared(1);
    std::fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        try {
            shared.all()[0] = measure();
            _exit(0);
        } catch (const std::exception& error) {
            std::fprintf(stderr, "%s\n", error.what());
            _exit(1);
        }
    }
    int status = 0;
    require(child > 0 && waitpid(child, &status, 0) == child && status == 0, "a measurement failed");
    return shared.all()[0];
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

struct contender {
    const char* name;
    std::function<replay_times(const input&)> replays;
    std::function<footprint(const input&)> memory;
    std::function<void(const input&, std::span<std::uint32_t>)> calls;
    std::function<map_times(const input&)> map;

    std::vector<double> first{}, again{}, insert{}, find{};
    footprint used{};
    double p9999 = 0, largest = 0; // ticks
};

template <class Heap>
contender make(const char* name) {
    return {name, time_replays<Heap>, measure_footprint<Heap>, time_calls<Heap>, time_map<Heap>};
}

void measure_calls(contender& one, const input& in) {
    const shared_pages<std::uint32_t> least(in.events.size());
    std::ranges::fill(least.all(), std::numeric_limits<std::uint32_t>::max());
    for (int round = 0; round != rounds; ++round)
        in_child<int>([&] { return one.calls(in, least.all()), 0; });
    const std::span<std::uint32_t> sorted = least.all();
    std::ranges::sort(sorted);
    one.p9999 = sorted[sorted.size() - 1 - sorted.size() / 10'000];
    one.largest = sorted.back();
}

void measure(std::vector<contender>& all, const input& in) {
    for (int round = 0; round != rounds; ++round)
        for (contender& one : all) {
            const auto times = in_child<replay_times>([&] { return one.replays(in); });
            one.first.push_back(times.first);
            one.again.push_back(times.again);
        }
    for (contender& one : all) {
        measure_calls(one, in);
        one.used = in_child<footprint>([&] { return one.memory(in); });
    }
    for (int round = 0; round != map_rounds; ++round)
        for (contender& one : all) {
            const auto times = in_child<map_times>([&] { return one.map(in); });
            one.insert.push_back(times.insert);
            one.find.push_back(times.find);
        }
}

void print_gain(const char* what, double rival, double mine) {
    std::printf("gain: %s: %.2fx %s\n", what, rival / mine, mine < rival ? "met" : "MISSED");
}

constexpr const char* c_library = "(C library's heap)";

void write_race(const char* name, const char* unit, const std::vector<contender>& all,
                const std::vector<std::pair<const char*, std::vector<double> contender::*>>& operations) {
    bench::written().race(name, "operation", "calls", unit);
    for (const contender& one : all)
        bench::written().contender(one.name, one.name == c_library ? "base" : "ours");
    for (const contender& one : all)
        for (const auto& [operation, times] : operations)
            bench::written().row(operation, "", "", one.name, one.*times);
}
void write(const std::vector<contender>& all, double nanoseconds) {
    write_race("strategies, a program's calls", "ns per call", all,
               {{"replay", &contender::first}, {"again", &contender::again}});
    write_race("strategies, a map of 2 million", "ns per operation", all,
               {{"insert", &contender::insert}, {"find", &contender::find}});
    bench::written().figure("Strategies: the longest calls of a program", "ns, each call's least", c_library);
    for (const contender& one : all) {
        bench::written().value("99.99 %", one.name, one.p9999 * nanoseconds);
        bench::written().value("the longest", one.name, one.largest * nanoseconds);
    }
    bench::written().figure("Strategies: memory over the peak of what a program asked for", "times",
                            c_library);
    for (const contender& one : all)
        bench::written().value("growth of the process", one.name, one.used.resident);
}

void race(const input& in) {
    std::printf("%zu calls, up to %zu blocks of %zu bytes in all; checksum %016llx\n\n", in.events.size(),
                in.summary.peak_blocks, in.summary.peak_bytes,
                static_cast<unsigned long long>(in.summary.checksum));
    std::vector<contender> all{make<by_strategy<strategy::balanced>>("balanced, throughput"),
                               make<by_strategy<strategy::maximal_speed>>("maximal_speed"),
                               make<by_strategy<strategy::latency>>("latency"),
                               make<by_strategy<strategy::minimal_memory>>("minimal_memory"),
                               make<c_heap_alone>(c_library),
                               make<heap_alone>("(heap)"),
                               make<arena_alone>("(arena)")};
    measure(all, in);

    const double nanoseconds = bench::nanoseconds_per_tick();
    write(all, nanoseconds);
    std::printf("%-22s %6s %6s %8s %9s %9s %9s %7s %6s\n", "", "first", "again", "p99.99", "largest",
                "resident", "upstream", "insert", "find");
    for (const contender& one : all)
        std::printf("%-22s %6.1f %6.1f %8.0f %9.0f %9.2f %9.2f %7.0f %6.0f\n", one.name, median(one.first),
                    median(one.again), one.p9999 * nanoseconds, one.largest * nanoseconds, one.used.resident,
                    one.used.upstream, median(one.insert), median(one.find));

    const contender &balanced = all[0], &packed = all[1], &latency = all[2], &lean = all[3], &c = all[4];
    std::printf("\n");
    print_gain("balanced, again, over the C library's heap", median(c.again), median(balanced.again));
    print_gain("maximal_speed, find, over balanced", median(balanced.find), median(packed.find));
    print_gain("maximal_speed, insert, over balanced", median(balanced.insert), median(packed.insert));
    print_gain("latency, p99.99, below balanced", balanced.p9999, latency.p9999);
    print_gain("latency, largest, below balanced", balanced.largest, latency.largest);
    print_gain("minimal_memory, resident, below balanced", balanced.used.resident, lean.used.resident);
    print_gain("minimal_memory, upstream, below balanced", balanced.used.upstream, lean.used.upstream);
}

} // namespace

int main(int count, char** arguments) {
    try {
        const bench::recorded_program program(count, arguments);
        const pages<const trace_event> events(program.file());
        race({events.all(), trace_summary(events.all())});
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench memory: %s\n", error.what());
        return 1;
    }
}
