// [specialized.algorithms]: what is made of nothing or of one value, and what is destroyed.

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <memory/relocated_values.hpp>

#include <cstddef>
#include <cstring>
#include <memory>
#include <ranges>
#include <string>

#include <memory/uninitialized_under_test.hpp>

using memory_tests::number;
using memory_tests::raw_array;

namespace {

struct three_bytes {
    unsigned char bytes[3];
};
struct with_member_pointer { // whose null is not zero
    int three_bytes::* none;
    long numbers[4];
};
struct wide {
    long numbers[12];
};
template <class T>
void fill_with_ones(T* p, std::size_t n) {
    std::memset(static_cast<void*>(p), 0xff, n * sizeof(T));
}

} // namespace

TEMPLATE_TEST_CASE("value construction makes zeros of what has no constructor", "", unsigned char, int,
                   three_bytes, with_member_pointer, wide) {
    const TestType zero{};
    for (const std::size_t n : {0, 1, 3, 4, 5, 20, 33}) {
        raw_array<TestType, 34> made;
        const auto check = [&] {
            for (std::size_t i = 0; i != n; ++i) CHECK(std::memcmp(made[i], &zero, sizeof zero) == 0);
            unsigned char after;
            std::memcpy(&after, made[n], 1);
            CHECK(after == 0xff);
            fill_with_ones(made[0], 34);
        };
        fill_with_ones(made[0], 34);
        ut::uninitialized_value_construct(made[0], made[n]);
        check();
        CHECK(ut::uninitialized_value_construct_n(made[0], n) == made[n]);
        check();
        CHECK(ut::ranges::uninitialized_value_construct(made[0], made[n]) == made[n]);
        check();
        CHECK(ut::ranges::uninitialized_value_construct_n(made[0], static_cast<std::ptrdiff_t>(n)) ==
              made[n]);
        check();
        CHECK(ut::ranges::uninitialized_value_construct(std::ranges::subrange(made[0], made[n])) == made[n]);
        check();
    }
}

TEST_CASE("value construction of an object that is larger than the stack") {
    struct huge {
        unsigned char bytes[std::size_t{64} << 20];
    };
    std::allocator<huge> memory;
    huge* const p = memory.allocate(1);
    p->bytes[12345] = 1;
    CHECK(ut::uninitialized_value_construct_n(p, 1) == p + 1);
    CHECK((p->bytes[0] == 0 && p->bytes[12345] == 0 && p->bytes[sizeof(huge) - 1] == 0));
    memory.deallocate(p, 1);
}

TEST_CASE("the others: default construction, filling, destruction") {
    raw_array<number, 6> made;
    ut::uninitialized_default_construct(made[0], made[3]);
    CHECK(ut::uninitialized_default_construct_n(made[3], 3) == made[6]);
    CHECK((made[0]->value == -1 && made[5]->value == -1));
    ut::uninitialized_fill(made[0], made[3], number{4, 4});
    CHECK(ut::uninitialized_fill_n(made[3], 3, number{5, 5}) == made[6]);
    CHECK((made[2]->value == 4 && made[5]->value == 5));
    CHECK(ut::ranges::uninitialized_fill(std::ranges::subrange(made[0], made[6]), number{6, 6}) == made[6]);
    CHECK(ut::ranges::uninitialized_default_construct(made[0], made[6]) == made[6]);
    CHECK(made[5]->value == -1);
    int left = 3;
    struct counts {
        int* count;
        ~counts() { --*count; }
    };
    raw_array<counts, 3> counted;
    CHECK(ut::construct_at(counted[0], &left) == counted[0]);
    ut::uninitialized_fill_n(counted[1], 2, *counted[0]);
    ut::destroy_at(counted[0]);
    CHECK(ut::destroy_n(counted[1], 2) == counted[3]);
    CHECK(left == 0);
    CHECK(ut::ranges::destroy(std::ranges::subrange(made[0], made[6])) == made[6]);
}

namespace {
constexpr int destroyed_at_compile_time() {
    std::allocator<std::string*> memory;
    std::string** const p = memory.allocate(3);
    for (int i = 0; i != 3; ++i) ut::construct_at(p + i, nullptr);
    ut::destroy(p, p + 1);
    ut::destroy_n(p + 1, 1);
    ut::destroy_at(p + 2);
    memory.deallocate(p, 3);
    return 3;
}
} // namespace

TEST_CASE("what std has in constant expressions is there") { STATIC_CHECK(destroyed_at_compile_time() == 3); }
