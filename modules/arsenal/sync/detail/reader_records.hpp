#pragma once

#include <arsenal/atomic/detail/futex.hpp>
#include <arsenal/atomic/padded.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/sync/detail/basic_reader_record.hpp>
#include <arsenal/sync/detail/basic_shared_mutex.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <atomic> // std::atomic_signal_fence
#include <bit>
#include <cstddef>
#include <cstdint>

// The records of all threads that have read under a shared mutex, and what else a shared mutex is built of.

namespace arsenal::inline ARSENAL_ABI::detail {

struct shared_lock_record;

/// The calling thread's, or nullptr before its first use.
extern constinit thread_local shared_lock_record* this_threads_record;

/// Gives the calling thread a record, which is given back when it ends. Where there is none to be had (no
/// memory, no membarrier, the thread is about to end), one on which every place is taken.
shared_lock_record& obtain_shared_lock_record() noexcept;

/// The first of all, in use or not; they are never freed. nullptr: there is none.
shared_lock_record* first_shared_lock_record() noexcept;

/// Has every thread of this process that is running pass a memory barrier (membarrier(2)).
void heavy_fence() noexcept;

struct shared_lock_policy : lock_policy {
    static constexpr int places_per_record = 4;
    // A writer that finds readers without a count waits for one system call, about a microsecond: what that
    // many reads have spared.
    static constexpr std::uint64_t reads_before_bias = 511;

    static void light_fence() noexcept { std::atomic_signal_fence(seq_cst); }
    static void heavy_fence() noexcept { detail::heavy_fence(); }

    static shared_lock_record& reader_record() noexcept {
        detail::shared_lock_record* const mine = this_threads_record;
        return mine != nullptr ? *mine : obtain_shared_lock_record();
    }
    template <class Function>
    static void for_each_reader_record(Function function) noexcept;

    static void futex_wait_upper(const atomic<std::uint64_t>& word, std::uint32_t expected,
                                 sleepers kind) noexcept {
        detail::futex_wait_as(upper_half(word), expected, static_cast<std::uint32_t>(kind));
    }
    static int futex_wake_upper(const atomic<std::uint64_t>& word, int count, sleepers kind) noexcept {
        return detail::futex_wake_as(upper_half(word), count, static_cast<std::uint32_t>(kind));
    }

private:
    static const void* upper_half(const atomic<std::uint64_t>& word) noexcept {
        constexpr std::size_t offset = std::endian::native == std::endian::little ? 4 : 0;
        return reinterpret_cast<const unsigned char*>(&word) + offset;
    }
};

// On lines of its own: a thread writes its record all the time.
struct alignas(padded_bytes) shared_lock_record : basic_reader_record<shared_lock_policy> {
    atomic<bool> in_use{true};
    shared_lock_record* next = nullptr; // never changes once others can see the record
};

template <class Function>
void shared_lock_policy::for_each_reader_record(Function function) noexcept {
    for (detail::shared_lock_record* one = first_shared_lock_record(); one != nullptr; one = one->next)
        function(*one);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
