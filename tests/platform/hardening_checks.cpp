#include <catch2/catch_test_macros.hpp>

#include <string>

#include <support/child_process.hpp>
#include <sys/wait.h>

#include <arsenal/platform/hardening.hpp> // the macros, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.platform;
#endif

namespace {

struct caught {
    std::string condition;
    std::string message;
    std::string file;
    unsigned line;
};

void throw_failure(const arsenal::hardening_failure& failure) {
    throw caught{failure.condition, failure.message, failure.file, failure.line};
}

void ignore_failure(const arsenal::hardening_failure&) {}

struct handler_scope {
    explicit handler_scope(arsenal::hardening_handler handler)
        : outer(arsenal::set_hardening_handler(handler)) {}
    ~handler_scope() { arsenal::set_hardening_handler(outer); }
    arsenal::hardening_handler outer;
};

constexpr int checked_at_compile_time(int i) {
    ARSENAL_ASSERT(i > 0, "i is not positive");
    ARSENAL_DEBUG_ASSERT(i > 0, "i is not positive");
    return i;
}
static_assert(checked_at_compile_time(1) == 1);

} // namespace

TEST_CASE("a check that holds does nothing") {
    const handler_scope scope(throw_failure);
    CHECK_NOTHROW(ARSENAL_ASSERT(true, "never seen"));
    CHECK_NOTHROW(ARSENAL_DEBUG_ASSERT(true, "never seen"));
}

TEST_CASE("the handler sees what was violated, and where") {
    const handler_scope scope(throw_failure);
    const int index = 3;
    bool failed = false;
    const unsigned line = __LINE__ + 2;
    try {
        ARSENAL_ASSERT(index < 3, "index is past the end");
    } catch (const caught& failure) {
        failed = true;
        CHECK(failure.condition == "index < 3");
        CHECK(failure.message == "index is past the end");
        CHECK(failure.file == __FILE__);
        CHECK(failure.line == line);
    }
    CHECK(failed == (ARSENAL_HARDENING != ARSENAL_HARDENING_NONE));
}

TEST_CASE("debug checks are evaluated in mode debug only") {
    const handler_scope scope(throw_failure);
    int evaluated = 0;
    bool failed = false;
    try {
        ARSENAL_DEBUG_ASSERT((++evaluated, false), "always");
    } catch (const caught&) {
        failed = true;
    }
    CHECK(failed == (ARSENAL_HARDENING == ARSENAL_HARDENING_DEBUG));
    CHECK(evaluated == (failed ? 1 : 0));
}

TEST_CASE("set_hardening_handler returns the handler before, null for the default") {
    CHECK(arsenal::set_hardening_handler(throw_failure) == nullptr);
    CHECK(arsenal::set_hardening_handler(ignore_failure) == throw_failure);
    CHECK(arsenal::set_hardening_handler(nullptr) == ignore_failure);
}

#if ARSENAL_HARDENING != ARSENAL_HARDENING_NONE
TEST_CASE("by default a failed check prints one line and traps") {
    const support::child_end end =
        support::run_in_child([] { ARSENAL_ASSERT(1 > 2, "one is not more than two"); });
    CHECK(WIFSIGNALED(end.status));
    CHECK(end.says("one is not more than two"));
    CHECK(end.says("1 > 2"));
    CHECK(end.says("hardening_checks.cpp:"));
}

TEST_CASE("a handler that returns does not save the program") {
    const support::child_end end = support::run_in_child([] {
        arsenal::set_hardening_handler(ignore_failure);
        ARSENAL_ASSERT(false, "never printed");
    });
    CHECK(WIFSIGNALED(end.status));
    CHECK_FALSE(end.says("never printed"));
}
#endif
