// A program may define any of Arsenal's identifiers as a macro before it includes <unordered_map>. The build
// writes defined.inc, which gives each of them, and each letter, a meaning that compiles nowhere, and
// undefined.inc.

#include <catch2/catch_test_macros.hpp>

#include <string>

#include "defined.inc"

#include <unordered_map>
#include <unordered_set>

#if !defined(Key) || !defined(T) || !defined(arsenal) || !defined(z)
#error "the program's macros are gone"
#endif

#include "undefined.inc"

TEST_CASE("drop_in: a program's macros do not reach Arsenal's headers") {
    std::unordered_map<std::string, int> map{{"one", 1}, {"two", 2}};
    map.try_emplace("three", 3);
    CHECK(map.size() == 3);
    CHECK(map.erase("one") == 1);
    std::unordered_set<int> set{1, 2};
    set.insert(3);
    CHECK(set.contains(3));
    std::unordered_multimap<std::string, int> multimap{{"one", 1}, {"one", 2}};
    CHECK(multimap.erase("one") == 2);
    std::unordered_multiset<int> multiset{1, 1};
    CHECK(multiset.count(1) == 2);
}
