// Each scan against the platform's std, compiled for the machine it runs on: ratios of interleaved runs,
// inputs that no branch predictor can learn. Prints std's time over Arsenal's (above 1: Arsenal is faster),
// one row per operation and element type, one column per length, and the geometric mean of each operation.
//
//     clang++ -std=c++20 -O3 -march=native -Imodules bench/algorithms/prototypes/scans.cpp <arsenal's
//     archives> scans [operation...]

#include <arsenal/algorithms.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace {

using std::size_t;
std::uint64_t sink;
std::vector<std::string> wanted;
std::map<std::string, std::vector<double>> ratios;

template <class T>
struct input {
    size_t n;
    size_t count;
    std::vector<T> a, b, out; // count arrays of n, at a stride that skews their alignment
    std::vector<T> value;
    std::vector<size_t> at;
    size_t stride;
    T* first(std::vector<T>& v, size_t i) { return v.data() + i * stride; }
};

template <class T>
T random_value(std::mt19937_64& random) {
    if constexpr (std::is_floating_point_v<T>) {
        return static_cast<T>(random() % 1000000) / 16;
    } else {
        return static_cast<T>(random());
    }
}

template <class T>
double seconds(auto&& op, input<T>& in) {
    const auto start = std::chrono::steady_clock::now();
    std::uint64_t sum = 0;
    for (size_t i = 0; i != in.count; ++i) sum += static_cast<std::uint64_t>(op(in, i));
    sink += sum;
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class T>
input<T> make(size_t n, auto&& prepare) {
    std::mt19937_64 random(n * 8 + sizeof(T));
    input<T> in;
    in.n = n;
    in.stride = n + 64 / sizeof(T) / 4 + 1;
    in.count = std::max<size_t>(4, 65536 / sizeof(T) / in.stride);
    in.a.resize(in.count * in.stride);
    in.b.resize(in.a.size());
    in.out.resize(in.a.size() + 64);
    for (T& x : in.a) x = random_value<T>(random);
    for (T& x : in.b) x = random_value<T>(random);
    in.value.resize(in.count);
    in.at.resize(in.count);
    for (size_t i = 0; i != in.count; ++i) {
        in.at[i] = random() % n;
        in.value[i] = in.first(in.a, i)[in.at[i]];
        prepare(in, i, random);
    }
    return in;
}

template <class T>
double race(size_t n, auto&& prepare, auto&& theirs, auto&& ours) {
    auto made = make<T>(n, prepare);
    std::vector<double> found;
    const size_t repeat = std::max<size_t>(1, 100000 / (made.count * (n * sizeof(T) / 64 + 8)));
    for (int round = 0; round != 15; ++round) {
        double t[2] = {0, 0};
        for (size_t r = 0; r != repeat; ++r) {
            for (int turn = 0; turn != 2; ++turn) {
                const int who = (turn + round) & 1;
                input<T> in = made;
                t[who] += who == 0 ? seconds<T>(theirs, in) : seconds<T>(ours, in);
            }
        }
        found.push_back(t[0] / t[1]);
    }
    std::nth_element(found.begin(), found.begin() + 7, found.end());
    return found[7];
}

template <class T>
void row(const char* op, const char* type, auto&& prepare, auto&& theirs, auto&& ours) {
    std::printf("%-26s %-4s", op, type);
    for (const size_t n : {size_t{4}, size_t{16}, size_t{64}, size_t{256}, size_t{1024}, 32768 / sizeof(T)}) {
        const double ratio = race<T>(n, prepare, theirs, ours);
        if (n >= 16) ratios[op].push_back(ratio);
        std::printf(" %7.2f", ratio);
    }
    std::printf("\n");
    std::fflush(stdout);
}

bool asked(const char* op) {
    return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](auto& w) { return w == op; });
}

