#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <memory_resource>
#include <ranges>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <containers/dense_under_test.hpp>

// Member types, iterators, noexcept, deduction; and elements that make life hard.

namespace {

using map = ut::dense_hash_map<int, std::string>;
using set = ut::dense_hash_set<int>;
template <class A, class B>
inline constexpr bool same = std::is_same_v<A, B>;

static_assert(same<map::key_type, int> && same<map::mapped_type, std::string> &&
              same<map::value_type, std::pair<const int, std::string>> &&
              same<map::element_type, std::pair<int, std::string>>);
static_assert(same<set::key_type, int> && same<set::value_type, int> && same<set::element_type, int>);
static_assert(same<map::reference, map::value_type&> && same<map::size_type, std::size_t>);

static_assert(std::contiguous_iterator<map::iterator> && std::contiguous_iterator<map::const_iterator>);
static_assert(std::contiguous_iterator<set::iterator> && std::ranges::contiguous_range<const set>);
static_assert(same<std::iter_reference_t<map::iterator>, map::value_type&>);
static_assert(same<std::iter_reference_t<set::iterator>, const int&>);
static_assert(std::is_convertible_v<map::iterator, map::const_iterator>);
static_assert(!std::is_convertible_v<map::const_iterator, map::iterator>);
static_assert(std::is_trivially_copyable_v<map::iterator>);
static_assert(sizeof(map::iterator) == sizeof(void*));

// A map's keys are const to those who iterate, its mapped values are not; a set has nothing to write to.
static_assert(same<decltype(std::declval<map&>().values()), std::span<std::pair<const int, std::string>>>);
static_assert(
    same<decltype(std::declval<const map&>().values()), std::span<const std::pair<const int, std::string>>>);
static_assert(same<decltype(std::declval<set&>().values()), std::span<const int>>);

static_assert(std::is_nothrow_default_constructible_v<map> && std::is_nothrow_move_constructible_v<map> &&
              std::is_nothrow_move_assignable_v<map> && std::is_nothrow_swappable_v<map>);
static_assert(std::is_nothrow_default_constructible_v<set> && std::is_nothrow_move_assignable_v<set>);
static_assert(noexcept(std::declval<map&>().clear()) && noexcept(std::declval<map&>().begin()));
static_assert(!std::is_copy_constructible_v<map::values_type> &&
              std::is_nothrow_move_constructible_v<map::values_type>);

struct text_hash {
    using is_transparent = void;
    std::size_t operator()(const std::string& s) const { return std::hash<std::string>()(s); }
};
static_assert(same<decltype(ut::dense_hash_map{std::pair{1, 2.0}, std::pair{2, 3.0}}),
                   ut::dense_hash_map<int, double>>);
static_assert(same<decltype(ut::dense_hash_set(std::vector<char>().begin(), std::vector<char>().end())),
                   ut::dense_hash_set<char>>);
static_assert(
    same<decltype(ut::dense_hash_set(arsenal::from_range, std::vector<char>())), ut::dense_hash_set<char>>);
static_assert(same<decltype(ut::dense_hash_set({std::string()}, 0, text_hash())),
                   ut::dense_hash_set<std::string, text_hash>>);
static_assert(
    same<decltype(ut::dense_hash_map({std::pair{1, 'a'}}, 0,
                                     std::pmr::polymorphic_allocator<std::pair<const int, char>>())),
         ut::pmr::dense_hash_map<int, char>>);
using pmr_map = ut::pmr::dense_hash_map<int, char>;
using pmr_set = ut::pmr::dense_hash_set<int>;
static_assert(
    same<decltype(ut::dense_hash_map(std::declval<const pmr_map&>(), pmr_map::allocator_type())), pmr_map>);
static_assert(same<decltype(ut::dense_hash_map(pmr_map(), std::pmr::get_default_resource())), pmr_map>);
static_assert(
    same<decltype(ut::dense_hash_set(std::declval<const pmr_set&>(), pmr_set::allocator_type())), pmr_set>);
static_assert(same<decltype(ut::dense_hash_set(pmr_set(), std::pmr::get_default_resource())), pmr_set>);

/// Not assignable, not default constructible, with an address and a comma of its own.
struct hostile {
    explicit hostile(int i) : id(i) {}
    hostile(hostile&& other) noexcept : id(other.id) {}
    hostile& operator=(hostile&&) = delete;
    hostile* operator&() = delete;
    const hostile* operator&() const = delete;
    template <class T>
    void operator,(T&&) const = delete;
    friend bool operator==(const hostile& a, const hostile& b) { return a.id == b.id; }

    int id;
};
struct hostile_hash {
    std::size_t operator()(const hostile& h) const { return static_cast<std::size_t>(h.id); }
    template <class T>
    void operator,(T&&) const = delete;
};
struct hostile_equal {
    bool operator()(const hostile& a, const hostile& b) const { return a == b; }
    hostile_equal* operator&() = delete;
};

} // namespace

TEST_CASE("dense: elements that can only be moved, once", "[dense]") {
    ut::dense_hash_map<hostile, std::unique_ptr<int>, hostile_hash, hostile_equal> m;
    for (int i = 0; i < 100; ++i) CHECK(m.try_emplace(hostile(i), std::make_unique<int>(i)).second);
    CHECK_FALSE(m.emplace(hostile(5), nullptr).second);
    for (int i = 0; i < 100; i += 2) CHECK(m.erase(hostile(i)) == 1);
    auto out = m.extract(hostile(51));
    REQUIRE(out);
    CHECK(*out->second == 51);
    m.shrink_to_fit();
    auto moved = std::move(m);
    CHECK(moved.size() == 49);
    for (int i = 1; i < 100; i += 2)
        if (i != 51) CHECK(*moved.find(hostile(i))->second == i);
    CHECK(erase_if(moved, [](const auto& v) { return v.first.id < 50; }) == 25);
    CHECK(moved.size() == 24);

    ut::dense_hash_set<hostile, hostile_hash, hostile_equal> s;
    for (int i = 0; i < 20; ++i) CHECK(s.emplace(i).second);
    CHECK_FALSE(s.emplace(3).second);
    CHECK(s.extract(s.begin()).id == 0);
    CHECK(s.begin()->id == 19);
}

TEST_CASE("dense: iterators do what pointers do", "[dense]") {
    map m;
    for (int i = 0; i < 10; ++i) m.emplace(i, std::to_string(i));
    auto it = m.begin();
    CHECK(it[3].first == 3);
    CHECK((it + 4)->second == "4");
    CHECK((2 + it)->first == 2);
    CHECK(m.end() - it == 10);
    CHECK(it < m.end());
    CHECK((m.end() - 1)->first == 9);
    CHECK(it++->first == 0);
    CHECK((++it)->first == 2);
    CHECK(it--->first == 2);
    CHECK((it -= 1)->first == 0);
    CHECK(std::to_address(it) == m.values().data());
    const map::const_iterator constant = it;
    CHECK(constant == it);
    CHECK(std::ranges::equal(m | std::views::keys, std::views::iota(0, 10)));
    m.values()[3].second = "three";
    CHECK(m.at(3) == "three");
    CHECK(map::iterator() == map::iterator());
}
