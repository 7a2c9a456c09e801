// What several threads allocate and free at once: lock_free_pool, and thread_cache in front of several
// resources, beside the C library's malloc, mimalloc, and std's synchronized pool, in one run; 1 to 16
// threads.
//
//   alone      one thread takes a block and frees it at once; or 64 blocks, and frees them in that order
//   larson     each thread replaces blocks at random places of its array; after a while it has another
//              thread's array (P. Larson and M. Krishnan, "Memory Allocation for Long-Running Server
//              Applications", ISMM 1998)
//   scratch    each thread frees a small block that it got from the first thread, and then writes all the
//              to blocks of that size that it allocates itself: cache-scratch of E. Berger et al., "Hoard: A
//              Scalable Memory Allocator for Multithreaded Applications", ASPLOS 2000
//   handed     one thread of a pair allocates, the other one frees (with one thread: what it allocated 2048
//              blocks ago)
//
// Nanoseconds are of processor time, of all threads together, by operation: what other programs on the
// machine take does not count. Contenders take turns; a ratio is the median of the rounds' ratios. mimalloc
// is loaded, not linked: its shared library replaces malloc in a program that is linked to it.

#include <arsenal/memory.hpp>
#include <arsenal/sync.hpp>

#include <sync/contest.hpp>

#include <ctime>
#include <dlfcn.h>
#include <memory_resource>

namespace {

using namespace bench;

const std::vector<int> counts = counts_of({1, 2, 4, 16});
constexpr std::size_t alignment = 16;
constexpr std::size_t pool_bytes = 64;

struct c_library {
    static void* allocate(std::size_t bytes) { return std::malloc(bytes); }
    static void deallocate(void* p, std::size_t) { std::free(p); }
};

struct mimalloc {
    static void* allocate(std::size_t bytes) { return take(bytes); }
    static void deallocate(void* p, std::size_t) { give(p); }

    static inline void* (*take)(std::size_t) = nullptr;
    static inline void (*give)(void*) = nullptr;

