// More bytes than 32 bits can count, which are 64 MiB of one file again and again.

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

#if defined(__linux__) && defined(__x86_64__) // an emulator would take minutes

#include <sys/mman.h>
#include <unistd.h>

namespace {

class large_array {
public:
    large_array() {
        const int file = memfd_create("bytes", 0);
        REQUIRE(file >= 0);
        REQUIRE(ftruncate(file, static_cast<off_t>(unit)) == 0);
        void* const all = mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        REQUIRE(all != MAP_FAILED);
        first_ = static_cast<std::byte*>(all);
        for (std::size_t at = 0; at != size; at += unit)
            REQUIRE(mmap(first_ + at, unit, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file, 0) !=
                    MAP_FAILED);
        close(file);
    }
    large_array(const large_array&) = delete;
    large_array& operator=(const large_array&) = delete;
    ~large_array() { munmap(first_, size); }

    std::span<std::byte> bytes() const { return {first_, size}; }

    static constexpr std::size_t unit = std::size_t{64} << 20;
    static constexpr std::size_t size = (std::size_t{4} << 30) + unit;

private:
    std::byte* first_;
};

} // namespace

TEST_CASE("offsets and counts beyond 32 bits") {
    namespace mem = arsenal::mem;
    const large_array array;
    const std::span<std::byte> bytes = array.bytes();
    const std::size_t n = bytes.size();
    const std::size_t times = n / large_array::unit;
    constexpr std::byte wanted{5};
    bytes[17] = wanted;
    CHECK(mem::count(bytes, wanted) == times);
    CHECK(mem::find_last(bytes.subspan(18), wanted) == n - large_array::unit - 1);
    bytes[17] = std::byte{0};
    CHECK(mem::find_last(bytes, wanted) == std::nullopt);
    REQUIRE(mmap(bytes.data() + n - large_array::unit, large_array::unit, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED); // one that differs
    bytes[n - 1] = wanted;
    CHECK(mem::find_any(bytes, mem::byte_set("\5efghijk")) == n - 1);
    CHECK(mem::search(bytes, std::vector{std::byte{0}, std::byte{0}, wanted}) == n - 3);
    CHECK(mem::mismatch(bytes, bytes.first(n - 1)) == n - 1);
    CHECK(mem::mismatch(bytes.subspan(large_array::unit), bytes.first(n - large_array::unit)) ==
          n - large_array::unit - 1);
}

#endif
