// One contender, one process: runs the operations of one cell row (a key family and a number of
// elements) and prints a line for each:
//
//   cell <keys> <n> <op> <ns per operation> <operations> <checksum>
//
// The contender is chosen at compile time: BENCH_HEADER is what to include, BENCH_MAP the class
// template. docs/benchmark_methods.md says what each operation does, and why so.

#include BENCH_HEADER

#include "../support/counting_allocator.hpp"
#include "../support/key_families.hpp"
#include "../support/zipf.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <malloc.h>
#include <sys/mman.h>

namespace bench {

struct options {
    std::string keys = "random";
    std::size_t n = 1000;
    u64 seed = 1;
    double scale = 1;        ///< multiplies the number of batches
    std::string ops = "all"; ///< comma-separated
    bool warm_heap = true;   ///< as in a long-lived program: see `settle_heap`

    bool wants(std::string_view op) const {
        return ops == "all" || ("," + ops + ",").find("," + std::string(op) + ",") != std::string::npos;
    }
};

/// How a row is repeated. Small tables come in batches of many, filled with other keys each time, so
/// that no branch predictor learns a sequence of probes by heart.
struct shape {
    std::size_t tables;
    std::size_t batches; ///< counted ones
    std::size_t warm_up; ///< batches before them
    std::size_t window;  ///< churn's
    std::size_t probes;  ///< lookups for each batch
    bool fresh_heap;     ///< freed memory goes back to the system between operations
};

inline shape shape_for(std::size_t n, double scale) {
    const auto times = [&](double batches) {
        return static_cast<std::size_t>(std::ceil(std::max(1.0, batches * scale)));
    };
    const std::size_t window = std::min<std::size_t>(n, 1000);
    if (n <= 100) return {64, times(24), 1, window, 4096, false};
    if (n <= 2000) return {4, times(12), 1, window, 16384, false};
    if (n <= 200'000) return {1, times(400'000.0 / n), 1, window, n, false};
    return {1, 1, 0, window, std::min<std::size_t>(n, 1'000'000), true};
}

/// Times of the counted batches. A row's figure is the median over its batches, so that a batch in
/// which the system took the processor away does not count.
class results {
public:
    explicit results(const options& asked) : asked_(asked) {}

    void counting(bool on) { counting_ = on; }

    /// Runs `body`, which returns a checksum, and books its time on `op`.
    template <class Body>
    void time(const char* op, std::size_t operations, Body&& body) {
        const auto start = std::chrono::steady_clock::now();
        const u64 checksum = body();
        const auto stop = std::chrono::steady_clock::now();
        if (!counting_) return;
        auto& measured = measured_[op];
        const double ns = std::chrono::duration<double, std::nano>(stop - start).count();
        measured.batches.push_back(ns / static_cast<double>(operations));
        measured.operations += operations;
        measured.checksum = mix(measured.checksum ^ checksum);
    }

    void print() {
        for (auto& [op, measured] : measured_) {
            std::printf("cell\t%s\t%zu\t%s\t%.4f\t%zu\t%016llx\n", asked_.keys.c_str(), asked_.n, op.c_str(),
                        median(measured.batches), measured.operations,
                        static_cast<unsigned long long>(measured.checksum));
        }
    }

private:
    struct measurement {
        std::vector<double> batches; ///< ns per operation
        std::size_t operations = 0;
        u64 checksum = 0;
    };

    static double median(std::vector<double>& values) {
        std::sort(values.begin(), values.end());
        return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
    }

    const options& asked_;
    bool counting_ = true;
    std::map<std::string, measurement> measured_;
};

/// `visits` names the tables in the order in which they are probed, each `per_visit` times.
template <class Key>
struct probe_list {
    std::vector<std::size_t> visits;
    std::size_t per_visit = 0;
    std::vector<Key> keys;

    std::size_t size() const { return visits.size() * per_visit; }
};

/// A list, or a part of the only visit in it.
template <class Key>
struct probes {
    const std::vector<std::size_t>& visits;
    std::size_t per_visit;
    const Key* keys;

    probes(const probe_list<Key>& list)
        : visits(list.visits), per_visit(list.per_visit), keys(list.keys.data()) {}