    static bool is_there() {
        void* const library = dlopen("libmimalloc.so.2", RTLD_NOW | RTLD_LOCAL);
        if (library == nullptr) return false;
        take = reinterpret_cast<void* (*)(std::size_t)>(dlsym(library, "mi_malloc"));
        give = reinterpret_cast<void (*)(void*)>(dlsym(library, "mi_free"));
        return take != nullptr && give != nullptr;
    }
};

struct pool_alone {
    arsenal::lock_free_pool pool{pool_bytes};
    void* allocate(std::size_t bytes) { return pool.allocate(bytes, alignment); }
    void deallocate(void* p, std::size_t bytes) { pool.deallocate(p, bytes, alignment); }
};
struct std_pool {
    std::pmr::synchronized_pool_resource pool;
    void* allocate(std::size_t bytes) { return pool.allocate(bytes, alignment); }
    void deallocate(void* p, std::size_t bytes) { pool.deallocate(p, bytes, alignment); }
};

struct locked_pool {
    std::pmr::unsynchronized_pool_resource pool;
    arsenal::synchronized<std::pmr::memory_resource> resource{pool};
    void* allocate(std::size_t bytes) { return resource.allocate(bytes, alignment); }
    void deallocate(void* p, std::size_t bytes) { resource.deallocate(p, bytes, alignment); }
};

struct cached_heap {
    arsenal::thread_cache<std::pmr::memory_resource> cache{*std::pmr::new_delete_resource()};
    void* allocate(std::size_t bytes) { return cache.allocate(bytes, alignment); }
    void deallocate(void* p, std::size_t bytes) { cache.deallocate(p, bytes, alignment); }
};
struct cached_pool {
    arsenal::lock_free_pool pool{pool_bytes};
    arsenal::thread_cache<arsenal::lock_free_pool> cache{pool};
    void* allocate(std::size_t bytes) { return cache.allocate(bytes, alignment); }
    void deallocate(void* p, std::size_t bytes) { cache.deallocate(p, bytes, alignment); }
};
struct cached_locked_pool {
    std::pmr::unsynchronized_pool_resource pool;
    arsenal::synchronized<std::pmr::memory_resource> shared{pool};
    arsenal::thread_cache<decltype(shared)> cache{shared};
    void* allocate(std::size_t bytes) { return cache.allocate(bytes, alignment); }
    void deallocate(void* p, std::size_t bytes) { cache.deallocate(p, bytes, alignment); }
};

double thread_time() {
    timespec now;
    require(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) == 0, "no clock of the thread");
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

// What body(0), body(1), ... take in threads of their own.
template <class Body>
double processor_time_of(int threads, Body body) {
    std::vector<arsenal::padded<double>> times(static_cast<std::size_t>(threads));
    together(threads, [&](int t) {
        const double begin = thread_time();
        body(t);
        *times[static_cast<std::size_t>(t)] = thread_time() - begin;
    });
    double sum = 0;
    for (const auto& time : times) sum += *time;
    return sum;
}

class random_numbers {
public:
    explicit random_numbers(std::uint64_t seed) : state_(seed * 0x9e37'79b9'7f4a'7c15 + 1) {}
    std::uint64_t operator()() {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        return state_ ^= state_ << 17;
    }

private:
    std::uint64_t state_;
};

// Writes to each line of the block, and looks at it later.
void write(void* p, std::size_t bytes, unsigned char value) {
    for (std::size_t i = 0; i < bytes; i += 64) static_cast<volatile unsigned char*>(p)[i] = value;
}
void check(const void* p, std::size_t bytes, unsigned char value) {
    for (std::size_t i = 0; i < bytes; i += 64)
        if (static_cast<const volatile unsigned char*>(p)[i] != value) require(false, "a block has changed");
}

template <class Heap>
Heap& the() {
    static Heap heap;
    return heap;
}

template <class Heap>
double one_at_a_time() {
    Heap& heap = the<Heap>();
    const int times = is_quick() ? 100'000 : 500'000;
    return processor_time_of(1,
                             [&](int) {
                                 for (int i = 0; i != times; ++i) {
                                     void* const p = heap.allocate(pool_bytes);
                                     write(p, 1, 1);
                                     heap.deallocate(p, pool_bytes);
                                 }
                             }) /
           times;
}
template <class Heap>
double many_at_a_time() {
    constexpr int many = 64;
    const int times = is_quick() ? 1500 : 10'000;
    Heap& heap = the<Heap>();
    return together(1,
                    [&](int) {
                        std::array<void*, many> blocks{};
                        for (int i = 0; i != times; ++i) {
                            for (void*& p : blocks) write(p = heap.allocate(pool_bytes), 1, 1);
                            for (void* const p : blocks) heap.deallocate(p, pool_bytes);
                        }
                    }) /
           (times * many);
}

// Sizes from 8 to `Most`; Most == pool_bytes: that size only.
template <class Heap, std::size_t Most>
double larson(int threads) {
    constexpr std::size_t places = 1000;
    constexpr int epochs = 8;
    const int steps = (is_quick() ? 50'000 : 400'000) / threads / epochs;
    struct block {
        void* p;
        std::uint32_t bytes;
        unsigned char value;
    };
    Heap& heap = the<Heap>();
    const auto size_of = [](std::uint64_t n) {
        return static_cast<std::uint32_t>(Most == pool_bytes ? Most : 8 + n % (Most - 7));
    };
    std::vector<std::vector<block>> arrays(static_cast<std::size_t>(threads));
    random_numbers fill(7);
    for (auto& array : arrays)
        for (std::size_t i = 0; i != places; ++i) {
            const std::uint32_t bytes = size_of(fill());
            array.push_back({heap.allocate(bytes), bytes, 1});
            write(array.back().p, bytes, 1);
        }
    arsenal::barrier<> epoch(threads);
    const double time = processor_time_of(threads, [&](int t) {
        random_numbers random(static_cast<std::uint64_t>(t));
        for (int e = 0; e != epochs; ++e) {
            auto& mine = arrays[static_cast<std::size_t>((t + e) % threads)];
            for (int i = 0; i != steps; ++i) {
                const std::uint64_t n = random();
                block& b = mine[(n >> 32) % places];
                check(b.p, b.bytes, b.value);
                heap.deallocate(b.p, b.bytes);
                b.bytes = size_of(n & 0xffff);
                b.p = heap.allocate(b.bytes);
                write(b.p, b.bytes, b.value = static_cast<unsigned char>(n));
            }
            epoch.arrive_and_wait();
        }
    });
    for (auto& array : arrays)
        for (const block& b : array) heap.deallocate(b.p, b.bytes);
    return time / (steps * epochs * threads);
}

template <class Heap>
double scratch(int threads) {
    constexpr std::size_t bytes = 16;
    constexpr int writes = 100;
    const int times = (is_quick() ? 3000 : 20'000) / threads;
    Heap& heap = the<Heap>();
    std::vector<void*> given;
    for (int t = 0; t != threads; ++t) given.push_back(heap.allocate(bytes));
    const double time = processor_time_of(threads, [&](int t) {
        heap.deallocate(given[static_cast<std::size_t>(t)], bytes);
        for (int i = 0; i != times; ++i) {
            auto* const p = static_cast<volatile std::uint64_t*>(heap.allocate(bytes));
            *p = 0;
            for (int k = 0; k != writes; ++k) *p = *p + 1;
            require(*p == writes, "a block has changed");
            heap.deallocate(const_cast<std::uint64_t*>(p), bytes);
        }
    });
    return time / (times * threads);
}

// In batches, so that the two seldom wait for each other.
template <class Heap>
double handed(int threads) {
    constexpr std::uint64_t batch = 64, room = 32 * batch;
    struct ring {
        std::vector<void*> blocks = std::vector<void*>(room);
        arsenal::padded<arsenal::atomic<std::uint64_t>> written{0U}, read{0U};
    };
    const int pairs = std::max(1, threads / 2);
    const std::uint64_t count =
        (is_quick() ? 12'800 : 102'400) / batch / static_cast<std::uint64_t>(pairs) * batch;
    Heap& heap = the<Heap>();
    std::vector<ring> rings(static_cast<std::size_t>(pairs));
    const auto wait_for_change = [](arsenal::padded<arsenal::atomic<std::uint64_t>>& of, std::uint64_t old) {
        while (of->load(arsenal::acquire) == old) of->wait(old, arsenal::acquire);
    };
    const auto take = [&](ring& r, std::uint64_t begin) {
        for (std::uint64_t i = begin; i != begin + batch; ++i)
            write(r.blocks[i % room] = heap.allocate(pool_bytes), pool_bytes, static_cast<unsigned char>(i));
    };
    const auto give = [&](ring& r, std::uint64_t begin) {
        for (std::uint64_t i = begin; i != begin + batch; ++i) {
            check(r.blocks[i % room], pool_bytes, static_cast<unsigned char>(i));
            heap.deallocate(r.blocks[i % room], pool_bytes);
        }
    };
    const double time = processor_time_of(threads, [&](int t) {
        ring& r = rings[static_cast<std::size_t>(t / 2)];
        if (threads == 1) {
            for (std::uint64_t i = 0; i != count + room; i += batch) {
                if (i >= room) give(r, i - room);
                if (i < count) take(r, i);
            }
        } else if (t % 2 == 0) {
            for (std::uint64_t i = 0; i != count; i += batch) {
                if (i >= room) wait_for_change(r.read, i - room);
                take(r, i);
                r.written->store(i + batch, arsenal::release);
                r.written->notify_one();
            }
        } else {
            for (std::uint64_t i = 0; i != count; i += batch) {
                wait_for_change(r.written, i);
                give(r, i);
                r.read->store(i + batch, arsenal::release);
                r.read->notify_one();
            }
        }
    });
    return time / static_cast<double>(count * static_cast<std::uint64_t>(pairs));
}

// The workloads, as types, so that a list of contenders can be made for each.
struct larson_one_size {
    template <class Heap>
    static double run(int threads) {
        return larson<Heap, pool_bytes>(threads);
    }
};
struct larson_sizes {
    template <class Heap>
    static double run(int threads) {
        return larson<Heap, 500>(threads);
    }
};
struct scratching {
    template <class Heap>
    static double run(int threads) {
        return scratch<Heap>(threads);
    }
};
struct handing {
    template <class Heap>
    static double run(int threads) {
        return handed<Heap>(threads);
    }
};

template <class Workload, class Heap>
contender counted(const char* name) {
    return {name, for_each_count(Workload::template run<Heap>, counts)};
}

template <class Workload>
std::vector<contender> general_contenders() {
    std::vector<contender> contenders{counted<Workload, c_library>("malloc")};
    if (mimalloc::is_there()) contenders.push_back(counted<Workload, mimalloc>("mimalloc"));
    contenders.push_back(counted<Workload, std_pool>("std::pmr::synchronized_pool"));
    contenders.push_back(counted<Workload, locked_pool>("synchronized<std pool>"));
    contenders.push_back(counted<Workload, cached_heap>("thread_cache<new, delete>"));
    contenders.push_back(counted<Workload, cached_locked_pool>("thread_cache<locked std pool>"));
    return contenders;
}
template <class Workload>
std::vector<contender> all_contenders() {
    std::vector<contender> contenders = general_contenders<Workload>();
    contenders.push_back(counted<Workload, cached_pool>("thread_cache<lock_free_pool>"));
    contenders.push_back(counted<Workload, pool_alone>("lock_free_pool"));
    return contenders;
}

template <class Heap>
contender single(const char* name) {
    return {name, {[] { return one_at_a_time<Heap>(); }, [] { return many_at_a_time<Heap>(); }}};
}

void by_one_thread() {
    std::vector<contender> contenders{single<c_library>("malloc")};
    if (mimalloc::is_there()) contenders.push_back(single<mimalloc>("mimalloc"));
    contenders.push_back(single<std_pool>("std::pmr::synchronized_pool"));
    contenders.push_back(single<locked_pool>("synchronized<std pool>"));
    contenders.push_back(single<cached_heap>("thread_cache<new, delete>"));
    contenders.push_back(single<cached_pool>("thread_cache<lock_free_pool>"));
    contenders.push_back(single<pool_alone>("lock_free_pool"));
    table("one thread", "64 bytes", {"one at a time", "64, then 64"}, contenders);
}
void by_larson() {
    table("threads, many sizes", "larson, 8 to 500 bytes", columns_of(counts),
          general_contenders<larson_sizes>());
    table("threads, one size", "larson, 64 bytes", columns_of(counts), all_contenders<larson_one_size>());
}
void by_scratch() {
    table("threads, one size", "scratch, 16 bytes", columns_of(counts), all_contenders<scratching>());
}
void by_handing() {
    table("threads, one size", "handed, 64 bytes", columns_of(counts), all_contenders<handing>());
}

} // namespace

int main(int count, char** arguments) {
    if (!mimalloc::is_there()) std::printf("mimalloc is left out: there is no libmimalloc.so.2.\n");
    return run_parts(
        {{"alone", by_one_thread}, {"larson", by_larson}, {"scratch", by_scratch}, {"handed", by_handing}},
        count, arguments);
}
