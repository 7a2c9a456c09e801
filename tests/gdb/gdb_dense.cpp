#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// As gdb_containers.cpp: dense_hash_map, dense_hash_set, concurrent_hash_map.

using numbers = arsenal::dense_hash_map<int, long>;
using words = arsenal::dense_hash_set<std::string>;
using shared_numbers = arsenal::concurrent_hash_map<int, long>;

[[gnu::noinline]] void stop() { asm volatile(""); }

int main() {
    numbers never_filled;
    const numbers some{{1, 10}, {2, 20}, {3, 30}};
    numbers gap = some;
    gap.erase(1);
    words one{"to"};
    arsenal::dense_hash_map<int, int> many;
    for (int i = 0; i < 1000; ++i) many[i] = -i;
    numbers moved_from{{1, 2}};
    numbers moved_to = std::move(moved_from);
    auto found = some.find(2);
    words::iterator singular;
    //= never_filled => arsenal::dense_hash_map with 0 elements
    //= some => arsenal::dense_hash_map with 3 elements = {[1] = 10, [2] = 20, [3] = 30}
    //= gap => arsenal::dense_hash_map with 2 elements = {[3] = 30, [2] = 20}
    //= one => arsenal::dense_hash_set with 1 element = {"to"}
    //= moved_from => arsenal::dense_hash_map with 0 elements
    //= moved_to => arsenal::dense_hash_map with 1 element = {[1] = 2}
    //= found => {first = 2, second = 20}
    //= singular => singular
    //= $sum(many) => "1000 elements, of the keys 0 to 999"
    stop();

    shared_numbers nothing;
    shared_numbers pair;
    pair.emplace(7, 70);
    arsenal::concurrent_hash_map<std::string, int> texts;
    texts.emplace("a text that is too long for the string object", 1);
    arsenal::concurrent_hash_map<int, int> full;
    for (int i = 0; i < 1000; ++i) full.emplace(i, -i);
    shared_numbers emptied;
    for (int i = 0; i < 1000; ++i) emptied.emplace(i, -i);
    for (int i = 0; i < 999; ++i) emptied.erase(i);
    shared_numbers left = pair;
    const shared_numbers taken = std::move(left);
    //= nothing => arsenal::concurrent_hash_map with 0 elements
    //= pair => arsenal::concurrent_hash_map with 1 element = {[7] = 70}
    //= texts => arsenal::concurrent_hash_map with 1 element =
    //   {["a text that is too long for the string object"] = 1}
    //= $sorted(full) => "1000 elements, of the keys 0 to 999"
    //= left => arsenal::concurrent_hash_map with 0 elements
    //= taken => arsenal::concurrent_hash_map with 1 element = {[7] = 70}
    //= emptied => arsenal::concurrent_hash_map with 1 element = {[999] = -999}
    stop();
}
