#include <arsenal/atomic/detail/locked.hpp>

#include <arsenal/atomic/cpu_relax.hpp>
#include <arsenal/atomic/detail/futex.hpp>
#include <arsenal/platform/sanitizer.hpp>

#include <cstdint>
#include <cstring>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

enum : std::uint32_t { free, held, held_with_waiters };

constexpr int spins = 32;
constexpr std::size_t lock_count = 64; // a power of two

// Drepper, "Futexes are tricky", the third mutex. Taking it is seq_cst, so that the operations under the
// locks have a place in the one order of all that is.
class alignas(64) table_lock {
public:
    void lock() noexcept {
        for (int i = 0; i != spins; ++i) {
            std::uint32_t expected = free;
            if (__atomic_compare_exchange_n(&state_, &expected, held, true, __ATOMIC_SEQ_CST,
                                            __ATOMIC_RELAXED))
                return;
            cpu_relax();
        }
        while (__atomic_exchange_n(&state_, held_with_waiters, __ATOMIC_SEQ_CST) != free)
            futex_wait(&state_, held_with_waiters);
    }
    // pre: this thread holds it
    void unlock() noexcept {
        if (__atomic_exchange_n(&state_, free, __ATOMIC_RELEASE) == held_with_waiters) futex_wake(&state_, 1);
    }

private:
    std::uint32_t state_ = free;
};

constinit table_lock locks[lock_count];

table_lock& lock_of(const void* object) noexcept {
    // The low bits of an address say little, and neighbours shall not share a lock.
    return locks[std::uint64_t{reinterpret_cast<std::uintptr_t>(object)} * 0x9e3779b97f4a7c15 >> 58];
}
static_assert(lock_count == std::size_t{1} << (64 - 58));

// An operation on an object: its lock, which orders more than any order asks for. ThreadSanitizer is told of
// it, since it sees memcpy even where this file is not instrumented; so it, too, takes every operation here
// for acquire and release.
class section {
public:
    explicit section(const void* object) noexcept : lock_(lock_of(object)) {
        lock_.lock();
        tsan_acquire(&lock_);
    }
    section(const section&) = delete;
    section& operator=(const section&) = delete;
    ~section() {
        tsan_release(&lock_);
        lock_.unlock();
    }

private:
    table_lock& lock_;
};

} // namespace

void locked_load(const void* object, void* result, std::size_t bytes) noexcept {
    const section operation(object);
    std::memcpy(result, object, bytes);
}

void locked_store(void* object, const void* desired, std::size_t bytes) noexcept {
    const section operation(object);
    std::memcpy(object, desired, bytes);
}

void locked_exchange(void* object, const void* desired, void* old, std::size_t bytes) noexcept {
    const section operation(object);
    std::memcpy(old, object, bytes);
    std::memcpy(object, desired, bytes);
}

bool locked_compare_exchange(void* object, void* expected, const void* desired, std::size_t bytes) noexcept {
    const section operation(object);
    if (std::memcmp(object, expected, bytes) == 0) {
        std::memcpy(object, desired, bytes);
        return true;
    }
    std::memcpy(expected, object, bytes);
    return false;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