constexpr auto nothing = [](auto&, size_t, auto&) {};
constexpr auto absent = [](auto& in, size_t i, auto&) {
    auto* const p = in.first(in.a, i);
    using T = std::remove_reference_t<decltype(*p)>;
    const T v = in.value[i];
    for (size_t k = 0; k != in.n; ++k)
        if (p[k] == v) p[k] = static_cast<T>(v + 1);
};
constexpr auto one_hit = [](auto& in, size_t i, auto& r) {
    absent(in, i, r);
    in.first(in.a, i)[in.at[i]] = in.value[i];
};
constexpr auto copied = [](auto& in, size_t i, auto&) {
    std::copy_n(in.first(in.a, i), in.n, in.first(in.b, i));
};
constexpr auto shuffled = [](auto& in, size_t i, auto& r) {
    copied(in, i, r);
    std::shuffle(in.first(in.b, i), in.first(in.b, i) + in.n, r);
};
constexpr auto one_difference = [](auto& in, size_t i, auto& r) {
    copied(in, i, r);
    auto& x = in.first(in.b, i)[in.at[i]];
    x = static_cast<std::remove_reference_t<decltype(x)>>(x + 1);
};
constexpr auto few_values = [](auto& in, size_t i, auto& r) {
    auto* const p = in.first(in.a, i);
    using T = std::remove_reference_t<decltype(*p)>;
    for (size_t k = 0; k != in.n; ++k) p[k] = static_cast<T>(r() % 4);
    in.value[i] = static_cast<T>(1);
};

#define EACH(op, prepare, theirs, ours)                                                                      \
    if (asked(op)) {                                                                                         \
        row<std::uint8_t>(op, "u8", prepare, theirs, ours);                                                  \
        row<std::uint16_t>(op, "u16", prepare, theirs, ours);                                                \
        row<std::uint32_t>(op, "u32", prepare, theirs, ours);                                                \
        row<std::uint64_t>(op, "u64", prepare, theirs, ours);                                                \
        row<float>(op, "f32", prepare, theirs, ours);                                                        \
        row<double>(op, "f64", prepare, theirs, ours);                                                       \
    }
#define BODY(...)                                                                                            \
    [](auto& in, size_t i) {                                                                                 \
        auto* const p = in.first(in.a, i);                                                                   \
        auto* const q = in.first(in.b, i);                                                                   \
        auto* const o = in.first(in.out, i);                                                                 \
        const size_t n = in.n;                                                                               \
        const auto v = in.value[i];                                                                          \
        (void)p, (void)q, (void)o, (void)n, (void)v;                                                         \
        __VA_ARGS__                                                                                          \
    }
// What only integers have.
#define INTEGERS(op, prepare, theirs, ours)                                                                  \
    if (asked(op)) {                                                                                         \
        row<std::uint8_t>(op, "u8", prepare, theirs, ours);                                                  \
        row<std::int16_t>(op, "i16", prepare, theirs, ours);                                                 \
        row<std::uint32_t>(op, "u32", prepare, theirs, ours);                                                \
        row<std::uint64_t>(op, "u64", prepare, theirs, ours);                                                \
    }
#define FLOATS(op, prepare, theirs, ours)                                                                    \
    if (asked(op)) {                                                                                         \
        row<float>(op, "f32", prepare, theirs, ours);                                                        \
        row<double>(op, "f64", prepare, theirs, ours);                                                       \
    }
#define BOTH(op, prepare, NAME_BODY) EACH(op, prepare, NAME_BODY(std), NAME_BODY(arsenal))

} // namespace

