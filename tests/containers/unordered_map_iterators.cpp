#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

#include <support/under_test.hpp>

// [container.requirements.general] table of members, [unord.req.general]: forward iterators.

namespace {

using map = ut::unordered_map<int, int>;
using iterator = map::iterator;
using const_iterator = map::const_iterator;

static_assert(std::forward_iterator<iterator> && std::forward_iterator<const_iterator>);
static_assert(std::forward_iterator<map::local_iterator> && std::forward_iterator<map::const_local_iterator>);
static_assert(std::ranges::forward_range<map> && std::ranges::forward_range<const map>);
static_assert(std::ranges::common_range<map> && std::ranges::sized_range<map>);
static_assert(!std::ranges::borrowed_range<map> && !std::ranges::view<map>);

static_assert(std::is_convertible_v<iterator, const_iterator>);
static_assert(!std::is_constructible_v<iterator, const_iterator>);
static_assert(std::is_convertible_v<map::local_iterator, map::const_local_iterator>);
static_assert(!std::is_constructible_v<map::local_iterator, map::const_local_iterator>);
static_assert(std::is_assignable_v<const_iterator&, iterator>);
static_assert(std::equality_comparable_with<iterator, const_iterator>);

// [container.requirements.general]/11: no copy constructor or assignment operator of a returned iterator
// throws.
static_assert(std::is_nothrow_copy_constructible_v<iterator> && std::is_nothrow_copy_assignable_v<iterator>);
static_assert(std::is_nothrow_copy_constructible_v<const_iterator> &&
              std::is_nothrow_copy_assignable_v<const_iterator>);

static_assert(std::is_same_v<decltype(*std::declval<const iterator&>()), map::value_type&>);
static_assert(std::is_same_v<decltype(*std::declval<const const_iterator&>()), const map::value_type&>);
static_assert(std::is_same_v<decltype(std::declval<map&>().begin()), iterator>);
static_assert(std::is_same_v<decltype(std::declval<const map&>().begin()), const_iterator>);
static_assert(std::is_same_v<decltype(std::declval<map&>().cbegin()), const_iterator>);
static_assert(std::is_same_v<decltype(std::declval<map&>().end()), iterator>);
static_assert(std::is_same_v<decltype(std::declval<const map&>().end()), const_iterator>);
static_assert(std::is_same_v<decltype(std::declval<map&>().cend()), const_iterator>);

map filled(int n) {
    map m;
    for (int i = 0; i < n; ++i) m[i * 7] = i;
    return m;
}

} // namespace

TEST_CASE("unordered_map iterators: value-initialised ones compare equal", "[forward.iterators]") {
    CHECK(iterator() == iterator());
    CHECK(const_iterator() == const_iterator());
    CHECK(const_iterator() == iterator());
    CHECK(map::local_iterator() == map::local_iterator());
    CHECK(map::const_local_iterator() == map::const_local_iterator());
    const iterator zero{};
    const iterator other{};
    CHECK_FALSE(zero != other);
}

TEST_CASE("unordered_map iterators: increment and dereference", "[forward.iterators]") {
    map m = filled(20);
    auto i = m.begin();
    const auto first = i++;
    CHECK(first == m.begin());
    CHECK(i != first);
    CHECK(i == std::next(m.begin()));
    auto j = first;
    CHECK(&++j == &j);
    CHECK(i == j);
    CHECK(&*i == &*j);
    CHECK(&i->first == &(*i).first);
    const auto k = first;
    auto l = first;
    CHECK(&*l++ == &*k);
    CHECK(l == i);
}

TEST_CASE("unordered_map iterators: the multipass guarantee", "[forward.iterators]") {
    const map m = filled(300);
    std::vector<const map::value_type*> once;
    std::vector<const map::value_type*> twice;
    for (const auto& element : m) once.push_back(&element);
    for (auto i = m.cbegin(); i != m.cend(); ++i) twice.push_back(&*i);
    CHECK(once == twice);
    CHECK(once.size() == m.size());
    CHECK(std::distance(m.begin(), m.end()) == static_cast<map::difference_type>(m.size()));
    std::sort(once.begin(), once.end());
    CHECK(std::unique(once.begin(), once.end()) == once.end());
}

TEST_CASE("unordered_map iterators: a mapped value is written through iterator", "[unord.map.overview]") {
    map m = filled(50);
    for (auto& [key, value] : m) value = key + 1;
    for (auto i = m.begin(); i != m.end(); ++i) i->second += 1;
    CHECK(std::ranges::all_of(m, [](const auto& e) { return e.second == e.first + 2; }));
    static_assert(!std::is_assignable_v<decltype((m.begin()->first)), int>);
}

TEST_CASE("unordered_map iterators: iterator and const_iterator mix", "[container.requirements.general]") {
    map m = filled(5);
    const map& c = m;
    const_iterator i = m.begin();
    CHECK(i == c.begin());
    CHECK(m.begin() == c.begin());
    CHECK(c.end() == m.end());
    CHECK(m.begin() != c.end());
    i = std::next(m.begin());
    CHECK(i != m.begin());
    CHECK(m.cbegin() == c.begin());
    CHECK(m.cend() == c.end());
}

TEST_CASE("unordered_map iterators: work with algorithms, ranges and range access", "[range.access]") {
    const map m = filled(30);
    CHECK(std::count_if(m.begin(), m.end(), [](const auto& e) { return e.second % 2 == 0; }) == 15);
    CHECK(std::ranges::count(m | std::views::keys, 21) == 1);
    CHECK(std::ranges::distance(m | std::views::values) == 30);
    CHECK(std::size(m) == 30);
    CHECK_FALSE(std::empty(m));
    CHECK(std::begin(m) == m.begin());
    CHECK(std::cend(m) == m.end());
    CHECK(std::ranges::size(m) == 30);
}

TEST_CASE("unordered_map iterators: an empty container has begin equal to end",
          "[container.requirements.general]") {
    map m;
    CHECK(m.begin() == m.end());
    m[1] = 1;
    CHECK(m.begin() != m.end());
    CHECK(std::next(m.begin()) == m.end());
    m.erase(1);
    CHECK(m.begin() == m.end());
    m.reserve(1000);
    CHECK(m.begin() == m.end());
}
