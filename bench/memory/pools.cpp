// The pools beside std's pool resources and mimalloc, in one run.
//
// Every contender keeps its memory from round to round (but for "fresh"); contenders take turns, and a cell
// is the median of the rounds' ratios of thread time. Every block is written to, and read again before it is
// freed. The last column, "none", does next to nothing for an allocation and a store for a deallocation: what
// a cell takes with it is the loop's or the container's own, and more than its ratio no pool can have there.
// mimalloc is opened by hand, for linking it would replace malloc for all; without it (Debian:
// libmimalloc2.0) its columns are left out.

#include <arsenal/memory.hpp>
#include <arsenal/sync.hpp>

#include <support/results.hpp>
#include <sync/contest.hpp>

#include <cmath>
#include <cstring>
#include <ctime>
#include <list>
#include <map>
#include <memory_resource>
#include <mutex>
#include <random>
#include <unordered_map>

#include <dlfcn.h>

namespace {

using bench::median;
using bench::require;

// Nanoseconds of this thread's own: what other processes take does not count.
double now() {
    std::timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

const int pool_rounds = bench::is_quick() ? 7 : 9;

// --- contenders: allocate(bytes), deallocate(p, bytes), each made for blocks of up to so many bytes
// -------------

constexpr std::size_t alignment = 8;

template <class Resource>
struct through_pmr {
    explicit through_pmr(std::size_t) {}
    void* allocate(std::size_t bytes, std::size_t align = alignment) { return base.allocate(bytes, align); }
    void deallocate(void* p, std::size_t bytes, std::size_t align = alignment) {
        base.deallocate(p, bytes, align);
    }
    Resource resource;
    std::pmr::memory_resource& base = launder(&resource);

private:
    // Who has a polymorphic_allocator does not see what is behind it; nor may the compiler here.
    static std::pmr::memory_resource& launder(std::pmr::memory_resource* p) {
        asm volatile("" : "+r"(p));
        return *p;
    }
};
using std_pmr = through_pmr<std::pmr::unsynchronized_pool_resource>;
using own_pmr = through_pmr<arsenal::pmr::unsynchronized_pool_resource>;

struct mimalloc {
    explicit mimalloc(std::size_t = 0) {}
    void* allocate(std::size_t bytes, std::size_t = alignment) { return take(bytes); }
    void deallocate(void* p, std::size_t, std::size_t = alignment) { give(p); }

    static inline void* (*take)(std::size_t) = nullptr;
    static inline void (*give)(void*) = nullptr;

    static bool open() {
        void* const library = dlopen("libmimalloc.so.2", RTLD_NOW | RTLD_LOCAL);
        if (library == nullptr) return false;
        take = reinterpret_cast<void* (*)(std::size_t)>(dlsym(library, "mi_malloc"));
        give = reinterpret_cast<void (*)(void*)>(dlsym(library, "mi_free"));
        return take != nullptr && give != nullptr;
    }
};

struct own_pool {
    explicit own_pool(std::size_t most) : resource(most, alignment) {}
    void* allocate(std::size_t bytes, std::size_t align = alignment) {
        return resource.allocate(bytes, align);
    }
    void deallocate(void* p, std::size_t bytes, std::size_t align = alignment) {
        resource.deallocate(p, bytes, align);
    }
    arsenal::pool resource;
};

struct own_slab {
    explicit own_slab(std::size_t) {}
    void* allocate(std::size_t bytes, std::size_t align = alignment) {
        return resource.allocate(bytes, align);
    }
    void deallocate(void* p, std::size_t bytes, std::size_t align = alignment) {
        resource.deallocate(p, bytes, align);
    }
    arsenal::slab resource;
};

// One block after the other of as many as there are to be, or from that on which was freed last: all are free
// when the first is wanted again. Knows nothing; other sizes are operator new's.
struct no_pool {
    explicit no_pool(std::size_t most) : bytes_each(most), memory(blocks * most) { next = memory.data(); }
    void* allocate(std::size_t bytes, std::size_t = alignment) {
        if (bytes != bytes_each) return ::operator new(bytes);
        std::byte* const block = next;
        next = block + bytes_each != memory.data() + memory.size() ? block + bytes_each : memory.data();
        return block;
    }
    void deallocate(void* p, std::size_t bytes, std::size_t = alignment) {
        if (bytes != bytes_each) return ::operator delete(p);
        next = static_cast<std::byte*>(p);
    }

    static inline std::uint32_t blocks = 0; // for the next one
    std::size_t bytes_each;
    std::vector<std::byte> memory;
    std::byte* next;
};

template <std::size_t Bytes>
struct element {
    explicit element(std::uint32_t n) { std::memcpy(bytes, &n, sizeof n); }
    std::uint32_t number() const {
        std::uint32_t n;
        std::memcpy(&n, bytes, sizeof n);
        return n;
    }
    alignas(alignment) unsigned char bytes[Bytes];
};

template <std::size_t Bytes>
struct own_objects {
    explicit own_objects(std::size_t) {}
    void* allocate(std::size_t) { return objects.construct(0U); }
    void deallocate(void* p, std::size_t) { objects.destroy(static_cast<element<Bytes>*>(p)); }
    arsenal::object_pool<element<Bytes>> objects;
};

// --- patterns
// --------------------------------------------------------------------------------------------------

enum class pattern { in_order, reverse, random, churn, fresh, list, map, unordered_map };
constexpr const char* names[] = {"in order", "reverse", "random", "churn",
                                 "fresh",    "list",    "map",    "unordered_map"};

struct work {
    std::uint32_t n;
    std::size_t most;                 // bytes
    std::vector<std::uint32_t> sizes; // of block i
    std::vector<std::uint32_t> order; // a permutation
    std::vector<void*> blocks;

    // Blocks of `bytes` each; 0: of 1 to 1024, small ones more often.
    work(std::uint32_t count, std::size_t bytes) : n(count), most(bytes == 0 ? 1024 : bytes), blocks(count) {
        std::mt19937 random(n);
        for (std::uint32_t i = 0; i != n; ++i) {
            sizes.push_back(bytes != 0 ? static_cast<std::uint32_t>(bytes)
                                       : 8U + random() % (1U << (3 + random() % 8)) % 1017U);
            order.push_back(i);
        }
        std::shuffle(order.begin(), order.end(), random);
    }

    std::uint64_t expected() const { return std::uint64_t{n} * (n - 1) / 2; }
    // Who allocates mostly knows what; so Bytes is said, unless it is 0.
    template <std::size_t Bytes, class Contender>
    void take(Contender& from, std::uint32_t i) {
        blocks[i] = from.allocate(Bytes != 0 ? Bytes : sizes[i]);
        std::memcpy(blocks[i], &i, sizeof i);
    }
    template <std::size_t Bytes, class Contender>
    std::uint64_t give(Contender& to, std::uint32_t i) {
        std::uint32_t number;
        std::memcpy(&number, blocks[i], sizeof number);
        to.deallocate(blocks[i], Bytes != 0 ? Bytes : sizes[i]);
        return number;
    }
};

template <std::size_t Bytes, class Contender>
std::uint64_t fill_and_empty(Contender& c, work& w, pattern p) {
    std::uint64_t sum = 0;
    for (std::uint32_t i = 0; i != w.n; ++i) w.template take<Bytes>(c, i);
    if (p == pattern::reverse)
        for (std::uint32_t i = w.n; i-- != 0;) sum += w.template give<Bytes>(c, i);
    else if (p == pattern::random)
        for (const std::uint32_t i : w.order) sum += w.template give<Bytes>(c, i);
    else
        for (std::uint32_t i = 0; i != w.n; ++i) sum += w.template give<Bytes>(c, i);
    return sum;
}

int repetitions(const work& w) { return std::max(1, static_cast<int>(20'000 / w.n)); }

// Nanoseconds for each block allocated and freed.
template <std::size_t Bytes, class Contender>
double raw(Contender& c, work& w, pattern p) {
    const int times = repetitions(w);
    std::uint64_t sum = 0;
    double begin = now();
    double end;
    if (p == pattern::churn) {
        for (std::uint32_t i = 0; i != w.n; ++i) w.template take<Bytes>(c, i);
        begin = now();
        for (int t = 0; t != times; ++t)
            for (const std::uint32_t i : w.order) {
                sum += w.template give<Bytes>(c, i);
                w.template take<Bytes>(c, i);
            }
        end = now();
        for (std::uint32_t i = 0; i != w.n; ++i) w.template give<Bytes>(c, i);
    } else {
        for (int t = 0; t != times; ++t) {
            if (p == pattern::fresh) {
                Contender fresh(w.most);
                sum += fill_and_empty<Bytes>(fresh, w, p);
            } else {
                sum += fill_and_empty<Bytes>(c, w, p);
            }
        }
        end = now();
    }
    require(sum == w.expected() * static_cast<std::uint64_t>(times),
            "a block was not kept as it was written");
    return (end - begin) / times / w.n;
}

template <class Container, class Contender>
double contained(Contender& c, const work& w) {
    using allocator = typename Container::allocator_type;
    const int times = repetitions(w);
    std::uint64_t sum = 0;
    Container container{allocator(c)};
    const double begin = now();
    for (int t = 0; t != times; ++t) {
        for (const std::uint32_t i : w.order)
            if constexpr (requires { container.emplace_back(i); })
                container.emplace_back(i);
            else
                container.emplace(i, i);
        if constexpr (requires { container.emplace_back(0U); })
            sum += container.back().number();
        else
            sum += container.begin()->second.number();
        container.clear();
    }
    const double end = now();
    require(sum / static_cast<std::uint64_t>(times) < w.n, "an element was not kept as it was written");
    return (end - begin) / times / w.n;
}

template <class T, class R>
using allocator_of = arsenal::resource_allocator<T, R>;
template <std::size_t Bytes, class R>
using list_of = std::list<element<Bytes>, allocator_of<element<Bytes>, R>>;
template <class Key, std::size_t Bytes>
using pair_of = std::pair<const Key, element<Bytes>>;
template <std::size_t Bytes, class R>
using map_of =
    std::map<std::uint32_t, element<Bytes>, std::less<>, allocator_of<pair_of<std::uint32_t, Bytes>, R>>;
template <std::size_t Bytes, class R>
using hash_of = std::unordered_map<std::uint32_t, element<Bytes>, std::hash<std::uint32_t>, std::equal_to<>,
                                   allocator_of<pair_of<std::uint32_t, Bytes>, R>>;

template <std::size_t Bytes, class Contender>
double measure(Contender& c, work& w, pattern p) {
    if constexpr (Bytes != 0 && arsenal::raw_resource<Contender>) {
        if (p == pattern::list) return contained<list_of<Bytes, Contender>>(c, w);
        if (p == pattern::map) return contained<map_of<Bytes, Contender>>(c, w);
        if (p == pattern::unordered_map) return contained<hash_of<Bytes, Contender>>(c, w);
    }
    return raw<Bytes>(c, w, p);
}

// --- the table
// -------------------------------------------------------------------------------------------------

struct comparison {
    const char* name;
    double goal; // 0: none
};
constexpr comparison comparisons[] = {
    {"pool / std", 2}, {"pool / mimalloc", 2}, {"object_pool / std", 2}, {"object_pool / mimalloc", 2},
    {"slab / std", 2}, {"slab / mimalloc", 0}, {"pmr / std", 2},         {"pmr / mimalloc", 0},
    {"none / std", 0}, {"none / mimalloc", 0}};
struct ratios_of_cells {
    std::vector<double> ratios;
    std::vector<std::string> cells;
};
std::array<ratios_of_cells, std::size(comparisons)> results;
bool has_mimalloc = false;
constexpr const char* racer_names[] = {"std", "mimalloc", "pool", "object_pool", "slab", "pmr", "none"};

void add(std::size_t index, double ratio, const std::string& cell) {
    results[index].ratios.push_back(ratio);
    results[index].cells.push_back(cell);
    std::printf(" %7.2f", ratio);
}

void print_goals() {
    std::printf("\n%-24s %-25s %7s  %s\n", "how many times faster", "geometric mean", "worst",
                "where; and what was lost (under 0.95)");
    for (std::size_t i = 0; i != results.size(); ++i) {
        const auto& [ratios, cells] = results[i];
        if (ratios.empty()) continue;
        double logs = 0;
        for (const double ratio : ratios) logs += std::log(ratio);
        const auto worst = std::min_element(ratios.begin(), ratios.end());
        const double mean = std::exp(logs / static_cast<double>(ratios.size()));
        const auto [name, goal] = comparisons[i];
        std::printf("%-24s %9.2fx %-15s %6.2fx  %s", name, mean,
                    goal == 0      ? ""
                    : mean >= goal ? "(goal 2x: met)"
                                   : "(goal 2x: short)",
                    *worst, cells[static_cast<std::size_t>(worst - ratios.begin())].c_str());
        const char* separator = "; lost: ";
        for (std::size_t cell = 0; cell != ratios.size(); ++cell)
            if (ratios[cell] < 0.95) {
                std::printf("%s%s", separator, cells[cell].c_str());
                separator = ", ";
            }
        std::printf("\n");
    }
}

// What a node of the container takes, which is what a pool for it has blocks of.
struct node_size {
    void* allocate(std::size_t bytes, std::size_t) {
        if (first == 0) first = bytes;
        return ::operator new(bytes);
    }
    void deallocate(void* p, std::size_t, std::size_t) { ::operator delete(p); }
    std::size_t first = 0;
};
template <class Container>
std::size_t node_bytes() {
    node_size size;
    Container container{typename Container::allocator_type(size)};
    if constexpr (requires { container.emplace_back(0U); })
        container.emplace_back(0U);
    else
        container.emplace(0U, 0U);
    return size.first;
}
template <std::size_t Bytes>
std::size_t block_bytes(pattern p) {
    if (p == pattern::list) return node_bytes<list_of<Bytes, node_size>>();
    if (p == pattern::map) return node_bytes<map_of<Bytes, node_size>>();
    if (p == pattern::unordered_map) return node_bytes<hash_of<Bytes, node_size>>();
    return Bytes;
}

// A contender's times, and how to have another.
struct racer {
    std::function<double()> run;
    std::vector<double> times;

    double ratio(const racer& rival) const {
        std::vector<double> ratios;
        for (std::size_t i = 0; i != times.size(); ++i) ratios.push_back(rival.times[i] / times[i]);
        return median(ratios);
    }
};

template <std::size_t Bytes>
void row(std::uint32_t n, pattern p) {
    const bool container = p >= pattern::list;
    if (Bytes == 0 && container) return;
    work w(n, Bytes);
    std::size_t most = w.most;
    if constexpr (Bytes != 0) most = block_bytes<Bytes>(p);
    std_pmr std_contender(most);
    mimalloc mi_contender(most);
    own_pool pool(most);
    own_objects<Bytes == 0 ? 8 : Bytes> objects(most);
    own_slab slab(most);
    own_pmr pmr(most);
    no_pool::blocks = n;
    no_pool none(most);
    const auto racing = [&](auto& contender) {
        return racer{[&] { return measure<Bytes>(contender, w, p); }, {}};
    };
    enum { std_place, mi_place, pool_place, objects_place, slab_place, pmr_place, none_place, places };
    std::array<racer, places> racers{racing(std_contender), racing(mi_contender), racing(pool),
                                     racing(objects),       racing(slab),         racing(pmr),
                                     racing(none)};
    if (!has_mimalloc) racers[mi_place].run = nullptr;
    if (Bytes == 0) racers[pool_place].run = nullptr;
    if (Bytes == 0 || p == pattern::fresh) racers[none_place].run = nullptr; // which no memory is new to
    if (Bytes == 0 || container) racers[objects_place].run = nullptr;
    for (racer& one : racers)
        if (one.run) one.run(); // the first time all faults in its memory
    for (int round = 0; round != pool_rounds; ++round)
        for (racer& one : racers)
            if (one.run) one.times.push_back(one.run());

    const std::string size = Bytes == 0 ? "mixed" : std::to_string(Bytes);
    const std::string cell = size + " x " + std::to_string(n) + " " + names[static_cast<int>(p)];
    for (int place = 0; place != places; ++place)
        if (!racers[place].times.empty())
            bench::written().row(std::to_string(n) + " blocks", names[static_cast<int>(p)], size,
                                 racer_names[place], racers[place].times);
    std::printf("%6s %7u %-14s %7.1f %7.1f", size.c_str(), n, names[static_cast<int>(p)],
                median(racers[std_place].times), median(racers[mi_place].times));
    for (int place = pool_place; place != places; ++place)
        for (const int rival : {std_place, mi_place})
            if (racers[place].run && racers[rival].run)
                add(static_cast<std::size_t>((place - pool_place) * 2 + rival),
                    racers[place].ratio(racers[rival]), cell);
            else
                std::printf(" %7s", "-");
    std::printf("\n");
    std::fflush(stdout);
}

template <std::size_t Bytes>
void rows() {
    const std::uint32_t many =
        static_cast<std::uint32_t>(std::min<std::size_t>(50'000, (16 << 20) / (Bytes == 0 ? 256 : Bytes)));
    for (const std::uint32_t n : {1000U, many}) {
        if (bench::is_quick() && n == many) continue;
        for (const pattern p : {pattern::in_order, pattern::reverse, pattern::random, pattern::churn,
                                pattern::fresh, pattern::list, pattern::map, pattern::unordered_map})
            row<Bytes>(n, p);
    }
}

void one_thread() {
    has_mimalloc = mimalloc::open();
    if (!has_mimalloc) std::printf("mimalloc is left out: no libmimalloc.so.2 (Debian: libmimalloc2.0)\n");
    std::printf(
        "ns for each block allocated and freed, and how many times longer the two take than each of ours\n");
    std::printf("%6s %7s %-14s %7s %7s %15s %15s %15s %15s %15s\n", "bytes", "n", "pattern", "std pmr", "mi",
                "pool", "object_pool", "slab", "pmr", "none");
    bench::written().race("pools, one thread", "pattern", "bytes", "ns per block allocated and freed");
    for (const char* name : {"pool", "object_pool", "slab", "pmr"}) bench::written().contender(name, "ours");
    bench::written().contender("std", "base");
    bench::written().contender("mimalloc", "rivals");
    rows<8>();
    if (!bench::is_quick()) {
        rows<16>();
        rows<24>();
        rows<256>();
        rows<1024>();
    }
    rows<64>();
    rows<0>();
    print_goals();
}

// --- several threads
// -------------------------------------------------------------------------------------------

struct mutex_and_slab {
    void* allocate(std::size_t bytes, std::size_t align) {
        const std::lock_guard guard(mutex);
        return slab.allocate(bytes, align);
    }
    void deallocate(void* p, std::size_t bytes, std::size_t align) {
        const std::lock_guard guard(mutex);
        slab.deallocate(p, bytes, align);
    }
    arsenal::mutex mutex;
    arsenal::slab slab;
};

template <class Resource>
struct shared_contender {
    explicit shared_contender(std::size_t = 0) {}
    void* allocate(std::size_t bytes) { return base.allocate(bytes, alignment); }
    void deallocate(void* p, std::size_t bytes) { base.deallocate(p, bytes, alignment); }
    Resource resource{};
    std::conditional_t<std::is_base_of_v<std::pmr::memory_resource, Resource>, std::pmr::memory_resource,
                       Resource>& base = resource;
};

// Nanoseconds of a processor for each block, by all threads on the average: that of waiting is not in it,
// that of polling is.
template <class Resource, std::size_t Bytes>
double threads_with(int threads, pattern p) {
    constexpr std::uint32_t n = 1000;
    shared_contender<Resource> shared;
    std::vector<work> works(static_cast<std::size_t>(threads), work(n, Bytes));
    std::atomic<double> time = 0;
    bench::together(
        threads, [&](int t) { time.fetch_add(raw<Bytes>(shared, works[static_cast<std::size_t>(t)], p)); });
    return time / threads;
}

// Of each pair of threads one allocates, the other frees: by batches, two at the most between them.
template <class Resource>
double handed_over(int threads) {
    constexpr std::uint32_t n = 250;
    constexpr int batches = 100;
    struct channel {
        std::array<work, 2> works{work(n, 64), work(n, 64)};
        arsenal::counting_semaphore<> empty{2};
        arsenal::counting_semaphore<> full{0};
    };
    shared_contender<Resource> shared;
    std::vector<channel> channels(static_cast<std::size_t>((threads + 1) / 2));
    std::atomic<double> time = 0;
    bench::together(threads, [&](int t) {
        const double begin = now();
        channel& c = channels[static_cast<std::size_t>(t / 2)];
        for (int batch = 0; batch != batches; ++batch) {
            work& w = c.works[static_cast<std::size_t>(batch % 2)];
            if (t % 2 == 0) {
                c.empty.acquire();
                for (std::uint32_t i = 0; i != n; ++i) w.take<64>(shared, i);
                c.full.release();
            } else {
                std::uint64_t sum = 0;
                c.full.acquire();
                for (std::uint32_t i = 0; i != n; ++i) sum += w.give<64>(shared, i);
                c.empty.release();
                require(sum == w.expected(), "a block was not kept as it was written");
            }
        }
        time.fetch_add(now() - begin);
    });
    return time * 2 / threads / batches / n;
}

// A table of what run(threads) of each is.
template <template <class> class Run>
void race_pools(const char* row, const std::vector<int>& threads) {
    const auto sharing = [&]<class Resource>(const char* name) {
        return bench::contender{name, bench::for_each_count(Run<Resource>::run, threads)};
    };
    bench::table(
        "pools, several threads", row, bench::columns_of(threads),
        {sharing.template operator()<std::pmr::synchronized_pool_resource>("std::pmr::synchronized_pool"),
         sharing.template operator()<arsenal::pmr::synchronized_pool_resource>("arsenal's"),
         sharing.template operator()<mutex_and_slab>("arsenal::mutex around slab")});
}

template <std::size_t Bytes, pattern Pattern>
struct sharing_of {
    template <class Resource>
    struct in {
        static double run(int threads) { return threads_with<Resource, Bytes>(threads, Pattern); }
    };
};
template <class Resource>
struct handing_over {
    static double run(int threads) { return handed_over<Resource>(threads); }
};

void several_threads() {
    std::printf("\nProcessor ns of a block.\n");
    const std::vector<int> threads =
        bench::is_quick() ? std::vector<int>{1, 2} : std::vector<int>{1, 2, 4, 16};
    race_pools<sharing_of<64, pattern::random>::in>("random, 64 bytes", threads);
    race_pools<sharing_of<0, pattern::random>::in>("random, mixed", threads);
    race_pools<sharing_of<64, pattern::churn>::in>("churn, 64 bytes", threads);
    race_pools<sharing_of<0, pattern::churn>::in>("churn, mixed", threads);
    if (!bench::is_quick()) race_pools<handing_over>("handed over, 64 bytes", {2, 4, 16});
}

} // namespace

int main(int count, char** arguments) {
    return bench::run_parts({{"one_thread", one_thread}, {"several_threads", several_threads}}, count,
                            arguments);
}
