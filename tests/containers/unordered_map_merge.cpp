#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <containers/functors.hpp>
#include <containers/std_failures.hpp>
#include <support/immovable.hpp>

#include <support/under_test.hpp>

// [unord.req.general] merge: elements change their owner without moving; those with an equal key stay behind.

namespace {

using map = ut::unordered_map<int, std::string>;
using other_map = ut::unordered_map<int, std::string, functors::constant_hash, functors::tagged_equal>;

template <class Map>
Map filled(int first, int last, const char* text) {
    Map m;
    for (int i = first; i < last; ++i) m.emplace(i, text);
    return m;
}

template <class Map>
std::vector<typename Map::const_pointer> addresses(const Map& m) {
    std::vector<typename Map::const_pointer> result;
    for (const auto& element : m) result.push_back(&element);
    return result;
}

} // namespace

TEST_CASE("unordered_map merge: takes what is new and leaves the rest", "[unord.req]") {
    map a = filled<map>(0, 60, "a");
    map b = filled<map>(40, 100, "b");
    const auto of_a = addresses(a);
    const auto of_b = addresses(b);
    static_assert(std::is_void_v<decltype(a.merge(b))>);
    a.merge(b);
    CHECK(a.size() == 100);
    CHECK(b.size() == 20);
    for (const auto* element : of_a) CHECK(&*a.find(element->first) == element);
    for (const auto* element : of_b) CHECK(&*(element->first < 60 ? b : a).find(element->first) == element);
    for (int i = 0; i < 100; ++i) CHECK(a.at(i) == (i < 60 ? "a" : "b"));
    for (int i = 40; i < 60; ++i) CHECK(b.at(i) == "b");
}

TEST_CASE("unordered_map merge: iterators to what stays behind stay valid", "[unord.req]") {
    map a = filled<map>(0, 500, "a");
    map b = filled<map>(490, 1000, "b");
    std::vector<map::iterator> staying;
    for (int i = 490; i < 500; ++i) staying.push_back(b.find(i));
    a.merge(b);
    CHECK(b.size() == 10);
    for (const auto& i : staying) {
        CHECK(b.find(i->first) == i);
        CHECK(i->second == "b");
    }
}

TEST_CASE("unordered_map merge: an rvalue, an empty one, and into an empty one", "[unord.req]") {
    map a;
    a.merge(filled<map>(0, 30, "temporary"));
    CHECK(a.size() == 30);
    map empty;
    a.merge(empty);
    CHECK(a.size() == 30);
    empty.merge(a);
    CHECK((a.empty() && empty.size() == 30));
    CHECK(a.begin() == a.end());
    a.merge(std::move(empty));
    CHECK((a.size() == 30 && empty.empty()));
    a.emplace(100, "still works");
    empty.emplace(100, "still works");
    CHECK(empty.at(100) == a.at(100));
}

TEST_CASE("unordered_map merge: with itself changes nothing", "[unord.req]") {
    map a = filled<map>(0, 30, "a");
    const auto before = addresses(a);
    a.merge(a);
    CHECK(a.size() == 30);
    CHECK(addresses(a) == before);
}

TEST_CASE("unordered_map merge: the source may die afterwards, and many sources be merged", "[unord.req]") {
    map target;
    std::vector<const map::value_type*> kept;
    for (int i = 0; i < 40; ++i) {
        map source = filled<map>(i * 50, i * 50 + 50, "long enough for the heap, surely");
        kept.push_back(&*source.find(i * 50 + 25));
        target.merge(source);
        CHECK(source.empty());
    }
    CHECK(target.size() == 2000);
    for (const auto* element : kept) CHECK(&*target.find(element->first) == element);
    for (const auto& element : target) CHECK(element.second == "long enough for the heap, surely");
    while (target.size() > 10) target.erase(target.begin());
    CHECK(target.size() == 10);
}

TEST_CASE("unordered_map merge: between different hash and equality types", "[unord.req]") {
    map a = filled<map>(0, 60, "a");
    other_map b = filled<other_map>(40, 100, "b");
    const auto of_b = addresses(b);
    a.merge(b);
    CHECK((a.size() == 100 && b.size() == 20));
    for (const auto* element : of_b) {
        if (element->first >= 60) CHECK(&*a.find(element->first) == element);
    }
    b.merge(std::move(a));
    CHECK((a.size() == 20 && b.size() == 100));
    for (int i = 0; i < 100; ++i) CHECK(b.at(i) == (i >= 40 ? "b" : "a"));
}

#if !STD_FAILS_NODE_TYPE_DEPENDS_ON_HASH
TEST_CASE("unordered_map merge: between a hash that is noexcept and one that is not", "[unord.req]") {
    using throwing_map = ut::unordered_map<int, std::string, functors::tagged_hash, functors::tagged_equal>;
    map a = filled<map>(0, 60, "a");
    throwing_map b = filled<throwing_map>(40, 100, "b");
    const auto* element = &*b.find(77);
    a.merge(b);
    CHECK((a.size() == 100 && b.size() == 20));
    CHECK(&*a.find(77) == element);
    b.merge(a);
    CHECK((a.size() == 20 && b.size() == 100));
    CHECK(&*b.find(77) == element);
}
#endif

TEST_CASE("unordered_map merge: uses the target's idea of equal keys", "[unord.req]") {
    using exact = ut::unordered_map<std::string, int>;
    using blind = ut::unordered_map<std::string, int, functors::case_blind_hash, functors::case_blind_equal>;
    exact source{{"key", 1}, {"KEY", 2}, {"other", 3}};
    blind target{{"OTHER", 4}};
    target.merge(source);
    CHECK(target.size() == 2);
    CHECK(source.size() == 2);
    CHECK(source.contains("other"));
    CHECK(target.at("Key") + (source.contains("key") ? source.at("key") : source.at("KEY")) == 3);
    exact back;
    back.merge(target);
    CHECK((target.empty() && back.size() == 2));
}

TEST_CASE("unordered_map merge: immovable elements", "[unord.req]") {
    ut::unordered_map<int, support::immovable> a;
    ut::unordered_map<int, support::immovable> b;
    for (int i = 0; i < 30; ++i) a.try_emplace(i, i);
    for (int i = 20; i < 50; ++i) b.try_emplace(i, -i);
    a.merge(b);
    CHECK((a.size() == 50 && b.size() == 10));
    CHECK((a.at(20).id() == 20 && a.at(49).id() == -49 && b.at(20).id() == -20));
}
