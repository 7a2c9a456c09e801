#include <arsenal/memory/detail/memory_misuse.hpp>
#include <arsenal/memory/stack_resource.hpp>

#include <algorithm>
#include <functional>

namespace arsenal::inline ARSENAL_ABI {

namespace {

constexpr std::byte guard_byte{0xc5};

} // namespace

stack_resource::stack_resource(void* buffer, std::size_t bytes) noexcept : bytes_(bytes), memory_(buffer) {
    auto* const begin = static_cast<std::byte*>(buffer);
    const std::size_t padding = (0 - reinterpret_cast<std::uintptr_t>(buffer)) & (grain - 1);
    first_ = begin + std::min(padding, bytes);
    last_ = begin + bytes;
    top_ = first_;
    detail::asan_poison(memory_, bytes_);
}

stack_resource::stack_resource(std::size_t bytes, std::pmr::memory_resource* upstream)
    : stack_resource(upstream->allocate(bytes, grain), bytes) {
    upstream_ = upstream;
}

stack_resource::~stack_resource() {
    detail::asan_unpoison(memory_, bytes_);
    if (upstream_ != nullptr) upstream_->deallocate(memory_, bytes_, grain);
}

bool stack_resource::owns(const void* p) const noexcept {
    const std::less<const void*> below;
    return !below(p, first_) && below(p, last_);
}

void stack_resource::lay_guard(std::byte* p, std::size_t bytes) noexcept {
    std::byte* const guard = p + bytes;
    detail::asan_unpoison(p, static_cast<std::size_t>(top_ - p));
    std::fill(guard, top_, guard_byte);
    detail::asan_poison(guard, static_cast<std::size_t>(top_ - guard));
}

void stack_resource::check_guard(std::byte* p, std::size_t bytes) const noexcept {
    const std::byte* const guard = p + bytes;
    detail::asan_unpoison(guard, static_cast<std::size_t>(top_ - guard));
    if (!std::all_of(guard, static_cast<const std::byte*>(top_), [](std::byte b) { return b == guard_byte; }))
        detail::memory_misused("stack_resource: somebody wrote behind the end of the block at", p);
}

void stack_resource::misused(const void* p) const noexcept {
    if (!owns(p)) detail::memory_misused("stack_resource: what is given back is not its own, the block at", p);
    if (!std::less<const void*>()(p, top_))
        detail::memory_misused("stack_resource: given back twice, the block at", p);
    detail::memory_misused("stack_resource: given back out of order, or with another size, the block at", p);
}

} // namespace arsenal::inline ARSENAL_ABI
