#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <span>
#include <utility>

// Memory in whole pages, straight from the system (POSIX mmap, mprotect, madvise; what is said of huge pages
// is Linux's).
//
// When not to use it: for anything under some hundred KiB. A mapping costs a system call and a page fault for
// each page that is touched, where a heap takes nanoseconds.

namespace arsenal::inline ARSENAL_ABI {

/// Bytes in a page, a power of two.
std::size_t page_size() noexcept;

enum class page_access { none, read, read_write, read_execute };

/// Says what may be done with the pages of [p, p + bytes); p is a multiple of page_size(), bytes is rounded
/// up to one. What is not allowed any more ends the program (SIGSEGV). Throws std::system_error.
void protect(void* p, std::size_t bytes, page_access access);

enum class page_advice {
    normal,
    sequential, ///< will be read from the beginning to the end: read ahead
    random,     ///< will be read here and there: do not read ahead
    will_need,
    discard,      ///< the contents are given up: the pages go back to the system now, and read as zeros later
    discard_lazy, ///< the same, but the system takes its time; until a page is written to it may keep its
                  ///< contents
    huge,         ///< use huge pages
    no_huge,
};

/// Tells the system how the pages of [p, p + bytes) are going to be used; p is a multiple of page_size().
/// Whether it took the advice: it is free not to.
bool advise(void* p, std::size_t bytes, page_advice advice) noexcept;

struct mapping_options {
    std::size_t alignment = 1; ///< a power of two; never less than page_size()
    bool populate = false;     ///< have every page in memory at once, none faulted in later
};

/// Owns pages, which begin as zeros and go back to the system with it. (Where the process has as many
/// mappings as it may, their addresses can stay behind; their memory does not.)
class mapping {
public:
    mapping() noexcept = default;

    /// At least `bytes` of them; none for 0. Throws std::bad_alloc if they cannot be had.
    explicit mapping(std::size_t bytes, const mapping_options& options = {});

    /// The same; empty where the constructor throws.
    static mapping try_map(std::size_t bytes, const mapping_options& options = {}) noexcept;

    mapping(mapping&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
    mapping& operator=(mapping&& other) noexcept {
        mapping(std::move(other)).swap(*this);
        return *this;
    }
    ~mapping();

    void* data() const noexcept { return data_; }
    std::size_t size() const noexcept { return size_; } ///< in bytes, a multiple of page_size()
    bool empty() const noexcept { return size_ == 0; }
    std::span<std::byte> bytes() const noexcept { return {static_cast<std::byte*>(data_), size_}; }

    /// Gives the pages back now.
    void reset() noexcept { mapping().swap(*this); }

    void swap(mapping& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
    }
    friend void swap(mapping& a, mapping& b) noexcept { a.swap(b); }

private:
    void* data_ = nullptr;
    std::size_t size_ = 0;
};

namespace detail {

// bytes, rounded up to whole units (a power of two); 0 if that is no size.
constexpr std::size_t round_up_to(std::size_t bytes, std::size_t unit) noexcept {
    return (bytes + unit - 1) & ~(unit - 1);
}

// What mapping is made of. `bytes` is a multiple of page_size() and not 0; nullptr if it cannot be had.
void* map_pages(std::size_t bytes, std::size_t alignment, page_access access) noexcept;
void unmap_pages(void* p, std::size_t bytes) noexcept;

} // namespace detail

} // namespace arsenal::inline ARSENAL_ABI
