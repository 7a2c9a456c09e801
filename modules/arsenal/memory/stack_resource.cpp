#include <arsenal/memory/detail/memory_misuse.hpp>
#include <arsenal/memory/stack_resource.hpp>

#include <algorithm>

namespace arsenal::inline ARSENAL_ABI {

namespace {

constexpr std::byte guard_byte{0xc5};

} // namespace

stack_resource::stack_resource(void* buffer, std::size_t bytes) noexcept : bytes_(bytes), memory_(buffer) {
    auto* const begin = static_cast<std::byte*>(buffer);
    const std::size_t padding = (0 - detail::memory_address(buffer)) & (grain - 1);
    first_ = begin + std::min(padding, bytes);
    last_ = detail::memory_at(detail::memory_address(begin + bytes) - 1);
    tip_ = detail::memory_at(detail::memory_address(first_) - 1);
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

void stack_resource::lay_guard(std::byte* p, std::size_t bytes) noexcept {
    const std::size_t taken = taken_by(bytes);
    detail::asan_unpoison(p, taken);
    std::fill(p + bytes, p + taken, guard_byte);
    detail::asan_poison(p, taken);
}

void stack_resource::check_guard(const std::byte* p, std::size_t bytes) const noexcept {
    const std::size_t taken = taken_by(bytes);
    detail::asan_unpoison(p, taken);
    if (!std::all_of(p + bytes, p + taken, [](std::byte b) { return b == guard_byte; }))
        detail::memory_misused("stack_resource: somebody wrote behind the end of the block at", p);
}

void stack_resource::misused(const void* p) const noexcept {
    if (!owns(p))
        detail::memory_misused("stack_resource: what is given back is not its own, the block at", p);
    if (detail::memory_address(p) > detail::memory_address(tip_))
        detail::memory_misused("stack_resource: given back twice, the block at", p);
    detail::memory_misused("stack_resource: given back out of order, or with another size, the block at", p);
}

} // namespace arsenal::inline ARSENAL_ABI
