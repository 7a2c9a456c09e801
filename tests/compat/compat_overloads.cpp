// A direct member of arsenal::compat hides all of std's overloads of its name. What is a member still takes
// every argument list that std takes, and what is not a member still resolves.

#include <catch2/catch_test_macros.hpp>

#include <deque>
#include <forward_list>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.compat;
#else
#include <arsenal/compat/unordered_map>
#include <arsenal/compat/unordered_set>
#endif

namespace mine {

struct bag {
    int erased = 0;
};
template <class Predicate>
int erase_if(bag& b, Predicate predicate) {
    b.erased += predicate(1);
    return b.erased;
}

struct swapped {
    int times = 0;
    friend void swap(swapped& a, swapped& b) noexcept { a.times++, b.times++; }
};

} // namespace mine

namespace app {
namespace std = arsenal::compat;

constexpr auto is_one = [](const auto& element) { return element == 1; };
constexpr auto key_is_one = [](const auto& element) { return element.first == 1; };

template <class Container>
concept erasable = requires(Container& container) { std::erase_if(container, is_one); };

template <class Container>
::std::size_t erased(Container container, auto predicate) {
    return std::erase_if(container, predicate);
}

TEST_CASE("compat: erase_if takes Arsenal's containers") {
    CHECK(erased(std::unordered_map<int, int>{{1, 1}, {2, 2}}, key_is_one) == 1);
    CHECK(erased(std::unordered_set<int>{1, 2}, is_one) == 1);
}

TEST_CASE("compat: erase_if takes each of std's containers") {
    CHECK(erased(std::vector<int>{1, 2, 1}, is_one) == 2);
    CHECK(erased(std::deque<int>{1, 2, 1}, is_one) == 2);
    CHECK(erased(std::list<int>{1, 2, 1}, is_one) == 2);
    CHECK(erased(std::forward_list<int>{1, 2, 1}, is_one) == 2);
    CHECK(erased(std::string("a1"), [](char c) { return c == '1'; }) == 1);
    CHECK(erased(std::set<int>{1, 2}, is_one) == 1);
    CHECK(erased(std::multiset<int>{1, 1, 2}, is_one) == 2);
    CHECK(erased(std::map<int, int>{{1, 1}}, key_is_one) == 1);
    CHECK(erased(std::multimap<int, int>{{1, 1}, {1, 2}}, key_is_one) == 2);
    CHECK(erased(std::unordered_multiset<int>{1, 1, 2}, is_one) == 2);
    CHECK(erased(std::unordered_multimap<int, int>{{1, 1}, {1, 2}}, key_is_one) == 2);
    CHECK(erased(::std::unordered_map<int, int>{{1, 1}}, key_is_one) == 1);
    CHECK(erased(::std::unordered_multiset<int>{1, 1, 2}, is_one) == 2);
    CHECK(erased(::std::unordered_multimap<int, int>{{1, 1}, {1, 2}}, key_is_one) == 2);
    CHECK(erased(::std::unordered_set<int>{1, 2}, is_one) == 1);
}

TEST_CASE("compat: erase_if accepts a predicate that only moves, and a using-declaration") {
    auto above_two = [] { return [limit = std::make_unique<int>(2)](int i) { return i > *limit; }; };
    std::unordered_set<int> s{1, 2, 3};
    CHECK(std::erase_if(s, above_two()) == 1);
    std::vector<int> v{1, 2};
#ifdef __GLIBCXX__ // libc++ copies it, as [vector.erasure] is worded
    v.push_back(3);
    CHECK(std::erase_if(v, above_two()) == 1);
#endif
    using std::erase_if;
    CHECK(erase_if(v, is_one) == 1);
    mine::bag bag;
    CHECK(erase_if(bag, is_one) == 1);
    STATIC_REQUIRE(erasable<std::vector<int>>);
    STATIC_REQUIRE_FALSE(erasable<int>);
}

TEST_CASE("compat: erase and swap are std's own overloads") {
    std::vector<int> v{1, 2}, w{3};
    CHECK(std::erase(v, 1) == 1);
    std::swap(v, w);
    CHECK(v.front() == 3);
    std::unordered_map<int, int> a{{1, 1}}, b;
    const int* one = &a.at(1);
    std::swap(a, b);
    CHECK(&b.at(1) == one);
    std::pair<int, int> p{1, 2}, q{3, 4};
    std::swap(p, q);
    CHECK(p.first == 3);
    using std::swap;
    mine::swapped s, t;
    swap(s, t);
    CHECK(s.times == 1);
    swap(a, b);
    CHECK(&a.at(1) == one);
}
} // namespace app
