#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <containers/functors.hpp>

#include <support/under_test.hpp>

// C++23's heterogeneous erase and extract ([unord.req.general], P2077).

namespace {

using map = ut::unordered_map<std::string, int, functors::string_hash, std::equal_to<>>;
using set = ut::unordered_set<std::string, functors::string_hash, std::equal_to<>>;

template <class C, class K>
concept erases = requires(C c, K&& key) { c.erase(std::forward<K>(key)); };
template <class C, class K>
concept extracts = requires(C c, K&& key) { c.extract(std::forward<K>(key)); };

static_assert(erases<map, std::string_view> && extracts<map, std::string_view>);
static_assert(erases<set, std::string_view> && extracts<set, std::string_view>);
static_assert(!erases<ut::unordered_map<std::string, int>, std::string_view>);
static_assert(!extracts<ut::unordered_map<std::string, int>, std::string_view>);
static_assert(!erases<ut::unordered_map<std::string, int, functors::string_hash>, std::string_view>);
static_assert(
    !erases<ut::unordered_set<std::string, functors::string_hash_opaque, std::equal_to<>>, std::string_view>);

static_assert(std::is_same_v<decltype(std::declval<map&>().erase(std::string_view())), map::size_type>);
static_assert(std::is_same_v<decltype(std::declval<map&>().extract(std::string_view())), map::node_type>);

// A functor that would take anything: what converts to an iterator is still an iterator.
struct greedy {
    using is_transparent = void;
    template <class K>
    std::size_t operator()(const K&) const noexcept {
        return 1;
    }
};
struct greedy_equal {
    using is_transparent = void;
    template <class A, class B>
    bool operator()(const A&, const B&) const noexcept {
        return std::is_same_v<A, B>;
    }
};
using greedy_map = ut::unordered_map<std::string, int, greedy, greedy_equal>;
struct converts {
    greedy_map::iterator to;
    operator greedy_map::iterator() const { return to; }
};
struct converts_to_const {
    greedy_map::const_iterator to;
    operator greedy_map::const_iterator() const { return to; }
};
static_assert(std::is_same_v<decltype(std::declval<greedy_map&>().erase(std::declval<converts&>())),
                             greedy_map::iterator>);
static_assert(std::is_same_v<decltype(std::declval<greedy_map&>().erase(std::declval<converts_to_const>())),
                             greedy_map::iterator>);

map numbers() {
    map m;
    for (int i = 0; i < 100; ++i) m.emplace("key " + std::to_string(i), i);
    return m;
}

} // namespace

TEST_CASE("transparent erase: by a view, a literal, and a view into the element", "[unord.req]") {
    map m = numbers();
    CHECK(m.erase(std::string_view("key 42")) == 1);
    CHECK(m.erase(std::string_view("key 42")) == 0);
    CHECK(m.erase("key 7") == 1);
    CHECK(m.erase(std::string_view("absent")) == 0);
    CHECK(m.size() == 98);
    while (!m.empty()) CHECK(m.erase(std::string_view(m.begin()->first)) == 1);
    set s{"one", "two"};
    CHECK((s.erase(std::string_view("one")) == 1 && s.erase(std::string_view("one")) == 0 && s.size() == 1));
}

TEST_CASE("transparent extract: by a view", "[unord.req]") {
    map m = numbers();
    const auto* element = &*m.find("key 42");
    auto node = m.extract(std::string_view("key 42"));
    CHECK((node.key() == "key 42" && node.mapped() == 42));
    CHECK(m.extract(std::string_view("key 42")).empty());
    CHECK(&*m.insert(std::move(node)).position == element);
    set s{"one", "two"};
    CHECK(s.extract(std::string_view("one")).value() == "one");
    CHECK(s.extract(std::string_view("three")).empty());
    CHECK(s.size() == 1);
}

TEST_CASE("transparent erase: iterators still mean iterators", "[unord.req]") {
    greedy_map m;
    m.emplace("one", 1);
    greedy_map::iterator i = m.begin();
    CHECK(m.erase(i) == m.end());
    m.emplace("two", 2);
    const greedy_map::const_iterator c = m.cbegin();
    CHECK(m.erase(c) == m.end());
    m.emplace("three", 3);
    CHECK(m.erase(converts{m.begin()}) == m.end());
    m.emplace("four", 4);
    auto node = m.extract(m.begin());
    CHECK((node.key() == "four" && m.empty()));
    m.insert(std::move(node));
    CHECK(m.extract(converts_to_const{m.cbegin()}).mapped() == 4);
}
