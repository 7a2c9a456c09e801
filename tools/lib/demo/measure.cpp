// Runs a program once and prints "<seconds> <peak KiB> <exit code>": the whole process from fork to exit, and
// its largest resident set. It is a program of its own because a child's peak starts at its parent's: this
// one is small.
//
// usage: demo_measure OUTPUT PROGRAM [ARGUMENT...]        the program's standard output goes to the file
// OUTPUT

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

int failure(const char* what) {
    std::fprintf(stderr, "demo_measure: %s: %s\n", what, std::strerror(errno));
    return 1;
}

double now() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fputs("usage: demo_measure OUTPUT PROGRAM [ARGUMENT...]\n", stderr);
        return 2;
    }
    const int output = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (output < 0) return failure(argv[1]);

    const double start = now();
    const pid_t child = fork();
    if (child < 0) return failure("fork");
    if (child == 0) {
        dup2(output, STDOUT_FILENO);
        execv(argv[2], argv + 2);
        _exit(failure(argv[2]) + 126);
    }
    int status = 0;
    rusage usage{};
    while (wait4(child, &status, 0, &usage) < 0)
        if (errno != EINTR) return failure("wait4");
    const double seconds = now() - start;
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    std::printf("%.6f %ld %d\n", seconds, usage.ru_maxrss, code);
}
