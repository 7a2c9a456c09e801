#include <catch2/catch_test_macros.hpp>

#include <support/child_process.hpp>

#include <functional>
#include <set>
#include <sstream>
#include <type_traits>
#include <unordered_set>
#include <utility>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif
#include <arsenal/platform/config.hpp>

using arsenal::adopt_object;
using arsenal::intrusive_ptr;
using arsenal::make_intrusive;

namespace by_hand {

/// Counted by functions of its own, which a derived class has by conversion.
struct object {
    int owners = 0;
    int releases = 0;
};
inline void intrusive_ptr_add_ref(object* p) { ++p->owners; }
inline void intrusive_ptr_release(object* p) {
    --p->owners;
    ++p->releases;
}
struct derived : object {};
struct incomplete;

} // namespace by_hand

namespace {

using by_hand::derived;
using by_hand::object;

struct animal : arsenal::reference_counted<animal, arsenal::local_counter> {
    virtual ~animal() = default;
};
struct cat : animal {
    explicit cat(bool* ended) : ended(ended) {}
    ~cat() override { *ended = true; }
    bool* ended;
};

} // namespace

TEST_CASE("an object is told of every owner that comes and goes") {
    derived d;
    {
        const intrusive_ptr<derived> one(&d);
        intrusive_ptr<derived> two = one;
        intrusive_ptr<object> three = two;
        CHECK((d.owners == 3 && three.get() == &d));
        const intrusive_ptr<derived> four = std::move(two);
        const intrusive_ptr<derived> none;
        CHECK((d.owners == 3 && two == nullptr && !none));
        intrusive_ptr<object> five = intrusive_ptr<derived>(four);
        CHECK((d.owners == 4 && d.releases == 0));
        five = nullptr;
        CHECK((d.owners == 3 && d.releases == 1));
    }
    CHECK(d.owners == 0);
}

TEST_CASE("owners are adopted and detached without a count") {
    derived d;
    intrusive_ptr<derived> one(&d);
    derived* const plain = one.detach();
    CHECK((plain == &d && one == nullptr && d.owners == 1));
    intrusive_ptr<derived> two(plain, adopt_object);
    CHECK(d.owners == 1);
    intrusive_ptr<derived> three(two.detach(), false);
    CHECK(d.owners == 1);
    two.reset(three.detach(), adopt_object);
    three.reset(two.detach(), false);
    CHECK((d.owners == 1 && three.get() == &d));
    three.reset();
    CHECK(d.owners == 0);
}

TEST_CASE("assignment, swap and reset") {
    derived a, b;
    intrusive_ptr<derived> one(&a), two(&b);
    auto& self = one;
    one = self;
    one = std::move(self);
    CHECK((one.get() == &a && a.owners == 1));
    one.swap(two);
    swap(one, two);
    CHECK((one.get() == &a && a.owners == 1 && b.owners == 1));
    one = two;
    CHECK((a.owners == 0 && b.owners == 2));
    one = &a;
    CHECK((a.owners == 1 && b.owners == 1));
    intrusive_ptr<object> three;
    three = one;
    three = std::move(one);
    CHECK((one == nullptr && a.owners == 1));
    two.reset(&a);
    CHECK((a.owners == 2 && b.owners == 0));
}

TEST_CASE("intrusive_ptr: traits, comparisons, hash, output, casts") {
    STATIC_CHECK(sizeof(intrusive_ptr<by_hand::incomplete>) == sizeof(void*));
    STATIC_CHECK(std::is_nothrow_move_constructible_v<intrusive_ptr<by_hand::incomplete>>);
    STATIC_CHECK(std::is_convertible_v<derived*, intrusive_ptr<object>>);
    STATIC_CHECK_FALSE(std::is_constructible_v<intrusive_ptr<derived>, intrusive_ptr<object>>);
    STATIC_CHECK_FALSE(std::is_constructible_v<intrusive_ptr<object>, intrusive_ptr<const object>>);
    STATIC_CHECK(arsenal::is_trivially_relocatable_v<intrusive_ptr<object>>);
    derived array[2];
    const intrusive_ptr<derived> first(array), second(array + 1);
    const intrusive_ptr<object> same = first;
    CHECK((first == same && first != second && first < second && first == array && array == first));
    CHECK((second > first && first != nullptr));
    CHECK(std::hash<intrusive_ptr<derived>>()(first) == std::hash<derived*>()(array));
    CHECK(std::set<intrusive_ptr<derived>>{first, second, first}.size() == 2);
    std::ostringstream smart, plain;
    smart << first;
    plain << first.get();
    CHECK(smart.str() == plain.str());
    CHECK(arsenal::static_pointer_cast<derived>(same) == first);
    CHECK(const_pointer_cast<object>(same) == first);
}

TEST_CASE("casts are owners of their own, or the one that they were made of") {
    derived d;
    intrusive_ptr<object> base(&d);
    CHECK(arsenal::static_pointer_cast<derived>(base).get() == &d);
    CHECK((d.owners == 1 && d.releases == 1));
    const intrusive_ptr<derived> cast = arsenal::static_pointer_cast<derived>(std::move(base));
    CHECK((base == nullptr && cast.get() == &d && d.owners == 1 && d.releases == 1));
    bool ended = false;
    {
        const intrusive_ptr<animal> pet = make_intrusive<cat>(&ended);
        CHECK(dynamic_pointer_cast<cat>(pet)->ended == &ended);
        CHECK(dynamic_pointer_cast<cat>(make_intrusive<animal>()) == nullptr);
        CHECK(pet->use_count() == 1);
        intrusive_ptr<animal> moved = pet;
        CHECK((dynamic_pointer_cast<cat>(std::move(moved)) == pet && moved == nullptr));
        intrusive_ptr<const animal> constant = pet;
        moved = const_pointer_cast<animal>(std::move(constant));
        CHECK((moved == pet && constant == nullptr && pet->use_count() == 2));
        moved = make_intrusive<animal>();
        CHECK((dynamic_pointer_cast<cat>(std::move(moved)) == nullptr && moved->use_count() == 1));
    }
    CHECK(ended);
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST
TEST_CASE("intrusive_ptr stops at null") {
    const intrusive_ptr<object> null;
    CHECK(support::stops("null intrusive_ptr", [&] { static_cast<void>((*null).owners); }));
    CHECK(support::stops("null intrusive_ptr", [&] { static_cast<void>(null->owners); }));
}
#endif
