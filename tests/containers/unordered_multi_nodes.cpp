#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <containers/functors.hpp>
#include <containers/multi.hpp>
#include <containers/std_failures.hpp>
#include <support/immovable.hpp>
#include <support/stateful_allocator.hpp>

// [container.node], [unord.req] extract, insert of nodes and merge: among containers of equal keys, and
// between those and containers of unique ones.

using consistency::contradiction;

namespace {

using multimap = ut::unordered_multimap<int, std::string>;
using map = ut::unordered_map<int, std::string>;

std::string text(int i) { return "a text too long for the small buffer, number " + std::to_string(i); }

template <class Container>
Container filled(int first, int last, int copies = 1) {
    Container c;
    for (int n = 0; n < copies; ++n)
        for (int i = first; i < last; ++i) c.emplace(i, text(i));
    return c;
}

template <class... Containers>
std::set<const void*> addresses(const Containers&... containers) {
    std::set<const void*> result;
    const auto add = [&](const auto& c) {
        for (const auto& v : c) result.insert(&v);
    };
    (add(containers), ...);
    return result;
}

template <class Container>
bool intact(const Container& c) {
    for (const auto& [key, value] : c)
        if (value != text(key)) return false;
    return contradiction(c).empty();
}

} // namespace

TEMPLATE_TEST_CASE("unordered_multi nodes: extract takes one of the group", "[unord.req]", multi::map,
                   multi::set) {
    using in = multi::of<TestType>;
    TestType c = in::filled(10, 5);
    std::vector<int> expected = in::tags(c, 3);
    auto node = c.extract(in::key(3)); // the first ([unord.req]: one with the key)
    CHECK(node.get_allocator() == c.get_allocator());
    CHECK(c.size() == 49);
    CHECK(c.count(in::key(3)) == 4);
    CHECK(c.extract(in::key(99)).empty());
    // In the middle and at the end, by iterator.
    auto group = c.equal_range(in::key(3));
    auto middle = c.extract(std::next(group.first));
    group = c.equal_range(in::key(3));
    auto last = c.extract(std::next(group.first, 2));
    CHECK(c.count(in::key(3)) == 2);
    REQUIRE(contradiction(c) == "");
    for (auto* n : {&node, &middle, &last}) {
        const auto it = c.insert(std::move(*n));
        CHECK(n->empty());
        CHECK(in::id(*it) == 3);
    }
    CHECK(c.insert(typename TestType::node_type()) == c.end());
    std::vector<int> tags = in::tags(c, 3);
    std::sort(tags.begin(), tags.end());
    std::sort(expected.begin(), expected.end());
    CHECK(tags == expected);
    REQUIRE(contradiction(c) == "");
}

TEST_CASE("unordered_multi nodes: a key that was changed outside", "[unord.req]") {
    multimap m = filled<multimap>(0, 20, 3);
    for (int i = 0; i < 20; ++i) {
        auto node = m.extract(i);
        node.key() = 100;
        node.mapped() = text(100);
        const std::string* address = &node.mapped();
        const auto it = i % 2 == 0 ? m.insert(std::move(node)) : m.insert(m.begin(), std::move(node));
        CHECK(&it->second == address);
    }
    CHECK(m.count(100) == 20);
    CHECK(m.size() == 60);
    CHECK(intact(m));
}

TEST_CASE("unordered_multi nodes: between maps and multimaps, both ways", "[container.node]") {
    for (const int n : {1, 2, 5, 70}) {
        std::set<const void*> before;
        multimap many = filled<multimap>(0, n, 3);
        map unique;
        before = addresses(many);
        for (int i = 0; i < n; ++i) {
            auto result = unique.insert(many.extract(i));
            REQUIRE(result.inserted);
            auto second = unique.insert(many.extract(i));
            REQUIRE_FALSE(second.inserted);
            many.insert(std::move(second.node)); // back
        }
        CHECK(many.size() == static_cast<std::size_t>(2 * n));
        CHECK(addresses(many, unique) == before);
        CHECK(intact(many));
        CHECK(intact(unique));
        unique.rehash(1000);
        many.rehash(1000);
        map own = filled<map>(n, 2 * n);
        for (int i = n; i < 2 * n; ++i) many.insert(own.extract(i));
        for (int i = 0; i < n; ++i) many.insert(unique.extract(i));
        CHECK(many.size() == static_cast<std::size_t>(4 * n));
        CHECK(intact(many));
        for (int i = n; i < 2 * n; ++i) CHECK(own.insert(many.extract(i)).inserted); // home
        CHECK(intact(own));
        CHECK(many.erase(0) == 3);
        while (!many.empty()) many.erase(many.begin());
    }
}

