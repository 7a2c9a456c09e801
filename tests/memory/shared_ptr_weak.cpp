// [util.smartptr.weak], [util.smartptr.enab]: who watches, and objects that find their owners.

#include <catch2/catch_test_macros.hpp>

#include <support/instance_counter.hpp>

#include <memory>
#include <type_traits>
#include <utility>

#include <memory/shared_under_test.hpp>

namespace {

struct counted : support::instance_counter<counted> {
    int value = 4;
};
struct virtual_base {
    int value = 1;
};
struct virtually_derived : virtual virtual_base {};

struct node : ut::enable_shared_from_this<node> {
    ut::shared_ptr<node> next;
    ut::weak_ptr<node> previous;
};
struct derived_node : node {};
struct found_in_destructor : ut::enable_shared_from_this<found_in_destructor> {
    ~found_in_destructor() { *expired = weak_from_this().expired(); }
    bool* expired = nullptr;
};
class hidden : ut::enable_shared_from_this<hidden> {};

} // namespace

TEST_CASE("a weak pointer says whether the object lives, and makes owners of it while it does") {
    ut::weak_ptr<counted> weak;
    CHECK((weak.expired() && weak.use_count() == 0 && weak.lock() == nullptr));
    CHECK_THROWS_AS(ut::shared_ptr<counted>(weak), std::bad_weak_ptr);
    {
        const auto owner = ut::make_shared<counted>();
        weak = owner;
        CHECK((!weak.expired() && weak.use_count() == 1 && weak.lock()->value == 4));
        CHECK(ut::shared_ptr<const counted>(weak).use_count() == 2);
        ut::shared_ptr deduced(weak);
        ut::weak_ptr weak_deduced(owner);
        STATIC_CHECK(std::is_same_v<decltype(deduced), ut::shared_ptr<counted>>);
        STATIC_CHECK(std::is_same_v<decltype(weak_deduced), ut::weak_ptr<counted>>);
    }
    CHECK((weak.expired() && weak.lock() == nullptr && counted::live() == 0));
    CHECK_THROWS_AS(ut::shared_ptr<counted>(weak), std::bad_weak_ptr);
}

TEST_CASE("weak pointers are copied, moved, swapped and reset") {
    const auto owner = ut::make_shared<counted>();
    const auto other = ut::make_shared<counted>();
    ut::weak_ptr<counted> one = owner;
    ut::weak_ptr<counted> two = one;
    ut::weak_ptr<counted> three = std::move(one);
    CHECK((one.expired() && two.lock() == owner && three.lock() == owner));
    one = three;
    one = other;
    one.swap(two);
    CHECK((one.lock() == owner && two.lock() == other));
    one = std::move(two);
    CHECK(one.lock() == other);
    auto& self = one;
    one = self;
    CHECK(one.lock() == other);
    one.reset();
    CHECK(one.expired());
    ut::weak_ptr<const counted> constant = three;
    constant = std::move(three);
    CHECK((constant.lock() == owner && three.expired()));
    CHECK(!constant.owner_before(owner));
    STATIC_CHECK_FALSE(std::is_constructible_v<ut::weak_ptr<counted>, ut::weak_ptr<const counted>>);
}

TEST_CASE("a weak pointer to what has ended is converted without a look at the object") {
    ut::shared_ptr<virtually_derived> owner(new virtually_derived);
    const ut::weak_ptr<virtually_derived> weak = owner;
    const ut::weak_ptr<virtual_base> live = weak;
    CHECK(live.lock()->value == 1);
    owner.reset();
    ut::weak_ptr<virtual_base> ended = weak;     // AddressSanitizer would see it
    asm volatile("" : : "r"(&ended) : "memory"); // and so would the compiler, who leaves out what is not used
    ended = weak;
    CHECK(ended.expired());
    CHECK_THROWS_AS(ut::shared_ptr<virtual_base>(weak), std::bad_weak_ptr);
}

TEST_CASE("an object finds its owners, however it came by the first") {
    const auto check = [](const ut::shared_ptr<node>& owner) {
        CHECK(owner->shared_from_this() == owner);
        CHECK(std::as_const(*owner).shared_from_this() == owner);
        CHECK(owner->weak_from_this().lock() == owner);
        CHECK(owner->weak_from_this().use_count() == 1);
    };
    check(ut::shared_ptr<node>(new node));
    check(ut::make_shared<node>());
    check(ut::shared_ptr<derived_node>(new derived_node));
    check(ut::make_shared<derived_node>());
    check(ut::shared_ptr<node>(std::make_unique<derived_node>()));
    check(ut::shared_ptr<node>(new node, std::default_delete<node>()));
    CHECK(ut::make_shared<const node>()->shared_from_this().use_count() == 2);
#if !ARSENAL_TEST_STD // libstdc++ 12 does not compile it
    check(ut::const_pointer_cast<node>(ut::shared_ptr<volatile node>(new volatile node)));
#endif

    node alone;
    CHECK_THROWS_AS(alone.shared_from_this(), std::bad_weak_ptr);
    CHECK(alone.weak_from_this().expired());
    const auto owner = ut::make_shared<node>();
    node copy(*owner);
    CHECK(copy.weak_from_this().expired());
    *owner = alone;
    CHECK(owner->shared_from_this() == owner);
    const auto second = owner;
    const ut::shared_ptr<node> not_deleted(owner.get(), [](node*) {}); // the first owners stay who they are
    CHECK(owner->weak_from_this().use_count() == 2);
}

TEST_CASE("in its destructor an object has no owners, and its weak pointer ends with it") {
    bool expired = false;
    ut::make_shared<found_in_destructor>()->expired = &expired;
    CHECK(expired);
    const auto inaccessible = ut::make_shared<hidden>(); // is owned all the same
    CHECK(inaccessible.use_count() == 1);
}

TEST_CASE("objects that own each other end with the owner outside, if one way is weak") {
    auto first = ut::make_shared<node>();
    first->next = ut::make_shared<node>();
    first->next->previous = first;
    const ut::weak_ptr<node> watched = first->next;
    CHECK(watched.lock()->previous.lock() == first);
    first = first->next; // which ends the first one, and with it the pointer that is read
    CHECK(first->previous.expired());
    CHECK(watched.use_count() == 1);
}
