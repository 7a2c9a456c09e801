#include <arsenal/memory/detail/block_depot.hpp>

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/memory/detail/upstream.hpp>

#include <mutex>
#include <new>

namespace arsenal::inline ARSENAL_ABI::detail {

block_depot::~block_depot() {
    for (std::uint32_t k = depot_.table().size(); k-- != 0;) {
        chunk& its = depot_.table()[k];
        memory_.deallocate(&its, its.bytes, alignof(chunk));
    }
}

bool block_depot::grow(std::uint32_t before) noexcept {
    using link = atomic<std::uint32_t>;
    const std::lock_guard lock(growing_);
    const std::uint32_t k = depot_.table().size();
    if (k != before) return true;
    if (k == block_depot_policy::most_chunks) return false;
    const auto size = static_cast<std::uint32_t>(depot_.table().chunk_size(k));
    const std::size_t front = align_up(sizeof(chunk) + size * sizeof(link), alignof(chunk::batch_type));
    const std::size_t bytes = front + size * sizeof(chunk::batch_type);
    void* const memory = try_allocate_from(memory_, bytes, alignof(chunk));
    if (memory == nullptr) return false;

    auto* const batches = reinterpret_cast<chunk::batch_type*>(static_cast<std::byte*>(memory) + front);
    auto* const made = ::new (memory) chunk{bytes, batches};
    auto* const links = reinterpret_cast<link*>(made + 1);
    const auto first = static_cast<std::uint32_t>(depot_.table().first_of(k));
    for (std::uint32_t i = 0; i != size; ++i) {
        ::new (static_cast<void*>(links + i)) link(first + i + 1);
        ::new (static_cast<void*>(batches + i)) chunk::batch_type;
    }
    depot_.add(*made, {first, first + size - 1, size});
    return true;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
