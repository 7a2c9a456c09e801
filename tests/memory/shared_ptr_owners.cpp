// [util.smartptr.shared]: who owns, and when the object ends.

#include <catch2/catch_test_macros.hpp>

#include <support/instance_counter.hpp>

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

#include <memory/shared_under_test.hpp>

namespace {

struct base {
    virtual ~base() = default;
    int number = 1;
};
struct counted : support::instance_counter<counted> {};
struct derived : base, counted {
    explicit derived(int n = 2) { number = n; }
};

struct deleter {
    explicit deleter(int* calls) : calls(calls) {}
    void operator()(const derived* p) const {
        ++*calls;
        delete p;
    }
    int* calls;
};

} // namespace

TEST_CASE("a pointer owns nothing, or an object that ends with its last owner") {
    const ut::shared_ptr<derived> none;
    CHECK((none.get() == nullptr && none.use_count() == 0 && !none && none == nullptr));
    {
        ut::shared_ptr<derived> one(new derived(5));
        CHECK((one.use_count() == 1 && one->number == 5 && (*one).number == 5 && one));
        ut::shared_ptr<derived> two = one;
        ut::shared_ptr<const base> three = two;
        CHECK((one.use_count() == 3 && three.get() == one.get()));
        ut::shared_ptr<derived> four = std::move(one);
        CHECK((one == nullptr && one.use_count() == 0 && four.use_count() == 3));
        ut::shared_ptr<base> five = std::move(two);
        CHECK((two == nullptr && five.use_count() == 3));
        five.reset();
        four = nullptr;
        CHECK((three.use_count() == 1 && counted::live() == 1));
    }
    CHECK((counted::live() == 0 && counted::errors() == 0));
}

TEST_CASE("assignment, reset and swap end what is not owned any more") {
    auto one = ut::shared_ptr<derived>(new derived(1));
    auto two = ut::shared_ptr<derived>(new derived(2));
    auto& self = one;
    one = self;
    one = std::move(self);
    CHECK((one->number == 1 && one.use_count() == 1));
    one.swap(two);
    CHECK((one->number == 2 && two->number == 1));
    using std::swap;
    swap(one, two);
    CHECK(one->number == 1);
    one = two;
    CHECK((counted::live() == 1 && two.use_count() == 2));
    one.reset(new derived(3));
    CHECK((counted::live() == 2 && two.use_count() == 1));
    ut::shared_ptr<base> to_base;
    to_base = two;
    to_base = std::move(one);
    CHECK((one == nullptr && to_base->number == 3 && two.use_count() == 1));
    int calls = 0;
    to_base.reset(new derived, deleter(&calls));
    two.reset();
    to_base.reset();
    CHECK((calls == 1 && counted::live() == 0));
}

TEST_CASE("a deleter is called once, for null, too, and can be looked at") {
    int calls = 0;
    {
        ut::shared_ptr<base> p(new derived, deleter(&calls));
        REQUIRE(ut::get_deleter<deleter>(p) != nullptr);
        CHECK(ut::get_deleter<deleter>(p)->calls == &calls);
        CHECK(ut::get_deleter<std::default_delete<derived>>(p) == nullptr);
        CHECK(ut::get_deleter<deleter>(ut::shared_ptr<base>(new derived)) == nullptr);
        CHECK(ut::get_deleter<deleter>(ut::shared_ptr<base>()) == nullptr);
    }
    CHECK(calls == 1);
    int null_calls = 0;
    {
        const auto counts = [&](std::nullptr_t) { ++null_calls; };
        ut::shared_ptr<int> p(nullptr, counts);
        CHECK((p.use_count() == 1 && p == nullptr));
        ut::shared_ptr<int> with_allocator(nullptr, counts, std::allocator<char>());
    }
    CHECK(null_calls == 2);
    struct move_only_deleter {
        std::unique_ptr<int> state;
        void operator()(int* p) const { delete p; }
    };
    const ut::shared_ptr<int> p(new int(5), move_only_deleter{std::make_unique<int>(6)});
    CHECK(*ut::get_deleter<move_only_deleter>(p)->state == 6);
    const ut::shared_ptr<void> none(static_cast<int*>(nullptr));
    CHECK((none.use_count() == 1 && !none));
}

TEST_CASE("an aliasing pointer points at one object and owns another") {
    auto whole = ut::make_shared<derived>(7);
    ut::shared_ptr<int> part(whole, &whole->number);
    CHECK((*part == 7 && whole.use_count() == 2));
    whole.reset();
    CHECK((counted::live() == 1 && *part == 7));
    const ut::shared_ptr<int> moved(std::move(part), nullptr);
    CHECK((part.use_count() == 0 && part == nullptr && moved.use_count() == 1 && moved == nullptr));
    int local = 0;
    const ut::shared_ptr<int> not_owner(ut::shared_ptr<void>(), &local);
    CHECK((not_owner.use_count() == 0 && not_owner.get() == &local));
}

TEST_CASE("a unique_ptr's object is taken over with its deleter") {
    int calls = 0;
    {
        std::unique_ptr<derived, deleter> from(new derived(8), deleter(&calls));
        const ut::shared_ptr<base> p(std::move(from));
        CHECK((p->number == 8 && from == nullptr));
        ut::shared_ptr<const derived> other;
        other = std::make_unique<derived>(9);
        CHECK((other->number == 9 && other.use_count() == 1));
        const ut::shared_ptr<base> none(std::unique_ptr<derived>{});
        CHECK(none.use_count() == 0);
    }
    CHECK((calls == 1 && counted::live() == 0));
    deleter shared(&calls);
    {
        const ut::shared_ptr<base> p(std::unique_ptr<derived, deleter&>(new derived, shared));
    }
    CHECK(calls == 2);
    const ut::shared_ptr<int[]> array(std::make_unique<int[]>(3));
    CHECK(array[2] == 0);
    ut::shared_ptr deduced = std::make_unique<int>(4);
    STATIC_CHECK(std::is_same_v<decltype(deduced), ut::shared_ptr<int>>);
}
