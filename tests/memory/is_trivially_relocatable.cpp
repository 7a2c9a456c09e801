#include <catch2/catch_test_macros.hpp>

#include <any>
#include <array>
#include <deque>
#include <exception>
#include <forward_list>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

namespace {

using arsenal::is_trivially_relocatable_v;

struct aggregate {
    int number;
    const char* text;
};
struct immovable_bytes { // trivially copyable, and yet nobody may move it
    immovable_bytes(immovable_bytes&&) = delete;
    int x;
};
struct never_destroyed {
    ~never_destroyed() = delete;
};
struct points_within {
    points_within() : inside(&x) {}
    points_within(points_within&& other) noexcept : x(other.x), inside(&x) {}
    int x = 0;
    int* inside;
};
struct assigns_by_hand { // as std::pair: of no matter to a relocation
    assigns_by_hand(assigns_by_hand&&) = default;
    assigns_by_hand& operator=(assigns_by_hand&&) noexcept { return *this; }
    int x;
};
struct says_so {
    says_so(says_so&&) noexcept;
    ~says_so();
};
struct derived_from_it : says_so {};

struct pointer_to_self {
    using element_type = int;
    pointer_to_self(const pointer_to_self&);
};
struct deletes_nothing {
    using pointer = pointer_to_self;
    void operator()(pointer) const {}
};

} // namespace

template <>
struct arsenal::is_trivially_relocatable<says_so> : std::true_type {};

TEST_CASE("what is moved and destroyed trivially is trivially relocatable") {
    STATIC_CHECK(is_trivially_relocatable_v<int>);
    STATIC_CHECK(is_trivially_relocatable_v<void*>);
    STATIC_CHECK(is_trivially_relocatable_v<aggregate>);
    STATIC_CHECK(is_trivially_relocatable_v<const aggregate>);
    STATIC_CHECK(is_trivially_relocatable_v<volatile int>);
    STATIC_CHECK(is_trivially_relocatable_v<aggregate[2][3]>);
    STATIC_CHECK(is_trivially_relocatable_v<const aggregate[]>);
    STATIC_CHECK(is_trivially_relocatable_v<assigns_by_hand>);
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<immovable_bytes>);
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<never_destroyed>);
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<points_within>);
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<int&>);
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<void>);
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<int()>);
}

TEST_CASE("a class says of itself that it is trivially relocatable, and of no derived one") {
    STATIC_CHECK(is_trivially_relocatable_v<says_so>);
    STATIC_CHECK(is_trivially_relocatable_v<const says_so[2]>);
    STATIC_CHECK(is_trivially_relocatable_v<std::optional<says_so>>);
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<derived_from_it>);
    STATIC_CHECK(arsenal::is_nothrow_relocatable_v<says_so>);
    STATIC_CHECK(arsenal::is_nothrow_relocatable_v<std::list<int>> ==
                 std::is_nothrow_move_constructible_v<std::list<int>>);
}

TEST_CASE("the classes of std that are trivially relocatable") {
    STATIC_CHECK(is_trivially_relocatable_v<std::allocator<int>>);
    STATIC_CHECK(is_trivially_relocatable_v<std::pmr::polymorphic_allocator<int>>);
    STATIC_CHECK(is_trivially_relocatable_v<std::unique_ptr<int>>);
    STATIC_CHECK(is_trivially_relocatable_v<std::unique_ptr<int[], void (*)(int*)>>);
    STATIC_CHECK(is_trivially_relocatable_v<std::unique_ptr<int, std::default_delete<int>&>>);
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<std::unique_ptr<int, deletes_nothing>>);
    STATIC_CHECK(is_trivially_relocatable_v<std::shared_ptr<int>>);
    STATIC_CHECK(is_trivially_relocatable_v<std::weak_ptr<int>>);
    STATIC_CHECK(is_trivially_relocatable_v<std::exception_ptr>);
    STATIC_CHECK(is_trivially_relocatable_v<std::unique_lock<std::mutex>>);
#if !defined(_GLIBCXX_DEBUG)
    STATIC_CHECK(is_trivially_relocatable_v<std::vector<std::list<int>>>);
    STATIC_CHECK(is_trivially_relocatable_v<std::vector<bool>>);
    STATIC_CHECK(is_trivially_relocatable_v<std::pmr::vector<int>>);
    STATIC_CHECK(is_trivially_relocatable_v<std::deque<int>>);
    STATIC_CHECK(is_trivially_relocatable_v<std::forward_list<int>>);
#endif
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<std::list<int>>);
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<std::map<int, int>>);
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<std::unordered_map<int, int>>);
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<std::any>);
#if defined(__GLIBCXX__)
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<std::string>);
    STATIC_CHECK(is_trivially_relocatable_v<std::function<int(int, int)>>);
#endif
}

TEST_CASE("what holds other objects alone is as relocatable as they are") {
    using owner = std::unique_ptr<int>;
    using within = std::list<int>;
    STATIC_CHECK(is_trivially_relocatable_v<std::pair<int, owner>>);
    STATIC_CHECK(is_trivially_relocatable_v<std::pair<int&, owner>>);
    STATIC_CHECK(is_trivially_relocatable_v<std::tuple<owner, const int, owner>>);
    STATIC_CHECK(is_trivially_relocatable_v<std::tuple<>>);
    STATIC_CHECK(is_trivially_relocatable_v<std::optional<owner>>);
    STATIC_CHECK(is_trivially_relocatable_v<std::variant<int, owner>>);
    STATIC_CHECK(is_trivially_relocatable_v<std::array<owner, 3>>);
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<std::pair<int, within>>);
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<std::tuple<within, owner>>);
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<std::optional<within>>);
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<std::variant<int, within>>);
    STATIC_CHECK_FALSE(is_trivially_relocatable_v<std::array<within, 3>>);
}
