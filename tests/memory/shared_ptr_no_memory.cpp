// [util.smartptr.shared.const]: what becomes of an object if there is no memory for the count of its owners.

#include <catch2/catch_test_macros.hpp>

#include <support/instance_counter.hpp>
#include <support/refusing_new.hpp>

#include <cstddef>
#include <memory>
#include <new>
#include <utility>

#include <memory/shared_under_test.hpp>

namespace {

struct object : support::instance_counter<object> {};

/// Runs make() where the first request for memory is refused; whether it threw.
template <class Make>
bool is_refused(Make make) {
    support::refusals::refused_after = 0;
    bool thrown = false;
    try {
        make();
    } catch (const std::bad_alloc&) {
        thrown = true;
    }
    support::refusals::refused_after = support::refusals::never;
    return thrown;
}

} // namespace

TEST_CASE("an object without memory for its owners is deleted") {
    auto* const one = new object;
    CHECK(is_refused([&] { ut::shared_ptr<object> p(one); }));
    CHECK(object::live() == 0);
    auto* const many = new object[3];
    CHECK(is_refused([&] { ut::shared_ptr<object[]> p(many); }));
    CHECK(object::live() == 0);
    CHECK(is_refused([] { static_cast<void>(ut::make_shared<object>()); }));
    CHECK(is_refused([] { static_cast<void>(ut::make_shared<object[]>(3)); }));
    CHECK((object::live() == 0 && object::errors() == 0));
}

TEST_CASE("its deleter is called, once") {
    int calls = 0;
    object local;
    const auto counts = [&](object* p) { calls += p == &local; };
    CHECK(is_refused([&] { ut::shared_ptr<object> p(&local, counts); }));
    CHECK(calls == 1);
    CHECK(is_refused([&] { ut::shared_ptr<object> p(&local, counts, std::allocator<int>()); }));
    CHECK(calls == 2);
    int null_calls = 0;
    const auto counts_null = [&](std::nullptr_t) { ++null_calls; };
    CHECK(is_refused([&] { ut::shared_ptr<object> p(nullptr, counts_null); }));
    CHECK(is_refused([&] { ut::shared_ptr<object> p(nullptr, counts_null, std::allocator<int>()); }));
    CHECK(null_calls == 2);
}

TEST_CASE("reset keeps the old object then") {
    ut::shared_ptr<object> p(new object);
    object* const old = p.get();
    auto* const next = new object;
    CHECK(is_refused([&] { p.reset(next); }));
    CHECK((p.get() == old && p.use_count() == 1 && object::live() == 1));
}

TEST_CASE("a unique_ptr keeps its object, and a shared pointer that it was assigned to its own") {
    auto unique = std::make_unique<object>();
    object* const owned = unique.get();
    CHECK(is_refused([&] { ut::shared_ptr<object> p(std::move(unique)); }));
    CHECK((unique.get() == owned && object::live() == 1));
    ut::shared_ptr<object> p(new object);
    CHECK(is_refused([&] { p = std::move(unique); }));
    CHECK((unique.get() == owned && p.use_count() == 1 && object::live() == 2));
    std::unique_ptr<object> none;
    CHECK_FALSE(is_refused([&] { p = std::move(none); }));
    CHECK(p == nullptr);
}
