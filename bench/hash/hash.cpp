// arsenal::hash against std::hash, absl::Hash and boost::hash in one run: how many times longer the rival
// takes.
//
//   dependent    the next key is chosen by the hash before: time to the result
//   independent  hashes that do not wait for each other: work per second
//
// Contenders take turns; a cell is the median of the rounds' ratios. Keys vary in value and, in the row
// "mixed", in length, so that branches on the length are mispredicted as in a program.

#include <arsenal/hash.hpp>

#include <absl/hash/hash.h>
#include <boost/container_hash/hash.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace {

constexpr int rounds = 15;
constexpr std::size_t few_keys = 256; // powers of two
constexpr std::size_t many_keys = 16384;
constexpr std::array rivals = {"std", "absl", "boost"};

struct tally {
    int won = 0;
    std::vector<std::string> lost;
};

std::uint64_t next_number() {
    static std::uint64_t state = 1;
    state = state * 6364136223846793005 + 1442695040888963407;
    return state >> 16;
}

double nanoseconds_of(auto action, std::size_t repetitions) {
    const auto begin = std::chrono::steady_clock::now();
    action();
    const std::chrono::duration<double, std::nano> passed = std::chrono::steady_clock::now() - begin;
    return passed.count() / static_cast<double>(repetitions);
}

template <class Hash, class Key>
double dependent_time(const std::vector<Key>& keys, std::size_t repetitions) {
    return nanoseconds_of(
        [&] {
            std::size_t hash = 0;
            for (std::size_t i = 0; i != repetitions; ++i)
                hash = Hash{}(keys[(hash + i) & (keys.size() - 1)]);
            asm volatile("" : : "r"(hash));
        },
        repetitions);
}

template <class Hash, class Key>
double independent_time(const std::vector<Key>& keys, std::size_t repetitions) {
    return nanoseconds_of(
        [&] {
            for (std::size_t i = 0; i != repetitions; ++i) {
                const std::size_t hash = Hash{}(keys[i & (keys.size() - 1)]);
                asm volatile("" : : "r"(hash));
            }
        },
        repetitions);
}

double median(std::array<double, rounds> values) {
    std::sort(values.begin(), values.end());
    return values[rounds / 2];
}

// time<Hash>() measures one round of one contender.
template <class Key>
void print_cells(const char* name, const char* way, auto time, tally& result) {
    std::array<std::array<double, rounds>, 3> ratios{};
    for (int round = 0; round != rounds; ++round) {
        const double ours = time.template operator()<arsenal::hash<Key>>();
        ratios[0][round] = time.template operator()<std::hash<Key>>() / ours;
        ratios[1][round] = time.template operator()<absl::Hash<Key>>() / ours;
        ratios[2][round] = time.template operator()<boost::hash<Key>>() / ours;
    }
    std::printf("%-20s %-12s", name, way);
    for (std::size_t i = 0; i != rivals.size(); ++i) {
        const double ratio = median(ratios[i]);
        std::printf(" %7.2fx", ratio);
        if (ratio < 0.95)
            result.lost.push_back(std::string(name) + ", " + way + ", " + rivals[i]);
        else
            ++result.won;
    }
    std::printf("\n");
}

template <class Key>
void print_row(const char* name, const std::vector<Key>& keys, std::size_t key_bytes, tally& result) {
    const std::size_t repetitions =
        std::max<std::size_t>(400, 400'000 / (key_bytes + 16)) * (keys.size() / few_keys > 1 ? 8 : 1);
    const auto dependent = [&]<class Hash>() { return dependent_time<Hash>(keys, repetitions); };
    const auto independent = [&]<class Hash>() { return independent_time<Hash>(keys, repetitions); };
    print_cells<Key>(name, "dependent", dependent, result);
    print_cells<Key>(name, "independent", independent, result);
}

template <class Key>
std::vector<Key> keys_by(auto make, std::size_t key_count = few_keys) {
    std::vector<Key> keys;
    for (std::size_t i = 0; i != key_count; ++i) keys.push_back(make());
    return keys;
}

std::string random_text(std::size_t length) {
    std::string text(length, ' ');
    for (char& c : text) c = static_cast<char>('a' + next_number() % 26);
    return text;
}

} // namespace

int main() {
    tally result;
    std::printf("rival's time / arsenal::hash's: above 1, Arsenal is faster\n\n%-33s %8s %8s %8s\n", "key",
                rivals[0], rivals[1], rivals[2]);

    print_row("int", keys_by<int>([] { return static_cast<int>(next_number()); }), 4, result);
    print_row("u64", keys_by<std::uint64_t>(next_number), 8, result);
    print_row("double", keys_by<double>([] { return static_cast<double>(next_number()); }), 8, result);
    print_row("pointer", keys_by<const int*>([] { return reinterpret_cast<const int*>(next_number() * 16); }),
              8, result);
    for (const std::size_t length : {2, 6, 12, 16, 24, 40, 64, 100, 160, 240, 400, 1000, 4000, 16000}) {
        const std::string name = "string " + std::to_string(length);
        print_row(name.c_str(), keys_by<std::string>([&] { return random_text(length); }), length, result);
    }
    print_row("string mixed 3-15",
              keys_by<std::string>([] { return random_text(3 + next_number() % 13); }, many_keys), 8, result);
    print_row("string mixed 1-40",
              keys_by<std::string>([] { return random_text(1 + next_number() % 40); }, many_keys), 20,
              result);

    std::printf("\nlost cells (under 0.95x): %zu of %zu\n", result.lost.size(),
                result.lost.size() + result.won);
    for (const std::string& cell : result.lost) std::printf("  %s\n", cell.c_str());
}
