#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// As gdb_containers.cpp: flat_hash_map, flat_hash_set, with both ways of growing.

using numbers = arsenal::flat_hash_map<int, long>;
using words = arsenal::flat_hash_set<std::string>;
struct odd {
    char bytes[3];
    odd(char c) : bytes{c, c, 0} {}
    odd(odd&& other) noexcept : odd(other.bytes[0]) {}
    ~odd() {}
    friend bool operator==(const odd& a, const odd& b) { return a.bytes[0] == b.bytes[0]; }
};
struct odd_hash {
    std::size_t operator()(const odd& o) const { return static_cast<std::size_t>(o.bytes[0]); }
};

[[gnu::noinline]] void stop() { asm volatile(""); }

int main() {
    numbers never_filled;
    numbers cleared{{1, 2}};
    cleared.clear();
    const numbers some{{1, 10}, {2, 20}, {3, 30}};
    words one{"to"};
    words not_one{"to", "be"};
    not_one.erase("to");
    arsenal::flat_hash_set<odd, odd_hash> padded;
    for (char c : {'a', 'b', 'c'}) padded.emplace(c);
    arsenal::flat_hash_map<std::string, numbers> nested;
    nested["a"] = some;
    numbers moved_from{{1, 2}};
    const numbers moved_to = std::move(moved_from);
    //= never_filled => arsenal::flat_hash_map with 0 elements
    //= cleared => arsenal::flat_hash_map with 0 elements
    //= some => arsenal::flat_hash_map with 3 elements = {[1] = 10, [2] = 20, [3] = 30}
    //= moved_from => arsenal::flat_hash_map with 0 elements
    //= moved_to => arsenal::flat_hash_map with 1 element = {[1] = 2}
    //= one => arsenal::flat_hash_set with 1 element = {"to"}
    //= not_one => arsenal::flat_hash_set with 1 element = {"be"}
    //= padded => arsenal::flat_hash_set with 3 elements = {{bytes = "aa"}, {bytes = "bb"}, {bytes = "cc"}}
    //= nested => arsenal::flat_hash_map with 1 element = {["a"] = arsenal::flat_hash_map with 3 elements =
    //   {[1] = 10, [2] = 20, [3] = 30}}
    stop();

    // In order, since dense integers stay in theirs; and in many parts.
    arsenal::flat_hash_map<int, int> many;
    for (int i = 0; i < 2000; ++i) many[i] = -i;
    arsenal::incremental_hash_map<int, int> few, parts, full, left, none;
    arsenal::incremental_hash_set<std::string> texts{"to"};
    few[3] = 4;
    for (int i = 0; i < 1000; ++i) parts[i] = -i;
    for (int i = 0; i < 999; ++i) parts.erase(i);
    parts.rehash(0); // parts without slots
    for (int i = 0; i < 1000; ++i) full[i] = -i;
    left[1] = 2;
    const auto taken = std::move(left);
    //= $sum(many) => "2000 elements, of the keys 0 to 1999"
    //= few => arsenal::flat_hash_map with 1 element = {[3] = 4}
    //= parts => arsenal::flat_hash_map with 1 element = {[999] = -999}
    //= $sorted(full) => "1000 elements, of the keys 0 to 999"
    //= left => arsenal::flat_hash_map with 0 elements
    //= taken => arsenal::flat_hash_map with 1 element = {[1] = 2}
    //= texts => arsenal::flat_hash_set with 1 element = {"to"}
    //= none => arsenal::flat_hash_map with 0 elements
    stop();

    auto found = some.find(2);
    auto at_end = some.end();
    auto in_parts = parts.find(999);
    words::node_type nothing;
    auto word = one.extract("to");
    auto pair = cleared.extract(1);
    cleared[5] = 6;
    auto moved = cleared.extract(5);
    //= found => {first = 2, second = 20}
    //= at_end => end() or singular
    //= in_parts => {first = 999, second = -999}
    //= nothing => empty node of arsenal::flat_hash_set
    //= word => node of arsenal::flat_hash_set with element = {"to"}
    //= pair => empty node of arsenal::flat_hash_map
    //= moved => node of arsenal::flat_hash_map with element = {[5] = 6}

    // What is no container yet: a message, and an end.
    std::uint64_t raw[2][sizeof(numbers) / 8];
    std::memset(raw[0], 0x11, sizeof raw[0]);
    std::memset(raw[1], 0, sizeof raw[1]);
    auto* const unconstructed = reinterpret_cast<numbers*>(raw);
    //= $sum(unconstructed[0]) => error: Error occurred in Python: the table is damaged, or
    //   not constructed yet
    //= unconstructed[1] => arsenal::flat_hash_map with 0 elements
    stop();
}
