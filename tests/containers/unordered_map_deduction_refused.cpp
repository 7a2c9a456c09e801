#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <memory>
#include <memory_resource>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <containers/functors.hpp>

#include <support/under_test.hpp>

// [unord.map.overview]/4, [unord.set.overview]/4: a deduction guide does not take part where its
// InputIterator or Allocator does not qualify, its Hash is an integer or an allocator, or its Pred an
// allocator.

namespace {

template <class... Args>
concept map_deduces = requires { ut::unordered_map(std::declval<Args>()...); };
template <class... Args>
concept set_deduces = requires { ut::unordered_set(std::declval<Args>()...); };
// From a list in braces: an initializer_list of pairs without const, as the guide has it, is no argument of
// the constructor.
template <class... Args>
concept map_deduces_from_list =
    requires(std::pair<int, char> p) { ut::unordered_map({p, p}, std::declval<Args>()...); };

using size = std::size_t;
using hash = functors::tagged_hash;
using equal = functors::tagged_equal;
using map_it = std::vector<std::pair<int, char>>::const_iterator;
using set_it = std::vector<int>::const_iterator;
using set_il = std::initializer_list<int>;
using map_alloc = std::pmr::polymorphic_allocator<std::pair<const int, char>>;
using set_alloc = std::pmr::polymorphic_allocator<int>;

// What qualifies is taken, so that what is refused below is so for the reason given.
static_assert(map_deduces<map_it, map_it, size, hash, equal, map_alloc> &&
              map_deduces_from_list<size, hash, equal>);
static_assert(set_deduces<set_it, set_it, size, hash, equal, set_alloc> &&
              set_deduces<set_il, size, hash, equal>);
static_assert(map_deduces<map_it, map_it, int> && set_deduces<set_it, set_it, int>);
static_assert(map_deduces<map_it, map_it, size, map_alloc> && set_deduces<set_it, set_it, size, set_alloc>);
static_assert(map_deduces_from_list<size, map_alloc> && set_deduces<set_il, size, set_alloc>);

// No input iterator.
static_assert(!map_deduces<int, int> && !map_deduces<hash, hash> && !map_deduces<int, int, size, hash>);
static_assert(!set_deduces<int, int> && !set_deduces<hash, hash> && !set_deduces<int, int, size, hash>);
static_assert(!map_deduces<int, int, size, map_alloc> && !set_deduces<int, int, size, set_alloc>);
static_assert(!map_deduces<int, int, size, hash, map_alloc> && !set_deduces<int, int, size, hash, set_alloc>);

// An integer for a hash.
template <class Integer>
constexpr bool is_no_hash() {
    static_assert(!map_deduces<map_it, map_it, size, Integer> && !set_deduces<set_it, set_it, size, Integer>);
    static_assert(!map_deduces<map_it, map_it, size, Integer, equal>);
    static_assert(!set_deduces<set_it, set_it, size, Integer, equal>);
    static_assert(!map_deduces<map_it, map_it, size, Integer, map_alloc>);
    static_assert(!set_deduces<set_it, set_it, size, Integer, set_alloc>);
    static_assert(!map_deduces_from_list<size, Integer> && !set_deduces<set_il, size, Integer>);
    static_assert(!map_deduces_from_list<size, Integer, map_alloc>);
    static_assert(!set_deduces<set_il, size, Integer, set_alloc>);
    return true;
}
static_assert(is_no_hash<int>() && is_no_hash<bool>() && is_no_hash<char>() &&
              is_no_hash<unsigned long long>());

// An allocator for a hash.
static_assert(!map_deduces<map_it, map_it, size, map_alloc, equal>);
static_assert(!set_deduces<set_it, set_it, size, set_alloc, equal>);
static_assert(!map_deduces<map_it, map_it, size, map_alloc, equal, map_alloc>);
static_assert(!set_deduces<set_it, set_it, size, set_alloc, equal, set_alloc>);
static_assert(!map_deduces<map_it, map_it, size, map_alloc, map_alloc>);
static_assert(!set_deduces<set_it, set_it, size, set_alloc, set_alloc>);
static_assert(!map_deduces_from_list<size, map_alloc, equal> && !set_deduces<set_il, size, set_alloc, equal>);
static_assert(!map_deduces_from_list<size, map_alloc, map_alloc> &&
              !set_deduces<set_il, size, set_alloc, set_alloc>);

// An allocator for an equality.
static_assert(!map_deduces<map_it, map_it, size, hash, map_alloc, map_alloc>);
static_assert(!set_deduces<set_it, set_it, size, hash, set_alloc, set_alloc>);
static_assert(!map_deduces_from_list<size, hash, map_alloc, map_alloc>);
static_assert(!set_deduces<set_il, size, hash, set_alloc, set_alloc>);

// What is no allocator for one.
static_assert(!map_deduces<map_it, map_it, size, hash, equal, int> &&
              !map_deduces_from_list<size, hash, equal, hash>);
static_assert(!set_deduces<set_it, set_it, size, hash, equal, int> &&
              !set_deduces<set_il, size, hash, equal, hash>);

// Nothing to deduce a key from.
static_assert(!map_deduces<> && !map_deduces<size> && !map_deduces<size, hash> && !map_deduces<map_alloc>);
static_assert(!set_deduces<> && !set_deduces<size> && !set_deduces<size, hash> && !set_deduces<set_alloc>);

} // namespace

TEST_CASE("deduction: the key is found by the hash that was deduced", "[unord.map.overview]") {
    const std::vector<std::pair<const std::string, int>> source{{"one", 1}, {"two", 2}};
    const ut::unordered_map m(source.begin(), source.end(), 0, functors::string_hash(), std::equal_to<>());
    static_assert(
        std::is_same_v<decltype(m),
                       const ut::unordered_map<std::string, int, functors::string_hash, std::equal_to<>>>);
    CHECK(m.at("two") == 2);
    const std::string words[] = {"one", "two", "one"};
    const ut::unordered_set s(std::begin(words), std::end(words), 0, functors::string_hash(),
                              std::equal_to<>());
    CHECK((s.size() == 2 && s.contains("two")));
    // A function pointer is a hash as good as any.
    size_t (*const length)(const std::string&) = [](const std::string& word) { return word.size(); };
    const ut::unordered_set by_length({std::string("one"), std::string("three")}, 8, length);
    static_assert(std::is_same_v<decltype(by_length)::hasher, size_t (*)(const std::string&)>);
    CHECK(by_length.hash_function()("three") == 5);
}
