#include <arsenal/memory/detail/block_checks.hpp>
#include <arsenal/memory/detail/memory_misuse.hpp>
#include <arsenal/memory/stack_resource.hpp>

#include <algorithm>

namespace arsenal::inline ARSENAL_ABI {

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
    detail::fill_behind(p, bytes, taken);
    detail::asan_poison(p, taken);
}

void stack_resource::check_guard(const std::byte* p, std::size_t bytes) const noexcept {
    const std::size_t taken = taken_by(bytes);
    detail::asan_unpoison(p, taken);
    if (detail::is_written_behind(p, bytes, taken))
        detail::memory_misused(detail::misuse::overrun, "stack_resource", p, bytes);
}

// p is not the newest block, or not of that size.
void stack_resource::misused(const void* p, std::size_t bytes) const noexcept {
    const auto what = !owns(p) ? detail::misuse::foreign_pointer
                      : detail::memory_address(p) > detail::memory_address(tip_)
                          ? detail::misuse::double_free
                          : detail::misuse::out_of_order;
    detail::memory_misused(what, "stack_resource", p, bytes);
}

} // namespace arsenal::inline ARSENAL_ABI
