#include <arsenal/memory.hpp>

#include <fuzz/byte_source.hpp>
#include <fuzz/require.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory_resource>
#include <new>
#include <type_traits>
#include <vector>

// pool, slab, object_pool, the pool resources and what the strategies choose against a model: which blocks
// are live, and what is written in each. Upstream fails now and then, and has to have back what it gave.

namespace {

class failing_upstream final : public std::pmr::memory_resource {
public:
    ~failing_upstream() override { fuzz::require(blocks_.empty(), "memory was not given back upstream"); }
    int budget = -1;

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        if (budget == 0) throw std::bad_alloc();
        if (budget > 0) --budget;
        void* const p = ::operator new(bytes, std::align_val_t(alignment));
        blocks_[p] = {bytes, alignment};
        return p;
    }
    void do_deallocate(void* p, std::size_t bytes, std::size_t alignment) override {
        const auto found = blocks_.find(p);
        fuzz::require(found != blocks_.end() && found->second == std::pair(bytes, alignment),
                      "upstream has back what it did not give");
        blocks_.erase(found);
        ::operator delete(p, std::align_val_t(alignment));
    }
    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
        return this == &other;
    }

    std::map<void*, std::pair<std::size_t, std::size_t>> blocks_;
};

struct block {
    std::size_t bytes;
    std::size_t alignment;
    unsigned char fill;
};

/// Live blocks by address: they may not overlap, and keep what was written.
class model {
public:
    bool empty() const { return blocks_.empty(); }
    void add(void* p, const block& b) {
        fuzz::require(reinterpret_cast<std::uintptr_t>(p) % b.alignment == 0, "a block is not aligned");
        auto* const first = static_cast<unsigned char*>(p);
        const auto above = blocks_.lower_bound(first);
        fuzz::require(above == blocks_.end() || first + (b.bytes == 0 ? 1 : b.bytes) <= above->first,
                      "blocks overlap");
        if (above != blocks_.begin()) {
            const auto below = std::prev(above);
            fuzz::require(below->first + below->second.bytes <= first, "blocks overlap");
        }
        std::memset(p, b.fill, b.bytes);
        blocks_.emplace(first, b);
    }
    std::pair<void*, block> remove(unsigned choice) {
        const auto chosen = std::next(blocks_.begin(), choice % static_cast<unsigned>(blocks_.size()));
        const auto [first, b] = *chosen;
        for (std::size_t i = 0; i != b.bytes; ++i)
            fuzz::require(first[i] == b.fill, "a block was not kept as it was written");
        blocks_.erase(chosen);
        return {first, b};
    }
    void forget_all() { blocks_.clear(); }

private:
    std::map<unsigned char*, block> blocks_;
};

// What has blocks of upstream's, too (slab), does not end those.
template <class Resource>
concept frees_all = std::is_base_of_v<arsenal::pmr::unsynchronized_pool_resource, Resource> ||
                    std::is_base_of_v<arsenal::pmr::synchronized_pool_resource, Resource>;

template <class Resource>
void drive(Resource& resource, failing_upstream& upstream, fuzz::byte_source& in) {
    model live;
    unsigned char fill = 0;
    while (!in.empty()) {
        const unsigned what = in.byte();
        upstream.budget = what % 16 == 0 ? static_cast<int>(in.below(3)) : -1;
        if constexpr (frees_all<Resource>) {
            if (what % 32 == 1) {
                resource.release();
                live.forget_all();
                continue;
            }
        }
        if (what % 2 == 0 || live.empty()) {
            const std::size_t alignment = std::size_t{1} << (what / 2 % 8 == 0 ? in.below(13) : 3);
            const block b{in.below(1U << (3 + in.below(14))), alignment, ++fill};
            try {
                live.add(resource.allocate(b.bytes, b.alignment), b);
            } catch (const std::bad_alloc&) {
                fuzz::require(upstream.budget == 0, "memory was refused that upstream has");
            }
        } else {
            const auto [p, b] = live.remove(in.byte());
            resource.deallocate(p, b.bytes, b.alignment);
        }
    }
    while (!live.empty()) {
        const auto [p, b] = live.remove(0);
        resource.deallocate(p, b.bytes, b.alignment);
    }
}

void drive_chosen(const std::pmr::pool_options& shape, failing_upstream& upstream, fuzz::byte_source& in) {
    const auto chosen = static_cast<arsenal::strategy>(shape.max_blocks_per_chunk % 5);
    const arsenal::resource_options options{.reserve = shape.largest_required_pool_block * 64,
                                            .upstream = &upstream};
    const arsenal::resource_ptr resource = arsenal::create_resource(chosen, options);
    drive(*resource, upstream, in);
}

/// Counts those alive.
struct counted {
    static inline int alive = 0;
    counted() { ++alive; }
    ~counted() { --alive; }
    long values[3] = {};
};

void drive_objects(failing_upstream& upstream, fuzz::byte_source& in) {
    {
        arsenal::object_pool<counted> objects(&upstream);
        std::vector<counted*> live;
        while (!in.empty()) {
            const unsigned what = in.byte();
            upstream.budget = what % 16 == 0 ? 0 : -1;
            if (what == 1) {
                objects.clear();
                live.clear();
            } else if (what == 3 && upstream.budget != 0) {
                objects.reserve(in.byte());
            } else if (what % 2 == 0 || live.empty()) {
                try {
                    live.push_back(objects.construct());
                } catch (const std::bad_alloc&) {
                    fuzz::require(upstream.budget == 0, "memory was refused that upstream has");
                }
            } else {
                std::swap(live[in.byte() % live.size()], live.back());
                objects.destroy(live.back());
                live.pop_back();
            }
            fuzz::require(objects.size() == live.size(), "the pool has lost count");
            fuzz::require(counted::alive == static_cast<int>(live.size()),
                          "an object was not ended, or twice");
        }
    }
    fuzz::require(counted::alive == 0, "an object outlived its pool");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::byte_source in(data, size);
    failing_upstream upstream;
    const unsigned subject = in.byte() % 6;
    std::pmr::pool_options options;
    options.max_blocks_per_chunk = in.byte();
    options.largest_required_pool_block = in.byte() * std::size_t{32};
    if (subject == 0) {
        arsenal::pool resource(1 + options.largest_required_pool_block / 8, std::size_t{1} << in.below(8),
                               &upstream);
        drive(resource, upstream, in);
    } else if (subject == 1) {
        arsenal::slab resource(options, &upstream);
        drive(resource, upstream, in);
    } else if (subject == 2) {
        arsenal::pmr::unsynchronized_pool_resource resource(options, &upstream);
        drive(resource, upstream, in);
    } else if (subject == 3) {
        arsenal::pmr::synchronized_pool_resource resource(options, &upstream);
        drive(resource, upstream, in);
    } else if (subject == 4) {
        drive_chosen(options, upstream, in);
    } else {
        drive_objects(upstream, in);
    }
    return 0;
}
