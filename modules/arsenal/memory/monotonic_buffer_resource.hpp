#pragma once

#include <arsenal/memory/detail/arena_core.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/sanitizer.hpp>

#include <cstddef>
#include <memory_resource>

namespace arsenal::inline ARSENAL_ABI::pmr {

/// std::pmr::monotonic_buffer_resource ([mem.res.monotonic.buffer]), for whoever is to see that name or
/// derive from it. Where neither is needed, `arena` rewinds, resets without giving its memory back, and
/// through arena_allocator is reached without virtual calls.
///
/// As in std. What std leaves open: blocks double; a buffer is followed by one twice as large; the first has
/// room for about 1000 bytes unless it is told; each takes 32 bytes more from upstream than it has room for.
///
/// AddressSanitizer reports the use of what was released, given back or not yet given out. Mode debug stops
/// at a block that is given back and not its own, given back twice, or written past its end; of blocks in the
/// caller's buffer, of which std loses no byte, it sees the first alone.
class monotonic_buffer_resource : public std::pmr::memory_resource {
    using core = detail::arena_core;

public:
    monotonic_buffer_resource() noexcept : monotonic_buffer_resource(std::pmr::get_default_resource()) {}
    explicit monotonic_buffer_resource(std::pmr::memory_resource* upstream) noexcept
        : monotonic_buffer_resource(core::first_room, upstream) {}
    explicit monotonic_buffer_resource(std::size_t initial_size) noexcept
        : monotonic_buffer_resource(initial_size, std::pmr::get_default_resource()) {}
    monotonic_buffer_resource(std::size_t initial_size, std::pmr::memory_resource* upstream) noexcept
        : core_(nullptr, 0, initial_size, upstream, false) {}
    monotonic_buffer_resource(void* buffer, std::size_t buffer_size) noexcept
        : monotonic_buffer_resource(buffer, buffer_size, std::pmr::get_default_resource()) {}
    monotonic_buffer_resource(void* buffer, std::size_t buffer_size,
                              std::pmr::memory_resource* upstream) noexcept
        : core_(buffer, buffer_size, buffer_size < core::first_room ? core::first_room : buffer_size * 2,
                upstream, false) {}

    monotonic_buffer_resource(const monotonic_buffer_resource&) = delete;
    monotonic_buffer_resource& operator=(const monotonic_buffer_resource&) = delete;
    ~monotonic_buffer_resource() override = default;

    void release() noexcept { core_.release(); }
    std::pmr::memory_resource* upstream_resource() const noexcept { return core_.upstream(); }

protected:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        void* p;
        if (core_.take(bytes, alignment, p)) [[likely]]
            return p;
        return allocate_slowly(bytes, alignment);
    }
    void do_deallocate(void* p, std::size_t bytes, std::size_t) override {
        core_.deallocate(p, bytes);
        detail::asan_poison(p, bytes);
    }
    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
        return this == &other;
    }

private:
    [[gnu::noinline]] void* allocate_slowly(std::size_t bytes, std::size_t alignment) {
        return core_.allocate_slowly(bytes, alignment);
    }

    core core_;
};

} // namespace arsenal::inline ARSENAL_ABI::pmr
