#include <arsenal/memory/detail/live_blocks.hpp>

#include <arsenal/sync/detail/basic_mutex.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <mutex>
#include <unordered_set>

namespace arsenal::inline ARSENAL_ABI::detail {

struct live_blocks::state {
    basic_mutex<lock_policy> lock;
    std::unordered_set<const void*> blocks;
};

live_blocks::live_blocks() : state_(std::make_unique<state>()) {}
live_blocks::~live_blocks() = default;

bool live_blocks::add(const void* block) noexcept {
    const std::lock_guard lock(state_->lock);
#if ARSENAL_HAS_EXCEPTIONS
    try {
        return state_->blocks.insert(block).second;
    } catch (...) {
        return false;
    }
#else
    return state_->blocks.insert(block).second;
#endif
}

bool live_blocks::remove(const void* block) noexcept {
    const std::lock_guard lock(state_->lock);
    return state_->blocks.erase(block) != 0;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
