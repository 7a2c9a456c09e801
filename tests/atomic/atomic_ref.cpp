// [atomics.ref.generic]: what atomic_ref has beyond the operations it shares with atomic.

#include <catch2/catch_test_macros.hpp>

#include <type_traits>
#include <vector>

#include <atomic/under_test.hpp>

namespace {

struct record {
    char name[4];
    int count;
    short small;
    alignas(8) double weight;
};

} // namespace

TEST_CASE("operations on members and elements change nothing beside them") {
    record r{{'a', 'b', 'c', 'd'}, 1, 2, 3.0};
    ut::atomic_ref(r.count).fetch_add(-2, ut::relaxed);
    ut::atomic_ref(r.small).store(-1, ut::relaxed);
    ut::atomic_ref(r.name[1]).store('x', ut::relaxed);
    ut::atomic_ref(r.weight).fetch_add(0.5, ut::relaxed);
    CHECK(r.count == -1);
    CHECK(r.small == -1);
    CHECK(r.weight == 3.5);
    CHECK(r.name[0] == 'a');
    CHECK(r.name[1] == 'x');
    CHECK(r.name[2] == 'c');
    std::vector<short> v{1, 2, 3};
    ut::atomic_ref(v[1]).fetch_or(5, ut::relaxed);
    CHECK(v == std::vector<short>{1, 7, 3});
}

TEST_CASE("copies refer to the same object; there is no assignment of references") {
    int i = 1;
    const ut::atomic_ref a(i);
    const ut::atomic_ref b(a);
    b.store(2, ut::relaxed);
    CHECK(a.load(ut::relaxed) == 2);
    STATIC_REQUIRE(std::is_same_v<decltype(a), const ut::atomic_ref<int>>);
    STATIC_REQUIRE(std::is_nothrow_copy_constructible_v<ut::atomic_ref<int>>);
    STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<ut::atomic_ref<int>>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<int&, ut::atomic_ref<int>>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<ut::atomic_ref<int>, int>);
}

TEST_CASE("required_alignment") {
    struct two_shorts {
        short a, b;
    };
    STATIC_REQUIRE(ut::atomic_ref<int>::required_alignment == 4);
    STATIC_REQUIRE(ut::atomic_ref<double>::required_alignment == 8);
    STATIC_REQUIRE(ut::atomic_ref<two_shorts>::required_alignment == 4);
    alignas(ut::atomic_ref<two_shorts>::required_alignment) two_shorts s{1, 2};
    const ut::atomic_ref ref(s);
    CHECK(ref.exchange({3, 4}, ut::relaxed).b == 2);
    CHECK(s.a == 3);
}
