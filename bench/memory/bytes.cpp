// The byte functions beside the C library's, std's and the obvious loops (compiled for this processor), in
// one run:
// ./run bench memory -- bytes [PART...]. Contenders take turns; a cell is the median, over the rounds, of the
// time of the fastest rival there over Arsenal's. The last lines name the cells under 0.95 and the worst of
// each part.

#include <arsenal/memory/byte_set.hpp>
#include <arsenal/memory/bytes.hpp>
#include <arsenal/platform/strategy.hpp>

#include <memory/bytes.hpp>
#include <support/rng.hpp>
#include <sync/contest.hpp>

#include <cmath>
#include <cstring>
#include <memory>
#include <span>

namespace {

using namespace bench;
namespace mem = arsenal::mem;
using byte = unsigned char;
using std::size_t;

std::span<const std::byte> bytes(const byte* p, size_t n) {
    return {reinterpret_cast<const std::byte*>(p), n};
}

byte_contender ours(byte_operation operation) {
    const auto named = [](auto run) { return byte_contender{"arsenal", run}; };
    switch (operation) {
    case byte_operation::find_last:
        return named(run_jobs<decltype([](const byte_job& j) {
            return mem::find_last(bytes(j.p, j.n), std::byte{*j.q}).value_or(j.n);
        })>);
    case byte_operation::count:
        return named(run_jobs<decltype([](const byte_job& j) {
            return mem::count(bytes(j.p, j.n), std::byte{*j.q});
        })>);
    case byte_operation::mismatch:
        return named(run_jobs<decltype([](const byte_job& j) {
            return mem::mismatch(bytes(j.p, j.n), bytes(j.q, j.n)).value_or(j.n);
        })>);
    case byte_operation::find_any:
        return named(run_jobs<decltype([](const byte_job& j) {
            return mem::find_any(bytes(j.p, j.n), bytes(j.q, j.m)).value_or(j.n);
        })>);
    case byte_operation::search:
        return named(run_jobs<decltype([](const byte_job& j) {
            return mem::search(bytes(j.p, j.n), bytes(j.q, j.m)).value_or(j.n);
        })>);
    case byte_operation::reverse_copy:
        return named(run_jobs<decltype([](const byte_job& j) {
            mem::reverse_copy({reinterpret_cast<std::byte*>(j.out), j.n}, bytes(j.p, j.n));
            return j.n;
        })>);
    }
    return {};
}

constexpr size_t largest = size_t{64} << 20;
const std::vector<size_t> sizes = is_quick() ? std::vector<size_t>{1, 8, 31, 64, 256, 1024, 32768}
                                             : std::vector<size_t>{1,
                                                                   2,
                                                                   3,
                                                                   5,
                                                                   8,
                                                                   12,
                                                                   16,
                                                                   24,
                                                                   31,
                                                                   48,
                                                                   64,
                                                                   100,
                                                                   150,
                                                                   256,
                                                                   600,
                                                                   1024,
                                                                   4096,
                                                                   32768,
                                                                   size_t{256} << 10,
                                                                   size_t{1} << 20,
                                                                   size_t{16} << 20,
                                                                   largest};

/// Room for jobs of n bytes each, at all alignments: as many as a core's own cache holds, so that short ones
/// are too many for a branch predictor to know by heart; or one.
class job_room {
public:
    job_room() : room_(new byte[2 * (largest + slack)]) {}

    byte* array(size_t n, size_t i) { return room_.get() + i * (n + gap(n)) + i * 5 % gap(n); }
    byte* other(size_t n, size_t i) { return array(n, i) + largest + slack + i % 3; }
    static size_t jobs(size_t n) { return std::clamp<size_t>((size_t{1} << 18) / (n + gap(n)), 1, 20000); }

private:
    static constexpr size_t gap(size_t n) { return n < 64 ? 8 : 72; }
    static constexpr size_t slack = 1 << 20;
    std::unique_ptr<byte[]> room_;
};

job_room& room() {
    static job_room all;
    return all;
}

struct worst_cell {
    double ratio = 1e9;
    std::string name;
};

class race {
public:
    race(const char* name, byte_operation operation)
        : operation_(operation), rivals_(byte_rivals(operation)) {
        written().race(name, "pattern", "bytes", "ns per call");
        for (const byte_contender& rival : rivals_)
            written().contender(std::string(rival.name), &rival == &rivals_[0] ? "base" : "rivals");
        written().contender("arsenal", "ours");
    }