TEST_CASE("unordered_multi merge: takes everything", "[unord.req]") {
    multimap a = filled<multimap>(0, 40, 2), b = filled<multimap>(20, 60, 3);
    const auto before = addresses(a, b);
    const std::string& transferred = b.find(50)->second;
    STATIC_REQUIRE(std::is_void_v<decltype(a.merge(b))>);
    a.merge(b);
    CHECK(b.empty());
    CHECK(a.size() == 200);
    CHECK(addresses(a) == before);
    CHECK(a.count(30) == 5);
    CHECK(transferred == text(50));
    CHECK(intact(a));
    a.merge(a);
    a.merge(multimap{{1, text(1)}});
    CHECK(a.count(1) == 3);
    CHECK(intact(a));
    b.emplace(1, text(1)); // of use again
    CHECK(intact(b));
}

TEST_CASE("unordered_multi merge: with unique keys, both ways", "[unord.req]") {
    multimap many = filled<multimap>(0, 40, 3);
    map unique = filled<map>(30, 60);
    const auto before = addresses(many, unique);
    unique.merge(many); // the first ten are there
    CHECK(unique.size() == 60);
    CHECK(many.size() == 90);
    CHECK(many.count(0) == 2);
    CHECK(many.count(35) == 3);
    CHECK(addresses(many, unique) == before);
    CHECK(intact(many));
    CHECK(intact(unique));
    many.merge(unique);
    CHECK(unique.empty());
    CHECK(many.size() == 150);
    CHECK(addresses(many) == before);
    CHECK(intact(many));
    map again;
    again.merge(std::move(many));
    CHECK(again.size() == 60);
    CHECK(many.size() == 90);
    CHECK(intact(again));
}

#if !STD_FAILS_NODE_TYPE_DEPENDS_ON_HASH
TEST_CASE("unordered_multi merge: with other functors, of elements that cannot move", "[unord.req]") {
    ut::unordered_multiset<int> a{1, 1, 2};
    ut::unordered_set<int, functors::constant_hash, functors::tagged_equal> b{2, 3};
    ut::unordered_multiset<int, functors::constant_hash> c;
    a.merge(b);
    c.merge(a);
    b.merge(c);
    CHECK(b.size() == 3);
    CHECK(c.size() == 2);
    CHECK(c.count(1) == 1);
    CHECK(c.count(2) == 1);
    ut::unordered_multimap<int, support::immovable, functors::constant_hash> fixed;
    ut::unordered_map<int, support::immovable> other;
    other.try_emplace(1);
    fixed.merge(other);
    fixed.merge(std::move(other));
    CHECK(fixed.size() == 1);
}
#endif

TEST_CASE("unordered_multi nodes: outlive their containers, with stateful allocators", "[container.node]") {
    using entry = std::pair<const int, std::string>;
    using allocator = support::stateful_allocator<entry>;
    using many = ut::unordered_multimap<int, std::string, std::hash<int>, std::equal_to<int>, allocator>;
    using unique = ut::unordered_map<int, std::string, std::hash<int>, std::equal_to<int>, allocator>;
    support::arena memory;
    for (const int n : {1, 12, 200}) {
        std::vector<many::node_type> nodes;
        unique survivor{allocator(memory)};
        {
            many m{allocator(memory)};
            unique u{allocator(memory)};
            for (int i = 0; i < n; ++i) {
                m.emplace(i, text(i));
                m.emplace(i, text(i));
                u.emplace(i + n, text(i + n));
            }
            for (int i = 0; i < n; ++i) nodes.push_back(m.extract(i));
            survivor.merge(m);
            m.merge(u);
            for (int i = 0; i < n; i += 2) nodes.push_back(m.extract(n + i));
        }
        for (const auto& node : nodes) CHECK(node.mapped() == text(node.key()));
        CHECK(survivor.size() == static_cast<std::size_t>(n));
        many last{allocator(memory)};
        for (auto& node : nodes) last.insert(std::move(node));
        CHECK(intact(last));
        nodes.clear();
        last.merge(survivor);
        CHECK(intact(last));
    }
    CHECK(memory.clean());
}
