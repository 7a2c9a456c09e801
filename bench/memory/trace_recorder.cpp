// Preloaded into a program, writes what it asks the C library's heap for into the file that
// ARSENAL_ALLOCATION_TRACE names (trace_record.hpp), if it is the process ARSENAL_ALLOCATION_TRACE_PROCESS.
// It passes everything on.

#include <memory/trace_record.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

extern "C" {
void* __libc_malloc(std::size_t bytes);
void* __libc_calloc(std::size_t count, std::size_t bytes);
void* __libc_realloc(void* p, std::size_t bytes);
void* __libc_memalign(std::size_t alignment, std::size_t bytes);
void __libc_free(void* p);
}

namespace {

class recorder {
public:
    // One thread at a time: what is freed is written down before anybody else can be given it.
    class turn {
    public:
        turn() {
            while (busy.test_and_set(std::memory_order_acquire)) {
            }
        }
        ~turn() { busy.clear(std::memory_order_release); }
        turn(const turn&) = delete;

    private:
        static inline constinit std::atomic_flag busy{};
    };

    void add(const void* freed, const void* given, std::size_t bytes, std::size_t alignment) {
        if (freed == nullptr && given == nullptr) return;
        records_[count_++] = {address(freed), address(given), bytes, alignment};
        if (count_ == capacity || ended_) flush();
    }
    // What comes after this is written at once.
    void end() {
        flush();
        ended_ = true;
    }

private:
    static std::uint64_t address(const void* p) { return reinterpret_cast<std::uintptr_t>(p); }

    // Not a child that was forked, nor a program that it runs. A program that another one has become by
    // exec() begins anew.
    bool is_recorded() {
        const char* const process = std::getenv("ARSENAL_ALLOCATION_TRACE_PROCESS");
        const char* const name = std::getenv("ARSENAL_ALLOCATION_TRACE");
        if (process == nullptr || name == nullptr || std::atol(process) != getpid()) return false;
        if (file_ == -1) file_ = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        return file_ != -1;
    }

    void flush() {
        const int before = errno;
        if (!is_recorded()) count_ = 0;
        const auto* at = reinterpret_cast<const char*>(records_);
        for (std::size_t left = count_ * sizeof *records_; left != 0;) {
            const ssize_t written = write(file_, at, left);
            if (written <= 0) break;
            at += written;
            left -= static_cast<std::size_t>(written);
        }
        count_ = 0;
        errno = before;
    }

    static constexpr std::size_t capacity = 1 << 14;
    bench::trace_record records_[capacity];
    std::size_t count_;
    int file_ = -1;
    bool ended_;
};

constinit recorder the_recorder{};

[[gnu::destructor]] void end_trace() {
    const recorder::turn mine;
    the_recorder.end();
}

void* give(void* p, std::size_t bytes, std::size_t alignment = 16) {
    const recorder::turn mine;
    the_recorder.add(nullptr, p, bytes, alignment);
    return p;
}

} // namespace

extern "C" {

void* malloc(std::size_t bytes) noexcept { return give(__libc_malloc(bytes), bytes); }
void* calloc(std::size_t count, std::size_t bytes) noexcept {
    return give(__libc_calloc(count, bytes), count * bytes);
}
void* aligned_alloc(std::size_t alignment, std::size_t bytes) noexcept {
    return give(__libc_memalign(alignment, bytes), bytes, alignment);
}
void* memalign(std::size_t alignment, std::size_t bytes) noexcept {
    return give(__libc_memalign(alignment, bytes), bytes, alignment);
}
int posix_memalign(void** result, std::size_t alignment, std::size_t bytes) noexcept {
    *result = give(__libc_memalign(alignment, bytes), bytes, alignment);
    return *result == nullptr ? ENOMEM : 0;
}
void* realloc(void* p, std::size_t bytes) noexcept {
    const recorder::turn mine;
    void* const moved = __libc_realloc(p, bytes);
    if (moved != nullptr || bytes == 0) the_recorder.add(p, moved, bytes, 16);
    return moved;
}
void free(void* p) noexcept {
    if (p == nullptr) return;
    {
        const recorder::turn mine;
        the_recorder.add(p, nullptr, 0, 0);
    }
    __libc_free(p);
}
}
