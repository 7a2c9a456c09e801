#include <catch2/catch_test_macros.hpp>

#include <support/child_process.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <sys/mman.h>
#include <type_traits>
#include <utility>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif
#include <arsenal/platform/config.hpp>

namespace {

struct message {
    std::uint32_t kind;
    float weight;
};
const message sent{7, 0.5F};

/// With p == q. A compiler that takes types at their word sees no store to the number between the two lines
/// about it, were it not for the lifetimes' begin.
[[gnu::noinline]] std::uint32_t written_over(void* p, void* q) {
    *arsenal::start_lifetime_as<std::uint32_t>(p) = 7;
    *arsenal::start_lifetime_as<float>(q) = 1.0F;
    return *arsenal::start_lifetime_as<std::uint32_t>(p);
}

} // namespace

TEST_CASE("start_lifetime_as: bytes become an object with the value that they represent") {
    alignas(message) unsigned char bytes[sizeof(message)];
    std::memcpy(bytes, &sent, sizeof sent);
    message* const received = arsenal::start_lifetime_as<message>(bytes);
    CHECK(static_cast<void*>(received) == bytes);
    CHECK((received->kind == 7 && received->weight == 0.5F));
    received->kind = 8;
    CHECK(arsenal::start_lifetime_as<const message>(bytes)->kind == 8);
    std::uint32_t word = 0;
    CHECK(written_over(&word, &word) == 0x3f800000);
}

namespace {

template <class T>
concept starts = requires(void* p) { arsenal::start_lifetime_as<T>(p); };

struct made_by_copies { // of which none is trivial
    made_by_copies(const made_by_copies&) {}
    int number;
};
struct ends_itself {
    explicit ends_itself(int);
    ~ends_itself();
};

} // namespace

TEST_CASE("start_lifetime_as takes complete implicit-lifetime types alone") {
    STATIC_CHECK((starts<int> && starts<const message> && starts<int[3]> && starts<message[2][2]>));
    STATIC_CHECK((starts<void*> && starts<int message::*>));
    STATIC_CHECK_FALSE(starts<int[]>);
    STATIC_CHECK_FALSE(starts<made_by_copies>);
    STATIC_CHECK_FALSE(starts<ends_itself>);
}

TEST_CASE("start_lifetime_as keeps const and volatile") {
    using arsenal::start_lifetime_as;
    using arsenal::start_lifetime_as_array;
    STATIC_CHECK(std::is_same_v<decltype(start_lifetime_as<int>(std::declval<void*>())), int*>);
    STATIC_CHECK(std::is_same_v<decltype(start_lifetime_as<int>(std::declval<const void*>())), const int*>);
    STATIC_CHECK(
        std::is_same_v<decltype(start_lifetime_as<int>(std::declval<volatile void*>())), volatile int*>);
    STATIC_CHECK(std::is_same_v<decltype(start_lifetime_as<int>(std::declval<const volatile void*>())),
                                const volatile int*>);
    STATIC_CHECK(std::is_same_v<decltype(start_lifetime_as<int[3]>(std::declval<void*>())), int (*)[3]>);
    STATIC_CHECK(
        std::is_same_v<decltype(start_lifetime_as_array<int>(std::declval<const volatile void*>(), 1)),
                       const volatile int*>);
    STATIC_CHECK(noexcept(start_lifetime_as<int>(std::declval<void*>())));
}

TEST_CASE("start_lifetime_as_array: as many as there are, or none") {
    alignas(message) unsigned char bytes[3 * sizeof(message)];
    for (std::size_t i = 0; i != 3; ++i) std::memcpy(bytes + i * sizeof sent, &sent, sizeof sent);
    message* const first = arsenal::start_lifetime_as_array<message>(bytes, 3);
    CHECK((first[0].kind == 7 && first[2].weight == 0.5F));
    CHECK(arsenal::start_lifetime_as_array<message>(static_cast<void*>(nullptr), 0) == nullptr);
}

TEST_CASE("start_lifetime_as writes nothing: the memory may be read-only") {
    constexpr std::size_t page = 4096;
    void* const memory = mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(memory != MAP_FAILED);
    std::memcpy(memory, &sent, sizeof sent);
    REQUIRE(mprotect(memory, page, PROT_READ) == 0);
    CHECK(arsenal::start_lifetime_as<message>(memory)->kind == 7);
    CHECK(arsenal::start_lifetime_as<message>(std::as_const(memory))->kind == 7);
    munmap(memory, page);
}

#if ARSENAL_HARDENING == ARSENAL_HARDENING_DEBUG
TEST_CASE("start_lifetime_as stops at a pointer that is not aligned, in mode debug") {
    alignas(8) unsigned char bytes[16] = {};
    CHECK(support::stops("not aligned",
                         [&] { static_cast<void>(arsenal::start_lifetime_as<std::uint32_t>(bytes + 1)); }));
}
#endif
