// Searches of a sorted array of BENCH_ELEMENT: std's and Arsenal's. A cell's pattern is the algorithm; in
// mode dependent every search waits for the result of the one before.

#include "elements.hpp"
#include "race.hpp"

#if __has_include(<arsenal/algorithms/binary_search.hpp>)
#include <arsenal/algorithms/binary_search.hpp>
#endif
#if __has_include(<arsenal/algorithms/interpolation_search.hpp>)
#include <arsenal/algorithms/interpolation_search.hpp>
#define BENCH_INTERPOLATION BENCH_NUMBERS
#endif
#if __has_include(<arsenal/algorithms/static_search_tree.hpp>)
#include <arsenal/algorithms/static_search_tree.hpp>
#define BENCH_TREE 1
#endif

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

namespace {

using element = bench::elements::BENCH_ELEMENT;
using type = element::type;
using bench::u64;

/// An array, and what is made of it beforehand.
struct searched {
    std::vector<type> sorted;
#if defined(BENCH_TREE)
    std::unique_ptr<arsenal::static_search_tree<type>> tree;
#endif
};

struct search {
    std::string_view name, contender;
    /// Sum of what it finds; a dependent query waits for the one before.
    u64 (*run)(const searched& in, const std::vector<type>& queries, bool dependent);
};

template <class Find>
u64 each_query(const searched& in, const std::vector<type>& queries, bool dependent) {
    u64 sum = 0;
    if (dependent) {
        std::size_t found = 0;
        for (std::size_t i = 0; i != queries.size(); ++i) {
            found = Find{}(in, queries[i ^ (found >> 60)]);
            sum += found;
        }
    } else {
        for (const type& query : queries) sum += Find{}(in, query);
    }
    return sum;
}

std::vector<search> searches() {
    std::vector<search> all;
    const auto add = [&]<class Find>(std::string_view name, std::string_view contender, Find) {
        all.push_back({name, contender, &each_query<Find>});
    };
#define BENCH_SEARCH(name, contender, ...)                                                                   \
    add(name, contender, [](const searched& in, const type& value) -> std::size_t {                          \
        const auto* const first = in.sorted.data();                                                          \
        const auto* const last = first + in.sorted.size();                                                   \
        __VA_ARGS__                                                                                          \
    })
#define BENCH_BOTH(name, ...)                                                                                \
    {                                                                                                        \
        namespace subject = std;                                                                             \
        BENCH_SEARCH(#name, "std", __VA_ARGS__);                                                             \
    }                                                                                                        \
    {                                                                                                        \
        namespace subject = arsenal;                                                                         \
        BENCH_SEARCH(#name, "arsenal", __VA_ARGS__);                                                         \
    }
    BENCH_BOTH(lower_bound,
               { return static_cast<std::size_t>(subject::lower_bound(first, last, value) - first); })
    BENCH_BOTH(upper_bound,
               { return static_cast<std::size_t>(subject::upper_bound(first, last, value) - first); })
    BENCH_BOTH(equal_range, {
        const auto found = subject::equal_range(first, last, value);
        return static_cast<std::size_t>((found.first - first) + (found.second - first));
    })
    BENCH_BOTH(binary_search,
               { return static_cast<std::size_t>(subject::binary_search(first, last, value)); })
    const auto lower_bound_as = [&](std::string_view name) {
        BENCH_SEARCH(name, "std",
                     { return static_cast<std::size_t>(std::lower_bound(first, last, value) - first); });
    };
    static_cast<void>(lower_bound_as);
#if BENCH_INTERPOLATION
    {
        lower_bound_as("interpolation_search");
        BENCH_SEARCH("interpolation_search", "arsenal", {
            return static_cast<std::size_t>(arsenal::interpolation_search(first, last, value) - first);
        });
    }
#endif
#if defined(BENCH_TREE)
    lower_bound_as("static_search_tree");
    BENCH_SEARCH("static_search_tree", "arsenal", {
        static_cast<void>(first), static_cast<void>(last);
        return static_cast<std::size_t>(in.tree->lower_bound(value) - in.tree->begin());
    });
#endif
#undef BENCH_BOTH
#undef BENCH_SEARCH
    return all;
}

void race(const bench::cell& raced, const bench::request& asked, searched& in,
          const std::vector<search>& all) {
    if (in.sorted.size() != raced.n) {
        bench::rng random(asked.seed);
        in.sorted.clear();
        for (std::size_t i = 0; i != raced.n; ++i) in.sorted.push_back(element::random(random));
        std::sort(in.sorted.begin(), in.sorted.end());
#if defined(BENCH_TREE)
        in.tree = std::make_unique<arsenal::static_search_tree<type>>(in.sorted.begin(), in.sorted.end());
#endif
    }
    const int rounds = asked.rounds != 0 ? asked.rounds : 11;
    std::vector<const search*> racing;
    for (const search& each : all)
        if (each.name == raced.pattern && asked.wants(each.contender)) racing.push_back(&each);
    std::vector<std::vector<double>> times(racing.size());
    for (int round = -1; round != rounds; ++round) {
        bench::rng random(bench::mix(asked.seed) + static_cast<u64>(round + 1));
        std::vector<type> queries; // half of them there
        for (int i = 0; i != 8192; ++i)
            queries.push_back(i % 2 == 0 ? in.sorted[random() % raced.n] : element::random(random));
        bench::shuffle(queries, random);
        u64 expected = 0;
        for (std::size_t turn = 0; turn != racing.size(); ++turn) {
            const std::size_t c = (turn + static_cast<std::size_t>(round + 1)) % racing.size();
            u64 sum = 0;
            const double ns =
                bench::nanoseconds([&] { sum = racing[c]->run(in, queries, raced.mode == "dependent"); });
            if (round >= 0) times[c].push_back(ns / 8192);
            if (turn == 0) expected = sum;
            if (sum != expected)
                bench::stop("another result of " + raced.pattern + " " + std::to_string(raced.n));
        }
    }
    for (std::size_t c = 0; c != racing.size(); ++c) bench::print(raced, racing[c]->contender, times[c]);
}

} // namespace

int main(int argc, char** argv) {
    const bench::request asked = bench::requested(argc, argv);
    const std::vector<search> all = searches();
    searched in;
    for (const bench::cell& each : asked.cells) race(each, asked, in, all);
}
