// [util.smartptr.shared.create]: one allocation, objects and arrays, by an allocator or not; and what is left
// when something throws.

#include <catch2/catch_test_macros.hpp>

#include <memory/upstream.hpp>
#include <support/fault_injection.hpp>
#include <support/throwing_value.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <memory_resource>
#include <new>
#include <string>
#include <type_traits>
#include <vector>

#include <memory/shared_under_test.hpp>

namespace {

using value = support::throwing_value<struct shared>;
template <class T>
using allocator = std::pmr::polymorphic_allocator<T>;

struct alignas(128) aligned {
    char c = 'a';
};
struct order {
    order() : at(next++) {}
    ~order() { last = at; }
    int at;
    inline static int next = 0;
    inline static int last = -1;
};
template <class T>
bool is_aligned(const T* p) {
    return reinterpret_cast<std::uintptr_t>(p) % alignof(T) == 0;
}

} // namespace

TEST_CASE("an object and its count are one allocation, which goes with the last weak pointer") {
    memory_tests::upstream memory;
    auto p = ut::allocate_shared<std::string>(allocator<char>(&memory), 3U, 'x');
    CHECK((*p == "xxx" && memory.calls == 1));
    ut::weak_ptr<std::string> weak = p;
    p.reset();
    CHECK(memory.live != 0);
    weak.reset();
    CHECK(memory.live == 0);
    const ut::shared_ptr<int> by_deleter(new int(5), std::default_delete<int>(), allocator<int>(&memory));
    CHECK((memory.calls == 2 && *by_deleter == 5));
    STATIC_CHECK(std::is_same_v<decltype(ut::make_shared<const int>(5)), ut::shared_ptr<const int>>);
    CHECK(*ut::make_shared<const int>(5) == 5);
}

TEST_CASE("the allocator constructs: a pmr container in the object has the same resource") {
    memory_tests::upstream memory;
    using strings = std::pmr::vector<int>;
    const auto p = ut::allocate_shared<strings>(allocator<strings>(&memory), 10U);
    CHECK(p->get_allocator().resource() == &memory);
    const auto array = ut::allocate_shared<strings[]>(allocator<strings>(&memory), 2, strings(3));
    CHECK((array[1].get_allocator().resource() == &memory && array[1].size() == 3));
}

TEST_CASE("arrays of every kind") {
    const auto zeros = ut::make_shared<int[]>(100);
    for (int i = 0; i != 100; ++i) CHECK(zeros[i] == 0);
    const auto sevens = ut::make_shared<int[]>(3, 7);
    CHECK((sevens[0] == 7 && sevens[2] == 7));
    const auto bounded = ut::make_shared<std::string[2]>("two");
    CHECK((bounded[0] == "two" && bounded[1] == "two"));
    CHECK(ut::make_shared<std::string[2]>()[1].empty());
    const int row[3] = {1, 2, 3};
    const auto rows = ut::make_shared<int[][3]>(2, row);
    CHECK((rows[0][0] == 1 && rows[1][2] == 3 && rows[1][0] == 1));
    const auto matrix = ut::make_shared<int[2][3]>(row);
    CHECK((matrix[1][1] == 2 && matrix[1][2] == 3));
#if !ARSENAL_TEST_STD // libstdc++ 12 does not compile it
    CHECK(ut::make_shared<const int[2][3]>(row)[1][2] == 3);
#endif
    CHECK(ut::make_shared<int[]>(0) != nullptr);
    const ut::shared_ptr<const int[]> converted = ut::make_shared<int[4]>();
    CHECK(converted[3] == 0);
    const ut::shared_ptr<int[]> by_new(new int[3]{4, 5, 6});
    CHECK(by_new[2] == 6);

    order::next = 0;
    {
        const auto ordered = ut::make_shared<order[]>(3);
    }
    CHECK((order::next == 3 && order::last == 0));
}

TEST_CASE("what is to be overwritten is default-initialised") {
    *ut::make_shared_for_overwrite<int>() = 5;
    CHECK(*ut::make_shared_for_overwrite<std::string>() == "");
    const auto array = ut::make_shared_for_overwrite<int[]>(3);
    array[2] = 1;
    CHECK(ut::make_shared_for_overwrite<std::string[2]>()[1] == "");
    memory_tests::upstream memory;
    const auto own = ut::allocate_shared_for_overwrite<std::string[]>(allocator<char>(&memory), 2);
    CHECK((own[1] == "" && memory.calls == 1));
    CHECK(*ut::allocate_shared_for_overwrite<std::string>(allocator<char>(&memory)) == "");
}

TEST_CASE("over-aligned objects and arrays") {
    memory_tests::upstream memory;
    CHECK(is_aligned(ut::make_shared<aligned>().get()));
    const auto array = ut::make_shared<aligned[]>(5);
    CHECK((is_aligned(&array[0]) && is_aligned(&array[4]) && array[4].c == 'a'));
    CHECK(is_aligned(ut::allocate_shared<aligned[3]>(allocator<char>(&memory)).get()));
}

#if !ARSENAL_TEST_STD // the size that libstdc++ 12 asks for wraps, and it writes beyond what it gets
TEST_CASE("arrays that no memory holds") {
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
    memory_tests::upstream memory;
    CHECK_THROWS_AS(ut::make_shared<int[]>(most), std::bad_array_new_length);
    CHECK_THROWS_AS(ut::make_shared<int[][8]>(most / 16), std::bad_array_new_length);
    for (const std::size_t n : {most, most / 4, most / 4 - 7, most / 8, most / 8 - 16})
        CHECK_THROWS_AS(ut::allocate_shared<int[]>(allocator<int>(&memory), n), std::bad_alloc);
    CHECK(memory.calls == 0);
}
#endif

TEST_CASE("where a constructor or the allocator throws, nothing is left") {
    memory_tests::upstream memory;
    const auto fails = [&](std::size_t steps, auto make) {
        for (std::size_t survivors = 0; survivors <= steps; ++survivors) {
            bool thrown = false;
            try {
                const support::fault_scope scope(support::fault::construct | support::fault::copy, survivors);
                make();
            } catch (const support::injected_fault&) {
                thrown = true;
            }
            CHECK(thrown == (survivors < steps));
            CHECK((value::live() == 0 && memory.live == 0));
        }
        memory.budget = 0;
        CHECK_THROWS_AS(make(), std::bad_alloc);
        memory.budget = -1;
        CHECK(value::live() == 0);
    };
    const allocator<char> alloc(&memory);
    fails(1, [&] { static_cast<void>(ut::allocate_shared<value>(alloc, 5)); });
    fails(4, [&] { static_cast<void>(ut::allocate_shared<value[]>(alloc, 4)); });
    fails(4, [&] { static_cast<void>(ut::allocate_shared<value[2][2]>(alloc)); });
    fails(4, [&] { static_cast<void>(ut::allocate_shared_for_overwrite<value[4]>(alloc)); });
    fails(1, [&] { ut::shared_ptr<value>(new value, std::default_delete<value>(), alloc); });
    CHECK(value::errors() == 0);
}