    probes(const probe_list<Key>& list, std::size_t first, std::size_t count)
        : visits(list.visits), per_visit(count), keys(list.keys.data() + first) {}

    std::size_t size() const { return visits.size() * per_visit; }
};

/// At least `wanted` probes in passes over all tables: in each, every table is visited once and probed
/// for `per_visit` of its keys (all of them unless told otherwise), tables and keys in random order.
/// The keys are copies, made in probe order, so that reading them costs every contender the same. With
/// `skewed` given, keys are drawn from that distribution of their ranks instead, again and again.
template <class Key>
probe_list<Key> make_probes(const std::vector<std::vector<Key>>& keys_of_table, std::size_t wanted,
                            std::size_t per_visit, rng& random, const zipf* skewed = nullptr) {
    probe_list<Key> list;
    list.per_visit = per_visit;
    const std::size_t passes = (wanted - 1) / (per_visit * keys_of_table.size()) + 1;
    list.keys.reserve(passes * per_visit * keys_of_table.size() + 1);
    std::vector<std::size_t> tables(keys_of_table.size());
    std::iota(tables.begin(), tables.end(), 0);
    std::vector<const Key*> order(keys_of_table[0].size());
    for (std::size_t pass = 0; pass < passes; ++pass) {
        shuffle(tables, random);
        for (const std::size_t t : tables) {
            for (std::size_t i = 0; i < order.size(); ++i)
                order[i] = &keys_of_table[t][skewed ? skewed->rank(random) : i];
            if (!skewed) shuffle(order, random);
            list.visits.push_back(t);
            for (std::size_t i = 0; i < per_visit; ++i) list.keys.push_back(*order[i]);
        }
    }
    list.keys.push_back(list.keys.front()); // a dependent probe could reach one past the last
    return list;
}

inline u64 value_of(u64 key) { return key >> 1; }
inline u64 value_of(const std::string& key) { return key.size(); }
inline u64 value_of(const point& key) { return key.x; }

template <class Map, class Key>
void insert(Map& map, const Key& key, u64 value) {
    if constexpr (requires { map.try_emplace(key, value); }) {
        map.try_emplace(key, value);
    } else { // a multimap: which of equal elements is found is left open, so they have equal values
        map.emplace(key, value_of(key));
    }
}

template <class Map, class Key>
[[gnu::noinline]] u64 fill(Map& map, const std::vector<Key>& keys) {
    for (std::size_t i = 0; i < keys.size(); ++i) insert(map, keys[i], i);
    return map.size();
}

template <class Map, class Key>
[[gnu::noinline]] u64 probe(std::vector<std::optional<Map>>& maps, const probes<Key>& list) {
    u64 sum = 0;
    u64 absent = 0;
    const Key* key = list.keys;
    for (const std::size_t t : list.visits) {
        const Map& map = *maps[t];
        for (std::size_t i = 0; i < list.per_visit; ++i, ++key) {
            if (const auto it = map.find(*key); it != map.end()) {
                sum += it->second;
            } else {
                ++absent;
            }
        }
    }
    return mix(sum) + absent;
}

/// The address of each key but the first depends on the value just found (whose top bit is never set).
template <class Map, class Key>
[[gnu::noinline]] u64 probe_dependent(std::vector<std::optional<Map>>& maps, const probes<Key>& list) {
    u64 sum = 0;
    u64 absent = 0;
    u64 found = 0;
    const Key* key = list.keys;
    for (const std::size_t t : list.visits) {
        const Map& map = *maps[t];
        for (std::size_t i = 0; i < list.per_visit; ++i, ++key) {
            if (const auto it = map.find(key[found >> 63]); it != map.end()) {
                found = it->second;
                sum += found;
            } else {
                ++absent;
            }
        }
    }
    return mix(sum) + absent;
}

template <class Map>
[[gnu::noinline]] u64 iterate(const std::vector<std::optional<Map>>& maps, std::size_t passes) {
    u64 sum = 0;
    for (std::size_t pass = 0; pass < passes; ++pass) {
        for (const auto& map : maps) {
            for (const auto& element : *map) sum += element.second;
        }
    }
    return sum;
}