    /// The line of the cell: of n bytes, with where what is looked for is (or how it is made), and what that
    /// is.
    void cell(size_t n, const std::string& pattern, const std::string& rest,
              const std::vector<byte_job>& jobs, size_t touched) {
        const byte_contender mine = ours(operation_);
        const size_t repeats =
            std::clamp<size_t>((size_t{1} << 18) / (jobs.size() * (touched + 40)), 1, 4000);
        const std::uint64_t expected = mine.run(jobs, 1);
        std::vector<byte_contender> racing{mine};
        std::vector<double> base_once;
        std::vector<double> first{timed(mine, jobs, repeats)};
        for (const byte_contender& rival : rivals_) {
            const double time = timed(rival, jobs, 1) / repeats_done_;
            require(sum_ == expected, "another result");
            if (time < 8 * first[0] / static_cast<double>(repeats))
                racing.push_back(rival); // no hopeless one, again and again
            else if (&rival == &rivals_[0])
                base_once = {time / static_cast<double>(jobs.size())};
        }
        std::vector<std::vector<double>> times(racing.size());
        const int turns = touched > (size_t{4} << 20) ? 5 : rounds;
        for (int round = 0; round != turns; ++round)
            for (size_t i = 0; i != racing.size(); ++i) {
                times[i].push_back(timed(racing[i], jobs, repeats) /
                                   static_cast<double>(repeats * jobs.size()));
                require(sum_ == expected * repeats, "another result");
            }
        const std::string operation = rest.empty() ? "bytes" : rest;
        if (!base_once.empty())
            written().row(operation, pattern, std::to_string(n), std::string(rivals_[0].name), base_once);
        for (size_t i = 0; i != racing.size(); ++i)
            written().row(operation, pattern, std::to_string(n), std::string(racing[i].name), times[i]);
        report(std::to_string(n) + " " + pattern + (rest.empty() ? "" : " " + rest), racing, times);
    }

    void summary(const char* part) {
        std::printf("%s: %zu cells, geometric mean %.2fx, worst %.2fx (%s), %d under 0.95\n\n", part, cells_,
                    std::exp(logarithms_ / static_cast<double>(cells_)), worst_.ratio, worst_.name.c_str(),
                    lost_);
    }

private:
    double timed(const byte_contender& contender, const std::vector<byte_job>& jobs, size_t repeats) {
        const double begin = now();
        sum_ = contender.run(jobs, repeats);
        repeats_done_ = static_cast<double>(repeats);
        return now() - begin;
    }

    void report(const std::string& name, const std::vector<byte_contender>& racing,
                const std::vector<std::vector<double>>& times) {
        std::printf("%-34s %10.1f ns", name.c_str(), median(times[0]));
        double ratio = 1e9;
        for (size_t i = 1; i != racing.size(); ++i) {
            std::vector<double> ratios;
            for (size_t round = 0; round != times[0].size(); ++round)
                ratios.push_back(times[i][round] / times[0][round]);
            ratio = std::min(ratio, median(ratios));
            std::printf("  %.*s %.2f", static_cast<int>(racing[i].name.size()), racing[i].name.data(),
                        median(ratios));
        }
        if (racing.size() == 1) ratio = 8;
        std::printf("%s\n", racing.size() == 1 ? "  all over 8" : ratio < 0.95 ? "  <-- lost" : "");
        std::fflush(stdout);
        ++cells_;
        lost_ += ratio < 0.95;
        logarithms_ += std::log(ratio);
        if (ratio < worst_.ratio) worst_ = {ratio, name};
    }

