#include <arsenal/memory/lock_free_pool.hpp>

#include <arsenal/memory/detail/upstream.hpp>

#include <algorithm>
#include <bit>
#include <limits>
#include <mutex>
#include <new>

namespace arsenal::inline ARSENAL_ABI {
namespace {

// So that no chunk reaches the number that stands for a block given out.
constexpr std::size_t numbers = std::size_t{1} << 30;

// AddressSanitizer knows which bytes of eight are addressable by one of its own, which two threads with a
// block each in there would write at once.
constexpr std::size_t least_alignment = 8;

// As many as make a chunk of 16 KiB.
constexpr std::size_t usual_first_bytes = 16 << 10;

// 0: there is no such size.
std::size_t rounded_up(std::size_t bytes, std::size_t alignment) noexcept {
    return detail::align_up(bytes, alignment);
}

std::uint32_t first_size(std::size_t block_bytes, const lock_free_pool_options& options) noexcept {
    const std::size_t wanted =
        options.first_blocks != 0
            ? options.first_blocks
            : usual_first_bytes / std::clamp<std::size_t>(block_bytes, 1, usual_first_bytes);
    return static_cast<std::uint32_t>(std::bit_ceil(
        std::clamp<std::size_t>(wanted, 1, std::clamp<std::size_t>(options.max_blocks, 1, numbers))));
}

// In mode debug there is something behind each block that nobody may write to.
std::size_t stride_of(std::size_t block_size, std::size_t alignment, bool checked) noexcept {
    constexpr std::size_t watched = 16;
    if (!checked || block_size > std::numeric_limits<std::size_t>::max() - watched) return block_size;
    return rounded_up(block_size + watched, alignment);
}

} // namespace

lock_free_pool::lock_free_pool(std::size_t block_bytes, const lock_free_pool_options& options,
                               std::pmr::memory_resource* upstream)
    : core_(first_size(block_bytes, options),
            options.max_blocks < numbers ? 1 : detail::lock_free_pool_policy::moved),
      block_bytes_(
          rounded_up(std::max<std::size_t>(block_bytes, 1), std::max(options.alignment, least_alignment))),
      block_alignment_(std::max(options.alignment, least_alignment)),
      stride_(stride_of(block_bytes_, block_alignment_, is_checked)),
      stride_divisor_(std::max<std::size_t>(stride_, 1)), max_blocks_(std::min(options.max_blocks, numbers)),
      upstream_(upstream) {
    ARSENAL_ASSERT(detail::is_alignment(options.alignment), "an alignment is a power of two");
    if (stride_ == 0 || block_bytes_ == 0) detail::throw_bad_alloc();
}

lock_free_pool::~lock_free_pool() {
    for (std::uint32_t k = core_.table().size(); k-- != 0;) {
        chunk& its = core_.table()[k];
        detail::asan_unpoison(its.blocks, its.size * stride_);
        upstream_->deallocate(&its, its.bytes, alignment_of_chunk());
    }
}

std::size_t lock_free_pool::alignment_of_chunk() const noexcept {
    return std::max(block_alignment_, alignof(chunk));
}

// Under growing_. nullptr: the upstream has no memory, or there is no such size.
lock_free_pool::chunk* lock_free_pool::make_chunk(std::uint32_t size) noexcept {
    using link = atomic<std::uint32_t>;
    const std::size_t front = rounded_up(sizeof(chunk) + std::size_t{size} * sizeof(link), block_alignment_);
    std::size_t bytes = 0;
    if (__builtin_mul_overflow(stride_, size, &bytes) || __builtin_add_overflow(bytes, front, &bytes))
        return nullptr;
    void* const memory = detail::try_allocate_from(*upstream_, bytes, alignment_of_chunk());
    if (memory == nullptr) return nullptr;
    auto* const made = ::new (memory) chunk{static_cast<std::byte*>(memory) + front, size, bytes};
    const auto first = static_cast<std::uint32_t>(core_.table().first_of(core_.table().size()));
    auto* const links = reinterpret_cast<link*>(made + 1);
    for (std::uint32_t i = 0; i != size; ++i) ::new (static_cast<void*>(links + i)) link(first + i + 1);
    detail::asan_poison(made->blocks, size * stride_);
    return made;
}

// Under growing_. False: there can be no more.
bool lock_free_pool::add_chunk() noexcept {
    const std::size_t before = capacity_.load(relaxed);
    const std::uint32_t k = core_.table().size();
    const auto size = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(core_.table().chunk_size(k), max_blocks_ - before));
    chunk* const added = size != 0 ? make_chunk(size) : nullptr;
    if (added == nullptr) return false;
    const auto first = static_cast<std::uint32_t>(core_.table().first_of(k));
    core_.add(*added);
    core_.give({first, first + size - 1, size});
    capacity_.store(before + size, release);
    return true;
}

// False: it has no more than `before`, and cannot have.
bool lock_free_pool::grow(std::size_t before) noexcept {
    if (before == max_blocks_) return false;
    const std::lock_guard lock(growing_);
    return capacity_.load(relaxed) != before || add_chunk();
}

void lock_free_pool::reserve(std::size_t blocks) {
    if (blocks > max_blocks_) detail::throw_bad_alloc();
    const std::lock_guard lock(growing_);
    while (capacity_.load(relaxed) < blocks)
        if (!add_chunk()) detail::throw_bad_alloc();
}

bool lock_free_pool::owns(const void* p) const noexcept {
    for (std::uint32_t k = core_.table().size(); k-- != 0;) {
        const chunk& its = core_.table()[k];
        const std::size_t distance =
            reinterpret_cast<std::uintptr_t>(p) - reinterpret_cast<std::uintptr_t>(its.blocks);
        if (distance < its.size * stride_) return true;
    }
    return false;
}

// Mode debug. Two threads may free the same block at once: the link is changed by one of them.
void lock_free_pool::check(chunk& its, std::uint32_t offset, void* p, std::size_t bytes) const noexcept {
    const auto misused = [=](detail::misuse what) {
        detail::memory_misused(what, "lock_free_pool", p, bytes);
    };
    if (its.blocks + offset * stride_ != p) misused(detail::misuse::foreign_pointer);
    if (bytes > block_bytes_) misused(detail::misuse::wrong_size);
    std::uint32_t link = given_out;
    if (!its.link(offset).compare_exchange_strong(link, 0, relaxed, relaxed))
        misused(detail::misuse::double_free);
    detail::asan_unpoison(p, stride_);
    if (detail::is_written_behind(p, bytes, stride_)) misused(detail::misuse::overrun);
}

} // namespace arsenal::inline ARSENAL_ABI