template <class Map, class Key>
[[gnu::noinline]] u64 erase_all(Map& map, const Key* keys, std::size_t n) {
    u64 erased = 0;
    for (std::size_t i = 0; i < n; ++i) erased += map.erase(keys[i]);
    return mix(erased) + map.size();
}

/// Erases every other key of a random order and puts those back, in another order.
template <class Map, class Key>
[[gnu::noinline]] u64 refill(Map& map, const Key* erased, const Key* inserted, std::size_t half) {
    u64 gone = 0;
    for (std::size_t i = 0; i < half; ++i) gone += map.erase(erased[i]);
    for (std::size_t i = 0; i < half; ++i) insert(map, inserted[i], i);
    return mix(gone) + map.size();
}

template <class Map, class Key>
[[gnu::noinline]] u64 churn(Map& map, std::span<const Key> stream, std::size_t window) {
    u64 erased = 0;
    for (std::size_t i = window; i < stream.size(); ++i) {
        erased += map.erase(stream[i - window]);
        insert(map, stream[i], i);
    }
    return mix(erased) + map.size();
}

template <class Map, class Key>
class row {
public:
    row(const options& asked, results& out)
        : asked_(asked), out_(out), shape_(shape_for(asked.n, asked.scale)), random_(asked.seed),
          maps_(shape_.tables) {
        if (asked.keys == "zipf") skewed_.emplace(asked.n);
    }

    void run() {
        for (std::size_t batch = 0; batch < shape_.warm_up + shape_.batches; ++batch) {
            out_.counting(batch >= shape_.warm_up);
            make_key_sets(asked_.n, asked_.n);
            run_on_grown_tables();
            run_on_reserved_tables();
            run_churn();
        }
    }

private:
    void make_key_sets(std::size_t present, std::size_t absent) {
        present_.clear();
        absent_.clear();
        for (std::size_t t = 0; t < shape_.tables; ++t) {
            auto set = make_keys<Key>(asked_.keys, present, absent, random_);
            if (asked_.keys == "shuffled") shuffle(set.present, random_);
            present_.push_back(std::move(set.present));
            absent_.push_back(std::move(set.absent));
        }
    }

