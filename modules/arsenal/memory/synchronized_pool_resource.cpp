#include <arsenal/memory/synchronized_pool_resource.hpp>

#include <algorithm>
#include <atomic>
#include <bit>
#include <mutex>
#include <new>
#include <thread>
#include <utility>

namespace arsenal::inline ARSENAL_ABI::pmr {
namespace {

using detail::magazine_rack;

// A power of two. More than there are processors would serve threads that do not run.
std::size_t wanted_racks() noexcept {
    static const std::size_t count =
        std::bit_ceil(std::clamp<std::size_t>(std::thread::hardware_concurrency(), 2, 64));
    return count;
}

constexpr std::size_t none_yet = static_cast<std::size_t>(-1);
constinit std::atomic<std::size_t> threads_seen{0};
constinit thread_local std::size_t preferred_rack = none_yet; // modulo the number of racks

// Threads begin with different racks; whoever finds his locked takes the next that is not, and stays there.
[[gnu::noinline]] magazine_rack& lock_another(magazine_rack* racks, std::size_t count) noexcept {
    if (preferred_rack == none_yet) preferred_rack = threads_seen.fetch_add(1, std::memory_order_relaxed);
    for (std::size_t turn = 0; turn != count; ++turn) {
        magazine_rack& rack = racks[(preferred_rack + turn) & (count - 1)];
        if (!rack.lock.try_lock()) continue;
        preferred_rack += turn;
        return rack;
    }
    magazine_rack& rack = racks[preferred_rack & (count - 1)];
    rack.lock.lock();
    return rack;
}

magazine_rack& lock_one(magazine_rack* racks, std::size_t count) noexcept {
    const std::size_t preferred = preferred_rack;
    magazine_rack& rack = racks[preferred & (count - 1)];
    if (preferred != none_yet && rack.lock.try_lock()) [[likely]]
        return rack;
    return lock_another(racks, count);
}

} // namespace

class synchronized_pool_resource::rack_guard {
public:
    rack_guard(magazine_rack* racks, std::size_t count) noexcept : rack_(lock_one(racks, count)) {}
    rack_guard(const rack_guard&) = delete;
    rack_guard& operator=(const rack_guard&) = delete;
    ~rack_guard() { rack_.lock.unlock(); }

    detail::magazine_pair& operator[](std::size_t size_class) noexcept { return rack_.magazines[size_class]; }

private:
    magazine_rack& rack_;
};

synchronized_pool_resource::synchronized_pool_resource(const std::pmr::pool_options& options,
                                                       std::pmr::memory_resource* upstream)
    : bins_(options, upstream), rack_count_(wanted_racks()),
      racks_(static_cast<magazine_rack*>(
          upstream->allocate(rack_count_ * sizeof(magazine_rack), alignof(magazine_rack)))) {
    for (std::size_t i = 0; i != rack_count_; ++i) ::new (racks_ + i) magazine_rack();
}

synchronized_pool_resource::~synchronized_pool_resource() {
    release();
    for (std::size_t i = 0; i != rack_count_; ++i) racks_[i].~magazine_rack();
    upstream_resource()->deallocate(racks_, rack_count_ * sizeof(magazine_rack), alignof(magazine_rack));
}

void synchronized_pool_resource::release() noexcept {
    for (std::size_t i = 0; i != rack_count_; ++i) racks_[i].lock.lock();
    {
        const std::lock_guard guard(mutex_);
        depots_ = {};
        bins_.release();
        large_.release(*upstream_resource());
    }
    for (std::size_t i = 0; i != rack_count_; ++i) {
        racks_[i].magazines = {};
        racks_[i].lock.unlock();
    }
}

void* synchronized_pool_resource::do_allocate(std::size_t bytes, std::size_t alignment) {
    const std::size_t last = detail::last_byte(bytes, alignment);
    if (detail::block_bin::guards || !bins_.serves(last)) [[unlikely]]
        return allocate_singly(bytes, alignment);
    const std::size_t size_class = detail::magazine_class(last);
    rack_guard rack(racks_, rack_count_);
    detail::magazine_pair& mine = rack[size_class];
    if (mine.loaded.is_empty()) [[unlikely]]
        load(mine, size_class);
    return mine.loaded.pop(bytes);
}

void synchronized_pool_resource::do_deallocate(void* p, std::size_t bytes, std::size_t alignment) {
    const std::size_t last = detail::last_byte(bytes, alignment);
    if (detail::block_bin::guards || !bins_.serves(last)) [[unlikely]]
        return deallocate_singly(p, bytes, alignment);
    const std::size_t size_class = detail::magazine_class(last);
    const std::size_t block_bytes = detail::size_class_bytes(size_class);
    rack_guard rack(racks_, rack_count_);
    detail::magazine_pair& mine = rack[size_class];
    mine.loaded.push(p, block_bytes);
    if (mine.loaded.size() == detail::magazine_batch(block_bytes)) [[unlikely]]
        unload(mine, size_class);
}

// Blocks from the spare, the depot or the pools: a batch, or what can be had of it without asking upstream
// twice.
void synchronized_pool_resource::load(detail::magazine_pair& mine, std::size_t size_class) {
    if (!mine.spare.is_empty()) return std::swap(mine.loaded, mine.spare);
    const std::lock_guard guard(mutex_);
    detail::block_bin& bin = bins_.bin(size_class);
    const std::size_t bytes = bin.block_bytes();
    const std::size_t batch = detail::magazine_batch(bytes);
    if (detail::magazine_depot& depot = depots_[size_class]; !depot.is_empty()) {
        mine.loaded = depot.pop(batch);
        return;
    }
    do mine.loaded.push(bins_.take(bin, bytes), bytes);
    while (mine.loaded.size() != batch && bin.is_ready());
}

// The full magazine becomes the spare one, and that goes to the depot.
void synchronized_pool_resource::unload(detail::magazine_pair& mine, std::size_t size_class) noexcept {
    if (!mine.spare.is_empty()) {
        const std::lock_guard guard(mutex_);
        depots_[size_class].push(mine.spare);
    }
    mine.spare = std::exchange(mine.loaded, {});
}

void* synchronized_pool_resource::allocate_singly(std::size_t bytes, std::size_t alignment) {
    ARSENAL_DEBUG_ASSERT(detail::is_alignment(alignment), "an alignment is a power of two");
    if (bytes == 0) return do_allocate(1, alignment);
    const std::size_t last = detail::last_byte(bytes, alignment);
    const std::lock_guard guard(mutex_);
    if (bins_.serves(last)) return bins_.take(last, bytes);
    return large_.take(bytes, alignment, *upstream_resource());
}

void synchronized_pool_resource::deallocate_singly(void* p, std::size_t bytes,
                                                   std::size_t alignment) noexcept {
    ARSENAL_DEBUG_ASSERT(detail::is_alignment(alignment), "an alignment is a power of two");
    if (bytes == 0) return do_deallocate(p, 1, alignment);
    const std::size_t last = detail::last_byte(bytes, alignment);
    const std::lock_guard guard(mutex_);
    if (bins_.serves(last)) return bins_.give(p, last, bytes);
    large_.give(p, bytes, alignment, *upstream_resource());
}

} // namespace arsenal::inline ARSENAL_ABI::pmr
