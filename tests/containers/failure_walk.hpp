#pragma once

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <new>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <containers/consistency.hpp>
#include <support/arena.hpp>
#include <support/fault_injection.hpp>

// Walks an operation through every point at which it can fail: the budget of steps that succeed is raised
// from 0 until the operation gets through. After each failure the guarantee of [unord.req.except] is checked,
// then that the containers are consistent and can be used and destroyed, and that nothing leaked.
//
// A Config describes one container type:
//     using container = ...;
//     static key_type key(int);  static value_type value(int);  static int id(const key_type&);
//     static int payload(const value_type&);
//     static container make(support::arena&, std::size_t salt = ...);  // of the hash, where it has one
//     static bool balanced();                   // no instance alive, no instance misused
namespace failure {

using support::fault;

/// What a failure leaves of a container.
enum class guarantee {
    basic,                // consistent, nothing more
    unless_hash,          // untouched, unless the hash function threw
    unless_hash_or_equal, // untouched, unless the hash function or the predicate threw
    untouched,
};

/// Contents in iteration order with their addresses, and what rehashing would change. Of a flat table, which
/// may have grown, only the contents.
template <class Config>
class snapshot {
public:
    explicit snapshot(const typename Config::container& c) {
        for (const auto& v : c)
            elements_.emplace_back(Config::id(consistency::key_of<typename Config::container>(v)),
                                   Config::payload(v), &v);
#if ARSENAL_TEST_FLAT
        for (auto& [id, payload, address] : elements_) address = nullptr;
        std::sort(elements_.begin(), elements_.end());
#else
        buckets_ = c.bucket_count();
        max_load_factor_ = c.max_load_factor();
#endif
    }
    bool operator==(const snapshot&) const = default;

private:
    std::vector<std::tuple<int, int, const void*>> elements_;
    std::size_t buckets_ = 0;
    float max_load_factor_ = 0;
};

/// Two containers with memory of their own, and room for what an operation makes of them.
template <class Config>
struct subjects {
    using container = typename Config::container;

    // a holds [0, n), b holds [n/2, n/2 + n) and hashes differently where it can
    // (and some of those again where equal keys may be)
    explicit subjects(int n) : a(Config::make(one)), b(Config::make(two, 5)), size(n) {
        for (int i = 0; i < n; ++i) {
            a.insert(Config::value(i));
            b.insert(Config::value(n / 2 + i));
            if (consistency::unique_keys<container>) continue;
            if (i % 3 == 0) a.insert(Config::value(i / 2));
            if (i % 4 == 0) b.insert(Config::value(n / 2));
        }
    }

    support::arena one, two;
    container a, b;
    typename container::node_type node{};
    std::optional<container> made;
    int size;
};

/// A promise that libstdc++ 12 does not keep, and the faults that show it: those walks are not run on std.
struct known_failure {
    const char* why = nullptr;
    fault kinds = {};
};

template <class Config>
struct operation {
    std::string name;
    guarantee of_a;
    guarantee of_b;
    std::function<void(subjects<Config>&)> run;
    std::function<void(subjects<Config>&)> prepare = {};
    known_failure of_std = {};
};

template <class Config, class Container = typename Config::container>
void check_usable(Container& c) {
    REQUIRE(consistency::contradiction(c) == "");
    constexpr int fresh = 100000;
    const std::size_t before = c.size();
    for (int i = 0; i < 20; ++i) c.insert(Config::value(fresh + i));
    REQUIRE(c.size() == before + 20);
    for (int i = 0; i < 20; i += 2) REQUIRE(c.erase(Config::key(fresh + i)) == 1);
    c.rehash(c.bucket_count() * 2);
    REQUIRE(consistency::contradiction(c) == "");
    c.clear();
    REQUIRE(c.empty());
    c.insert(Config::value(1));
    REQUIRE(c.size() == 1);
    REQUIRE(c.contains(Config::key(1)));
}

inline bool keeps(guarantee g, std::optional<fault> thrown) {
    switch (g) {
    case guarantee::basic:
        return false;
    case guarantee::unless_hash:
        return thrown != fault::hash;
    case guarantee::unless_hash_or_equal:
        return thrown != fault::hash && thrown != fault::equal;
    case guarantee::untouched:
        return true;
    }
    return false;
}

struct walk_result {
    std::size_t failures = 0; // budgets at which the operation threw
    std::size_t steps = 0;    // that the successful run took
};

/// More steps than any operation here may take: a walk that gets so far never ends.
inline constexpr std::size_t step_limit = 20000;

template <class Config>
walk_result walk(const operation<Config>& op, fault kinds, int n) {
    INFO(op.name << " on " << n << " elements, faults " << static_cast<unsigned>(kinds));
    walk_result result;
#if ARSENAL_TEST_STD
    if (op.of_std.why && intersect(kinds, op.of_std.kinds)) return result;
#endif
    for (std::size_t budget = 0;; ++budget) {
        INFO("budget " << budget);
        REQUIRE(budget < step_limit);
        std::optional<fault> thrown;
        bool fired = false;
        {
            subjects<Config> s(n);
            if (op.prepare) op.prepare(s);
            const snapshot<Config> a(s.a), b(s.b);
            const bool had_node = !s.node.empty();
            {
                support::fault_scope armed(kinds, budget);
                try {
                    op.run(s);
                } catch (const std::bad_alloc&) {
                    thrown = fault::allocate;
                } catch (const support::injected_fault& f) {
                    thrown = f.kind;
                }
                fired = support::faults.fired();
                // An operation may get over a failure, but throws none of its own making.
                REQUIRE((fired || !thrown));
                REQUIRE(support::faults.steps() >= (fired ? budget + 1 : 0));
            }
            if (thrown) {
                ++result.failures;
                INFO("thrown " << static_cast<unsigned>(*thrown));
                if (keeps(op.of_a, thrown)) {
                    CHECK(snapshot<Config>(s.a) == a);
                    CHECK(s.node.empty() == !had_node);
                }
                if (keeps(op.of_b, thrown)) CHECK(snapshot<Config>(s.b) == b);
            }
            if (!fired) result.steps = support::faults.steps();
            check_usable<Config>(s.a);
            check_usable<Config>(s.b);
            if (s.made) check_usable<Config>(*s.made);
        }
        REQUIRE(Config::balanced());
        if (!fired) return result;
    }
}

} // namespace failure