    /// Every building operation of a row starts from an equal heap. Small and medium rows have a warm
    /// one, in which glibc neither maps blocks nor gives pages back: otherwise the page faults of one
    /// operation depend on which others ran before it. Large rows start each operation cold.
    void settle_heap() {
        std::free(std::malloc(60'000)); // empties glibc's lists of small chunks
        if (shape_.fresh_heap) {
            malloc_trim(0);
            back_memory();
        } else if (asked_.warm_heap) {
            mallopt(M_MMAP_MAX, 0);
            mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
        }
    }

    /// Touches, and gives back, as much memory as the next operation of a large row may need. A hypervisor
    /// may have taken away what the system has free: to get it back costs ten times what clearing it does,
    /// and falls on whoever comes first.
    void back_memory() {
        if (!shape_.fresh_heap) return;
        const std::size_t bytes = elements() * (sizeof(Key) + sizeof(u64)) * 4;
        void* const pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (pages == MAP_FAILED) return;
        madvise(pages, bytes, MADV_HUGEPAGE);
        for (std::size_t at = 0; at < bytes; at += 4096) static_cast<volatile char*>(pages)[at] = 1;
        munmap(pages, bytes);
    }

    void clear_tables() {
        for (auto& map : maps_) map.reset();
    }

    std::size_t elements() const { return asked_.n * shape_.tables; }

    void run_on_grown_tables() {
        settle_heap();
        out_.time("insert", elements(), [&] {
            u64 sizes = 0;
            for (std::size_t t = 0; t < shape_.tables; ++t) sizes += fill(maps_[t].emplace(), present_[t]);
            return sizes;
        });

        require_all_present();
        const std::size_t n = asked_.n;
        const std::size_t some = std::min(n, shape_.probes);
        const bool large = shape_.fresh_heap; // then one long list serves three operations
        const zipf* skewed = skewed_ ? &*skewed_ : nullptr;
        auto list = make_probes(present_, shape_.probes, large ? n : some, random_, skewed);
        run_probes("hit", large ? probes(list, 0, some) : probes(list));
        if (!large) list = make_probes(present_, shape_.probes, some, random_, skewed);
        run_probes("hit_dep", large ? probes(list, n - some, some) : probes(list));
        run_probes("miss", probes(make_probes(absent_, shape_.probes, some, random_)));
        if (asked_.wants("iterate")) {
            const std::size_t passes = std::max<std::size_t>(1, 8192 / elements());
            out_.time("iterate", elements() * passes, [&] { return iterate(maps_, passes); });
        }
        if (asked_.keys == "sequential") run_ordered_probes();
        if (asked_.wants("copy")) {
            back_memory();
            std::vector<std::optional<Map>> copies(shape_.tables);
            out_.time("copy", elements(), [&] {
                u64 sizes = 0;
                for (std::size_t t = 0; t < shape_.tables; ++t) sizes += copies[t].emplace(*maps_[t]).size();
                return sizes;
            });
        }
        if (asked_.wants("refill")) run_refill();
        if (asked_.wants("erase")) {
            if (!large) list = make_probes(present_, n, n, random_);
            out_.time("erase", elements(), [&] {
                u64 sum = 0;
                const Key* keys = list.keys.data();
                for (const std::size_t t : list.visits) {
                    sum += erase_all(*maps_[t], keys, n);
                    keys += n;
                }
                return sum;
            });
        }
        clear_tables();
    }

    void run_refill() {
        const std::size_t half = asked_.n / 2;
        const probe_list<Key> list = make_probes(present_, asked_.n, asked_.n, random_);
        probe_list<Key> back = list;
        for (std::size_t first = 0; first + 1 < back.keys.size(); first += asked_.n)
            for (std::size_t left = half; left > 1; --left)
                std::swap(back.keys[first + left - 1], back.keys[first + random_.below(left)]);
        out_.time("refill", 2 * half * shape_.tables, [&] {
            u64 sum = 0;
            std::size_t first = 0;
            for (const std::size_t t : list.visits) {
                sum += refill(*maps_[t], &list.keys[first], &back.keys[first], half);
                first += asked_.n;
            }
            return sum;
        });
    }

    void require_all_present() const {
        for (const auto& map : maps_) {
            if (map->size() == asked_.n) continue;
            std::fprintf(stderr, "%s: %zu elements instead of %zu\n", asked_.keys.c_str(), map->size(),
                         asked_.n);
            std::exit(1);
        }
    }

    void run_probes(const char* op, const probes<Key>& list) {
        if (!asked_.wants(op)) return;
        out_.time(op, list.size(), [&] {
            return std::string_view(op) == "hit_dep" ? probe_dependent(maps_, list) : probe(maps_, list);
        });
    }

    void run_ordered_probes() {
        const auto ordered = [&](const std::vector<std::vector<Key>>& keys) {
            probe_list<Key> list;
            list.per_visit = asked_.n;
            for (std::size_t t = 0; t < shape_.tables; ++t) {
                list.visits.push_back(t);
                list.keys.insert(list.keys.end(), keys[t].begin(), keys[t].end());
            }
            return list;
        };
        if (asked_.wants("ordered_hit")) {
            out_.time("ordered_hit", elements(),
                      [&, list = ordered(present_)] { return probe(maps_, probes(list)); });
        }
        if (asked_.wants("ordered_miss")) {
            out_.time("ordered_miss", elements(),
                      [&, list = ordered(absent_)] { return probe(maps_, probes(list)); });
        }
    }

    void run_on_reserved_tables() {
        if (!asked_.wants("reserved") && !asked_.wants("destroy")) return;
        settle_heap();
        out_.time("reserved", elements(), [&] {
            u64 sizes = 0;
            for (std::size_t t = 0; t < shape_.tables; ++t) {
                maps_[t].emplace().reserve(asked_.n);
                sizes += fill(*maps_[t], present_[t]);
            }
            return sizes;
        });
        out_.time("destroy", elements(), [&] {
            clear_tables();
            return 0;
        });
    }

    void run_churn() {
        if (!asked_.wants("churn")) return;
        settle_heap();
        const std::size_t window = shape_.window;
        const std::size_t length = std::clamp<std::size_t>(asked_.n, 17 * window, 1'000'000);
        if (asked_.n < length) make_key_sets(length, 0);
        for (std::size_t t = 0; t < shape_.tables; ++t) {
            maps_[t].emplace();
            for (std::size_t i = 0; i < window; ++i) insert(*maps_[t], present_[t][i], i);
        }
        out_.time("churn", (length - window) * shape_.tables, [&] {
            u64 sum = 0;
            for (std::size_t t = 0; t < shape_.tables; ++t) {
                sum += churn(*maps_[t], std::span<const Key>(present_[t]).first(length), window);
            }
            return sum;
        });
        clear_tables();
    }

    const options& asked_;
    results& out_;
    shape shape_;
    rng random_;
    std::optional<zipf> skewed_;
    std::vector<std::optional<Map>> maps_;
    std::vector<std::vector<Key>> present_;
    std::vector<std::vector<Key>> absent_;
};

/// The most memory that was resident, in KiB. (getrusage's figure survives exec: it is the parent's, too.)
inline long peak_resident() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
    }
    return 0;
}

