#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <mutex>
#include <sched.h>
#include <sstream>
#include <string>
#include <support/child_process.hpp>
#include <sync/threads.hpp>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif

// What only a pi_mutex has of the kernel: priorities that are lent; and kernels that have less of it.

using namespace std::chrono_literals;

namespace {

/// What the kernel schedules the thread by, which includes what it has been lent: the smaller, the more
/// urgent (proc(5): stat, field 18).
int priority_of(int thread) {
    std::ifstream file("/proc/self/task/" + std::to_string(thread) + "/stat");
    const std::string text(std::istreambuf_iterator<char>(file), {});
    std::istringstream fields(text.substr(text.rfind(')') + 1)); // from field 3
    std::string field;
    for (int i = 3; i <= 18; ++i) fields >> field;
    return std::stoi(field);
}

/// Real-time, if that is permitted.
void be_urgent() {
    sched_param urgent{};
    urgent.sched_priority = 10;
    sched_setscheduler(0, SCHED_FIFO, &urgent);
}
void be_nice() {
    const auto self = static_cast<id_t>(gettid());
    setpriority(PRIO_PROCESS, self, getpriority(PRIO_PROCESS, self) + 5);
}

template <class Condition>
bool comes_true(Condition condition) {
    for (int i = 0; i < 10'000 && !condition(); ++i) std::this_thread::sleep_for(1ms);
    return condition();
}

} // namespace

TEST_CASE("who holds a pi_mutex runs at the priority of who waits for it") {
    arsenal::pi_mutex lock;
    std::atomic<int> holder{0};
    std::atomic<int> waiter{0};
    std::atomic<bool> enough{false};
    int afterwards = 0;
    std::thread holding([&] {
        be_nice();
        lock.lock();
        holder = gettid();
        while (!enough) std::this_thread::sleep_for(1ms);
        lock.unlock();
        afterwards = priority_of(gettid());
    });
    while (holder == 0) std::this_thread::sleep_for(1ms);
    const int before = priority_of(holder);
    std::thread waiting([&] {
        be_urgent();
        waiter = gettid();
        const std::lock_guard guard(lock);
    });
    while (waiter == 0) std::this_thread::sleep_for(1ms);
    const int wanted = priority_of(waiter);
    const bool lent = comes_true([&] { return priority_of(holder) == wanted; });
    enough = true;
    holding.join();
    waiting.join();
    if (before == wanted) SKIP("no thread may be more urgent than another here");
    CHECK(wanted < before);
    CHECK(lent);
    CHECK(afterwards == before);
}

#if defined(__x86_64__) || defined(__aarch64__) // little-endian

namespace {

/// From now on the kernel does not know these operations of futex(2). False: that cannot be had.
bool without(std::initializer_list<unsigned> operations) {
    const auto load = [](std::size_t offset) {
        return sock_filter{BPF_LD | BPF_W | BPF_ABS, 0, 0, static_cast<unsigned>(offset)};
    };
    std::vector<sock_filter> filter{load(offsetof(seccomp_data, nr)),
                                    {BPF_JMP | BPF_JEQ | BPF_K, 1, 0, SYS_futex},
                                    {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
                                    load(offsetof(seccomp_data, args[1]))};
    for (const unsigned operation : operations) {
        filter.push_back({BPF_JMP | BPF_JEQ | BPF_K, 0, 1, operation | FUTEX_PRIVATE_FLAG});
        filter.push_back({BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | ENOSYS});
    }
    filter.push_back({BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW});
    sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

constexpr int cannot_be_had = 77;

/// In a new process, which has no such operations, and where another thread holds the mutex.
template <class Action>
void check_without(std::initializer_list<unsigned> operations, Action succeeds) {
    const auto end = support::run_in_child([&]() noexcept {
        if (!without(operations)) _exit(cannot_be_had);
        arsenal::pi_mutex held;
        std::atomic<bool> is_held{false};
        std::thread([&] {
            held.lock();
            is_held = true;
            for (;;) pause();
        }).detach();
        while (!is_held) std::this_thread::yield();
        _exit(succeeds(held) ? 0 : 1);
    });
    if (WIFEXITED(end.status) && WEXITSTATUS(end.status) == cannot_be_had)
        SKIP("no system call filters here");
    INFO(end.standard_error);
    CHECK(end.exited_well());
}

} // namespace

TEST_CASE("a pi_mutex keeps time by the steady clock before Linux 5.14") {
    check_without({FUTEX_LOCK_PI2}, [](arsenal::pi_mutex& held) {
        const auto before = std::chrono::steady_clock::now();
        const bool too_late = !held.try_lock_for(20ms);
        return too_late && std::chrono::steady_clock::now() - before >= 20ms && !held.try_lock_for(-1s);
    });
}

TEST_CASE("a pi_mutex says so where the kernel has none") {
    check_without({FUTEX_LOCK_PI, FUTEX_LOCK_PI2, FUTEX_UNLOCK_PI}, [](arsenal::pi_mutex& held) {
        arsenal::pi_mutex free;
        const std::lock_guard is_had(free);
        int refusals = 0;
        const auto count_refusal = [&](auto lock) {
            try {
                lock();
            } catch (const std::system_error& error) {
                refusals += error.code() == std::errc::function_not_supported;
            }
        };
        count_refusal([&] { held.lock(); });
        count_refusal([&] { (void)held.try_lock_for(1ms); });
        count_refusal([&] { (void)held.try_lock_until(std::chrono::system_clock::now() + 1ms); });
        return refusals == 3;
    });
}

#endif
