#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <new>
#include <support/immovable.hpp>
#include <support/instance_counter.hpp>
#include <support/move_only.hpp>
#include <support/throwing_value.hpp>
#include <type_traits>
#include <utility>

using namespace support;

static_assert(std::is_move_constructible_v<move_only> && !std::is_copy_constructible_v<move_only>);
static_assert(!std::is_move_constructible_v<immovable> && !std::is_copy_constructible_v<immovable>);
static_assert(!std::is_nothrow_move_constructible_v<throwing_value<>>);

namespace {
struct balance_tag;
struct lifetime_tag;
struct lifetime : instance_counter<lifetime_tag> {};
} // namespace

TEST_CASE("throwing_value: each kind of construction fails on demand and stays balanced", "[support]") {
    using value = throwing_value<balance_tag>;
    auto fails = [](fault kind, auto make) {
        fault_scope armed(kind, 0);
        CHECK_THROWS_AS(make(), injected_fault);
    };
    {
        value a(1), b(2);
        fails(fault::construct, [] { value(); });
        fails(fault::construct, [] { value(3); });
        fails(fault::copy, [&] { value c(a); });
        fails(fault::move, [&] { value c(std::move(a)); });
        fails(fault::assign, [&] { a = b; });
        fails(fault::assign, [&] { a = std::move(b); });
        CHECK(a.id() == 1);
        CHECK(value::live() == 2);
        a = b;
        CHECK(a == b);
        CHECK(throwing_value_hash()(a) == throwing_value_hash()(b));
    }
    CHECK(value::live() == 0);
    CHECK(value::errors() == 0);
}

TEST_CASE("instance_counter: a double destruction and a byte copy are errors", "[support]") {
    alignas(lifetime) unsigned char room[sizeof(lifetime)];
    auto* p = new (room) lifetime;
    CHECK(lifetime::live() == 1);
    p->~lifetime();
    CHECK(lifetime::live() == 0);
    CHECK(lifetime::errors() == 0);
    p->~lifetime();
    CHECK(lifetime::errors() == 1);

    auto* q = new (room) lifetime;
    alignas(lifetime) unsigned char elsewhere[sizeof(lifetime)];
    std::copy(room, room + sizeof room, elsewhere);
    reinterpret_cast<lifetime*>(elsewhere)->~lifetime();
    CHECK(lifetime::errors() == 2);
    q->~lifetime();
}

TEST_CASE("move_only: the source reads as -1", "[support]") {
    move_only a(5);
    move_only b(std::move(a));
    CHECK(a.id() == -1);
    CHECK(b.id() == 5);
    CHECK(std::hash<move_only>()(b) == std::hash<int>()(5));
    CHECK(std::hash<immovable>()(immovable(5)) == std::hash<int>()(5));
}
