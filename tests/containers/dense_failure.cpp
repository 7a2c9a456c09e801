#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <support/failing_allocator.hpp>
#include <support/fault_injection.hpp>
#include <support/throwing_equal.hpp>
#include <support/throwing_hash.hpp>
#include <support/throwing_value.hpp>

#include <containers/dense_under_test.hpp>

// A failure at every point of every operation: the budget of steps that succeed is raised from 0 until the
// operation gets through. What throws: the allocator, hash, equality, and copies, moves and assignments of
// elements; in `movable` also those of elements that cannot be copied, where the guarantee is weaker.

namespace {

using support::fault;
struct key_tag;
struct mapped_tag;

template <class Mapped>
struct config {
    using key = support::throwing_value<key_tag>;
    using mapped = Mapped;
    using allocator = support::failing_allocator<std::pair<const key, mapped>>;
    using map = ut::dense_hash_map<key, mapped, support::throwing_hash<support::throwing_value_hash>,
                                   support::throwing_equal<>, allocator>;
    static map make(support::arena& memory) { return map(0, {}, {}, allocator(memory)); }
    static constexpr bool copyable = std::is_copy_constructible_v<mapped>;
};
struct move_only : support::throwing_value<mapped_tag> {
    using support::throwing_value<mapped_tag>::throwing_value;
    move_only(move_only&&) = default;
    move_only& operator=(move_only&&) = default;
};
using copyable = config<support::throwing_value<mapped_tag>>;
using movable = config<move_only>;

template <class Config>
struct subjects {
    using map = typename Config::map;
    explicit subjects(int n) : a(Config::make(one)), b(Config::make(one)), size(n) {
        for (int i = 0; i < n; ++i) {
            a.try_emplace(typename Config::key(i), i);
            b.try_emplace(typename Config::key(n / 2 + i), i);
        }
    }
    support::arena one, two;
    map a, b;
    std::optional<map> made;
    int size;
};

enum class guarantee { strong, basic };
template <class Config>
struct operation {
    std::string name;
    guarantee of_a;
    std::function<void(subjects<Config>&)> run;
};

template <class Map>
std::vector<std::pair<int, int>> contents(const Map& m) {
    std::vector<std::pair<int, int>> all;
    for (const auto& [k, v] : m) all.emplace_back(k.id(), v.id());
    return all;
}
template <class Map>
void check_usable(Map& m) {
    REQUIRE(dense::contradiction(m) == "");
    const std::size_t before = m.size();
    for (int i = 0; i < 12; ++i) REQUIRE(m.try_emplace(typename Map::key_type(1000 + i), i).second);
    for (int i = 0; i < 12; i += 2) REQUIRE(m.erase(typename Map::key_type(1000 + i)) == 1);
    REQUIRE(m.size() == before + 6);
    REQUIRE(dense::contradiction(m) == "");
}

template <class Config>
std::size_t walk(const operation<Config>& op, fault kinds, int n) {
    INFO(op.name << " on " << n << " elements, faults " << static_cast<unsigned>(kinds));
    for (std::size_t budget = 0;; ++budget) {
        REQUIRE(budget < 5000);
        INFO("budget " << budget);
        bool thrown = false, fired = false;
        {
            subjects<Config> s(n);
            const auto before = contents(s.a);
            {
                support::fault_scope armed(kinds, budget);
                try {
                    op.run(s);
                } catch (const std::bad_alloc&) {
                    thrown = true;
                } catch (const support::injected_fault&) {
                    thrown = true;
                }
                fired = support::faults.fired();
            }
            // Where elements can only be moved, one that throws takes the others with it, or none. Where
            // swapping the function objects throws, the elements belong to nobody.
            if (thrown && op.of_a == guarantee::strong && !intersect(kinds, fault::functor_copy) &&
                contents(s.a) != before)
                REQUIRE((!Config::copyable && s.a.empty()));
            check_usable(s.a);
            check_usable(s.b);
            if (s.made) check_usable(*s.made);
        }
        REQUIRE(Config::key::live() == 0);
        REQUIRE(Config::key::errors() == 0);
        REQUIRE(Config::mapped::live() == 0);
        REQUIRE(Config::mapped::errors() == 0);
        if (!fired) return budget;
    }
}

template <class Config>
std::vector<operation<Config>> operations() {
    using s = subjects<Config>&;
    using key = typename Config::key;
    std::vector<operation<Config>> all;
    const auto strong = [&](const char* name, auto run) { all.push_back({name, guarantee::strong, run}); };
    const auto basic = [&](const char* name, auto run) { all.push_back({name, guarantee::basic, run}); };

    strong("try_emplace", [](s x) { x.a.try_emplace(key(-1), 5); });
    strong("try_emplace of what is there", [](s x) { x.a.try_emplace(key(0), 5); });
    strong("emplace", [](s x) {
        x.a.emplace(std::piecewise_construct, std::forward_as_tuple(-1), std::forward_as_tuple(5));
    });
    strong("emplace of what is there", [](s x) {
        x.a.emplace(std::piecewise_construct, std::forward_as_tuple(0), std::forward_as_tuple(5));
    });
    strong("operator[]", [](s x) { x.a[key(-1)]; });
    strong("reserve", [](s x) { x.a.reserve(200); });
    strong("rehash", [](s x) { x.a.rehash(500); });
    strong("shrink_to_fit", [](s x) { x.a.shrink_to_fit(); });
    strong("erase of what is not there", [](s x) { x.a.erase(key(-1)); });
    strong("find", [](s x) { static_cast<void>(x.a.find(key(1))); });
    strong("erase_if that erases nothing", [](s x) { erase_if(x.a, [](const auto&) { return false; }); });
    strong("erase_if whose predicate throws", [](s x) {
        erase_if(x.a, [](const auto& v) {
            support::faults.step_or_throw(fault::hash);
            return v.first.id() > 1000;
        });
    });
    basic("insert_or_assign", [](s x) { x.a.insert_or_assign(key(0), typename Config::mapped(9)); });
    basic("erase(key)", [](s x) { x.a.erase(key(0)); });
    basic("erase(iterator)", [](s x) {
        if (x.size != 0) x.a.erase(x.a.begin());
    });
    basic("erase_in_order", [](s x) {
        if (x.size != 0) x.a.erase_in_order(x.a.begin());
    });
    basic("erase of a range", [](s x) {
        if (x.size > 2) x.a.erase(x.a.begin() + 1, x.a.end() - 1);
    });
    basic("erase_if", [](s x) { erase_if(x.a, [](const auto& v) { return v.first.id() % 2 == 0; }); });
    basic("extract", [](s x) {
        if (x.size != 0) static_cast<void>(x.a.extract(x.a.begin()));
    });
    basic("merge", [](s x) { x.a.merge(x.b); });
    basic("move", [](s x) { x.made.emplace(std::move(x.a)); });
    basic("move to other memory",
          [](s x) { x.made.emplace(std::move(x.a), typename Config::allocator(x.two)); });
    basic("move assignment", [](s x) { x.a = std::move(x.b); });
    basic("swap", [](s x) { x.a.swap(x.b); });
    basic("replace", [](s x) {
        auto values = std::move(x.b).extract();
        x.a.replace(std::move(values));
    });
    if constexpr (Config::copyable) {
        strong("copy", [](s x) { x.made.emplace(x.a); });
        strong("copy assignment", [](s x) { x.a = x.b; });
        strong("construction from a range", [](s x) {
            x.made.emplace(x.a.begin(), x.a.end(), 0, x.a.hash_function(), x.a.key_eq(),
                           typename Config::allocator(x.one));
        });
        basic("insert of a range", [](s x) { x.a.insert(x.b.begin(), x.b.end()); });
    }
    return all;
}

const fault elements = fault::allocate | fault::hash | fault::equal | fault::copy | fault::move |
                       fault::construct | fault::assign;

} // namespace

