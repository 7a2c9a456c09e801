#pragma once

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/bump.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/sanitizer.hpp>
#include <arsenal/platform/throw.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory_resource>

namespace arsenal::inline ARSENAL_ABI {

/// Memory that is given back in the reverse of the order in which it was given out, and free again at once.
/// It does not grow: what does not fit throws std::bad_alloc. Every call is O(1).
///
/// Not for what ends together (arena), and not for what ends in any other order: a list gives its nodes back
/// first to last, a vector that grows takes its new block before it gives back the old one.
///
/// In the modes fast and debug a block that is given back while it is not the newest stops the program with
/// its address: another one is to go first, it was given back before, or it is somebody else's. In mode debug
/// each block has a guard of 16 to 31 bytes behind it, which is checked then. AddressSanitizer reports the
/// use of what was given back or not yet given out.
///
/// Sizes are rounded up to a multiple of 16, so that where a block begins and how long it is tell where it
/// ends, and nothing else need be kept. With an alignment above that, 16 bytes before it say where the block
/// before ended.
class stack_resource final : public memory_resource_of<stack_resource> {
public:
    /// Over [buffer, buffer + bytes), which outlives it.
    stack_resource(void* buffer, std::size_t bytes) noexcept;
    /// Over one block of so many bytes from upstream; throws what upstream throws.
    explicit stack_resource(std::size_t bytes,
                            std::pmr::memory_resource* upstream = std::pmr::get_default_resource());
    ~stack_resource() override;

    [[nodiscard, gnu::returns_nonnull]] void* allocate(std::size_t bytes,
                                                       std::size_t alignment = detail::default_alignment) {
        void* const p = try_allocate(bytes, alignment);
        if (p == nullptr) [[unlikely]]
            detail::throw_bad_alloc();
        return p;
    }
    /// The same with nullptr for an exception.
    [[nodiscard]] void* try_allocate(std::size_t bytes,
                                     std::size_t alignment = detail::default_alignment) noexcept {
        ARSENAL_DEBUG_ASSERT(detail::is_alignment(alignment), "an alignment is a power of two");
        if (bytes > most_bytes) [[unlikely]]
            return nullptr;
        std::byte* tip = tip_;
        void* p;
        if (alignment > grain && !detail::bump_memory(tip, last_, grain, grain, p)) return nullptr;
        if (!detail::bump_memory(tip, last_, taken_by(bytes), alignment, p)) return nullptr;
        if (alignment > grain) {
            former_tip(p) = tip_;
            detail::asan_poison(static_cast<std::byte*>(p) - grain, grain);
        }
        tip_ = tip;
        if constexpr (guard_bytes != 0) lay_guard(static_cast<std::byte*>(p), bytes);
        detail::asan_unpoison(p, bytes);
        return p;
    }
    /// pre: p is the newest block
    void deallocate(void* p, std::size_t bytes, std::size_t alignment = detail::default_alignment) noexcept {
        if constexpr (is_checked)
            if (detail::memory_address(p) + taken_by(bytes) - 1 != detail::memory_address(tip_)) [[unlikely]]
                misused(p, bytes);
        if constexpr (guard_bytes != 0) check_guard(static_cast<std::byte*>(p), bytes);
        const std::byte* const tip = tip_;
        tip_ = alignment > grain ? former_tip(p) : static_cast<std::byte*>(p) - 1;
        detail::asan_poison(tip_ + 1, static_cast<std::size_t>(tip - tip_));
    }

    [[nodiscard]] bool owns(const void* p) const noexcept {
        return detail::memory_address(p) - detail::memory_address(first_) < bytes_used() + bytes_free();
    }
    [[nodiscard]] std::size_t bytes_used() const noexcept {
        return detail::memory_address(tip_) - detail::memory_address(first_) + 1;
    }
    [[nodiscard]] std::size_t bytes_free() const noexcept {
        return detail::memory_address(last_) - detail::memory_address(tip_);
    }

private:
    static constexpr std::size_t grain = 16;
    static constexpr std::size_t most_bytes = std::numeric_limits<std::ptrdiff_t>::max() - 64;
    static constexpr bool is_checked = ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST;
    static constexpr std::size_t guard_bytes = ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG ? 16 : 0;

    static constexpr std::size_t taken_by(std::size_t bytes) noexcept {
        return ((bytes + guard_bytes - (bytes + guard_bytes != 0)) | (grain - 1)) + 1;
    }
    static std::byte*& former_tip(void* p) noexcept {
        std::byte* const kept = static_cast<std::byte*>(p) - grain;
        detail::asan_unpoison(kept, sizeof(std::byte*));
        return *reinterpret_cast<std::byte**>(kept);
    }
    void lay_guard(std::byte* p, std::size_t bytes) noexcept;
    void check_guard(const std::byte* p, std::size_t bytes) const noexcept;
    [[noreturn, gnu::cold, gnu::noinline]] void misused(const void* p, std::size_t bytes) const noexcept;

    std::byte* tip_;  // the last byte of the newest block
    std::byte* last_; // the last that there is
    std::byte* first_;
    std::pmr::memory_resource* upstream_ = nullptr; // null: the memory is the caller's
    std::size_t bytes_;                             // of all, as it was had
    void* memory_;
};

template <class T>
using stack_allocator = resource_allocator<T, stack_resource>;

} // namespace arsenal::inline ARSENAL_ABI
