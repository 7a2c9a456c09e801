#include <fuzz/byte_source.hpp>
#include <fuzz/require.hpp>

#include <arsenal/memory/arena.hpp>
#include <arsenal/memory/monotonic_buffer_resource.hpp>
#include <arsenal/memory/stack_resource.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory_resource>
#include <new>
#include <vector>

// Fuzz target for arena, pmr::monotonic_buffer_resource and stack_resource: they give out blocks, take them
// back, are marked and rewound, over an upstream that fails now and then. A block keeps what was written into
// it as long as it lives, and no two overlap.

namespace {

using fuzz::byte_source, fuzz::require;
using std::size_t;

class upstream final : public std::pmr::memory_resource {
public:
    ~upstream() override { require(live == 0, "memory was not given back"); }
    int budget = -1;
    size_t live = 0;

private:
    void* do_allocate(size_t bytes, size_t alignment) override {
        if (budget == 0 || bytes > size_t{1} << 28) throw std::bad_alloc();
        if (budget > 0) --budget;
        live += bytes;
        return ::operator new(bytes, std::align_val_t(alignment));
    }
    void do_deallocate(void* p, size_t bytes, size_t alignment) override {
        live -= bytes;
        ::operator delete(p, bytes, std::align_val_t(alignment));
    }
    bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
};

struct block {
    unsigned char* p;
    size_t bytes;
    size_t alignment;
    unsigned char fill;
    size_t serial; ///< which allocation it was

    void check() const {
        for (size_t i = 0; i != bytes; ++i) require(p[i] == fill, "a live block was written to");
    }
};

template <class Resource>
class driver {
    static constexpr bool is_arena = requires(Resource& r) { r.mark(); };
    static constexpr bool is_stack = requires(Resource& r) { r.bytes_free(); };

public:
    driver(byte_source& in, Resource& resource, upstream& up) : in_(in), resource_(resource), up_(up) {}

    void run() {
        while (!in_.empty()) {
            step();
            for (const block& b : blocks_) b.check();
        }
        while (is_stack && !blocks_.empty()) give_back_newest();
    }

private:
    void step() {
        const unsigned choice = in_.below(16);
        if (choice < 8) return take();
        if (choice < 10) return void(blocks_.empty() || (give_back_newest(), true));
        if (choice == 10) up_.budget = static_cast<int>(in_.below(4)) - 1;
        if constexpr (is_arena) {
            if (choice == 11) return mark();
            if (choice == 12) return rewind();
            if (choice == 13) return expand();
            if (choice == 14) resource_.reset();
        }
        if constexpr (requires { resource_.release(); })
            if (choice == 15) resource_.release();
        if (!is_stack && choice >= 14) clear();
    }

    void take() {
        constexpr size_t huge = static_cast<size_t>(-1);
        size_t bytes = in_.below(4) == 0 ? in_.below(5000) : in_.below(100);
        if (in_.below(32) == 0) bytes = huge - bytes;
        const size_t alignment = size_t{1} << (in_.below(8) == 0 ? in_.below(17) : in_.below(5));
        void* p = nullptr;
        try {
            p = resource_.allocate(bytes, alignment);
        } catch (const std::bad_alloc&) {
            return require(is_stack || up_.budget == 0 || bytes > size_t{1} << 28, "it failed for no reason");
        }
        require(reinterpret_cast<std::uintptr_t>(p) % alignment == 0, "a block is not aligned");
        ++serial_;
        blocks_.push_back(
            {static_cast<unsigned char*>(p), bytes, alignment, static_cast<unsigned char>(serial_), serial_});
        std::memset(p, blocks_.back().fill, bytes);
    }
    void give_back_newest() {
        const block b = blocks_.back();
        blocks_.pop_back();
        resource_.deallocate(b.p, b.bytes, b.alignment);
    }
    void clear() {
        blocks_.clear();
        marks_.clear();
    }

    struct place {
        arsenal::arena::marker mark;
        size_t serial; ///< of the allocation before it
        size_t used;
    };
    void mark() { marks_.push_back({resource_.mark(), serial_, resource_.bytes_used()}); }
    void rewind() {
        if (marks_.empty()) return;
        const size_t i = in_.below(static_cast<unsigned>(marks_.size()));
        resource_.rewind(marks_[i].mark);
        require(resource_.bytes_used() == marks_[i].used, "bytes_used() after a rewind");
        std::erase_if(blocks_, [&](const block& b) { return b.serial > marks_[i].serial; });
        marks_.erase(marks_.begin() + static_cast<std::ptrdiff_t>(i + in_.below(2)), marks_.end());
    }
    void expand() {
        if (blocks_.empty()) return;
        block& b =
            blocks_[in_.flip() ? blocks_.size() - 1 : in_.below(static_cast<unsigned>(blocks_.size()))];
        const size_t bytes = in_.below(300);
        if (!resource_.try_expand(b.p, b.bytes, bytes)) return;
        require(&b == &blocks_.back(), "a block grew that was not the newest");
        if (bytes > b.bytes) std::memset(b.p + b.bytes, b.fill, bytes - b.bytes);
        b.bytes = bytes;
        while (!marks_.empty() && marks_.back().serial >= b.serial) marks_.pop_back();
    }

    byte_source& in_;
    Resource& resource_;
    upstream& up_;
    std::vector<block> blocks_; // the live ones, the newest last
    std::vector<place> marks_;
    size_t serial_ = 0;
};

template <class Resource>
void run(byte_source& in, Resource& resource, upstream& up) {
    driver<Resource>(in, resource, up).run();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    byte_source in(data, size);
    upstream up;
    alignas(64) std::byte buffer[3000];
    std::byte* const begin = buffer + in.below(64);
    const size_t bytes = in.below(2900);
    switch (in.below(6)) {
    case 0: {
        arsenal::arena a(&up);
        run(in, a, up);
        break;
    }
    case 1:
    case 2: {
        arsenal::arena a(begin, bytes, &up);
        run(in, a, up);
        break;
    }
    case 3: {
        arsenal::pmr::monotonic_buffer_resource r(begin, bytes, &up);
        run(in, r, up);
        break;
    }
    case 4: {
        arsenal::pmr::monotonic_buffer_resource r(bytes, &up);
        run(in, r, up);
        break;
    }
    default: {
        arsenal::stack_resource s(begin, bytes);
        run(in, s, up);
    }
    }
    return 0;
}
