#include <arsenal/atomic/detail/futex.hpp>

#include <cerrno>

#if defined(__linux__)

#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

// The system call, keeping errno. Returns what it does, or the negative error.
long call_futex(const void* word, int operation, std::uint32_t value, const std::timespec* deadline,
                std::uint32_t kinds = FUTEX_BITSET_MATCH_ANY) noexcept {
    const int saved_errno = errno;
    long result = syscall(SYS_futex, word, operation, value, deadline, nullptr, kinds);
    if (result == -1) result = -errno;
    errno = saved_errno;
    return result;
}

} // namespace

void futex_wait(const void* word, std::uint32_t expected) noexcept {
    call_futex(word, FUTEX_WAIT_PRIVATE, expected, nullptr);
}

bool futex_wait_until(const void* word, std::uint32_t expected, const std::timespec& deadline,
                      futex_clock clock) noexcept {
    if (deadline.tv_sec < 0) return false; // the kernel takes no time before 1970
    // FUTEX_WAIT_BITSET takes a point in time, FUTEX_WAIT a duration.
    const int operation =
        FUTEX_WAIT_BITSET_PRIVATE | (clock == futex_clock::realtime ? FUTEX_CLOCK_REALTIME : 0);
    return call_futex(word, operation, expected, &deadline) != -ETIMEDOUT;
}

void yield_core() noexcept { sched_yield(); }

int futex_wake(const void* word, int count) noexcept {
    return futex_wake_as(word, count, FUTEX_BITSET_MATCH_ANY);
}

void futex_wait_as(const void* word, std::uint32_t expected, std::uint32_t kinds) noexcept {
    call_futex(word, FUTEX_WAIT_BITSET_PRIVATE, expected, nullptr, kinds);
}

int futex_wake_as(const void* word, int count, std::uint32_t kinds) noexcept {
    const long woken =
        call_futex(word, FUTEX_WAKE_BITSET_PRIVATE, static_cast<std::uint32_t>(count), nullptr, kinds);
    return woken > 0 ? static_cast<int>(woken) : 0;
}

} // namespace arsenal::inline ARSENAL_ABI::detail

#else

#include <chrono>
#include <thread>

namespace arsenal::inline ARSENAL_ABI::detail {

void futex_wait(const void*, std::uint32_t) noexcept {
    std::this_thread::sleep_for(std::chrono::microseconds(50));
}

bool futex_wait_until(const void* word, std::uint32_t expected, const std::timespec& deadline,
                      futex_clock clock) noexcept {
    const auto end = std::chrono::seconds(deadline.tv_sec) + std::chrono::nanoseconds(deadline.tv_nsec);
    const auto now = clock == futex_clock::realtime
                         ? std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch())
                         : std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch());
    if (now >= end) return false;
    futex_wait(word, expected);
    return true;
}

void yield_core() noexcept { std::this_thread::yield(); }

int futex_wake(const void*, int) noexcept { return 0; }

void futex_wait_as(const void* word, std::uint32_t expected, std::uint32_t) noexcept {
    futex_wait(word, expected);
}

int futex_wake_as(const void*, int, std::uint32_t) noexcept { return 0; }

} // namespace arsenal::inline ARSENAL_ABI::detail

#endif
