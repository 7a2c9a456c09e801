#include <arsenal/containers/detail/rw_spin_lock.hpp>

#include <chrono>
#include <thread>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

void pause() noexcept {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("isb");
#endif
}

// What to do between two looks at the lock.
class patience {
public:
    // Few enough that a thread whose lock's owner was suspended loses some microseconds, not a time slice.
    static constexpr unsigned spinning_rounds = 12;
    // Then the owner may be waiting for this very processor. Yielding costs a microsecond.
    static constexpr unsigned yielding_rounds = 64;

    // A writer that spun in vain keeps new readers out.
    bool is_over() const noexcept { return round_ >= spinning_rounds; }

    void spend() noexcept {
        if (round_ < spinning_rounds) {
            // 1, 2, 4, ... 64 pauses: waiters that look seldom leave the line to the owner.
            const unsigned pauses = 1u << (round_ < 6 ? round_ : 6);
            for (unsigned i = 0; i != pauses; ++i) pause();
        } else if (round_ < spinning_rounds + yielding_rounds) {
            std::this_thread::yield();
        } else {
            // A long section (a shard that grows), or an owner of lower priority, which yielding does not let
            // run.
            std::this_thread::sleep_for(std::chrono::microseconds(100));
        }
        if (round_ < spinning_rounds + yielding_rounds) ++round_;
    }

private:
    unsigned round_ = 0;
};

} // namespace

void rw_spin_lock::wait_and_lock() noexcept {
    for (patience left;; left.spend()) {
        const std::uint32_t seen = look();
        // (Entering wipes `wanted`: other writers that wait set it again.)
        if ((seen & ~wanted) == 0) {
            if (try_change(seen, written)) return;
        } else if (left.is_over() && (seen & wanted) == 0) {
            __atomic_fetch_or(&state_, wanted, __ATOMIC_RELAXED);
        }
    }
}

void rw_spin_lock::wait_and_lock_shared() noexcept {
    for (patience left;; left.spend()) {
        const std::uint32_t seen = look();
        if (seen < wanted && try_change(seen, seen + 1)) return;
    }
}

} // namespace arsenal::inline ARSENAL_ABI::detail
