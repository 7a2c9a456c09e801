#pragma once

#include <cstddef>
#include <new>
#include <span>

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace test {

/// Room for elements of T between two pages that nobody may touch, so that an array which ends at its end or
/// begins at its start shows every access outside. Where there are no such pages it is a heap block.
template <class T>
class guarded_room {
public:
    explicit guarded_room(std::size_t elements) {
#if defined(__linux__)
        const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
        bytes_ = (elements * sizeof(T) + page - 1) / page * page;
        whole_ = bytes_ + 2 * page;
        void* const all = mmap(nullptr, whole_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (all == MAP_FAILED) throw std::bad_alloc();
        first_ = static_cast<char*>(all) + page;
        if (mprotect(first_, bytes_, PROT_READ | PROT_WRITE) != 0) throw std::bad_alloc();
#else
        bytes_ = elements * sizeof(T);
        first_ = static_cast<char*>(::operator new(bytes_));
#endif
    }
    guarded_room(const guarded_room&) = delete;
    guarded_room& operator=(const guarded_room&) = delete;
    ~guarded_room() {
#if defined(__linux__)
        munmap(first_ - (whole_ - bytes_) / 2, whole_);
#else
        ::operator delete(first_);
#endif
    }

    /// n elements right after the first guard.
    std::span<T> at_start(std::size_t n) { return {reinterpret_cast<T*>(first_), n}; }
    /// n elements right before the second.
    std::span<T> at_end(std::size_t n) { return {reinterpret_cast<T*>(first_ + bytes_) - n, n}; }

    /// Whether the elements may be written from now on.
    void make_writable(bool writable) {
#if defined(__linux__)
        if (mprotect(first_, bytes_, writable ? PROT_READ | PROT_WRITE : PROT_READ) != 0)
            throw std::bad_alloc();
#else
        static_cast<void>(writable);
#endif
    }

private:
    char* first_ = nullptr;
    std::size_t bytes_ = 0;
    std::size_t whole_ = 0;
};

} // namespace test
