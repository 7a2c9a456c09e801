#include <arsenal/containers/detail/reader_record.hpp>

#include <new>
#include <thread>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

reader_record* all_records = nullptr;

} // namespace

constinit thread_local reader_record* reader_record::current = nullptr;

// Gives the record back when its thread ends.
struct reader_record::enrolment {
    ~enrolment() {
        // Releases: the thread that takes the record over finds it as it was left.
        if (record != nullptr) __atomic_store_n(&record->taken_, false, __ATOMIC_RELEASE);
        current = nullptr;
    }
    reader_record* record = nullptr;
};

bool reader_record::try_take() noexcept {
    bool taken = false;
    return __atomic_compare_exchange_n(&taken_, &taken, true, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

reader_record* reader_record::enroll() noexcept {
    // (A thread that reads once more after its thread_local objects are gone keeps the record for good.)
    static thread_local enrolment mine;
    reader_record* record = __atomic_load_n(&all_records, __ATOMIC_ACQUIRE);
    while (record != nullptr && !record->try_take()) record = record->next_;
    if (record == nullptr) {
        record = ::new (std::nothrow) reader_record;
        if (record == nullptr) return nullptr;
        record->next_ = __atomic_load_n(&all_records, __ATOMIC_RELAXED);
        // Sequentially consistent, as begin() is: who looks at the list after this thread's begin() finds the
        // record.
        while (!__atomic_compare_exchange_n(&all_records, &record->next_, record, true, __ATOMIC_SEQ_CST,
                                            __ATOMIC_RELAXED)) {
        }
    }
    mine.record = record;
    current = record;
    return record;
}

void reader_record::wait_for_readers(const void* object) noexcept {
    const reader_record* record = __atomic_load_n(&all_records, __ATOMIC_SEQ_CST);
    for (; record != nullptr; record = record->next_)
        // A read takes some ten nanoseconds, unless its thread is suspended.
        while (__atomic_load_n(&record->reading_, __ATOMIC_SEQ_CST) == object) std::this_thread::yield();
}

} // namespace arsenal::inline ARSENAL_ABI::detail
