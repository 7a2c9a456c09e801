#pragma once

#include <initializer_list>
#include <iterator>
#include <type_traits>
#include <utility>
#include <vector>

#include <containers/failure_walk.hpp>

// The operations that the walks run, and what each promises of its two containers when it fails.
namespace failure {

inline constexpr guarantee basic = guarantee::basic;
inline constexpr guarantee untouched = guarantee::untouched;
inline constexpr guarantee single = guarantee::unless_hash; // [unord.req.except]/2, insertion of one element

template <class Config>
std::vector<operation<Config>> constructions() {
    using container = typename Config::container;
    using allocator = typename Config::allocator;
    using s = subjects<Config>&;
    std::vector<operation<Config>> ops;
    auto add = [&](const char* name, auto run) { ops.push_back({name, untouched, untouched, run}); };

    add("construct with an allocator", [](s x) { x.made.emplace(allocator(x.one)); });
    add("construct with buckets",
        [](s x) { x.made.emplace(500, x.a.hash_function(), x.a.key_eq(), allocator(x.one)); });
    add("construct from a range", [](s x) {
        x.made.emplace(x.b.begin(), x.b.end(), 0, x.a.hash_function(), x.a.key_eq(), allocator(x.one));
    });
    add("construct from an initializer list", [](s x) {
        if (x.size < 2) return;
        x.made.emplace(
            std::initializer_list<typename container::value_type>{*x.a.begin(), *x.b.begin(), *x.a.begin()},
            0, x.a.hash_function(), x.a.key_eq(), allocator(x.one));
    });
    add("copy", [](s x) { x.made.emplace(x.a); });
    add("copy with an allocator", [](s x) { x.made.emplace(x.a, allocator(x.two)); });
    ops.push_back({"move", basic, untouched, [](s x) { x.made.emplace(std::move(x.a)); }});
    ops.push_back({"move with an equal allocator", basic, untouched,
                   [](s x) { x.made.emplace(std::move(x.a), allocator(x.one)); }});
    ops.push_back({"move with an unequal allocator",
                   basic,
                   untouched,
                   [](s x) { x.made.emplace(std::move(x.a), allocator(x.two)); },
                   {},
                   {"a set's source keeps elements whose keys were moved from", fault::allocate}});
    return ops;
}

template <class Config>
std::vector<operation<Config>> assignments() {
    using s = subjects<Config>&;
    std::vector<operation<Config>> ops;
    constexpr known_failure mismatch{"keeps its elements under half of the new functors",
                                     fault::functor_copy};
    ops.push_back({"copy assignment", basic, untouched, [](s x) { x.a = x.b; }, {}, mismatch});
    ops.push_back({"copy assignment into an empty one", basic, untouched, [](s x) { x.a = x.b; },
                   [](s x) { x.a = Config::make(x.one); }, mismatch});
    ops.push_back({"copy assignment from an empty one", basic, untouched, [](s x) { x.a = x.b; },
                   [](s x) { x.b.clear(); }, mismatch});
    ops.push_back({"copy assignment to itself", basic, untouched, [](s x) { x.a = *&x.a; }});
    ops.push_back({"move assignment", basic, basic, [](s x) { x.a = std::move(x.b); }, {}, mismatch});
    ops.push_back({"initializer-list assignment", basic, untouched, [](s x) {
                       if (x.size < 2) return;
                       x.a = {*x.b.begin(), *std::next(x.b.begin()), *x.b.begin()};
                   }});
    if constexpr (Config::allocator::propagate_on_container_swap::value)
        ops.push_back({"swap", basic, basic, [](s x) { x.a.swap(x.b); }});
    else
        ops.push_back({"swap", basic, basic, [](s x) { x.made->swap(x.a); },
                       [](s x) {
                           auto other = Config::make(x.one);
                           for (int i = 0; i < 3; ++i) other.insert(Config::value(i));
                           x.made.emplace(std::move(other));
                       }});
    return ops;
}

template <class Config>
std::vector<operation<Config>> single_insertions() {
    using container = typename Config::container;
    using s = subjects<Config>&;
    std::vector<operation<Config>> ops;
    auto add = [&](const char* name, auto run) { ops.push_back({name, single, untouched, run}); };

    add("insert a copy", [](s x) {
        const auto v = Config::value(x.size);
        x.a.insert(v);
    });
    add("insert an rvalue", [](s x) { x.a.insert(Config::value(x.size)); });
    add("insert what is there", [](s x) { x.a.insert(Config::value(x.size / 2)); });
    add("insert with a hint", [](s x) { x.a.insert(x.a.begin(), Config::value(x.size)); });
    add("emplace_hint", [](s x) { x.a.emplace_hint(x.a.end(), Config::value(x.size)); });
    ops.push_back(
        {"insert with the hint of what is there",
         single,
         untouched,
         [](s x) { x.a.insert(x.a.find(Config::key(0)), Config::value(0)); },
         {},
         {"a multi container links the node, compares, and destroys it where that throws", fault::equal}});
    add("emplace", [](s x) { x.a.emplace(Config::value(x.size)); });
    add("emplace what is there", [](s x) { x.a.emplace(Config::value(0)); });
    if constexpr (requires { typename container::mapped_type; }) {
        add("emplace from parts", [](s x) { x.a.emplace(Config::key(x.size), 7); });
    }
    if constexpr (consistency::unique_keys<container> && requires { typename container::mapped_type; }) {
        add("try_emplace", [](s x) {
            const auto k = Config::key(x.size);
            x.a.try_emplace(k, 7);
        });
        add("try_emplace an rvalue", [](s x) { x.a.try_emplace(Config::key(x.size), 7); });
        add("try_emplace with a hint", [](s x) { x.a.try_emplace(x.a.begin(), Config::key(x.size), 7); });
        add("try_emplace what is there", [](s x) { x.a.try_emplace(Config::key(0), 7); });
        add("insert_or_assign",
            [](s x) { x.a.insert_or_assign(Config::key(x.size), typename container::mapped_type(7)); });
        add("insert_or_assign what is there",
            [](s x) { x.a.insert_or_assign(Config::key(0), typename container::mapped_type(0)); });
        add("operator[]", [](s x) {
            const auto k = Config::key(x.size);
            x.a[k];
        });
        add("operator[] with an rvalue", [](s x) { x.a[Config::key(x.size)]; });
        add("operator[] of what is there", [](s x) { x.a[Config::key(0)]; });
    }
    return ops;
}

template <class Config>
std::vector<operation<Config>> node_insertions() {
    using s = subjects<Config>&;
    std::vector<operation<Config>> ops;
    auto take_node_from_a_sibling = [](s x) {
        auto sibling = Config::make(x.one);
        sibling.insert(Config::value(x.size));
        x.node = sibling.extract(sibling.begin());
    };
    ops.push_back({"insert a node", single, untouched,
                   [](s x) {
                       if constexpr (consistency::unique_keys<typename Config::container>) {
                           auto result = x.a.insert(std::move(x.node));
                           if (!result.inserted) x.node = std::move(result.node);
                       } else {
                           x.a.insert(std::move(x.node));
                       }
                   },
                   take_node_from_a_sibling});
    ops.push_back({"insert a node with a hint", single, untouched,
                   [](s x) { x.a.insert(x.a.begin(), std::move(x.node)); }, take_node_from_a_sibling});
    return ops;
}

template <class Config>
std::vector<operation<Config>> bulk_and_nodes() {
    using s = subjects<Config>&;
    std::vector<operation<Config>> ops;
    ops.push_back({"insert a range", basic, untouched, [](s x) { x.a.insert(x.b.begin(), x.b.end()); }});
    ops.push_back({"insert an initializer list", basic, untouched, [](s x) {
                       if (x.size < 2) return;
                       x.a.insert({*x.b.begin(), *x.a.begin()});
                   }});
    // (The node's own move is another operation, which may throw where it holds its element by value.)
    const auto keep = [](s x, auto node) {
        support::faults.disarm();
        x.node = std::move(node);
    };
    ops.push_back(
        {"extract by key", untouched, untouched, [=](s x) { keep(x, x.a.extract(Config::key(0))); }});
    ops.push_back({"extract by iterator", untouched, untouched, [=](s x) {
                       if (!x.a.empty()) keep(x, x.a.extract(x.a.begin()));
                   }});
    ops.push_back({"erase by key", untouched, untouched, [](s x) { x.a.erase(Config::key(x.size / 2)); }});
    ops.push_back({"merge", basic, untouched, [](s x) { x.a.merge(*x.made); },
                   [](s x) {
                       auto sibling = Config::make(x.one);
                       for (int i = 0; i < x.size; ++i) sibling.insert(Config::value(x.size / 2 + i));
                       x.made.emplace(std::move(sibling));
                   }});
    return ops;
}

template <class Config>
std::vector<operation<Config>> rehashes() {
    using s = subjects<Config>&;
    constexpr guarantee g = guarantee::unless_hash_or_equal;
    std::vector<operation<Config>> ops;
    ops.push_back({"rehash up", g, untouched, [](s x) { x.a.rehash(x.a.bucket_count() * 3 + 1); }});
    ops.push_back({"rehash far up", g, untouched, [](s x) { x.a.rehash(20000); }});
    ops.push_back({"rehash down", g, untouched, [](s x) { x.a.rehash(0); }, [](s x) { x.a.rehash(5000); }});
    ops.push_back({"reserve", g, untouched, [](s x) { x.a.reserve(x.a.size() * 4 + 10); }});
    ops.push_back({"reserve after erasures", g, untouched, [](s x) { x.a.reserve(x.a.size() * 4 + 10); },
                   [](s x) {
                       for (int i = 0; i < x.size; i += 3) x.a.erase(Config::key(i));
                   }});
    return ops;
}

} // namespace failure
