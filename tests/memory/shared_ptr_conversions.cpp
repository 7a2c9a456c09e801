// [util.smartptr.shared]: what a pointer is made of and converts to, how it is compared, and the casts.

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <sstream>
#include <type_traits>
#include <unordered_set>
#include <utility>

#include <memory/shared_under_test.hpp>

namespace {

struct base {
    virtual ~base() = default;
    int number = 1;
};
struct derived : base {
    explicit derived(int n = 2) { number = n; }
};
struct unrelated {};
struct incomplete;
struct abstract {
    virtual void act() = 0;
    virtual ~abstract() = default;
};
class undeletable {
    ~undeletable() = default;
};

} // namespace

TEST_CASE("what converts, and what does not") {
    using std::is_constructible_v;
    using std::is_convertible_v;
    STATIC_CHECK(is_convertible_v<ut::shared_ptr<derived>, ut::shared_ptr<base>>);
    STATIC_CHECK(is_convertible_v<ut::shared_ptr<derived>, ut::shared_ptr<void>>);
    STATIC_CHECK(is_convertible_v<ut::shared_ptr<int[3]>, ut::shared_ptr<const int[]>>);
    STATIC_CHECK(is_convertible_v<std::nullptr_t, ut::shared_ptr<incomplete>>);
    STATIC_CHECK_FALSE(is_constructible_v<ut::shared_ptr<derived>, ut::shared_ptr<base>>);
    STATIC_CHECK_FALSE(is_constructible_v<ut::shared_ptr<int>, ut::shared_ptr<const int>>);
    STATIC_CHECK_FALSE(is_constructible_v<ut::shared_ptr<int[3]>, ut::shared_ptr<int[]>>);
    STATIC_CHECK_FALSE(is_constructible_v<ut::shared_ptr<base>, unrelated*>);
    STATIC_CHECK_FALSE(is_constructible_v<ut::shared_ptr<base[]>, derived*>);
    STATIC_CHECK_FALSE(is_constructible_v<ut::shared_ptr<base>, std::unique_ptr<unrelated>>);
    STATIC_CHECK_FALSE(is_convertible_v<derived*, ut::shared_ptr<derived>>);
#if !ARSENAL_TEST_STD // libstdc++ 12 asks not whether the deleter can be called, nor whether there is a
                      // delete
    STATIC_CHECK_FALSE(is_constructible_v<ut::shared_ptr<derived>, derived*, int>);
    STATIC_CHECK_FALSE(is_constructible_v<ut::shared_ptr<void>, void*>);
    STATIC_CHECK_FALSE(is_constructible_v<ut::shared_ptr<undeletable>, undeletable*>);
#endif
    STATIC_CHECK(std::is_nothrow_move_constructible_v<ut::shared_ptr<incomplete>>);
    STATIC_CHECK(std::is_nothrow_copy_constructible_v<ut::shared_ptr<incomplete>>);
}

TEST_CASE("what there are no arrays of is no array's element") {
    using std::is_constructible_v;
    STATIC_CHECK_FALSE(is_constructible_v<ut::shared_ptr<int[]>, void*>);
    STATIC_CHECK_FALSE(is_constructible_v<ut::shared_ptr<int[3]>, void*>);
    STATIC_CHECK_FALSE(is_constructible_v<ut::shared_ptr<int[]>, void (*)()>);
    STATIC_CHECK_FALSE(is_constructible_v<ut::shared_ptr<int[2]>, abstract*>);
    STATIC_CHECK(is_constructible_v<ut::shared_ptr<const int[][3]>, int (*)[3]>);
}

TEST_CASE("pointers are compared, hashed and printed as plain ones are; owners by what they own") {
    int array[2] = {};
    const auto own = ut::make_shared<int>(1);
    const ut::shared_ptr<int> first(own, array), second(own, array + 1);
    const ut::shared_ptr<const int> same = first;
    CHECK((first == same && first != second && first < second && second >= same && first > nullptr));
    CHECK((first <=> second) == std::strong_ordering::less);
    CHECK(std::hash<ut::shared_ptr<int>>()(first) == std::hash<int*>()(array));
    const std::set<ut::shared_ptr<int>> ordered{first, second, first};
    const std::unordered_set<ut::shared_ptr<int>> hashed{first, second, first};
    CHECK((ordered.size() == 2 && hashed.size() == 2));
    const ut::weak_ptr<int> weak = second;
    CHECK_FALSE((first.owner_before(second) || second.owner_before(first) || weak.owner_before(first)));
    const ut::shared_ptr<int> other(nullptr, [](std::nullptr_t) {});
    CHECK(first.owner_before(other) != other.owner_before(weak));
    std::ostringstream smart, plain;
    smart << first;
    plain << first.get();
    CHECK(smart.str() == plain.str());
}

TEST_CASE("casts share the object") {
    const ut::shared_ptr<base> p = ut::make_shared<derived>(3);
    CHECK(ut::static_pointer_cast<derived>(p)->number == 3);
    CHECK(ut::dynamic_pointer_cast<derived>(p).get() == p.get());
    CHECK(ut::const_pointer_cast<base>(ut::shared_ptr<const base>(p)) == p);
    CHECK(ut::reinterpret_pointer_cast<char>(p).use_count() == 2);
    const ut::shared_ptr<base> plain(new base);
    CHECK(ut::dynamic_pointer_cast<derived>(plain).use_count() == 0);
    ut::shared_ptr<base> from = p;
    const auto cast = ut::static_pointer_cast<derived>(std::move(from));
    CHECK((from == nullptr && p.use_count() == 2));
    from = plain;
    CHECK(ut::dynamic_pointer_cast<derived>(std::move(from)) == nullptr);
    CHECK(from == plain);
}
