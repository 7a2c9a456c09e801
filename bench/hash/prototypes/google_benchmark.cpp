// std::hash raced against itself, in the loops of bench/hash and under Google Benchmark: what is not 1 is the
// harness's own error. docs/benchmark_methods.md has the table.
//
//     clang++-22 -std=c++20 -O3 bench/hash/prototypes/google_benchmark.cpp -lbenchmark -o race
//     taskset -c 1 ./race

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace {

constexpr int rounds = 15, trials = 31;
constexpr double seconds_of_round = 0.003;

// Types of their own, so that there are two copies of the loops.
template <class Key>
struct first : std::hash<Key> {};
template <class Key>
struct second : std::hash<Key> {};

template <class Hash, class Key>
void hash_all(const std::vector<Key>& keys, std::size_t repetitions) {
    const Hash hash_of;
    std::size_t hash = 0;
    for (std::size_t i = 0; i != repetitions; ++i) hash = hash_of(keys[(hash + i) & (keys.size() - 1)]);
    asm volatile("" : : "r"(hash));
}

template <class Hash, class Key>
void hash_by_google(benchmark::State& state, const std::vector<Key>& keys) {
    const Hash hash_of;
    std::size_t hash = 0, i = 0;
    for (auto _ : state) hash = hash_of(keys[(hash + i++) & (keys.size() - 1)]);
    benchmark::DoNotOptimize(hash);
}

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double median_ratio(const std::vector<double>& a, const std::vector<double>& b) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i != std::min(a.size(), b.size()); ++i) ratios.push_back(a[i] / b[i]);
    return median(ratios);
}

template <class Key>
double ratio_of_own_loop(const std::vector<Key>& keys) {
    std::size_t repetitions = 1000;
    for (double begin = now(); hash_all<first<Key>>(keys, repetitions), now() - begin < seconds_of_round;
         begin = now())
        repetitions *= 2;
    const auto time = [&](auto action) {
        const double begin = now();
        action(keys, repetitions);
        return now() - begin;
    };
    std::vector<double> a, b;
    for (int round = 0; round != rounds; ++round) {
        if (round % 2 == 0) a.push_back(time(hash_all<first<Key>, Key>));
        b.push_back(time(hash_all<second<Key>, Key>));
        if (round % 2 != 0) a.push_back(time(hash_all<first<Key>, Key>));
    }
    return median_ratio(a, b);
}

struct collector : benchmark::BenchmarkReporter {
    std::map<std::string, std::vector<double>> times;
    bool ReportContext(const Context&) override { return true; }
    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs)
            if (run.run_type == Run::RT_Iteration)
                times[run.run_name.function_name].push_back(run.GetAdjustedRealTime());
    }
};

struct spread {
    std::vector<double> errors;
    double seconds = 0;
    void add(double ratio) { errors.push_back(std::abs(std::log(ratio))); }
    void print(const char* name) {
        std::sort(errors.begin(), errors.end());
        std::printf("%-44s %8.2f %% %8.2f %% %8.2f %% %8.2f s\n", name, 100 * errors[errors.size() / 2],
                    100 * errors[errors.size() * 9 / 10], 100 * errors.back(), seconds / trials);
    }
};

} // namespace

int main() {
    std::uint64_t state = 1;
    const auto next = [&] { return (state = state * 6364136223846793005 + 1442695040888963407) >> 16; };
    std::vector<std::uint64_t> numbers;
    std::map<int, std::vector<std::string>> texts{{6, {}}, {16, {}}, {100, {}}};
    for (int i = 0; i != 256; ++i) {
        numbers.push_back(next());
        for (auto& [length, keys] : texts) {
            keys.emplace_back(static_cast<std::size_t>(length), ' ');
            for (char& c : keys.back()) c = static_cast<char>('a' + next() % 26);
        }
    }

    const auto with = [&]<class Key>(const char* name, const std::vector<Key>& keys) {
        benchmark::RegisterBenchmark((std::string(name) + "/first").c_str(), hash_by_google<first<Key>, Key>,
                                     keys);
        benchmark::RegisterBenchmark((std::string(name) + "/second").c_str(),
                                     hash_by_google<second<Key>, Key>, keys);
    };
    with("u64", numbers);
    for (const auto& [length, keys] : texts) with(std::to_string(length).c_str(), keys);
    std::vector<std::string> flags{"race", "--benchmark_enable_random_interleaving=true",
                                   "--benchmark_repetitions=" + std::to_string(rounds),
                                   "--benchmark_min_time=" + std::to_string(seconds_of_round)};
    std::vector<char*> words;
    for (std::string& flag : flags) words.push_back(flag.data());
    int count = static_cast<int>(words.size());
    benchmark::Initialize(&count, words.data());

    spread own, by_pairs, by_medians;
    for (int trial = 0; trial != trials; ++trial) {
        double begin = now();
        own.add(ratio_of_own_loop(numbers));
        for (const auto& [length, keys] : texts) own.add(ratio_of_own_loop(keys));
        own.seconds += now() - begin;

        begin = now();
        collector seen;
        benchmark::RunSpecifiedBenchmarks(&seen);
        by_pairs.seconds = by_medians.seconds += now() - begin;
        for (const auto& [name, times] : seen.times)
            if (name.ends_with("/first")) {
                const auto& others = seen.times.at(name.substr(0, name.find('/')) + "/second");
                by_pairs.add(median_ratio(times, others));
                by_medians.add(median(times) / median(others));
            }
    }
    std::printf("%-44s %10s %10s %10s %10s\n", "std against std, |ln ratio|", "median", "90 %", "worst",
                "a race");
    own.print("own loops, alternating rounds");
    by_pairs.print("Google Benchmark, medians of ratios");
    by_medians.print("Google Benchmark, ratios of medians");
}
