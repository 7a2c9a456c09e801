#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <containers/multi.hpp>
#include <containers/std_failures.hpp>
#include <support/immovable.hpp>
#include <support/move_only.hpp>

// [unord.multimap.modifiers], [unord.req]: emplace, insert, swap, clear, erase_if.

using consistency::contradiction;

namespace {

template <class Map, class P>
concept takes = requires(Map m, P p) { m.insert(p); };
template <class Map>
concept has_members_of_unique_keys =
    requires(Map m) { m.at(3); } || requires(Map m) { m[3]; } || requires(Map m) { m.try_emplace(3, "x"); } ||
    requires(Map m) { m.insert_or_assign(3, "x"); } || requires { typename Map::insert_return_type; };

} // namespace

TEMPLATE_TEST_CASE("unordered_multi modifiers: each kind of insertion returns the new element", "[unord.req]",
                   multi::map, multi::set) {
    using in = multi::of<TestType>;
    using iterator = typename TestType::iterator;
    TestType c = in::filled(5, 3);
    auto check = [&, size = c.size()](iterator it, int k, int tag) mutable {
        CHECK(c.size() == ++size);
        CHECK(in::id(*it) == k);
        CHECK(in::tag(*it) == tag);
        REQUIRE(contradiction(c) == "");
    };
    const auto v = in::value(1, 100);
    STATIC_REQUIRE(std::is_same_v<decltype(c.insert(v)), iterator>);
    STATIC_REQUIRE(std::is_same_v<decltype(c.emplace(v)), iterator>);
    STATIC_REQUIRE(std::is_same_v<decltype(c.insert(c.begin(), v)), iterator>);
    check(c.insert(v), 1, 100);
    check(c.insert(in::value(1, 101)), 1, 101);
    check(c.insert(in::value(77, 102)), 77, 102);
    check(c.emplace(v), 1, 100);
    check(c.emplace(in::value(78, 103)), 78, 103);
    for (const auto hint : {c.cbegin(), c.cend(), typename TestType::const_iterator(c.find(in::key(1))),
                            typename TestType::const_iterator(c.find(in::key(3)))}) {
        check(c.insert(hint, v), 1, 100);
        check(c.insert(hint, in::value(1, 104)), 1, 104);
        check(c.emplace_hint(hint, v), 1, 100);
        check(c.emplace_hint(hint, in::value(79, 105)), 79, 105);
    }
}

TEMPLATE_TEST_CASE("unordered_multi modifiers: an element of the container itself", "[unord.req]", multi::map,
                   multi::set) {
    using in = multi::of<TestType>;
    TestType c = in::filled(3, 2);
    for (int i = 0; i < 200; ++i) { // through every growth
        const auto it = c.insert(*c.begin());
        REQUIRE(*it == *c.equal_range(consistency::key_of<TestType>(*it)).first);
    }
    CHECK(c.size() == 206);
    REQUIRE(contradiction(c) == "");
}

TEMPLATE_TEST_CASE("unordered_multi modifiers: ranges and lists keep duplicates", "[unord.req]", multi::map,
                   multi::set) {
    using in = multi::of<TestType>;
    const std::vector<typename TestType::value_type> values{in::value(1, 0), in::value(2, 1), in::value(1, 2),
                                                            in::value(1, 2)};
    TestType c;
    c.insert(values.begin(), values.end());
    CHECK(c.size() == 4);
    CHECK(c.count(in::key(1)) == 3);
    c.insert({in::value(2, 5), in::value(2, 5)});
    CHECK(c.count(in::key(2)) == 3);
    c.insert(c.begin(), c.begin());
    CHECK(c.size() == 6);
    c = {in::value(9, 0), in::value(9, 0)};
    CHECK(c.size() == 2);
    CHECK(c.count(in::key(9)) == 2);
    REQUIRE(contradiction(c) == "");
}

TEST_CASE("unordered_multi modifiers: input iterators", "[unord.req]") {
    std::istringstream words("a b a c a b");
    ut::unordered_multiset<std::string> s;
    s.insert(std::istream_iterator<std::string>(words), std::istream_iterator<std::string>());
    CHECK(s.size() == 6);
    CHECK(s.count("a") == 3);
}

TEST_CASE("unordered_multi modifiers: emplace from parts, in place", "[unord.req]") {
    ut::unordered_multimap<int, support::immovable> m;
    m.emplace(std::piecewise_construct, std::forward_as_tuple(1), std::forward_as_tuple(10));
    m.emplace_hint(m.begin(), std::piecewise_construct, std::forward_as_tuple(1), std::forward_as_tuple(11));
    CHECK(m.count(1) == 2);
    CHECK(m.size() == 2);

    ut::unordered_multimap<std::string, std::unique_ptr<int>> owners;
    owners.emplace("a", std::make_unique<int>(1));
    owners.insert({"a", std::make_unique<int>(2)});
    owners.insert(std::pair<const char*, std::unique_ptr<int>>("a", nullptr)); // insert(P&&)
    owners.insert(owners.begin(), std::pair<const char*, std::unique_ptr<int>>("b", nullptr));
    CHECK(owners.count("a") == 3);
    auto taken = std::move(owners);
    CHECK(taken.size() == 4);
    CHECK(owners.empty());
}

TEST_CASE("unordered_multi modifiers: insert(P&&) only takes what makes an element",
          "[unord.multimap.modifiers]") {
    using map = ut::unordered_multimap<int, std::string>;
    STATIC_REQUIRE(takes<map, std::pair<short, const char*>>);
    STATIC_REQUIRE_FALSE(takes<map, std::pair<std::string, int>>);
    STATIC_REQUIRE_FALSE(takes<map, int>);
    STATIC_REQUIRE_FALSE(has_members_of_unique_keys<map>);
    STATIC_REQUIRE(has_members_of_unique_keys<ut::unordered_map<int, std::string>>);
}

TEMPLATE_TEST_CASE("unordered_multi modifiers: swap and clear", "[unord.req]", multi::map, multi::set) {
    using in = multi::of<TestType>;
    TestType a = in::filled(10, 3), b = in::filled(2, 2);
    const auto of_a = in::addresses(a), of_b = in::addresses(b);
    auto it = a.begin();
    a.swap(b);
    CHECK(in::addresses(a) == of_b);
    CHECK(in::addresses(b) == of_a);
    CHECK(it == b.begin());
    swap(a, b);
    CHECK(in::addresses(a) == of_a);
    REQUIRE(contradiction(a) == "");
    REQUIRE(contradiction(b) == "");
    const auto buckets = a.bucket_count();
    a.clear();
    CHECK(a.empty());
    CHECK(a.begin() == a.end());
    CHECK(a.count(in::key(1)) == 0);
    CHECK(a.bucket_count() == buckets);
    a.insert(in::value(1, 1));
    CHECK(a.size() == 1);
    REQUIRE(contradiction(a) == "");
}

TEMPLATE_TEST_CASE("unordered_multi modifiers: erase_if", "[unord.multimap.erasure]", multi::map,
                   multi::set) {
    using in = multi::of<TestType>;
    TestType c = in::filled(10, 6);
    int calls = 0;
    const auto gone = ut::erase_if(c, [&](const auto& v) { return ++calls, in::tag(v) % 4 == 0; });
    STATIC_REQUIRE(std::is_same_v<decltype(gone), const typename TestType::size_type>);
    CHECK(gone == 15);
    CHECK(calls == 60);
    CHECK(c.size() == 45);
    REQUIRE(contradiction(c) == "");
}
