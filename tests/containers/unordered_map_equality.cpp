#include <catch2/catch_test_macros.hpp>

#include <string>
#include <type_traits>
#include <utility>

#include <containers/functors.hpp>

#include <support/under_test.hpp>

// [unord.req.general]/12: == compares as sets, whatever the order, the buckets or the history; swap exchanges
// contents.

namespace {

using map = ut::unordered_map<int, std::string>;

static_assert(std::is_same_v<decltype(std::declval<const map&>() == std::declval<const map&>()), bool>);
static_assert(std::is_same_v<decltype(std::declval<const map&>() != std::declval<const map&>()), bool>);
static_assert(std::is_void_v<decltype(std::declval<map&>().swap(std::declval<map&>()))>);
static_assert(std::is_void_v<decltype(swap(std::declval<map&>(), std::declval<map&>()))>);

} // namespace

TEST_CASE("unordered_map equality: by size, keys and mapped values", "[unord.req]") {
    const map a{{1, "one"}, {2, "two"}};
    CHECK(map() == map());
    CHECK(a == a);
    CHECK(a == map{{2, "two"}, {1, "one"}});
    CHECK(a != map{{1, "one"}});
    CHECK(a != map{{1, "one"}, {2, "two"}, {3, "three"}});
    CHECK(a != map{{1, "one"}, {2, "other"}});
    CHECK(a != map{{1, "one"}, {3, "two"}});
    CHECK(a != map());
    CHECK(map() != a);
    CHECK_FALSE(a != a);
}

TEST_CASE("unordered_map equality: does not depend on order, buckets or history", "[unord.req]") {
    map forwards;
    map backwards(5000);
    backwards.max_load_factor(0.3f);
    for (int i = 0; i < 500; ++i) forwards.emplace(i, std::to_string(i));
    for (int i = 999; i >= 0; --i) backwards.emplace(i, std::to_string(i));
    CHECK(forwards != backwards);
    for (int i = 500; i < 1000; ++i) backwards.erase(i);
    CHECK(forwards == backwards);
    CHECK(backwards == forwards);
    backwards[499] = "changed";
    CHECK(forwards != backwards);
    backwards.clear();
    CHECK(backwards == map());
}

TEST_CASE("unordered_map equality: is that of the elements, not of the predicate", "[unord.req]") {
    using blind = ut::unordered_map<std::string, int, functors::case_blind_hash, functors::case_blind_equal>;
    const blind lower{{"key", 1}};
    const blind upper{{"KEY", 1}};
    CHECK(lower.contains("Key"));
    CHECK(lower != upper);
    CHECK(lower == blind{{"key", 1}});
}

namespace {

// Equality by one member only, and no other operator: == of the container asks for nothing more.
struct by_id {
    int id;
    int ignored;
    bool operator==(const by_id& other) const { return id == other.id; }
};

} // namespace

TEST_CASE("unordered_map equality: uses the operator of the mapped type", "[unord.req]") {
    const ut::unordered_map<int, by_id> a{{1, {10, 1}}};
    const ut::unordered_map<int, by_id> b{{1, {10, 2}}};
    const ut::unordered_map<int, by_id> c{{1, {11, 1}}};
    CHECK(a == b);
    CHECK(a != c);
}

TEST_CASE("unordered_map swap: exchanges elements, functors and maximum load factor",
          "[container.requirements.general]") {
    using tagged = ut::unordered_map<int, int, functors::tagged_hash, functors::tagged_equal>;
    for (const int n : {0, 1, 300}) {
        tagged a(0, functors::tagged_hash{1}, functors::tagged_equal{2});
        tagged b(0, functors::tagged_hash{3}, functors::tagged_equal{4});
        a.max_load_factor(0.5f);
        const float of_a = a.max_load_factor();
        const float of_b = b.max_load_factor();
        for (int i = 0; i < n; ++i) a[i] = i;
        for (int i = 0; i < 40; ++i) b[-i] = i;
        const tagged was_a(a);
        const tagged was_b(b);
        a.swap(b);
        CHECK((a == was_b && b == was_a));
        CHECK((a.hash_function().tag == 3 && a.key_eq().tag == 4));
        CHECK((b.hash_function().tag == 1 && b.key_eq().tag == 2));
        CHECK((a.max_load_factor() == of_b && b.max_load_factor() == of_a));
        using std::swap;
        swap(a, b);
        CHECK((a == was_a && b == was_b));
        std::swap(a, b);
        CHECK((a == was_b && b == was_a));
        for (int i = 1000; i < 1200; ++i) a[i] = b[i] = i;
        CHECK(a.size() == was_b.size() + 200);
        CHECK(b.size() == was_a.size() + 200);
    }
}

TEST_CASE("unordered_map swap: with itself and with an empty one", "[container.requirements.general]") {
    map a{{1, "one"}, {2, "two"}};
    const map before(a);
    a.swap(a);
    CHECK(a == before);
    map empty;
    a.swap(empty);
    CHECK(a.empty());
    CHECK(empty == before);
    CHECK(a.begin() == a.end());
    a.emplace(3, "three");
    CHECK(a.size() == 1);
}
