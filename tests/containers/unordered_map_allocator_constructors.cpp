#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <memory_resource>
#include <type_traits>
#include <utility>
#include <vector>

#include <containers/functors.hpp>
#include <support/arena.hpp>
#include <support/stateful_allocator.hpp>

#include <support/under_test.hpp>

// LWG 2713: (f, l, a), (il, a) and, of C++23, (from_range, rg, a), with their deduction guides. Newer than
// C++20.

namespace {

using support::arena;
template <class T>
using allocator = support::stateful_allocator<T>;
using map = ut::unordered_map<int, int, functors::tagged_hash, functors::tagged_equal,
                              allocator<std::pair<const int, int>>>;
using set = ut::unordered_set<int, functors::tagged_hash, functors::tagged_equal, allocator<int>>;

const std::vector<std::pair<int, int>> pairs{{1, 10}, {2, 20}, {3, 30}, {2, 99}};
const std::vector<int> ints{1, 2, 3, 2};

// A container as one that was made empty with this allocator and then filled.
template <class C>
bool holds(const C& c, const arena& memory, std::size_t size = 3) {
    bool in_memory = &c.get_allocator().source() == &memory;
    for (const auto& element : c) in_memory = in_memory && memory.owns(&element);
    bool present = true;
    for (int key = 1; key <= static_cast<int>(size); ++key) present = present && c.contains(key);
    return in_memory && present && c.size() == size && c.bucket_count() >= size && c.load_factor() <= 1.0f &&
           c.max_load_factor() == 1.0f && c.hash_function().tag == 0 && c.key_eq().tag == 0;
}

} // namespace

TEST_CASE("LWG 2713: unordered_map from elements and an allocator", "[unord.map.cnstr]") {
    arena memory;
    {
        const allocator<std::pair<const int, int>> a(memory);
        map from_iterators(pairs.begin(), pairs.end(), a);
        const map from_list({{1, 10}, {2, 20}, {3, 30}, {2, 99}}, a);
        const map from_range(arsenal::from_range, pairs, a);
        CHECK((holds(from_iterators, memory) && holds(from_list, memory) && holds(from_range, memory)));
        CHECK((from_iterators == from_list && from_list == from_range && from_list.at(2) == 20));
        CHECK(holds(map(pairs.end(), pairs.end(), a), memory, 0));
        CHECK(holds(map(std::initializer_list<map::value_type>(), a), memory, 0));
        for (int i = 4; i <= 500; ++i) from_iterators[i] = i;
        CHECK(holds(from_iterators, memory, 500));
    }
    CHECK((memory.clean() && memory.allocations() > 0));
}

TEST_CASE("LWG 2713: unordered_set from elements and an allocator", "[unord.set.cnstr]") {
    arena memory;
    {
        const allocator<int> a(memory);
        set from_iterators(ints.begin(), ints.end(), a);
        const set from_list({1, 2, 3, 2}, a);
        const set from_range(arsenal::from_range, ints, a);
        CHECK((holds(from_iterators, memory) && holds(from_list, memory) && holds(from_range, memory)));
        CHECK((from_iterators == from_list && from_list == from_range));
        CHECK(holds(set(ints.end(), ints.end(), a), memory, 0));
        CHECK(holds(set(std::initializer_list<int>(), a), memory, 0));
        for (int i = 4; i <= 500; ++i) from_iterators.insert(i);
        CHECK(holds(from_iterators, memory, 500));
    }
    CHECK((memory.clean() && memory.allocations() > 0));
}

TEST_CASE("LWG 2713: deduction guides", "[unord.map.overview]") {
    std::pmr::monotonic_buffer_resource resource;
    const std::pmr::polymorphic_allocator<std::pair<const int, int>> map_allocator(&resource);
    const std::pmr::polymorphic_allocator<int> set_allocator(&resource);
    const ut::unordered_map m1(pairs.begin(), pairs.end(), map_allocator);
    const ut::unordered_map m2({std::pair{1, 10}, std::pair{2, 20}}, map_allocator);
    const ut::unordered_map m3(arsenal::from_range, pairs, map_allocator);
    const ut::unordered_set s1(ints.begin(), ints.end(), set_allocator);
    const ut::unordered_set s2({1, 2}, set_allocator);
    const ut::unordered_set s3(arsenal::from_range, ints, set_allocator);
    using pmr_map = const ut::pmr::unordered_map<int, int>;
    using pmr_set = const ut::pmr::unordered_set<int>;
    static_assert(std::is_same_v<decltype(m1), pmr_map> && std::is_same_v<decltype(m2), pmr_map> &&
                  std::is_same_v<decltype(m3), pmr_map>);
    static_assert(std::is_same_v<decltype(s1), pmr_set> && std::is_same_v<decltype(s2), pmr_set> &&
                  std::is_same_v<decltype(s3), pmr_set>);
    CHECK((m1.size() == 3 && m2.size() == 2 && m3.size() == 3));
    CHECK((s1.size() == 3 && s2.size() == 2 && s3.size() == 3));
    CHECK((m2.get_allocator().resource() == &resource && s2.get_allocator().resource() == &resource));
}
