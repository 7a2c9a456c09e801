#include <catch2/catch_test_macros.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <memory_resource>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>

#include <containers/functors.hpp>

#include <support/under_test.hpp>

// [unord.set.overview], [unord.req.general]: member types, iterator requirements, noexcept.

namespace {

using set = ut::unordered_set<std::string>;
using custom = ut::unordered_set<int, functors::tagged_hash, functors::tagged_equal,
                                 std::pmr::polymorphic_allocator<int>>;

template <class Set, class Key, class Hash, class Pred, class Alloc>
constexpr bool has_the_types_of_the_synopsis() {
    static_assert(std::is_same_v<typename Set::key_type, Key>);
    static_assert(std::is_same_v<typename Set::value_type, Key>);
    static_assert(std::is_same_v<typename Set::hasher, Hash>);
    static_assert(std::is_same_v<typename Set::key_equal, Pred>);
    static_assert(std::is_same_v<typename Set::allocator_type, Alloc>);
    static_assert(std::is_same_v<typename Set::pointer, typename std::allocator_traits<Alloc>::pointer>);
    static_assert(
        std::is_same_v<typename Set::const_pointer, typename std::allocator_traits<Alloc>::const_pointer>);
    static_assert(std::is_same_v<typename Set::reference, Key&>);
    static_assert(std::is_same_v<typename Set::const_reference, const Key&>);
    static_assert(std::unsigned_integral<typename Set::size_type>);
    static_assert(std::signed_integral<typename Set::difference_type>);
    return true;
}
static_assert(has_the_types_of_the_synopsis<set, std::string, std::hash<std::string>,
                                            std::equal_to<std::string>, std::allocator<std::string>>());
static_assert(has_the_types_of_the_synopsis<custom, int, functors::tagged_hash, functors::tagged_equal,
                                            std::pmr::polymorphic_allocator<int>>());
static_assert(
    std::is_same_v<ut::pmr::unordered_set<int, functors::tagged_hash, functors::tagged_equal>, custom>);
static_assert(
    std::is_same_v<ut::pmr::unordered_set<int>, ut::unordered_set<int, std::hash<int>, std::equal_to<int>,
                                                                  std::pmr::polymorphic_allocator<int>>>);

template <class Set>
concept has_mapped_type = requires { typename Set::mapped_type; };
static_assert(!has_mapped_type<set>);

// Both iterators are constant, and may be the same type.
template <class Iterator>
constexpr bool is_constant_iterator() {
    using traits = std::iterator_traits<Iterator>;
    static_assert(std::forward_iterator<Iterator>);
    static_assert(std::is_same_v<typename traits::value_type, std::string>);
    static_assert(std::is_same_v<typename traits::reference, const std::string&>);
    static_assert(std::is_same_v<typename traits::pointer, const std::string*>);
    static_assert(std::is_same_v<typename traits::difference_type, set::difference_type>);
    static_assert(std::is_base_of_v<std::forward_iterator_tag, typename traits::iterator_category>);
    static_assert(std::is_same_v<decltype(*std::declval<const Iterator&>()), const std::string&>);
    static_assert(std::is_nothrow_copy_constructible_v<Iterator> &&
                  std::is_nothrow_copy_assignable_v<Iterator>);
    return true;
}
static_assert(is_constant_iterator<set::iterator>() && is_constant_iterator<set::const_iterator>());
static_assert(is_constant_iterator<set::local_iterator>() &&
              is_constant_iterator<set::const_local_iterator>());
static_assert(std::is_convertible_v<set::iterator, set::const_iterator>);
static_assert(std::is_convertible_v<set::local_iterator, set::const_local_iterator>);
static_assert(std::ranges::forward_range<set> && std::ranges::sized_range<const set> &&
              std::ranges::common_range<set>);

static_assert(std::copyable<set> && std::default_initializable<set> && std::equality_comparable<set>);
static_assert(!std::is_convertible_v<std::size_t, set> && std::is_constructible_v<set, std::size_t>);
static_assert(!std::is_convertible_v<set::allocator_type, set> &&
              std::is_constructible_v<set, set::allocator_type>);
static_assert(std::is_convertible_v<std::initializer_list<std::string>, set>);

static_assert(noexcept(std::declval<const set&>().get_allocator()) && noexcept(std::declval<set&>().clear()));
static_assert(noexcept(std::declval<set&>().begin()) && noexcept(std::declval<const set&>().begin()));
static_assert(noexcept(std::declval<set&>().end()) && noexcept(std::declval<const set&>().end()));
static_assert(noexcept(std::declval<const set&>().cbegin()) && noexcept(std::declval<const set&>().cend()));
static_assert(noexcept(std::declval<const set&>().empty()) && noexcept(std::declval<const set&>().size()));
static_assert(noexcept(std::declval<const set&>().max_size()) &&
              noexcept(std::declval<const set&>().load_factor()));
static_assert(noexcept(std::declval<const set&>().bucket_count()));
static_assert(noexcept(std::declval<const set&>().max_bucket_count()));
static_assert(noexcept(std::declval<const set&>().max_load_factor()));
static_assert(std::is_nothrow_move_constructible_v<set> && std::is_nothrow_move_assignable_v<set>);
static_assert(std::is_nothrow_swappable_v<set> && noexcept(std::declval<set&>().swap(std::declval<set&>())));

} // namespace

TEST_CASE("unordered_set: default constructor, functors and iterators", "[unord.set.cnstr]") {
    const set s = {};
    CHECK((s.empty() && s.size() == 0 && s.begin() == s.end() && s.max_size() > 0));
    CHECK(set::iterator() == set::iterator());
    CHECK(set::const_iterator() == set::iterator());
    CHECK(set::local_iterator() == set::local_iterator());
    std::pmr::monotonic_buffer_resource resource;
    const custom c(0, functors::tagged_hash{3}, functors::tagged_equal{4}, &resource);
    CHECK((c.hash_function().tag == 3 && c.key_eq().tag == 4 && c.get_allocator().resource() == &resource));
    ut::unordered_set<int> filled;
    for (int i = 0; i < 300; ++i) filled.insert(i);
    std::size_t reached = 0;
    for (auto i = filled.begin(); i != filled.end(); i++) reached += filled.contains(*i);
    CHECK(reached == 300);
    const ut::unordered_set<int>::const_iterator first = filled.begin();
    CHECK(first == filled.cbegin());
    CHECK(filled.begin() != filled.cend());
}
