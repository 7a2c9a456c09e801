#include <arsenal/memory.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include <fuzz/byte_source.hpp>
#include <fuzz/require.hpp>

// heap against a list of its blocks: each keeps what was written to it, lies apart from the others, is
// aligned, and is known to its heap alone; release() takes all of them.

namespace {

struct block {
    unsigned char* p;
    std::size_t bytes;
    std::size_t alignment;
    unsigned char fill;
};

struct subject {
    arsenal::heap heap;
    std::vector<block> blocks;
};

void check(const block& b) {
    for (std::size_t i = 0; i != b.bytes; ++i) fuzz::require(b.p[i] == b.fill, "a block keeps its bytes");
}

std::size_t size(fuzz::byte_source& in) {
    switch (in.below(8)) {
    case 0:
        return 0;
    case 1:
        return std::size_t{1} << in.below(15);
    case 2:
        return in.below(65536);
    case 3:
        return in.below(64) == 0 ? std::size_t{3} << 20 : 100;
    default:
        return in.below(600);
    }
}

void allocate(fuzz::byte_source& in, subject& one, const subject& other) {
    const std::size_t bytes = size(in);
    const std::size_t alignment = std::size_t{1} << (in.flip() ? in.below(5) : in.below(14));
    auto* const p = static_cast<unsigned char*>(one.heap.try_allocate(bytes, alignment));
    fuzz::require(p != nullptr, "there is memory");
    fuzz::require(reinterpret_cast<std::uintptr_t>(p) % alignment == 0, "a block is aligned");
    fuzz::require(one.heap.owns(p) && !other.heap.owns(p), "a heap knows its blocks");
    const auto fill = static_cast<unsigned char>(in.byte());
    std::memset(p, fill, bytes);
    one.blocks.push_back({p, bytes, alignment, fill});
}

void deallocate(fuzz::byte_source& in, subject& one) {
    if (one.blocks.empty()) return;
    std::swap(one.blocks[in.below(static_cast<unsigned>(one.blocks.size()))], one.blocks.back());
    const block b = one.blocks.back();
    one.blocks.pop_back();
    check(b);
    one.heap.deallocate(b.p, b.bytes, b.alignment);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::byte_source in(data, size);
    subject subjects[2];
    while (!in.empty()) {
        const unsigned which = in.below(2);
        subject& one = subjects[which];
        const unsigned what = in.below(64);
        if (what == 0) {
            for (const block& b : one.blocks) check(b);
            one.heap.release();
            one.blocks.clear();
        } else if (what % 5 < 3) {
            allocate(in, one, subjects[1 - which]);
        } else {
            deallocate(in, one);
        }
    }
    for (const subject& one : subjects)
        for (const block& b : one.blocks) check(b);
    return 0;
}
