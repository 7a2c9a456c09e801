#pragma once

#include <catch2/catch_test_macros.hpp>

#include <csignal>
#include <cstddef>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace support {

struct child_end {
    int status;
    std::string standard_error;

    bool exited_well() const { return WIFEXITED(status) && WEXITSTATUS(status) == 0; }
    bool says(const char* text) const { return standard_error.find(text) != std::string::npos; }
};

/// Runs action in a child process, for what ends a process.
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

/// Whether action fails a check that says so, and so ends its process.
template <class Action>
bool stops(const char* message, Action action) {
    const child_end end = run_in_child(action);
    return WIFSIGNALED(end.status) && end.says(message);
}

} // namespace support
