// arsenal::hash and arsenal::hardened_hash against std::hash, absl::Hash and boost::hash in one run: how many
// times longer the rival takes. hardened_hash is raced against XXH3 with a seed and against arsenal::hash,
// too, and hash_bytes against the named digests and itself for throughput.
//
//   dependent    the next key is chosen by the hash before: time to the result
//   independent  hashes that do not wait for each other: work per second
//
// Contenders take turns; a cell is the median of the rounds' ratios. Keys vary in value and, in the row
// "mixed", in length, so that branches on the length are mispredicted as in a program.

#include <arsenal/hash.hpp>

#include <absl/hash/hash.h>
#include <boost/container_hash/hash.hpp>

#include <support/results.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

const std::size_t rounds = bench::is_quick() ? 9 : 15;
constexpr std::size_t few_keys = 256; // powers of two
constexpr std::size_t many_keys = 16384;

struct seeded_xxh3 {
    std::size_t operator()(std::string_view text) const {
        return arsenal::xxh3_64::hash(text.data(), text.size(), 1);
    }
    template <class T>
        requires std::is_scalar_v<T>
    std::size_t operator()(T value) const {
        return arsenal::xxh3_64::hash(&value, sizeof value, 1);
    }
};

template <arsenal::strategy Strategy>
struct bytes_hash {
    std::size_t operator()(std::string_view text) const {
        return arsenal::hash_bytes<Strategy>(text.data(), text.size());
    }
};

template <class Digest>
struct named_digest {
    std::size_t operator()(std::string_view text) const { return Digest::hash(text.data(), text.size()); }
};

// A row's contenders: ours first.
template <class Key>
using plain_race = std::tuple<arsenal::hash<Key>, std::hash<Key>, absl::Hash<Key>, boost::hash<Key>>;
template <class Key>
using hardened_race =
    std::tuple<arsenal::hardened_hash<Key>, std::hash<Key>, absl::Hash<Key>, seeded_xxh3, arsenal::hash<Key>>;
using bytes_race = std::tuple<bytes_hash<arsenal::strategy::balanced>, named_digest<arsenal::xxh3_64>,
                              named_digest<arsenal::wyhash>, bytes_hash<arsenal::strategy::throughput>>;
constexpr std::array plain_rivals = {"std", "absl", "boost"};
constexpr std::array hardened_rivals = {"std", "absl", "xxh3", "arsenal"};
constexpr std::array bytes_rivals = {"xxh3", "wyhash", "for many"};

struct tally {
    int won = 0;
    std::vector<std::string> lost;
};

// Whose table it is that is being printed.
std::string raced;

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
    const Hash hash_of;
    return nanoseconds_of(
        [&] {
            std::size_t hash = 0;
            for (std::size_t i = 0; i != repetitions; ++i)
                hash = hash_of(keys[(hash + i) & (keys.size() - 1)]);
            asm volatile("" : : "r"(hash));
        },
        repetitions);
}

