#pragma once

#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

// Where a thread says what it is reading without a lock, so that nobody frees it meanwhile: one hazard
// pointer for each thread (Michael: "Hazard pointers", 2004), for reads that call nobody else's code and so
// do not nest.
//
//   reader   begin(object); then asks the object whether it is about to be taken down, and if so, end()s
//   other    marks the object so; then wait_for_readers(object); then takes it down
//
// Both first steps are sequentially consistent, and so is the reader's question and the other's look at the
// records: one of the two sees the other's first step.
class alignas(64) reader_record {
public:
    // This thread's own; null if there is no memory for one.
    static reader_record* mine() noexcept {
        reader_record* const record = current;
        return record != nullptr ? record : enroll();
    }
    void begin(const void* object) noexcept {
        static_cast<void>(__atomic_exchange_n(&reading_, object, __ATOMIC_SEQ_CST));
    }
    // Releases: what was read is read before whoever waits goes on.
    void end() noexcept { __atomic_store_n(&reading_, nullptr, __ATOMIC_RELEASE); }

    // Returns when no thread that had begun reading the object still is.
    static void wait_for_readers(const void* object) noexcept;

private:
    struct enrolment;

    static reader_record* enroll() noexcept;
    bool try_take() noexcept;

    static constinit thread_local reader_record* current;

    const void* reading_ = nullptr;
    reader_record* next_ = nullptr; // of all records of the process, which are never freed
    bool taken_ = true;             // by a thread that lives
};

} // namespace arsenal::inline ARSENAL_ABI::detail
