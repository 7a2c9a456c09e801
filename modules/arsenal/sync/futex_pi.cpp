#include <arsenal/sync/detail/futex_pi.hpp>

#include <cerrno>

#if defined(__linux__)

#include <arsenal/sync/detail/deadline.hpp>

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

static_assert(futex_pi_word::waiters == FUTEX_WAITERS && futex_pi_word::owner_died == FUTEX_OWNER_DIED &&
              futex_pi_word::owner == FUTEX_TID_MASK);

#if !defined(FUTEX_LOCK_PI2_PRIVATE)
#define FUTEX_LOCK_PI2_PRIVATE (13 | FUTEX_PRIVATE_FLAG)
#endif

int call_futex(void* word, int operation, const std::timespec* deadline) noexcept {
    const int saved_errno = errno;
    const int error = syscall(SYS_futex, word, operation, 0, deadline, nullptr, 0) == -1 ? errno : 0;
    errno = saved_errno;
    return error;
}

std::timespec now(clockid_t clock) noexcept {
    std::timespec time{};
    clock_gettime(clock, &time);
    return time;
}

// What is left; 0 if it has passed.
std::timespec difference(const std::timespec& end, const std::timespec& start) noexcept {
    std::timespec left{end.tv_sec - start.tv_sec, end.tv_nsec - start.tv_nsec};
    if (left.tv_nsec < 0) left = {left.tv_sec - 1, left.tv_nsec + nanoseconds_per_second};
    return left.tv_sec < 0 ? std::timespec{0, 0} : left;
}

// FUTEX_LOCK_PI knows CLOCK_REALTIME only. That may be set meanwhile: if forward, there is still time to wait
// and it waits again; if backward, it waits longer.
int lock_by_realtime(void* word, const std::timespec& monotonic_deadline) noexcept {
    for (;;) {
        const std::timespec left = difference(monotonic_deadline, now(CLOCK_MONOTONIC));
        const std::timespec deadline = sum(now(CLOCK_REALTIME), left);
        const int error = call_futex(word, FUTEX_LOCK_PI_PRIVATE, &deadline);
        const bool passed = left.tv_sec == 0 && left.tv_nsec == 0;
        if (error != ETIMEDOUT || passed) return error;
    }
}

} // namespace

int futex_lock_pi(void* word) noexcept { return call_futex(word, FUTEX_LOCK_PI_PRIVATE, nullptr); }

int futex_lock_pi_until(void* word, const std::timespec& deadline, futex_clock clock) noexcept {
    if (clock == futex_clock::realtime) return call_futex(word, FUTEX_LOCK_PI_PRIVATE, &deadline);
    const int error = call_futex(word, FUTEX_LOCK_PI2_PRIVATE, &deadline); // since Linux 5.14
    return error == ENOSYS ? lock_by_realtime(word, deadline) : error;
}

int futex_unlock_pi(void* word) noexcept { return call_futex(word, FUTEX_UNLOCK_PI_PRIVATE, nullptr); }

} // namespace arsenal::inline ARSENAL_ABI::detail

#else

namespace arsenal::inline ARSENAL_ABI::detail {

int futex_lock_pi(void*) noexcept { return ENOSYS; }
int futex_lock_pi_until(void*, const std::timespec&, futex_clock) noexcept { return ENOSYS; }
int futex_unlock_pi(void*) noexcept { return ENOSYS; }

} // namespace arsenal::inline ARSENAL_ABI::detail

#endif