int main(int argc, char** argv) {
    wanted.assign(argv + 1, argv + argc);
    std::printf("%-26s %-4s %7d %7d %7d %7d %7d %7s\n", "std / Arsenal", "", 4, 16, 64, 256, 1024, "32 KiB");
#define OP(ns) BODY(return ns::find(p, p + n, v) - p;)
    BOTH("find absent", absent, OP)
    BOTH("find", one_hit, OP)
#undef OP
#define OP(ns) BODY(return ns::count(p, p + n, v);)
    BOTH("count", few_values, OP)
#undef OP
#define OP(ns) BODY(return ns::min_element(p, p + n) - p;)
    BOTH("min_element", nothing, OP)
#undef OP
#define OP(ns) BODY(return ns::max_element(p, p + n) - p;)
    BOTH("max_element", nothing, OP)
#undef OP
#define OP(ns) BODY(const auto r = ns::minmax_element(p, p + n); return (r.first - p) + (r.second - p);)
    BOTH("minmax_element", nothing, OP)
#undef OP
#define OP(ns) BODY(return ns::ranges::min(std::ranges::subrange(p, p + n));)
    BOTH("ranges::min", nothing, OP)
#undef OP
#define OP(ns) BODY(return ns::mismatch(p, p + n, q).first - p;)
    BOTH("mismatch equal", copied, OP)
    BOTH("mismatch", one_difference, OP)
#undef OP
#define OP(ns) BODY(return ns::equal(p, p + n, q);)
    BOTH("equal", copied, OP)
#undef OP
#define OP(ns) BODY(return ns::lexicographical_compare(p, p + n, q, q + n);)
    BOTH("lexicographical_compare", one_difference, OP)
#undef OP
#define OP(ns) BODY(return ns::find_if(p, p + n, [v](auto x) { return x == v; }) - p;)
    BOTH("find_if", one_hit, OP)
#undef OP
#define OP(ns) BODY(return ns::count_if(p, p + n, [v](auto x) { return x < v; });)
    BOTH("count_if", nothing, OP)
#undef OP
#define OP(ns) BODY(ns::reverse(p, p + n); return p[0];)
    BOTH("reverse", nothing, OP)
#undef OP
#define OP(ns) BODY(return ns::rotate(p, p + in.at[i], p + n) - p;)
    BOTH("rotate", nothing, OP)
#undef OP
#define OP(ns) BODY(return ns::remove(p, p + n, v) - p;)
    BOTH("remove", few_values, OP)
    BOTH("remove absent", absent, OP)
#undef OP
#define OP(ns) BODY(return ns::remove_if(p, p + n, [v](auto x) { return x < v; }) - p;)
    BOTH("remove_if", nothing, OP)
#undef OP
#define OP(ns) BODY(return ns::unique(p, p + n) - p;)
    BOTH("unique", few_values, OP)
    BOTH("unique without repeats", nothing, OP)
#undef OP
#define OP(ns) BODY(return ns::partition(p, p + n, [v](auto x) { return x < v; }) - p;)
    BOTH("partition", nothing, OP)
#undef OP
#define OP(ns) BODY(return ns::partition(p, p + n, [](auto x) { return x != 3; }) - p;)
    BOTH("partition, all alike", nothing, OP)
#undef OP
#define OP(ns) BODY(ns::replace(p, p + n, v, q[0]); return p[0];)
    BOTH("replace", few_values, OP)
    BOTH("replace absent", absent, OP)
#undef OP
#define OP(ns) BODY(ns::replace_if(p, p + n, [v](auto x) { return x < v; }, q[0]); return p[0];)
    BOTH("replace_if", nothing, OP)
#undef OP
#define OP(ns) BODY(const size_t m = n < 64 ? 3 : 8; return ns::search(p, p + n, p + n - m, p + n) - p;)
    BOTH("search", few_values, OP)
#undef OP
#define OP(ns) BODY(return ns::is_permutation(p, p + n, q);)
    BOTH("is_permutation", shuffled, OP)
#undef OP
#define OP(ns) BODY(return ns::accumulate(p, p + n, 0);)
    INTEGERS("accumulate, int", nothing, OP(std), OP(arsenal))
#undef OP
#define OP(ns) BODY(return ns::accumulate(p, p + n, std::uint64_t{0});)
    INTEGERS("accumulate, 64 bits", nothing, OP(std), OP(arsenal))
#undef OP
#define OP(ns) BODY(return ns::accumulate(p, p + n, v);)
    FLOATS("accumulate", nothing, OP(std), OP(arsenal))
#undef OP
#define OP(ns) BODY(return ns::reduce(p, p + n, v);)
    FLOATS("reduce", nothing, OP(std), OP(arsenal))
#undef OP
#define OP(ns) BODY(return ns::inner_product(p, p + n, q, v);)
    BOTH("inner_product", nothing, OP)
#undef OP
    FLOATS("unordered_sum", nothing, BODY(return std::accumulate(p, p + n, decltype(v + 0)(0));),
           BODY(return arsenal::unordered_sum(p, p + n);))
#define OP(ns) BODY(ns::partial_sum(p, p + n, o); return o[n - 1];)
    BOTH("partial_sum", nothing, OP)
#undef OP
#define OP(ns) BODY(ns::adjacent_difference(p, p + n, o); return o[n - 1];)
    BOTH("adjacent_difference", nothing, OP)
#undef OP
#define OP(ns) BODY(ns::adjacent_difference(p, p + n, p); return p[n - 1];)
    BOTH("adjacent_difference here", nothing, OP)
#undef OP
    std::printf("\n%-26s %7s %7s\n", "from 16 elements", "mean", "worst");
    for (auto& [op, all] : ratios) {
        double sum = 0;
        for (const double r : all) sum += std::log(r);
        std::printf("%-26s %7.2f %7.2f\n", op.c_str(), std::exp(sum / static_cast<double>(all.size())),
                    *std::min_element(all.begin(), all.end()));
    }
    return sink == 42;
}
