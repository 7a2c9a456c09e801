#include <catch2/catch_test_macros.hpp>

#include <support/child_process.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <sstream>
#include <type_traits>
#include <utility>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif
#include <arsenal/platform/config.hpp>

using arsenal::offset_ptr;

namespace {

struct base {
    virtual ~base() = default;
    int number = 1;
};
struct derived : base {};
struct node {
    offset_ptr<node> next;
    int value = 0;
};
struct incomplete;

} // namespace

TEST_CASE("offset_ptr points where it was told to, wherever it is copied to") {
    int array[3] = {1, 2, 3};
    const offset_ptr<int> null;
    offset_ptr<int> p = array;
    CHECK((!null && null == nullptr && null.get() == nullptr && null.get_offset() == 1));
    CHECK((p && p.get() == array && *p == 1 && p[2] == 3));
    CHECK(p.get_offset() == reinterpret_cast<char*>(array) - reinterpret_cast<char*>(&p));
    CHECK((offset_ptr<int>(0) == nullptr && p != 0));
    const auto on_heap = std::make_unique<offset_ptr<int>>(p);
    CHECK(on_heap->get() == array);
    *on_heap = array + 1;
    p = *on_heap;
    CHECK(*p == 2);
    p = null;
    CHECK(p == nullptr);
    p = array;
    offset_ptr<int> q = array + 2;
    swap(p, q);
    CHECK((*p == 3 && *q == 1));
    std::vector<offset_ptr<int>> grown;
    for (int i = 0; i != 100; ++i) grown.push_back(array + i % 3);
    for (int i = 0; i != 100; ++i) CHECK(*grown[static_cast<std::size_t>(i)] == i % 3 + 1);
    node self;
    self.next = &self;
    CHECK(self.next->next.get() == &self);
}

TEST_CASE("offset_ptr is not trivially anything: its bytes mean something in one place") {
    STATIC_CHECK_FALSE(std::is_trivially_copyable_v<offset_ptr<int>>);
    STATIC_CHECK_FALSE(arsenal::is_trivially_relocatable_v<offset_ptr<int>>);
    STATIC_CHECK_FALSE(arsenal::is_trivially_relocatable_v<node>);
    STATIC_CHECK(sizeof(offset_ptr<incomplete>) == 8);
    STATIC_CHECK(std::is_nothrow_copy_constructible_v<offset_ptr<incomplete>>);
}

TEST_CASE("offset_ptr walks arrays as a random access iterator") {
    int array[5] = {4, 2, 5, 1, 3};
    offset_ptr<int> first = array;
    const offset_ptr<int> last = first + 5;
    STATIC_CHECK(std::contiguous_iterator<offset_ptr<int>>);
    STATIC_CHECK(std::contiguous_iterator<offset_ptr<const node>>);
    CHECK((last - first == 5 && first < last && last >= first && std::to_address(last) == array + 5));
    std::sort(first, last);
    CHECK(std::is_sorted(array, array + 5));
    CHECK((*first++ == 1 && *first == 2 && *++first == 3 && *first-- == 3 && *--first == 1));
    CHECK((*(2 + first) == 3 && *(last - 1) == 5 && first[3] == 4));
    first += 4;
    first -= 2;
    CHECK(*first == 3);
    CHECK(*std::ranges::find(first, last, 5) == 5);
}

TEST_CASE("offset_ptr converts as plain pointers do, and is cast as they are") {
    STATIC_CHECK(std::is_convertible_v<offset_ptr<int>, offset_ptr<const int>>);
    STATIC_CHECK(std::is_convertible_v<offset_ptr<int>, offset_ptr<void>>);
    STATIC_CHECK(std::is_convertible_v<offset_ptr<derived>, offset_ptr<base>>);
    STATIC_CHECK_FALSE(std::is_convertible_v<offset_ptr<void>, offset_ptr<int>>);
    STATIC_CHECK(std::is_constructible_v<offset_ptr<int>, offset_ptr<void>>);
    STATIC_CHECK(std::is_constructible_v<offset_ptr<derived>, offset_ptr<base>>);
    STATIC_CHECK_FALSE(std::is_constructible_v<offset_ptr<int>, offset_ptr<const int>>);
    STATIC_CHECK_FALSE(std::is_constructible_v<offset_ptr<int>, offset_ptr<long>>);
    derived d;
    const offset_ptr<base> p = offset_ptr<derived>(&d);
    CHECK((arsenal::static_pointer_cast<derived>(p).get() == &d && dynamic_pointer_cast<derived>(p)));
    CHECK(const_pointer_cast<base>(offset_ptr<const base>(p)) == p);
    CHECK(arsenal::reinterpret_pointer_cast<char>(p).get() == reinterpret_cast<char*>(&d));
    CHECK((p == &d && offset_ptr<const base>(p) == p && p != nullptr));
    CHECK(std::hash<offset_ptr<base>>()(p) == std::hash<base*>()(&d));
    std::ostringstream smart, plain;
    smart << p;
    plain << p.get();
    CHECK(smart.str() == plain.str());
    STATIC_CHECK(std::is_same_v<std::pointer_traits<offset_ptr<int>>::element_type, int>);
    STATIC_CHECK(std::is_same_v<std::pointer_traits<offset_ptr<int>>::rebind<char>, offset_ptr<char>>);
    CHECK(std::pointer_traits<offset_ptr<base>>::pointer_to(d) == p);
}

TEST_CASE("the optimiser follows an offset_ptr out of the object that it is in") {
    // Where a compiler takes this arithmetic for one within the pointer itself, stores are lost.
    for (int i = 0; i != 3; ++i) {
        int one = i, two = i;
        const offset_ptr<int> p = i % 2 == 0 ? &one : &two;
        one += 10;
        two += 20;
        *p += 100;
        CHECK(one + two == 2 * i + 130);
        CHECK(*p == (i % 2 == 0 ? one : two));
    }
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST
TEST_CASE("offset_ptr stops at null") {
    const offset_ptr<int> null;
    CHECK(support::stops("null offset_ptr", [&] { *null = 1; }));
    CHECK(support::stops("null offset_ptr", [&] { null[2] = 1; }));
}
#endif
