#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.hash;
#else
#include <arsenal/hash.hpp>
#endif

namespace shapes {

struct point {
    std::int32_t x;
    std::int32_t y;
    template <class H>
    friend void hash_append(H& h, const point& p) {
        arsenal::hash_append(h, p.x, p.y);
    }
};

struct tree {
    std::string name;
    std::vector<tree> children;
    template <class H>
    friend void hash_append(H& h, const tree& t) {
        arsenal::hash_append(h, t.name, t.children);
    }
};

// Equal without regard to the sign.
enum class turn : int { left = -1, none = 0, right = 1 };
template <class H>
void hash_append(H& h, turn t) {
    arsenal::hash_append(h, t != turn::none);
}

struct hashed_by_own_struct : std::vector<int> {
    using std::vector<int>::vector;
};

// What an allocator or a table of Arsenal's could hold: a sink that keeps the bytes.
struct recorder {
    std::string bytes;
    void update(const void* p, std::size_t n) { bytes.append(static_cast<const char*>(p), n); }
};

} // namespace shapes

template <>
struct arsenal::hash<shapes::hashed_by_own_struct> {
    std::size_t operator()(const shapes::hashed_by_own_struct&) const { return 42; }
};

using shapes::point;
using shapes::recorder;
using shapes::tree;

TEST_CASE("a user type is hashed by its hash_append") {
    const arsenal::hash<point> hash;
    CHECK(hash(point{1, 2}) == hash(point{1, 2}));
    CHECK(hash(point{1, 2}) != hash(point{2, 1}));
    CHECK(hash(point{1, 2}) == arsenal::hash<std::pair<std::int32_t, std::int32_t>>{}({1, 2}));
    CHECK(hash(point{0, 0}) != hash(point{0, 1}));
}

TEST_CASE("user types nest in everything else") {
    using points = std::vector<point>;
    CHECK(arsenal::hash<points>{}({{1, 2}, {3, 4}}) != arsenal::hash<points>{}({{3, 4}, {1, 2}}));
    CHECK(arsenal::hash<std::optional<point>>{}(point{1, 2}) == arsenal::hash<point>{}(point{1, 2}));
    using choice = std::variant<int, point>;
    CHECK(arsenal::hash<choice>{}(point{1, 2}) != arsenal::hash<choice>{}(1));
}

TEST_CASE("a recursive type hashes by its whole shape") {
    const tree flat{"a", {{"b", {}}, {"c", {}}}};
    const tree deep{"a", {{"b", {{"c", {}}}}}};
    const arsenal::hash<tree> hash;
    CHECK(hash(flat) == hash(tree(flat)));
    CHECK(hash(flat) != hash(deep));
}

TEST_CASE("an enum's own hash_append comes before its number") {
    using shapes::turn;
    CHECK(arsenal::hash<turn>{}(turn::left) == arsenal::hash<turn>{}(turn::right));
    CHECK(arsenal::hash<turn>{}(turn::left) != arsenal::hash<turn>{}(turn::none));
}

TEST_CASE("a specialised hash is used inside other types") {
    using own = shapes::hashed_by_own_struct;
    CHECK(arsenal::hash<std::pair<own, int>>{}({own{1}, 5}) ==
          arsenal::hash<std::pair<own, int>>{}({own{2, 3}, 5}));
    CHECK(arsenal::hash<std::pair<own, int>>{}({own{1}, 5}) !=
          arsenal::hash<std::pair<own, int>>{}({own{1}, 6}));
}

TEST_CASE("a sink sees the fields in order, little-endian, with their lengths") {
    recorder sink;
    arsenal::hash_append(sink, point{1, 0x0203}, std::string("ab"), true);
    CHECK(sink.bytes == std::string("\x01\0\0\0"
                                    "\x03\x02\0\0"
                                    "ab"
                                    "\x02\0\0\0\0\0\0\0"
                                    "\x01",
                                    19));
}

TEST_CASE("the named digests are sinks") {
    recorder recorded;
    arsenal::xxh3_64 xxh3;
    arsenal::wyhash wy;
    arsenal::xxh64 xxh;
    const tree value{"root", {{"leaf", {}}}};
    arsenal::hash_append(recorded, value, 1.5, point{7, 8});
    arsenal::hash_append(xxh3, value, 1.5, point{7, 8});
    arsenal::hash_append(wy, value, 1.5, point{7, 8});
    arsenal::hash_append(xxh, value, 1.5, point{7, 8});
    const std::string& bytes = recorded.bytes;
    CHECK(xxh3.digest() == arsenal::xxh3_64::hash(bytes.data(), bytes.size()));
    CHECK(wy.digest() == arsenal::wyhash::hash(bytes.data(), bytes.size()));
    CHECK(xxh.digest() == arsenal::xxh64::hash(bytes.data(), bytes.size()));
    static_assert(arsenal::hash_sink<arsenal::hash_state> && arsenal::hash_sink<arsenal::xxh3_128>);
    static_assert(!arsenal::hash_sink<int>);
}

TEST_CASE("hash_append refuses what has no hash") {
    struct nameless {};
    using append = decltype(arsenal::hash_append);
    static_assert(!std::is_invocable_v<append, arsenal::hash_state&, nameless>);
    static_assert(!std::is_invocable_v<append, int&, int>);
    static_assert(std::is_invocable_v<append, arsenal::hash_state&, int, double, char>);
    SUCCEED();
}
