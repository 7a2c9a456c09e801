#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <support/child_process.hpp>
#include <support/instance_counter.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <sstream>
#include <thread>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

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

template <class Counter>
struct node : arsenal::reference_counted<node<Counter>, Counter>, support::instance_counter<node<Counter>> {
    explicit node(int v = 0) : value(v) {}
    int value;
    intrusive_ptr<node> next;
};
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
    bool ended = false;
    {
        const intrusive_ptr<animal> pet = make_intrusive<cat>(&ended);
        CHECK(dynamic_pointer_cast<cat>(pet)->ended == &ended);
        CHECK(dynamic_pointer_cast<cat>(make_intrusive<animal>()) == nullptr);
        CHECK(pet->use_count() == 1);
    }
    CHECK(ended);
}

TEMPLATE_TEST_CASE("reference_counted: the last owner deletes", "", arsenal::local_counter,
                   arsenal::atomic_counter) {
    using counted = node<TestType>;
    {
        auto list = make_intrusive<counted>(1);
        list->next = make_intrusive<counted>(2);
        list->next->next = make_intrusive<counted>(3);
        const intrusive_ptr<counted> again = list.get(); // any plain pointer can become an owner
        CHECK((list->use_count() == 2 && counted::live() == 3));
        const counted copy(*list);
        CHECK(copy.use_count() == 0);
        *list->next = copy;
        CHECK(list->next->use_count() == 3); // list's, the copy's and its own
        list->next->next = nullptr;
        list = list->next; // which is read from what may end by it
        CHECK(list->value == 1);
    }
    CHECK((counted::live() == 0 && counted::errors() == 0));
}

TEST_CASE("atomic_counter: owners in many threads, and the last sees what all have written") {
    struct shared : arsenal::reference_counted<shared> {
        ~shared() { *sum = written[0] + written[1] + written[2] + written[3]; }
        int written[4] = {};
        int* sum = nullptr;
    };
    for (int round = 0; round != 100; ++round) {
        int sum = 0;
        {
            std::vector<std::jthread> threads;
            auto p = make_intrusive<shared>();
            p->sum = &sum;
            for (int t = 0; t != 4; ++t)
                threads.emplace_back([t, mine = p]() mutable {
                    for (int i = 0; i != 100; ++i) {
                        const intrusive_ptr<shared> copy = mine;
                        if (i == 99) copy->written[t] = 1;
                    }
                    mine.reset();
                });
            p.reset();
        }
        REQUIRE(sum == 4);
    }
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST
TEST_CASE("intrusive_ptr stops at null") {
    const intrusive_ptr<object> null;
    CHECK(support::stops("null intrusive_ptr", [&] { static_cast<void>((*null).owners); }));
    CHECK(support::stops("null intrusive_ptr", [&] { static_cast<void>(null->owners); }));
}
#endif

#if ARSENAL_HARDENING == ARSENAL_HARDENING_DEBUG
TEST_CASE("reference_counted stops where counts go wrong, in mode debug") {
    using local = node<arsenal::local_counter>;
    using atomic = node<arsenal::atomic_counter>;
    CHECK(support::stops("without owners is adopted", [] { intrusive_ptr<local>(new local, adopt_object); }));
    CHECK(support::stops("without owners is adopted", [] { intrusive_ptr<atomic>(new atomic, false); }));
    CHECK(support::stops("without owners is released", [] { intrusive_ptr_release(new local); }));
    CHECK(support::stops("without owners is released", [] { intrusive_ptr_release(new atomic); }));
}
#endif
