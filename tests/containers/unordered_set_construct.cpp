#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <memory_resource>
#include <sstream>
#include <type_traits>
#include <utility>
#include <vector>

#include <containers/functors.hpp>
#include <support/arena.hpp>
#include <support/stateful_allocator.hpp>

#include <support/under_test.hpp>

// [unord.set.cnstr], [unord.set.overview] deduction guides, copy, move, assignment.

namespace {

using functors::tagged_equal;
using functors::tagged_hash;
using support::arena;
using allocator = support::stateful_allocator<int>;
using set = ut::unordered_set<int, tagged_hash, tagged_equal>;
using stateful_set = ut::unordered_set<int, tagged_hash, tagged_equal, allocator>;

const std::vector<int> source{1, 2, 3, 2, 1};
const std::initializer_list<int> list{1, 2, 3, 2, 1};

template <class Set>
bool is(const Set& s, std::size_t buckets, int hash, int equal, std::size_t size = 3) {
    return s.bucket_count() >= buckets && s.hash_function().tag == hash && s.key_eq().tag == equal &&
           s.size() == size && (size == 0 || (s.contains(1) && s.contains(2) && s.contains(3)));
}

} // namespace

TEST_CASE("unordered_set constructors: every count of arguments", "[unord.set.cnstr]") {
    const auto f = source.begin();
    const auto l = source.end();
    const tagged_hash h{1};
    const tagged_equal e{2};
    CHECK(is(set(), 0, 0, 0, 0));
    CHECK((is(set(50), 50, 0, 0, 0) && is(set(50, h), 50, 1, 0, 0) && is(set(50, h, e), 50, 1, 2, 0)));
    CHECK((is(set(f, l), 0, 0, 0) && is(set(f, l, 50), 50, 0, 0)));
    CHECK((is(set(f, l, 50, h), 50, 1, 0) && is(set(f, l, 50, h, e), 50, 1, 2)));
    CHECK((is(set(list), 0, 0, 0) && is(set(list, 50), 50, 0, 0)));
    CHECK((is(set(list, 50, h), 50, 1, 0) && is(set(list, 50, h, e), 50, 1, 2)));
    CHECK(is(set{1, 2, 3, 3}, 0, 0, 0));
    std::istringstream in("3 2 1 2");
    CHECK(is(set(std::istream_iterator<int>(in), std::istream_iterator<int>()), 0, 0, 0));
    CHECK(set(5).max_load_factor() == 1.0f);
}

TEST_CASE("unordered_set constructors: with an allocator that has no default", "[unord.set.cnstr]") {
    arena memory;
    arena other;
    {
        const allocator a(memory);
        const auto f = source.begin();
        const auto l = source.end();
        const tagged_hash h{1};
        const tagged_equal e{2};
        CHECK((is(stateful_set(a), 0, 0, 0, 0) && is(stateful_set(50, a), 50, 0, 0, 0)));
        CHECK((is(stateful_set(50, h, a), 50, 1, 0, 0) && is(stateful_set(50, h, e, a), 50, 1, 2, 0)));
        CHECK((is(stateful_set(f, l, 50, a), 50, 0, 0) && is(stateful_set(f, l, 50, h, a), 50, 1, 0)));
        CHECK((is(stateful_set(list, 50, a), 50, 0, 0) && is(stateful_set(list, 50, h, a), 50, 1, 0)));
        CHECK(
            (is(stateful_set(f, l, 50, h, e, a), 50, 1, 2) && is(stateful_set(list, 50, h, e, a), 50, 1, 2)));

        stateful_set original(list, 0, h, e, a);
        const int* element = &*original.find(2);
        const stateful_set copy(original, allocator(other));
        CHECK((is(copy, 0, 1, 2) && other.owns(&*copy.find(2))));
        stateful_set same(std::move(original), allocator(memory));
        CHECK((is(same, 0, 1, 2) && &*same.find(2) == element));
        const stateful_set moved(std::move(same), allocator(other));
        CHECK((is(moved, 0, 1, 2) && other.owns(&*moved.find(2))));
    }
    CHECK((memory.clean() && other.clean()));
}

TEST_CASE("unordered_set: copy, move and assignment", "[unord.req]") {
    set s(list, 0, tagged_hash{1}, tagged_equal{2});
    s.max_load_factor(2.5f);
    const int* element = &*s.find(2);
    const set copy(s);
    CHECK((is(copy, 0, 1, 2) && copy == s && copy.max_load_factor() == s.max_load_factor()));
    set assigned{7, 8};
    CHECK(&(assigned = copy) == &assigned);
    CHECK((is(assigned, 0, 1, 2) && &*assigned.find(2) != element));
    set moved(std::move(s));
    CHECK((is(moved, 0, 1, 2) && &*moved.find(2) == element));
    set target{7, 8};
    CHECK(&(target = std::move(moved)) == &target);
    CHECK((is(target, 0, 1, 2) && &*target.find(2) == element));
    CHECK(&(target = {5, 6, 5}) == &target);
    CHECK((target == set{6, 5} && target.hash_function().tag == 1));
    set& alias = target;
    target = alias;
    CHECK(target == set{6, 5});
}

TEST_CASE("unordered_set deduction guides", "[unord.set.overview]") {
    using resource_allocator = std::pmr::polymorphic_allocator<int>;
    const auto f = source.begin();
    const auto l = source.end();
    const tagged_hash h{1};
    const tagged_equal e{2};
    const resource_allocator a;
    const std::size_t n = 10;
    auto types = [](auto expected, const auto&... sets) {
        return (std::is_same_v<typename decltype(expected)::type, std::remove_cvref_t<decltype(sets)>> &&
                ...);
    };
    using with_allocator = ut::unordered_set<int, std::hash<int>, std::equal_to<int>, resource_allocator>;
    using with_hash_and_allocator =
        ut::unordered_set<int, tagged_hash, std::equal_to<int>, resource_allocator>;
    using with_all = ut::unordered_set<int, tagged_hash, tagged_equal, resource_allocator>;
    CHECK(types(std::type_identity<ut::unordered_set<int>>(), ut::unordered_set(f, l),
                ut::unordered_set(f, l, n), ut::unordered_set(list), ut::unordered_set(list, n),
                ut::unordered_set({1, 2}, n), ut::unordered_set{1, 2}));
    CHECK(types(std::type_identity<ut::unordered_set<int, tagged_hash>>(), ut::unordered_set(f, l, n, h),
                ut::unordered_set(list, n, h)));
    CHECK(
        types(std::type_identity<set>(), ut::unordered_set(f, l, n, h, e), ut::unordered_set(list, n, h, e)));
    CHECK(types(std::type_identity<with_allocator>(), ut::unordered_set(f, l, n, a),
                ut::unordered_set(list, n, a)));
    CHECK(types(std::type_identity<with_hash_and_allocator>(), ut::unordered_set(f, l, n, h, a),
                ut::unordered_set(list, n, h, a)));
    CHECK(types(std::type_identity<with_all>(), ut::unordered_set(f, l, n, h, e, a),
                ut::unordered_set(list, n, h, e, a)));
    const with_all whole(list, n, h, e, a);
    CHECK(types(std::type_identity<with_all>(), ut::unordered_set(whole), ut::unordered_set(whole, a),
                ut::unordered_set(whole, std::pmr::get_default_resource()),
                ut::unordered_set(with_all(whole), a)));
    CHECK(ut::unordered_set(f, l, n, h, e, a) == whole);
}