/// rss <n> <KiB at the peak> <KiB before the map>: the keys are made on the fly.
inline void report_peak_memory(std::size_t n) {
    const long before = peak_resident();
    BENCH_MAP<u64, u64> map;
    for (u64 i = 0; i < n; ++i) insert(map, mix(i), i);
    std::printf("rss\t%zu\t%ld\t%ld\n", map.size(), peak_resident(), before);
}

/// bytes <n> <live> <peak since empty> <live in malloc's chunks, with the map itself>, at geometric
/// steps of n (eight for each octave). Prints nothing for a contender without an allocator parameter.
template <template <class...> class Map>
void report_bytes(std::size_t largest) {
    using plain = Map<u64, u64>;
    using element = std::pair<const u64, u64>;
    if constexpr (requires {
                      typename Map<u64, u64, typename plain::hasher, typename plain::key_equal,
                                   counting_allocator<element>>;
                  }) {
        Map<u64, u64, typename plain::hasher, typename plain::key_equal, counting_allocator<element>> map;
        double step = 0;
        for (u64 i = 0; i < largest; ++i) {
            insert(map, mix(i), i);
            if (static_cast<double>(i + 1) < std::floor(std::exp2(step / 8))) continue;
            std::printf("bytes\t%llu\t%zu\t%zu\t%zu\n", static_cast<unsigned long long>(i + 1), counts.live,
                        counts.peak, counts.chunks + sizeof map);
            while (std::floor(std::exp2(step / 8)) <= static_cast<double>(i + 1)) ++step;
        }
    }
}

inline int usage() {
    std::fputs("usage: cell [--keys FAMILY] [--n N] [--ops A,B] [--seed S] [--scale X] [--heap warm|plain] | "
               "rss N | bytes N\n",
               stderr);
    return 2;
}

} // namespace bench

int main(int argc, char** argv) {
    using namespace bench;
    if (argc == 3 && std::string_view(argv[1]) == "rss") return report_peak_memory(std::stoull(argv[2])), 0;
    if (argc == 3 && std::string_view(argv[1]) == "bytes")
        return report_bytes<BENCH_MAP>(std::stoull(argv[2])), 0;

    options asked;
    for (int i = 1; i < argc; i += 2) {
        const std::string_view name = argv[i];
        if (i + 1 == argc) return usage();
        if (name == "--keys") {
            asked.keys = argv[i + 1];
        } else if (name == "--n") {
            asked.n = std::stoull(argv[i + 1]);
        } else if (name == "--ops") {
            asked.ops = argv[i + 1];
        } else if (name == "--seed") {
            asked.seed = std::stoull(argv[i + 1]);
        } else if (name == "--scale") {
            asked.scale = std::stod(argv[i + 1]);
        } else if (name == "--heap") {
            asked.warm_heap = std::string_view(argv[i + 1]) == "warm";
        } else {
            return usage();
        }
    }

    results out(asked);
    if (is_string_family(asked.keys)) {
        row<BENCH_MAP<std::string, u64>, std::string>(asked, out).run();
    } else if (asked.keys == "structs") {
        row<BENCH_MAP<point, u64>, point>(asked, out).run();
    } else {
        rng random(asked.seed);
        if (make_keys<u64>(asked.keys, 1, 1, random).present.empty()) return usage();
        row<BENCH_MAP<u64, u64>, u64>(asked, out).run();
    }
    out.print();
}