    byte_operation operation_;
    std::vector<byte_contender> rivals_;
    std::uint64_t sum_ = 0;
    double repeats_done_ = 1;
    size_t cells_ = 0;
    int lost_ = 0;
    double logarithms_ = 0;
    worst_cell worst_;
};

enum class hit { early, late, never };
constexpr const char* name_of(hit where) {
    return where == hit::early ? "early" : where == hit::late ? "late" : "never";
}

/// Where in n bytes it is: somewhere in the first quarter or the last, which nobody can foresee.
size_t place(hit where, size_t n, size_t m, rng& random) {
    const size_t places = n - m + 1;
    const size_t from_end = random.below(std::clamp<size_t>(places / 4, 1, 4096));
    return where == hit::early ? from_end : places - 1 - from_end;
}

/// Bytes of 32 to 95, none of which is looked for.
void fill(byte* p, size_t n, rng& random) {
    for (size_t i = 0; i != n; ++i) p[i] = static_cast<byte>(32 + random.below(64));
    p[n] = 0;
}

void scans(byte_operation operation, const char* title) {
    race racing(title, operation);
    rng random(1);
    static const byte wanted = 200;
    for (const size_t n : sizes)
        for (const hit where : {hit::early, hit::late, hit::never}) {
            std::vector<byte_job> jobs;
            for (size_t i = 0; i != job_room::jobs(n); ++i) {
                byte* const p = room().array(n, i);
                fill(p, n, random);
                const byte* q = &wanted;
                if (operation == byte_operation::mismatch) {
                    byte* const other = room().other(n, i);
                    std::memcpy(other, p, n + 1);
                    q = other;
                }
                if (where != hit::never) {
                    const size_t at = place(where, n, 1, random);
                    p[operation == byte_operation::find_last ? n - 1 - at : at] = wanted;
                }
                jobs.push_back({p, n, q, 1, room().other(n, i)});
            }
            const bool all = operation == byte_operation::count || operation == byte_operation::reverse_copy;
            if (all && where != hit::never) continue;
            racing.cell(n, name_of(where), "", jobs,
                        where == hit::early && !all ? std::min<size_t>(n / 8, 2048) : n);
        }
    racing.summary(title);
}

void find_any() {
    race racing("find_any", byte_operation::find_any);
    rng random(2);
    for (const size_t m : {1, 2, 4, 16, 128}) {
        if (is_quick() && m != 4 && m != 16) continue;
        std::vector<byte> set; // of 128: what is found stands in the middle
        for (size_t i = 0; i != m; ++i) set.push_back(static_cast<byte>(i < 100 ? 255 - i : 31 - (i - 100)));
        set.push_back(0);
        for (const size_t n : sizes)
            for (const hit where : {hit::early, hit::late, hit::never}) {
                std::vector<byte_job> jobs;
                for (size_t i = 0; i != job_room::jobs(n); ++i) {
                    byte* const p = room().array(n, i);
                    fill(p, n, random);
                    if (where != hit::never) p[place(where, n, 1, random)] = set[m / 2];
                    jobs.push_back({p, n, set.data(), m, nullptr});
                }
                racing.cell(n, name_of(where), "set of " + std::to_string(m), jobs,
                            where == hit::early ? std::min<size_t>(n / 8, 2048) : n);
            }
    }
    racing.summary("find_any");
}

/// Haystacks and needles by what they are made of.
struct corpus {
    const char* name;
    byte (*letter)(rng& random);
};
constexpr corpus corpora[] = {
    {"random", [](rng& r) { return static_cast<byte>(r.below(256)); }},
    {"text",
     [](rng& r) {
         constexpr char letters[] =
             "        eeeeeeetttttaaaaaooooiiiinnnnssssrrrrhhhhlllddducmwfgypbvkETASI.,'\n";
         return static_cast<byte>(letters[r.below(sizeof(letters) - 1)]);
     }},
    {"dna", [](rng& r) { return static_cast<byte>("ACGT"[r.below(4)]); }},
};

constexpr size_t needles[] = {1, 2, 4, 16, 64, 1000};

void search() {
    race racing("search", byte_operation::search);
    rng random(3);
    std::vector<byte> needle(1001);
    for (const corpus& kind : corpora)
        for (const size_t m : needles)
            for (const size_t n : {size_t{16}, size_t{64}, size_t{256}, size_t{1100}, size_t{4096},
                                   size_t{32768}, size_t{1} << 20, largest})
                for (const hit where : {hit::early, hit::late, hit::never}) {
                    if (m > n) continue;
                    if (is_quick() && (*kind.name != 't' || (m != 4 && m != 16) || n > 32768)) continue;
                    for (size_t i = 0; i != m; ++i) needle[i] = kind.letter(random);
                    needle[m / 2] =
                        where == hit::never ? byte{250} : needle[m / 2]; // nearly there, at every place
                    std::vector<byte_job> jobs;
                    for (size_t i = 0; i != job_room::jobs(n); ++i) {
                        byte* const p = room().array(n, i);
                        for (size_t k = 0; k != n; ++k) p[k] = kind.letter(random);
                        if (where != hit::never)
                            std::memcpy(p + place(where, n, m, random), needle.data(), m);
                        jobs.push_back({p, n, needle.data(), m, nullptr});
                    }
                    racing.cell(n, name_of(where), std::string(kind.name) + " of " + std::to_string(m), jobs,
                                where == hit::early ? std::min<size_t>(n / 8, 2048) + m : n);
                }
    racing.summary("search");
}

/// Haystacks of a repeated unit, in which the needle nearly is at every place.
void adversarial() {
    if (is_quick()) return;
    race racing("adversarial search", byte_operation::search);
    struct kind {
        const char* name;
        void (*make)(std::vector<byte>& needle, byte* p, size_t n);
    };
    const auto letters = [](byte* p, size_t n, size_t period) {
        for (size_t i = 0; i != n; ++i) p[i] = period != 0 && i % period == period - 1 ? 'b' : 'a';
    };
    static const auto repeat = letters;
    constexpr kind kinds[] = {
        {"aaab in aaaa",
         [](auto& q, byte* p, size_t n) { repeat(p, n, 0), repeat(q.data(), q.size(), q.size()); }},
        {"baaa in aaaa",
         [](auto& q, byte* p, size_t n) { repeat(p, n, 0), repeat(q.data(), q.size(), 0), q[0] = 'b'; }},
        {"aaba in aaaa",
         [](auto& q, byte* p, size_t n) {
             repeat(p, n, 0), repeat(q.data(), q.size(), 0), q[q.size() / 2] = 'b';
         }},
        {"aaaa in aaab",
         [](auto& q, byte* p, size_t n) { repeat(p, n, q.size()), repeat(q.data(), q.size(), 0); }},
        {"abac in abab",
         [](auto& q, byte* p, size_t n) { repeat(p, n, 2), repeat(q.data(), q.size(), 2), q.back() = 'c'; }},
        {"acab in abab",
         [](auto& q, byte* p, size_t n) { repeat(p, n, 2), repeat(q.data(), q.size(), 2), q[1] = 'c'; }},
        {"abaa in abab",
         [](auto& q, byte* p, size_t n) {
             repeat(p, n, 2), repeat(q.data(), q.size(), 2), q[q.size() / 2 | 1] = 'a';
         }},
        {"aabaab, the last twice, in aab",
         [](auto& q, byte* p, size_t n) {
             repeat(p, n, 3), repeat(q.data(), q.size(), 3), q[q.size() - 2] = q.back();
         }},
        {"aaaa in 31 b", [](auto& q, byte* p, size_t n) { repeat(p, n, 31), repeat(q.data(), q.size(), 0); }},
        {"a 500 times b in a 400 times b",
         [](auto& q, byte* p, size_t n) {
             repeat(p, n, q.size() / 5 * 2 + 2), repeat(q.data(), q.size(), q.size() / 2 + 1);
         }},
    };
    for (const kind& each : kinds)
        for (const size_t m : {4, 16, 64, 1000})
            for (const size_t n : {size_t{4096}, size_t{1} << 20}) {
                std::vector<byte> needle(m);
                each.make(needle, room().array(n, 0), n);
                racing.cell(n, each.name, "needle of " + std::to_string(m),
                            {{room().array(n, 0), n, needle.data(), m, nullptr}}, n);
            }
    racing.summary("adversarial search");
}

/// Walks through as much as half the last-level cache, each step of which waits for the one before, and
/// counts them.
class cache_reader {
public:
    cache_reader() : next_((size_t{8} << 20) / sizeof(std::uint32_t) / 16) {
        std::vector<std::uint32_t> order(next_.size());
        for (size_t i = 0; i != order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
        rng random(4);
        shuffle(order, random);
        for (size_t i = 0; i != order.size(); ++i) next_[order[i]].place = order[(i + 1) % order.size()];
    }

    /// Steps in the time of `work`, per millisecond.
    template <class Work>
    double steps_beside(Work work) {
        std::atomic<bool> ended{false};
        std::atomic<std::uint64_t> total{0};
        double time = 0;
        together(
            1,
            [&](int) {
                stay_on_processor(1);
                const double begin = now();
                std::uint64_t steps = 0;
                std::uint32_t at = 0;
                while (!ended.load(std::memory_order_relaxed))
                    for (int i = 0; i != 256; ++i, ++steps) at = next_[at].place;
                asm volatile("" : : "r"(at));
                time = now() - begin;
                total = steps;
            },
            [&] {
                work();
                ended.store(true, std::memory_order_relaxed);
            });
        return static_cast<double>(total.load()) / time * 1e6;
    }

private:
    struct alignas(64) line {
        std::uint32_t place;
    };
    std::vector<line> next_;
};

void stream() {
    if (is_quick()) return;
    written().race("copying much", "size", "MiB", "ns per copy");
    written().contender("memcpy", "base");
    written().contender("stream_copy", "ours");
    written().contender("copy, throughput", "ours");
    struct kind {
        const char* name;
        void (*copy)(byte* to, const byte* from, size_t n);
    };
    constexpr kind kinds[] = {
        {"memcpy", [](byte* to, const byte* from, size_t n) { std::memcpy(to, from, n); }},
        {"stream_copy",
         [](byte* to, const byte* from, size_t n) {
             mem::stream_copy({reinterpret_cast<std::byte*>(to), n}, bytes(from, n));
         }},
        {"copy, throughput",
         [](byte* to, const byte* from, size_t n) {
             const arsenal::strategy_scope scope(arsenal::strategy::throughput);
             mem::copy({reinterpret_cast<std::byte*>(to), n}, bytes(from, n));
         }},
    };
    cache_reader reader;
    std::printf("%-20s %8s %12s %10s %22s\n", "", "MiB", "GB/s", "/ memcpy", "reader's steps/ms beside");
    for (const size_t n :
         {size_t{1} << 20, size_t{8} << 20, size_t{32} << 20, size_t{64} << 20, size_t{256} << 20}) {
        std::vector<byte> from(n + 64, 1), to(n + 64, 2);
        const size_t times = std::max<size_t>(1, (size_t{256} << 20) / n);
        std::vector<std::vector<double>> took(std::size(kinds)), steps(std::size(kinds));
        for (int round = 0; round != 7; ++round)
            for (size_t i = 0; i != std::size(kinds); ++i) {
                const auto work = [&] {
                    for (size_t k = 0; k != times; ++k) kinds[i].copy(to.data() + 5, from.data() + 3, n);
                };
                const double begin = now();
                work();
                took[i].push_back((now() - begin) / static_cast<double>(times));
                steps[i].push_back(reader.steps_beside(work));
                require(to[n / 2] == 1 && to[n + 4] == 1 && to[n + 5] == 2, "not copied");
                to[n / 2] = to[n + 4] = 2;
            }
        for (size_t i = 0; i != std::size(kinds); ++i) {
            written().row("copy", "", std::to_string(n >> 20), kinds[i].name, took[i]);
            std::vector<double> ratios;
            for (size_t round = 0; round != took[i].size(); ++round)
                ratios.push_back(took[0][round] / took[i][round]);
            std::printf("%-20s %8zu %12.2f %9.2fx %22.0f\n", kinds[i].name, n >> 20,
                        static_cast<double>(n) / median(took[i]), median(ratios), median(steps[i]));
        }
    }
    std::printf("the reader alone: %.0f\n",
                reader.steps_beside([] { std::this_thread::sleep_for(std::chrono::milliseconds(100)); }));
}

} // namespace

int main(int count, char** arguments) {
    return run_parts({{"find_last", [] { scans(byte_operation::find_last, "find_last"); }},
                      {"count", [] { scans(byte_operation::count, "count"); }},
                      {"mismatch", [] { scans(byte_operation::mismatch, "mismatch"); }},
                      {"reverse_copy", [] { scans(byte_operation::reverse_copy, "reverse_copy"); }},
                      {"find_any", find_any},
                      {"search", search},
                      {"adversarial", adversarial},
                      {"stream", stream}},
                     count, arguments);
}
