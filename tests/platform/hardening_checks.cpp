#include <catch2/catch_test_macros.hpp>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

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

struct child_end {
    int status;
    std::string standard_error;
};

// Runs action in a child process.
template <class Action>
child_end run_in_child(Action action) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        dup2(ends[1], 2);
        for (const int signal : {SIGILL, SIGTRAP, SIGABRT}) std::signal(signal, SIG_DFL);
        action();
        _exit(0);
    }
    close(ends[1]);
    child_end end{};
    char block[256];
    for (ssize_t n; (n = read(ends[0], block, sizeof block)) > 0;)
        end.standard_error.append(block, static_cast<std::size_t>(n));
    close(ends[0]);
    waitpid(child, &end.status, 0);
    return end;
}

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
    const child_end end = run_in_child([] { ARSENAL_ASSERT(1 > 2, "one is not more than two"); });
    CHECK(WIFSIGNALED(end.status));
    CHECK(end.standard_error.find("one is not more than two") != std::string::npos);
    CHECK(end.standard_error.find("1 > 2") != std::string::npos);
    CHECK(end.standard_error.find("hardening_checks.cpp:") != std::string::npos);
}

TEST_CASE("a handler that returns does not save the program") {
    const child_end end = run_in_child([] {
        arsenal::set_hardening_handler(ignore_failure);
        ARSENAL_ASSERT(false, "never printed");
    });
    CHECK(WIFSIGNALED(end.status));
    CHECK(end.standard_error.find("never printed") == std::string::npos);
}
#endif
