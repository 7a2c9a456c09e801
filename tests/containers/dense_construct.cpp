#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <memory_resource>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <containers/functors.hpp>
#include <containers/logging_allocator.hpp>
#include <support/fancy_pointer.hpp>
#include <support/propagating_allocator.hpp>

#include <containers/dense_under_test.hpp>

// Constructors, assignment and swap; where elements live for each kind of allocator.

using support::arena;
using support::propagation;

namespace {

template <bool Copy, bool Move, bool Swap>
struct traits {
    static constexpr propagation policy{Copy, Move, Swap};
    using allocator = support::propagating_allocator<std::pair<const int, std::string>, policy>;
    using map = ut::dense_hash_map<int, std::string, std::hash<int>, std::equal_to<int>, allocator>;
};

template <class Map>
Map filled(arena& memory, int n, arena* on_copy = nullptr) {
    Map m{typename Map::allocator_type(memory, on_copy)};
    for (int i = 0; i < n; ++i) m.emplace(i, "a string that is not a short one " + std::to_string(i));
    return m;
}

} // namespace

TEST_CASE("dense: constructors", "[dense]") {
    using map = ut::dense_hash_map<int, int, functors::tagged_hash, functors::tagged_equal>;
    using alloc = map::allocator_type;
    const std::vector<std::pair<int, int>> pairs{{1, 10}, {2, 20}, {1, 30}};
    const functors::tagged_hash hash{5};
    const functors::tagged_equal equal{6};
    const map reference{{1, 10}, {2, 20}};

    CHECK(map(pairs.begin(), pairs.end()) == reference);
    CHECK(map(pairs.begin(), pairs.end(), alloc()) == reference);
    CHECK(map(pairs.begin(), pairs.end(), 100, alloc()) == reference);
    CHECK(map(pairs.begin(), pairs.end(), 100, hash, alloc()).hash_function().tag == 5);
    CHECK(map(arsenal::from_range, pairs) == reference);
    CHECK(map(arsenal::from_range, pairs, 100, hash, equal).key_eq().tag == 6);
    CHECK(map({{1, 10}, {2, 20}}, 100, hash, equal).bucket_count() >= 100);
    CHECK(map({{1, 10}}, alloc()).size() == 1);
    CHECK(map(100).bucket_count() >= 100);
    CHECK(map(100, hash, equal).hash_function().tag == 5);
    CHECK(map(alloc()).empty());

    const map source(pairs.begin(), pairs.end(), 0, hash, equal);
    map copy = source;
    CHECK(copy == source);
    CHECK(copy.hash_function().tag == 5);
    map taken = std::move(copy);
    CHECK(taken == source);
    CHECK(copy.empty());
    copy = taken;
    CHECK(copy == source);
    copy = *&copy;
    CHECK(copy == source);
    copy = {{7, 70}, {8, 80}, {7, 90}};
    CHECK(copy == map{{8, 80}, {7, 70}});
    CHECK(copy != source);
    CHECK(copy != map{{8, 81}, {7, 70}});
    swap(copy, taken);
    CHECK(taken.contains(8));
    CHECK(copy.key_eq().tag == 6);
    std::istringstream words("to be or not to be");
    const ut::dense_hash_set<std::string> set(std::istream_iterator<std::string>(words), {});
    CHECK(std::vector<std::string>(set.begin(), set.end()) ==
          std::vector<std::string>{"to", "be", "or", "not"});
    CHECK(dense::contradiction(set) == "");
}

