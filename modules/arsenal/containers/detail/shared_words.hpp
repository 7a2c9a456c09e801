#pragma once

#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

#include <cstring>

// Memory that one thread writes while others read it and find out afterwards whether what they read was whole
// (shard_table.hpp): every write, and every such read, is of an aligned word or byte, and atomic.
//
// Orders (Boehm: "Can seqlocks get along with programming language memory models?", 2012): writes release and
// reads acquire. A reader that sees any write of a change so sees the odd version that was stored before it,
// when it asks for the version again; and neither needs a fence, which ThreadSanitizer would not understand.
// On x86-64 these are plain moves.

namespace arsenal::inline ARSENAL_ABI::detail {

using shared_word [[gnu::may_alias]] = std::uint64_t;
inline constexpr std::size_t word_bytes = sizeof(shared_word);

/// Copies whole words out of memory that others may be writing.
template <class T>
[[gnu::always_inline]] inline void read_words(T& to, const T& from) noexcept {
    static_assert(sizeof(T) % word_bytes == 0 && alignof(T) % word_bytes == 0);
    const auto* const source = reinterpret_cast<const shared_word*>(std::addressof(from));
    auto* const target = reinterpret_cast<std::byte*>(std::addressof(to));
    for (std::size_t i = 0; i != sizeof(T) / word_bytes; ++i) {
        const std::uint64_t word = __atomic_load_n(source + i, __ATOMIC_ACQUIRE);
        std::memcpy(target + i * word_bytes, &word, word_bytes);
    }
}
/// Copies whole words into memory that others may be reading.
template <class T>
[[gnu::always_inline]] inline void write_words(T& to, const T& from) noexcept {
    auto* const target = reinterpret_cast<shared_word*>(std::addressof(to));
    const auto* const source = reinterpret_cast<const std::byte*>(std::addressof(from));
    for (std::size_t i = 0; i != sizeof(T) / word_bytes; ++i) {
        std::uint64_t word;
        std::memcpy(&word, source + i * word_bytes, word_bytes);
        __atomic_store_n(target + i, word, __ATOMIC_RELEASE);
    }
}

inline std::uint64_t read_word(const void* p) noexcept {
    return __atomic_load_n(static_cast<const shared_word*>(p), __ATOMIC_ACQUIRE);
}
inline std::uint8_t read_byte(const std::uint8_t* p) noexcept { return __atomic_load_n(p, __ATOMIC_ACQUIRE); }
inline void write_byte(std::uint8_t* p, std::uint8_t byte) noexcept {
    __atomic_store_n(p, byte, __ATOMIC_RELEASE);
}

/// Which of 16 bytes, in two words, may be equal to one: all that are, and perhaps some above one that is.
/// Free of branches up to the first, which is unforeseeable.
class byte_matches {
public:
    byte_matches(std::uint64_t first, std::uint64_t second, std::uint8_t byte) noexcept
        : first_(zero_bytes(first ^ byte * ones)), second_(zero_bytes(second ^ byte * ones)) {}
    explicit operator bool() const noexcept { return (first_ | second_) != 0; }
    /// By address.
    unsigned lowest() const noexcept {
        const unsigned from_second = first_ == 0;
        const std::uint64_t bits = from_second != 0 ? second_ : first_;
        const unsigned byte = static_cast<unsigned>(std::countr_zero(bits)) / 8;
        return (std::endian::native == std::endian::little ? byte : 7 - byte) + from_second * 8;
    }
    void drop_lowest() noexcept { (first_ != 0 ? first_ : second_) &= (first_ != 0 ? first_ : second_) - 1; }

private:
    static constexpr std::uint64_t ones = 0x0101010101010101;
    /// The highest bit of each zero byte, and perhaps of some above one.
    static std::uint64_t zero_bytes(std::uint64_t word) noexcept { return (word - ones) & ~word & ones << 7; }

    std::uint64_t first_;
    std::uint64_t second_;
};

/// A number that is odd while its owner changes what it guards.
class change_counter {
public:
    /// Sequentially consistent, for readers that announce themselves (reader_record.hpp).
    std::uint64_t look() const noexcept { return __atomic_load_n(&count_, __ATOMIC_SEQ_CST); }
    /// After reads that acquire.
    bool is_still(std::uint64_t count) const noexcept {
        return __atomic_load_n(&count_, __ATOMIC_RELAXED) == count;
    }

    // What follows is for one thread at a time.

    void begin_change() noexcept { __atomic_store_n(&count_, count_ + 1, __ATOMIC_RELAXED); }
    /// A change that must not begin before readers who did not see it are known of.
    void begin_change_in_order() noexcept { __atomic_store_n(&count_, count_ + 1, __ATOMIC_SEQ_CST); }
    void end_change() noexcept { __atomic_store_n(&count_, count_ + 1, __ATOMIC_RELEASE); }

private:
    std::uint64_t count_ = 0;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
