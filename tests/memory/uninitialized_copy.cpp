// [specialized.algorithms]: what is copied and moved, by which constructor, and what is returned.

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <memory/relocated_values.hpp>
#include <support/move_only.hpp>

#include <cstddef>
#include <iterator>
#include <list>
#include <memory>
#include <ranges>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <memory/uninitialized_under_test.hpp>

using memory_tests::number;
using memory_tests::raw_array;

namespace {

/// Copies as an int does, and knows when it is made of another type.
struct from_either {
    from_either(const from_either&) = default;
    template <class T>
    from_either(T& other) : value(other.value + 100) {} // taken for a non-const from_either
    explicit from_either(int v) : value(v) {}
    int value;
};

} // namespace

TEMPLATE_TEST_CASE("copies and moves of every length", "", int, std::string, number) {
    using memory_tests::is_value;
    for (const int n : {0, 1, 3, 4, 5, 17, 64}) {
        std::vector<TestType> from;
        for (int i = 0; i != n; ++i) from.push_back(memory_tests::value_of<TestType>(i));
        raw_array<TestType, 64> to;
        const auto check = [&](auto* end) {
            CHECK(end == to[n]);
            for (int i = 0; i != n; ++i) CHECK(is_value(*to[i], i));
            ut::destroy(to[0], to[n]);
        };
        check(ut::uninitialized_copy(from.begin(), from.end(), to[0]));
        check(ut::uninitialized_copy(from.data(), from.data() + n, to[0]));
        check(ut::uninitialized_copy_n(from.cbegin(), n, to[0]));
        check(ut::ranges::uninitialized_copy(from, std::ranges::subrange(to[0], to[64])).out);
        check(ut::ranges::uninitialized_copy_n(from.begin(), n, to[0], to[64]).out);
        const std::list<TestType> listed(from.begin(), from.end());
        check(ut::uninitialized_copy(listed.begin(), listed.end(), to[0]));
        auto source = from;
        check(ut::uninitialized_move(source.begin(), source.end(), to[0]));
        source = from;
        const auto ends = ut::uninitialized_move_n(source.begin(), n, to[0]);
        CHECK(ends.first == source.end());
        check(ends.second);
        source = from;
        check(ut::ranges::uninitialized_move(source, std::ranges::subrange(to[0], to[64])).out);
        source = from;
        check(ut::ranges::uninitialized_move_n(source.begin(), n, to[0], to[64]).out);
    }
}

TEST_CASE("in ranges, the shorter range says how many") {
    const int from[] = {1, 2, 3, 4, 5, 6, 7};
    raw_array<int, 7> to;
    to.make(5, -1);
    const auto ends = ut::ranges::uninitialized_copy(from, std::ranges::subrange(to[0], to[5]));
    CHECK((ends.in == from + 5 && ends.out == to[5]));
    CHECK((*to[4] == 5 && *to[5] == -1));
    const auto moved = ut::ranges::uninitialized_move_n(from, 2, to[0], to[1]);
    CHECK((moved.in == from + 1 && moved.out == to[1]));
    const std::vector<int> none;
    CHECK(ut::uninitialized_copy(none.begin(), none.end(), to[0]) == to[0]);
#if !ARSENAL_TEST_STD // libstdc++ 12 takes -1 for a length
    CHECK(ut::uninitialized_copy_n(from, -1, to[0]) == to[0]);
#endif
    using result =
        decltype(ut::ranges::uninitialized_copy(std::vector<int>(), std::ranges::subrange(to[0], to[5])));
    STATIC_CHECK(std::is_same_v<decltype(result::in), std::ranges::dangling>);
}

TEST_CASE("elements are made of what iterators refer to: other types, proxies, rvalues") {
    raw_array<long, 4> longs;
    const int ints[] = {1, -2, 3};
    CHECK(ut::uninitialized_copy(ints, ints + 3, longs[0]) == longs[3]);
    CHECK((*longs[0] == 1 && *longs[1] == -2 && *longs[2] == 3));
    std::istringstream words("7 8 9");
    ut::uninitialized_copy(std::istream_iterator<int>(words), {}, longs[0]);
    CHECK((*longs[0] == 7 && *longs[2] == 9));
    const std::vector<bool> bits{true, false, true};
    raw_array<bool, 3> bools;
    ut::uninitialized_copy(bits.begin(), bits.end(), bools[0]);
    CHECK((*bools[0] && !*bools[1] && *bools[2]));

    from_either source[6] = {from_either(0), from_either(1), from_either(2),
                             from_either(3), from_either(4), from_either(5)};
    raw_array<from_either, 6> made;
    ut::uninitialized_copy(source, source + 6, made[0]);
    CHECK((made[0]->value == 100 && made[5]->value == 105));
    ut::uninitialized_copy(std::as_const(source), std::as_const(source) + 6, made[0]);
    CHECK((made[0]->value == 0 && made[5]->value == 5));

    std::vector<support::move_only> owners(6);
    raw_array<support::move_only, 6> taken;
    ut::uninitialized_move(owners.begin(), owners.end(), taken[0]);
    CHECK((taken[5]->id() == 0 && owners[5].id() == -1));
    ut::uninitialized_copy(std::make_move_iterator(taken[0]), std::make_move_iterator(taken[1]), taken[1]);
    CHECK((taken[0]->id() == -1 && taken[1]->id() == 0));
}