TEMPLATE_TEST_CASE("dense: propagation", "[dense]", (traits<false, false, false>),
                   (traits<true, false, true>), (traits<false, true, true>), (traits<true, true, true>)) {
    using map = typename TestType::map;
    constexpr propagation p = TestType::policy;
    for (const int n : {0, 1, 8, 9, 300}) {
        arena one, two, three;
        const auto lives_in = [&](const map& m, arena& a) {
            return &m.get_allocator().source() == &a && (m.empty() || a.owns(m.values().data())) &&
                   dense::contradiction(m) == "";
        };
        {
            auto a = filled<map>(one, n), b = filled<map>(two, n / 2 + 1);
            b = a;
            CHECK(lives_in(b, p.on_copy ? one : two));
            CHECK(b == a);
        }
        {
            auto a = filled<map>(one, n), b = filled<map>(two, 3);
            const void* const before = a.values().data();
            b = std::move(a);
            CHECK(lives_in(b, p.on_move ? one : two));
            if (n != 0) CHECK((b.values().data() == before) == p.on_move);
            CHECK(b == filled<map>(three, n));
            CHECK(a.empty());
            a.emplace(1, "one");
            CHECK(dense::contradiction(a) == "");
        }
        {
            auto a = filled<map>(one, n), b = filled<map>(p.on_swap ? two : one, 3);
            a.swap(b);
            CHECK(lives_in(b, one));
            CHECK(lives_in(a, p.on_swap ? two : one));
            CHECK(b == filled<map>(three, n));
        }
        {
            auto a = filled<map>(one, n, &three);
            auto copy = a;
            CHECK(lives_in(copy, three));
            map moved = std::move(a);
            CHECK(lives_in(moved, one));
            map rebuilt(std::move(moved), typename map::allocator_type(two));
            CHECK(lives_in(rebuilt, two));
            CHECK(rebuilt == copy);
            CHECK(moved.empty());
            auto values = std::move(rebuilt).extract();
            map adopting{typename map::allocator_type(one)};
            adopting.replace(std::move(values));
            CHECK(lives_in(adopting, one));
            CHECK(adopting == copy);
        }
        CHECK(one.clean());
        CHECK(two.clean());
        CHECK(three.clean());
    }
}

TEST_CASE("dense: fancy pointers, pmr, and an allocator that watches its elements", "[dense]") {
    arena memory;
    {
        using element = std::pair<const int, std::string>;
        ut::dense_hash_map<int, std::string, std::hash<int>, std::equal_to<int>,
                           support::fancy_allocator<element>>
            fancy{support::fancy_allocator<element>(memory)};
        for (int i = 0; i < 500; ++i) fancy[i * 7] = std::to_string(i);
        auto copy = fancy;
        fancy.erase(0);
        CHECK(copy.size() == 500);
        CHECK(dense::contradiction(fancy) == "");
        CHECK(dense::contradiction(copy) == "");
    }
    CHECK(memory.clean());

    std::pmr::monotonic_buffer_resource buffer;
    ut::pmr::dense_hash_map<std::pmr::string, std::pmr::string> strings(&buffer);
    for (int i = 0; i < 100; ++i) strings.try_emplace(std::pmr::string(40, static_cast<char>(i)), 50, 'x');
    for (const auto& [k, v] : strings) {
        REQUIRE(k.get_allocator().resource() == &buffer);
        REQUIRE(v.get_allocator().resource() == &buffer);
    }
    ut::pmr::dense_hash_set<int> integers(&buffer);
    for (int i = 0; i < 100; ++i) integers.insert(i);
    CHECK(dense::contradiction(integers) == "");

    logging::log log;
    {
        using allocator = logging::allocator<int, int>;
        ut::dense_hash_set<int, std::hash<int>, std::equal_to<int>, allocator> s{allocator(log)};
        for (int i = 0; i < 300; ++i) s.insert(i);
        for (int i = 0; i < 300; i += 3) s.erase(i);
        erase_if(s, [](int i) { return i % 2 == 0; });
        s.erase_in_order(s.begin());
        auto copy = s;
        s.shrink_to_fit();
        CHECK(log.live.size() == s.size() + copy.size());
        for (const int& i : s) REQUIRE(log.has(&i));
    }
    CHECK(log.live.empty());
    CHECK(log.errors == 0);
}
