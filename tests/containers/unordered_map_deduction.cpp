#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <initializer_list>
#include <memory_resource>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <containers/functors.hpp>

#include <support/under_test.hpp>

// [unord.map.overview] deduction guides.

namespace {

using functors::tagged_equal;
using functors::tagged_hash;
using pair = std::pair<const int, char>;
using resource_allocator = std::pmr::polymorphic_allocator<pair>;

template <class T, class... Rest>
constexpr bool is_map = std::is_same_v<T, ut::unordered_map<int, char, Rest...>>;

using with_allocator = ut::unordered_map<int, char, std::hash<int>, std::equal_to<int>, resource_allocator>;
using with_hash_and_allocator =
    ut::unordered_map<int, char, tagged_hash, std::equal_to<int>, resource_allocator>;
using with_all = ut::unordered_map<int, char, tagged_hash, tagged_equal, resource_allocator>;

} // namespace

TEST_CASE("unordered_map deduction: from a range of iterators", "[unord.map.overview]") {
    const std::vector<std::pair<int, char>> source{{1, 'a'}, {2, 'b'}};
    const auto f = source.begin();
    const auto l = source.end();
    const resource_allocator a;

    const ut::unordered_map m1(f, l);
    static_assert(is_map<std::remove_const_t<decltype(m1)>>);
    const ut::unordered_map m2(f, l, 10);
    static_assert(is_map<std::remove_const_t<decltype(m2)>>);
    const ut::unordered_map m3(f, l, 10, tagged_hash{3});
    static_assert(is_map<std::remove_const_t<decltype(m3)>, tagged_hash>);
    const ut::unordered_map m4(f, l, 10, tagged_hash{3}, tagged_equal{4});
    static_assert(is_map<std::remove_const_t<decltype(m4)>, tagged_hash, tagged_equal>);
    const ut::unordered_map m5(f, l, 10, tagged_hash{3}, tagged_equal{4}, a);
    static_assert(std::is_same_v<decltype(m5), const with_all>);
    const ut::unordered_map m6(f, l, 10, a);
    static_assert(std::is_same_v<decltype(m6), const with_allocator>);
    const ut::unordered_map m7(f, l, 10, tagged_hash{3}, a);
    static_assert(std::is_same_v<decltype(m7), const with_hash_and_allocator>);

    CHECK((m1.size() == 2 && m2.size() == 2 && m3.size() == 2 && m4.size() == 2));
    CHECK((m5.at(1) == 'a' && m6.at(1) == 'a' && m7.at(2) == 'b'));
    CHECK(m7.hash_function().tag == 3);
}

TEST_CASE("unordered_map deduction: from the iterators of a map the key loses its const",
          "[unord.map.overview]") {
    const std::vector<pair> source{{1, 'a'}};
    const ut::unordered_map from_const_keys(source.begin(), source.end());
    static_assert(is_map<std::remove_const_t<decltype(from_const_keys)>>);
    const ut::unordered_map again(from_const_keys.begin(), from_const_keys.end());
    static_assert(is_map<std::remove_const_t<decltype(again)>>);
    CHECK(again == from_const_keys);
}

TEST_CASE("unordered_map deduction: from an initializer list", "[unord.map.overview]") {
    const resource_allocator a;
    const std::pair p{1, 'a'};
    const std::pair q{2, 'b'};

    const ut::unordered_map m1{p, q};
    static_assert(is_map<std::remove_const_t<decltype(m1)>>);
    const ut::unordered_map m2({p, q}, 10);
    static_assert(is_map<std::remove_const_t<decltype(m2)>>);
    const ut::unordered_map m3({p, q}, 10, tagged_hash{3});
    static_assert(is_map<std::remove_const_t<decltype(m3)>, tagged_hash>);
    const ut::unordered_map m4({p, q}, 10, tagged_hash{3}, tagged_equal{4});
    static_assert(is_map<std::remove_const_t<decltype(m4)>, tagged_hash, tagged_equal>);
    const ut::unordered_map m5({p, q}, 10, tagged_hash{3}, tagged_equal{4}, a);
    static_assert(std::is_same_v<decltype(m5), const with_all>);
    const ut::unordered_map m6({p, q}, 10, a);
    static_assert(std::is_same_v<decltype(m6), const with_allocator>);
    const ut::unordered_map m7({p, q}, 10, tagged_hash{3}, a);
    static_assert(std::is_same_v<decltype(m7), const with_hash_and_allocator>);
    const ut::unordered_map m8({p, q});
    static_assert(is_map<std::remove_const_t<decltype(m8)>>);

    CHECK((m1.size() == 2 && m2.size() == 2 && m3.size() == 2 && m4.size() == 2));
    CHECK((m5.at(1) == 'a' && m6.at(1) == 'a' && m7.at(2) == 'b' && m8.at(2) == 'b'));
}

TEST_CASE("unordered_map deduction: from another map", "[unord.map.overview]") {
    with_all source({{1, 'a'}}, 0, tagged_hash{3}, tagged_equal{4});
    const ut::unordered_map copy(source);
    static_assert(std::is_same_v<decltype(copy), const with_all>);
    const ut::unordered_map copy_in(source, resource_allocator());
    static_assert(std::is_same_v<decltype(copy_in), const with_all>);
    const ut::unordered_map copy_by_resource(source, std::pmr::get_default_resource());
    static_assert(std::is_same_v<decltype(copy_by_resource), const with_all>);
    const ut::unordered_map moved(std::move(source));
    static_assert(std::is_same_v<decltype(moved), const with_all>);
    const ut::unordered_map moved_in(with_all(copy), copy.get_allocator());
    static_assert(std::is_same_v<decltype(moved_in), const with_all>);
    CHECK((copy == moved && copy_in == moved && copy_by_resource == moved && moved_in == moved));
}

namespace {

template <class... Args>
concept deduces = requires(Args... args) { ut::unordered_map(args...); };

using iterator = std::vector<std::pair<int, char>>::const_iterator;

// What does not qualify as an input iterator, a hash, or an allocator takes no guide
// ([unord.map.overview]/4).
static_assert(deduces<iterator, iterator>);
static_assert(!deduces<int, int>);
static_assert(!deduces<iterator, iterator, std::size_t, int>);
static_assert(!deduces<iterator, iterator, std::size_t, tagged_hash, tagged_equal, int>);
static_assert(!deduces<std::initializer_list<std::pair<int, char>>, std::size_t, int>);

} // namespace
