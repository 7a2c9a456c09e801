#include <arsenal/memory/detail/live_blocks.hpp>
#include <arsenal/memory/detail/memory_misuse.hpp>

#include <arsenal/sync/detail/basic_mutex.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <mutex>
#include <unordered_map>
#include <utility>

namespace arsenal::inline ARSENAL_ABI::detail {

struct live_blocks::state {
    basic_mutex<lock_policy> lock;
    std::unordered_map<const void*, bool> is_live; // or was given back
};

live_blocks::live_blocks() : state_(std::make_unique<state>()) {}
live_blocks::~live_blocks() = default;

bool live_blocks::add(const void* block) noexcept {
    const std::lock_guard lock(state_->lock);
#if ARSENAL_HAS_EXCEPTIONS
    try {
        return !std::exchange(state_->is_live[block], true);
    } catch (...) {
        return false;
    }
#else
    return !std::exchange(state_->is_live[block], true);
#endif
}

void live_blocks::remove(const void* block, std::size_t bytes) noexcept {
    const std::lock_guard lock(state_->lock);
    const auto found = state_->is_live.find(block);
    if (found == state_->is_live.end()) memory_misused(misuse::foreign_pointer, "thread_cache", block, bytes);
    if (!std::exchange(found->second, false))
        memory_misused(misuse::double_free, "thread_cache", block, bytes);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