template <class Hash, class Key>
double independent_time(const std::vector<Key>& keys, std::size_t repetitions) {
    const Hash hash_of;
    return nanoseconds_of(
        [&] {
            for (std::size_t i = 0; i != repetitions; ++i) {
                const std::size_t hash = hash_of(keys[i & (keys.size() - 1)]);
                asm volatile("" : : "r"(hash));
            }
        },
        repetitions);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

// time<Hash>() measures one round of one contender.
template <class Race, std::size_t... I>
void print_cells(const char* name, std::size_t key_bytes, const char* way, const auto& rivals, auto time,
                 tally& result, std::index_sequence<I...>) {
    std::array<std::vector<double>, sizeof...(I) + 1> times; // ours first
    std::array<std::vector<double>, sizeof...(I)> ratios;
    for (std::size_t round = 0; round != rounds; ++round) {
        times[0].push_back(time.template operator()<std::tuple_element_t<0, Race>>());
        (times[I + 1].push_back(time.template operator()<std::tuple_element_t<I + 1, Race>>()), ...);
        (ratios[I].push_back(times[I + 1][round] / times[0][round]), ...);
    }
    const std::string size = std::to_string(key_bytes);
    std::string pattern = name;
    if (pattern.ends_with(' ' + size)) pattern.resize(pattern.size() - size.size() - 1);
    for (std::size_t i = 0; i != times.size(); ++i)
        bench::written().row(way, pattern, size, i == 0 ? raced : rivals[i - 1], times[i]);
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

template <class Race, class Key>
void print_row(const char* name, const std::vector<Key>& keys, std::size_t key_bytes, const auto& rivals,
               tally& result) {
    const std::size_t repetitions =
        std::max<std::size_t>(400, 400'000 / (key_bytes + 16)) * (keys.size() / few_keys > 1 ? 8 : 1);
    const auto dependent = [&]<class Hash>() { return dependent_time<Hash>(keys, repetitions); };
    const auto independent = [&]<class Hash>() { return independent_time<Hash>(keys, repetitions); };
    constexpr std::make_index_sequence<std::tuple_size_v<Race> - 1> each;
    print_cells<Race>(name, key_bytes, "dependent", rivals, dependent, result, each);
    print_cells<Race>(name, key_bytes, "independent", rivals, independent, result, each);
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

void print_header(const char* ours, const auto& rivals) {
    std::printf("rival's time / %s's: above 1, Arsenal is faster\n\n%-33s", ours, "key");
    for (const char* rival : rivals) std::printf(" %8s", rival);
    std::printf("\n");
    raced = ours;
    bench::written().race(ours, "operation", "bytes", "ns per hash");
    bench::written().contender(raced, "ours");
    for (const std::string_view rival : rivals) {
        const bool own = rival == "arsenal" || rival == "for many";
        bench::written().contender(std::string(rival), rival == rivals[0] ? "base"
                                                       : own              ? "shown"
                                                                          : "rivals");
    }
}

void print_plain(tally& result) {
    const auto race = [&]<class Key>(const std::string& name, const std::vector<Key>& keys,
                                     std::size_t key_bytes) {
        print_row<plain_race<Key>>(name.c_str(), keys, key_bytes, plain_rivals, result);
    };
    print_header("arsenal::hash", plain_rivals);
    race("int", keys_by<int>([] { return static_cast<int>(next_number()); }), 4);
    race("u64", keys_by<std::uint64_t>(next_number), 8);
    race("double", keys_by<double>([] { return static_cast<double>(next_number()); }), 8);
    race("pointer", keys_by<const int*>([] { return reinterpret_cast<const int*>(next_number() * 16); }), 8);
    for (const std::size_t length : {2, 6, 12, 16, 24, 40, 64, 100, 160, 240, 400, 1000, 4000, 16000})
        race("string " + std::to_string(length), keys_by<std::string>([&] { return random_text(length); }),
             length);
    race("string mixed 3-15",
         keys_by<std::string>([] { return random_text(3 + next_number() % 13); }, many_keys), 8);
    race("string mixed 1-40",
         keys_by<std::string>([] { return random_text(1 + next_number() % 40); }, many_keys), 20);
}

void print_hardened() {
    tally expected; // no cell is to be won: what is bought is not speed
    const auto race = [&]<class Key>(const std::string& name, const std::vector<Key>& keys,
                                     std::size_t key_bytes) {
        print_row<hardened_race<Key>>(name.c_str(), keys, key_bytes, hardened_rivals, expected);
    };
    std::printf("\n");
    print_header("arsenal::hardened_hash", hardened_rivals);
    race("int", keys_by<int>([] { return static_cast<int>(next_number()); }), 4);
    race("u64", keys_by<std::uint64_t>(next_number), 8);
    for (const std::size_t length : {6, 16, 40, 100, 1000})
        race("string " + std::to_string(length), keys_by<std::string>([&] { return random_text(length); }),
             length);
    race("string mixed 1-40",
         keys_by<std::string>([] { return random_text(1 + next_number() % 40); }, many_keys), 20);

    constexpr std::size_t objects = 1'000'000;
    const double each = nanoseconds_of(
        [] {
            for (std::size_t i = 0; i != objects; ++i) {
                const arsenal::hardened_hash<int> hash;
                asm volatile("" : : "m"(hash));
            }
        },
        objects);
    std::printf("\na hardened_hash with a key of its own: %.1f ns\n", each);
}

void print_bytes() {
    tally unused;
    std::printf("\n");
    print_header("hash_bytes", bytes_rivals);
    for (const std::size_t length : {4, 8, 16, 24, 32, 48, 65, 100, 160, 240, 256, 400, 511, 512, 1000, 4000})
        print_row<bytes_race>(("bytes " + std::to_string(length)).c_str(),
                              keys_by<std::string>([&] { return random_text(length); }), length, bytes_rivals,
                              unused);
}

} // namespace

int main() {
    tally result;
    print_plain(result);
    std::printf("\nlost cells (under 0.95x): %zu of %zu\n", result.lost.size(),
                result.lost.size() + result.won);
    for (const std::string& cell : result.lost) std::printf("  %s\n", cell.c_str());
    print_hardened();
    print_bytes();
}
