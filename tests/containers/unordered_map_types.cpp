#include <catch2/catch_test_macros.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <memory_resource>
#include <string>
#include <type_traits>
#include <utility>

#include <containers/functors.hpp>

#include <support/under_test.hpp>

// [unord.map.overview], [unord.req.general] member types.

namespace {

using map = ut::unordered_map<int, std::string>;
using custom = ut::unordered_map<int, char, functors::tagged_hash, functors::tagged_equal,
                                 std::pmr::polymorphic_allocator<std::pair<const int, char>>>;

template <class Map, class Key, class T, class Hash, class Pred, class Alloc>
constexpr bool has_the_types_of_the_synopsis() {
    using value = std::pair<const Key, T>;
    static_assert(std::is_same_v<typename Map::key_type, Key>);
    static_assert(std::is_same_v<typename Map::mapped_type, T>);
    static_assert(std::is_same_v<typename Map::value_type, value>);
    static_assert(std::is_same_v<typename Map::hasher, Hash>);
    static_assert(std::is_same_v<typename Map::key_equal, Pred>);
    static_assert(std::is_same_v<typename Map::allocator_type, Alloc>);
    static_assert(std::is_same_v<typename Map::pointer, typename std::allocator_traits<Alloc>::pointer>);
    static_assert(
        std::is_same_v<typename Map::const_pointer, typename std::allocator_traits<Alloc>::const_pointer>);
    static_assert(std::is_same_v<typename Map::reference, value&>);
    static_assert(std::is_same_v<typename Map::const_reference, const value&>);
    static_assert(std::unsigned_integral<typename Map::size_type>);
    static_assert(std::signed_integral<typename Map::difference_type>);
    static_assert(sizeof(typename Map::size_type) >= sizeof(typename Map::difference_type));
    return true;
}

static_assert(has_the_types_of_the_synopsis<map, int, std::string, std::hash<int>, std::equal_to<int>,
                                            std::allocator<std::pair<const int, std::string>>>());
static_assert(has_the_types_of_the_synopsis<custom, int, char, functors::tagged_hash, functors::tagged_equal,
                                            std::pmr::polymorphic_allocator<std::pair<const int, char>>>());

// Default template arguments are std's own.
static_assert(std::is_same_v<map, ut::unordered_map<int, std::string, std::hash<int>, std::equal_to<int>,
                                                    std::allocator<std::pair<const int, std::string>>>>);

// [unord.map.syn] namespace pmr.
static_assert(std::is_same_v<ut::pmr::unordered_map<int, char>,
                             ut::unordered_map<int, char, std::hash<int>, std::equal_to<int>,
                                               std::pmr::polymorphic_allocator<std::pair<const int, char>>>>);
static_assert(
    std::is_same_v<ut::pmr::unordered_map<int, char, functors::tagged_hash, functors::tagged_equal>, custom>);

template <class Iterator, class Reference, class Pointer>
constexpr bool is_iterator_over(std::ptrdiff_t) {
    using traits = std::iterator_traits<Iterator>;
    static_assert(std::is_same_v<typename traits::value_type, map::value_type>);
    static_assert(std::is_same_v<typename traits::difference_type, map::difference_type>);
    static_assert(std::is_same_v<typename traits::reference, Reference>);
    static_assert(std::is_same_v<typename traits::pointer, Pointer>);
    static_assert(std::is_base_of_v<std::forward_iterator_tag, typename traits::iterator_category>);
    return true;
}

using reference = map::reference;
using const_reference = map::const_reference;
static_assert(is_iterator_over<map::iterator, reference, map::value_type*>(0));
static_assert(is_iterator_over<map::const_iterator, const_reference, const map::value_type*>(0));
static_assert(is_iterator_over<map::local_iterator, reference, map::value_type*>(0));
static_assert(is_iterator_over<map::const_local_iterator, const_reference, const map::value_type*>(0));

static_assert(
    std::is_same_v<map::insert_return_type, decltype(std::declval<map&>().insert(map::node_type{}))>);
static_assert(std::is_same_v<map::node_type::key_type, int>);
static_assert(std::is_same_v<map::node_type::mapped_type, std::string>);
static_assert(std::is_same_v<map::node_type::allocator_type, map::allocator_type>);

template <class... Args>
concept constructs = std::is_constructible_v<map, Args...>;

static_assert(std::is_default_constructible_v<map> && std::copyable<map> && std::swappable<map>);
static_assert(std::equality_comparable<map>);
static_assert(std::default_initializable<map::iterator> && std::default_initializable<map::local_iterator>);

// Explicit are the bucket count's and the allocator's constructor only; `= {}` is the default constructor
// (LWG 2193).
static_assert(constructs<std::size_t> && !std::is_convertible_v<std::size_t, map>);
static_assert(constructs<map::allocator_type> && !std::is_convertible_v<map::allocator_type, map>);
static_assert(std::is_convertible_v<std::initializer_list<map::value_type>, map>);

} // namespace

TEST_CASE("unordered_map: an empty brace list is the default constructor", "[unord.map.cnstr]") {
    const map m = {};
    CHECK(m.empty());
    CHECK(m.size() == 0);
    CHECK(m.begin() == m.end());
    CHECK(m.max_size() > 0);
}

TEST_CASE("unordered_map: hash_function and key_eq and get_allocator return what was given", "[unord.req]") {
    std::pmr::monotonic_buffer_resource resource;
    const custom m(0, functors::tagged_hash{3}, functors::tagged_equal{4}, &resource);
    CHECK(m.hash_function().tag == 3);
    CHECK(m.key_eq().tag == 4);
    CHECK(m.get_allocator().resource() == &resource);
    static_assert(std::is_same_v<decltype(m.hash_function()), functors::tagged_hash>);
    static_assert(std::is_same_v<decltype(m.key_eq()), functors::tagged_equal>);
    static_assert(std::is_same_v<decltype(m.get_allocator()), custom::allocator_type>);
}
