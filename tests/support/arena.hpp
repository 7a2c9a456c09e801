#pragma once

#include <cstddef>
#include <map>
#include <memory>

namespace support {

/// Where the stateful instruments get their memory: a ledger of blocks. A block that comes back to another
/// arena, twice, or with another size or alignment is counted in bad_returns() instead of being freed.
class arena {
public:
    arena() = default;
    arena(const arena&) = delete;
    arena& operator=(const arena&) = delete;

    template <class T>
    T* allocate(std::size_t n) {
        T* p = std::allocator<T>().allocate(n);
        blocks_.emplace(p, block{n * sizeof(T), alignof(T)});
        live_bytes_ += n * sizeof(T);
        ++allocations_;
        return p;
    }
    template <class T>
    void deallocate(T* p, std::size_t n) noexcept {
        auto it = blocks_.find(p);
        if (it == blocks_.end() || it->second.bytes != n * sizeof(T) || it->second.alignment != alignof(T)) {
            ++bad_returns_;
            return;
        }
        live_bytes_ -= it->second.bytes;
        blocks_.erase(it);
        std::allocator<T>().deallocate(p, n);
    }

    std::size_t live_blocks() const { return blocks_.size(); }
    std::size_t live_bytes() const { return live_bytes_; }
    std::size_t allocations() const { return allocations_; }
    std::size_t bad_returns() const { return bad_returns_; }
    /// Nothing outstanding, nothing returned wrongly.
    bool clean() const { return blocks_.empty() && bad_returns_ == 0; }
    /// Whether p points into one of the live blocks.
    bool owns(const void* p) const {
        auto it = blocks_.upper_bound(const_cast<void*>(p));
        if (it == blocks_.begin()) return false;
        --it;
        auto* first = static_cast<const char*>(it->first);
        auto* at = static_cast<const char*>(p);
        return at < first + it->second.bytes;
    }

private:
    struct block {
        std::size_t bytes;
        std::size_t alignment;
    };
    std::map<void*, block> blocks_;
    std::size_t live_bytes_ = 0;
    std::size_t allocations_ = 0;
    std::size_t bad_returns_ = 0;
};

} // namespace support
