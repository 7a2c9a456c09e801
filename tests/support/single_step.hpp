#pragma once

#include <csignal>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <vector>

#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

namespace support {

/// Counts the instructions of parts of a program that runs in a child process, which is stepped through them
/// one instruction at a time (ptrace). The count of a part is the same from run to run; it includes the
/// handful that begin and end the part.
class instruction_counter {
public:
    /// Runs program(count), which calls count(part) for each part that is to be counted: as many instructions
    /// each, in their order, or `limit`, where there are more. Nothing, if one process may not trace another
    /// here.
    template <class Program>
    static std::optional<std::vector<std::size_t>> run(Program program, std::size_t limit = std::size_t(-1)) {
        instruction_counter counter;
        const pid_t child = fork();
        require(child >= 0);
        if (child == 0) {
            if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) _exit(refused);
            program([&](auto part) { counter.pass(part); });
            _exit(0);
        }
        return counter.watch(child, limit);
    }

private:
    static constexpr int refused = 77;

    instruction_counter()
        : inside_(static_cast<volatile bool*>(
              mmap(nullptr, sizeof(bool), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {
        require(static_cast<volatile void*>(inside_) != MAP_FAILED);
    }
    ~instruction_counter() { munmap(const_cast<bool*>(inside_), sizeof(bool)); }

    /// In the child.
    template <class Part>
    [[gnu::noinline]] void pass(Part& part) {
        raise(SIGSTOP);
        *inside_ = true;
        part();
        *inside_ = false;
    }

    /// In the parent: the child runs up to a part, is stepped through it, and so on.
    std::optional<std::vector<std::size_t>> watch(pid_t child, std::size_t limit) {
        std::vector<std::size_t> counts;
        int status = wait_for(child);
        while (WIFSTOPPED(status)) {
            require(WSTOPSIG(status) == SIGSTOP);
            while (!*inside_) step(child);
            std::size_t steps = 0;
            for (; *inside_ && steps != limit; ++steps) step(child);
            counts.push_back(steps);
            require(ptrace(PTRACE_CONT, child, nullptr, nullptr) == 0);
            status = wait_for(child);
        }
        require(WIFEXITED(status));
        if (WEXITSTATUS(status) == refused) return std::nullopt;
        require(WEXITSTATUS(status) == 0);
        return counts;
    }

    static void require(bool holds) {
        if (!holds) throw std::runtime_error("the program whose instructions are counted ended early");
    }
    static void step(pid_t child) {
        require(ptrace(PTRACE_SINGLESTEP, child, nullptr, nullptr) == 0);
        require(WIFSTOPPED(wait_for(child)));
    }
    static int wait_for(pid_t child) {
        int status = 0;
        waitpid(child, &status, 0);
        return status;
    }

    volatile bool* inside_;
};

} // namespace support
