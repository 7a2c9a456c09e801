#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <initializer_list>
#include <utility>
#include <vector>

#include <containers/functors.hpp>
#include <support/arena.hpp>
#include <support/stateful_allocator.hpp>

#include <support/under_test.hpp>

// [unord.map.cnstr], [container.alloc.reqmts]: allocator-extended constructors, with an allocator that has no
// default.

namespace {

using functors::tagged_equal;
using functors::tagged_hash;
using support::arena;
using allocator = support::stateful_allocator<std::pair<const int, int>>;
using map = ut::unordered_map<int, int, tagged_hash, tagged_equal, allocator>;

const std::vector<std::pair<int, int>> pairs{{1, 10}, {2, 20}, {3, 30}, {2, 99}};

bool is(const map& m, const arena& source, std::size_t buckets, int hash, int equal) {
    return &m.get_allocator().source() == &source && m.bucket_count() >= buckets &&
           m.hash_function().tag == hash && m.key_eq().tag == equal;
}

bool holds_pairs(const map& m, const arena& source) {
    bool in_arena = true;
    for (const auto& element : m) in_arena = in_arena && source.owns(&element);
    return in_arena && m.size() == 3 && m.at(1) == 10 && m.at(2) == 20 && m.at(3) == 30;
}

} // namespace

TEST_CASE("unordered_map with an allocator: empty constructors", "[unord.map.cnstr]") {
    arena memory;
    {
        const allocator a(memory);
        CHECK(is(map(a), memory, 0, 0, 0));
        CHECK(is(map(50, a), memory, 50, 0, 0));
        CHECK(is(map(50, tagged_hash{1}, a), memory, 50, 1, 0));
        CHECK(is(map(50, tagged_hash{1}, tagged_equal{2}, a), memory, 50, 1, 2));
        CHECK(map(a).max_load_factor() == 1.0f);
        static_assert(!std::is_default_constructible_v<allocator>);
    }
    CHECK(memory.clean());
}

TEST_CASE("unordered_map with an allocator: range constructors", "[unord.map.cnstr]") {
    arena memory;
    {
        const allocator a(memory);
        const auto f = pairs.begin();
        const auto l = pairs.end();
        const map b(f, l, 50, a);
        const map c(f, l, 50, tagged_hash{1}, a);
        const map d(f, l, 50, tagged_hash{1}, tagged_equal{2}, a);
        CHECK((is(b, memory, 50, 0, 0) && holds_pairs(b, memory)));
        CHECK((is(c, memory, 50, 1, 0) && holds_pairs(c, memory)));
        CHECK((is(d, memory, 50, 1, 2) && holds_pairs(d, memory)));
    }
    CHECK(memory.clean());
}

TEST_CASE("unordered_map with an allocator: initializer list constructors", "[unord.map.cnstr]") {
    arena memory;
    {
        const allocator a(memory);
        const std::initializer_list<map::value_type> il{{1, 10}, {2, 20}, {3, 30}, {2, 99}};
        const map b(il, 50, a);
        const map c(il, 50, tagged_hash{1}, a);
        const map d(il, 50, tagged_hash{1}, tagged_equal{2}, a);
        CHECK((is(b, memory, 50, 0, 0) && holds_pairs(b, memory)));
        CHECK((is(c, memory, 50, 1, 0) && holds_pairs(c, memory)));
        CHECK((is(d, memory, 50, 1, 2) && holds_pairs(d, memory)));
    }
    CHECK(memory.clean());
}

TEST_CASE("unordered_map with an allocator: copy constructors", "[container.alloc.reqmts]") {
    arena memory;
    arena other;
    {
        map source(pairs.begin(), pairs.end(), 0, tagged_hash{1}, tagged_equal{2}, allocator(memory));
        source.max_load_factor(3.0f);
        const map same(source);
        const map elsewhere(source, allocator(other));
        CHECK((is(same, memory, 0, 1, 2) && holds_pairs(same, memory)));
        CHECK((is(elsewhere, other, 0, 1, 2) && holds_pairs(elsewhere, other)));
        CHECK(elsewhere == source);
        CHECK(elsewhere.max_load_factor() == source.max_load_factor());
    }
    CHECK((memory.clean() && other.clean()));
}

TEST_CASE("unordered_map with an allocator: the move constructor takes the memory",
          "[container.alloc.reqmts]") {
    arena memory;
    {
        map source(pairs.begin(), pairs.end(), 0, tagged_hash{1}, tagged_equal{2}, allocator(memory));
        const auto* element = &*source.find(2);
        const map moved(std::move(source));
        CHECK((is(moved, memory, 0, 1, 2) && holds_pairs(moved, memory)));
        CHECK(&*moved.find(2) == element);
        CHECK(&source.get_allocator().source() == &memory);
    }
    CHECK(memory.clean());
}

TEST_CASE("unordered_map with an allocator: moved with an equal allocator it takes the memory",
          "[container.alloc.reqmts]") {
    arena memory;
    {
        map source(pairs.begin(), pairs.end(), 0, tagged_hash{1}, tagged_equal{2}, allocator(memory));
        const auto* element = &*source.find(2);
        const map moved(std::move(source), allocator(memory));
        CHECK((is(moved, memory, 0, 1, 2) && holds_pairs(moved, memory)));
        CHECK(&*moved.find(2) == element);
    }
    CHECK(memory.clean());
}

TEST_CASE("unordered_map with an allocator: moved with another allocator it moves the elements",
          "[container.alloc.reqmts]") {
    arena memory;
    arena other;
    {
        map source(pairs.begin(), pairs.end(), 0, tagged_hash{1}, tagged_equal{2}, allocator(memory));
        map moved(std::move(source), allocator(other));
        CHECK((is(moved, other, 0, 1, 2) && holds_pairs(moved, other)));
        source.clear();
        source.insert({5, 50});
        moved.insert({6, 60});
        CHECK((source.size() == 1 && moved.size() == 4));
        CHECK((memory.owns(&*source.find(5)) && other.owns(&*moved.find(6))));
    }
    CHECK((memory.clean() && other.clean()));
}
