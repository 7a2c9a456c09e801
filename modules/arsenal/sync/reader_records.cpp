#include <arsenal/sync/detail/reader_records.hpp>

#include <arsenal/platform/hardening.hpp>

#include <new>

#include <pthread.h>

#if defined(__linux__)
#include <cerrno>
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace arsenal::inline ARSENAL_ABI::detail {
namespace {

#if defined(__linux__)

// Keeps errno.
bool call_membarrier(int command) noexcept {
    const int saved_errno = errno;
    const bool done = syscall(SYS_membarrier, command, 0, 0) == 0;
    errno = saved_errno;
    return done;
}
bool register_membarrier() noexcept { return call_membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED); }
bool issue_membarrier() noexcept { return call_membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED); }

#else

bool register_membarrier() noexcept { return false; }
bool issue_membarrier() noexcept { return false; }

#endif

// Known before the first record is handed out, so before the first reader announces himself.
bool has_membarrier() noexcept {
    static const bool has = register_membarrier();
    return has;
}

constinit atomic<shared_lock_record*> newest{nullptr};

// Every place taken: whoever has it is counted in the lock itself. Never part of the list.
shared_lock_record& full_record() noexcept {
    static shared_lock_record full;
    static const bool filled = [] {
        while (full.announce(&full)) {
        }
        return true;
    }();
    static_cast<void>(filled);
    return full;
}

void give_back(void* record) noexcept {
    auto* const mine = static_cast<shared_lock_record*>(record);
    this_threads_record = &full_record();
    // A thread that ends as a reader: its lock stays held, as it would if it were counted.
    if (mine->is_empty()) mine->in_use.store(false, release);
}

// The end of a thread, after that of its thread_local objects, which may use locks still.
class end_of_thread {
public:
    end_of_thread() noexcept : exists_(pthread_key_create(&key_, give_back) == 0) {}
    ~end_of_thread() {
        if (exists_) pthread_key_delete(key_);
    }
    end_of_thread(const end_of_thread&) = delete;

    bool gives_back(shared_lock_record* record) const noexcept {
        return exists_ && pthread_setspecific(key_, record) == 0;
    }

private:
    pthread_key_t key_{};
    bool exists_;
};

shared_lock_record* reuse() noexcept {
    for (shared_lock_record* one = first_shared_lock_record(); one != nullptr; one = one->next)
        if (!one->in_use.load(relaxed) && !one->in_use.exchange(true, acquire)) return one;
    return nullptr;
}

shared_lock_record* add() noexcept {
    auto* const added = new (std::nothrow) shared_lock_record;
    if (added == nullptr) return nullptr;
    added->next = newest.load(relaxed);
    while (!newest.compare_exchange_weak(added->next, added, release, relaxed)) {
    }
    return added;
}

} // namespace

constinit thread_local shared_lock_record* this_threads_record = nullptr;

shared_lock_record* first_shared_lock_record() noexcept { return newest.load(acquire); }

shared_lock_record& obtain_shared_lock_record() noexcept {
    // Also for what is called from here and uses such a lock itself: an allocator may.
    this_threads_record = &full_record();
    if (!has_membarrier()) return *this_threads_record;

    static const end_of_thread end;
    shared_lock_record* record = reuse();
    if (record == nullptr) record = add();
    if (record == nullptr) return *this_threads_record;
    if (!end.gives_back(record)) {
        record->in_use.store(false, release);
        return *this_threads_record;
    }
    return *(this_threads_record = record);
}

void heavy_fence() noexcept {
    // Without it nobody has a record. Registered once and for all; but a process may have been made in a way
    // that does not carry it over.
    if (!has_membarrier() || issue_membarrier()) return;
    ARSENAL_DETAIL_CHECK(register_membarrier() && issue_membarrier(), "membarrier(2) is no longer permitted");
}

} // namespace arsenal::inline ARSENAL_ABI::detail