TEMPLATE_TEST_CASE("dense: a failure anywhere leaves it whole", "[dense][failure]", copyable, movable) {
    std::size_t failures = 0;
    for (const auto& op : operations<TestType>())
        for (const fault kinds :
             {fault::allocate, fault::hash, fault::move, elements, elements | fault::functor_copy})
            for (const int n : {0, 3, 4, 7, 8, 9, 15, 40}) failures += walk(op, kinds, n);
    CHECK(failures > 1000);
}

// Erasing by iterator asks the hash, and does without it where it throws; memory it never asks for.
TEST_CASE("dense: erase and clear do not fail on account of hash or memory", "[dense][failure]") {
    for (const int n : {3, 9, 100}) {
        subjects<copyable> s(n);
        support::fault_scope armed(fault::allocate | fault::hash, 0);
        CHECK_NOTHROW(s.a.erase(s.a.begin()));
        CHECK(s.a.size() == static_cast<std::size_t>(n) - 1);
        CHECK_NOTHROW(s.b.clear());
    }
}

// Each element of a merge that fails is in one of the two, where it can be copied.
TEST_CASE("dense: merge loses nothing", "[dense][failure]") {
    for (const int n : {5, 20, 100}) {
        bool fired = true;
        for (std::size_t budget = 0; fired; ++budget) {
            subjects<copyable> s(n);
            {
                support::fault_scope armed(fault::allocate | fault::hash | fault::copy, budget);
                try {
                    s.a.merge(s.b);
                } catch (const std::bad_alloc&) {
                } catch (const support::injected_fault&) {
                }
                fired = support::faults.fired();
            }
            if (s.b.empty()) continue; // a move that throws while the gaps are closed clears the source
            CHECK(s.a.size() + s.b.size() == static_cast<std::size_t>(2 * n));
        }
    }
}
