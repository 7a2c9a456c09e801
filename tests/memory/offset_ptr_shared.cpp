// offset_ptr where it is for: containers in memory that is mapped twice.

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.containers;
import arsenal.memory;
#else
#include <arsenal/containers.hpp>
#include <arsenal/memory.hpp>
#endif

using arsenal::offset_ptr;

namespace {

/// The same memory at two addresses, as two processes have it.
class mapped_twice {
public:
    static constexpr std::size_t bytes = 1 << 20;

    mapped_twice() {
        const int file = memfd_create("offset_ptr", 0);
        REQUIRE(file >= 0);
        REQUIRE(ftruncate(file, bytes) == 0);
        for (char*& view : views_) {
            void* const p = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
            REQUIRE(p != MAP_FAILED);
            view = static_cast<char*>(p);
        }
        close(file);
    }
    ~mapped_twice() {
        for (char* view : views_) munmap(view, bytes);
    }
    mapped_twice(const mapped_twice&) = delete;
    mapped_twice& operator=(const mapped_twice&) = delete;

    void* allocate(std::size_t n) {
        used_ = (used_ + 15) / 16 * 16;
        REQUIRE(used_ + n <= bytes);
        return views_[0] + std::exchange(used_, used_ + n);
    }
    /// Where the other process has what is at p in this one.
    template <class T>
    T* elsewhere(T* p) {
        return reinterpret_cast<T*>(views_[1] + (reinterpret_cast<char*>(p) - views_[0]));
    }

private:
    char* views_[2] = {};
    std::size_t used_ = 0;
};

template <class T>
class shared_allocator {
public:
    using value_type = T;
    using pointer = offset_ptr<T>;
    using const_pointer = offset_ptr<const T>;
    using void_pointer = offset_ptr<void>;
    using const_void_pointer = offset_ptr<const void>;

    explicit shared_allocator(mapped_twice& memory) : memory_(&memory) {}
    template <class U>
    shared_allocator(const shared_allocator<U>& other) : memory_(other.memory()) {}

    pointer allocate(std::size_t n) { return static_cast<T*>(memory_->allocate(n * sizeof(T))); }
    void deallocate(pointer, std::size_t) noexcept {}

    mapped_twice* memory() const { return memory_; }
    template <class U>
    friend bool operator==(const shared_allocator& a, const shared_allocator<U>& b) {
        return a.memory() == b.memory();
    }

private:
    mapped_twice* memory_; // for this process, which alone allocates
};

template <class T, class... Args>
T* make_in(mapped_twice& memory, Args&&... args) {
    return new (memory.allocate(sizeof(T))) T(std::forward<Args>(args)...);
}

} // namespace

TEST_CASE("a std::vector in shared memory is read elsewhere") {
    mapped_twice memory;
    using vector = std::vector<int, shared_allocator<int>>;
    vector* const here = make_in<vector>(memory, shared_allocator<int>(memory));
    for (int i = 0; i != 1000; ++i) here->push_back(i);
    const vector* const there = memory.elsewhere(here);
    REQUIRE(there->size() == 1000);
    for (std::size_t i = 0; i != 1000; ++i) CHECK((*there)[i] == static_cast<int>(i));
    CHECK(std::to_address(there->data()) == memory.elsewhere(std::to_address(here->data())));
}

TEST_CASE("an arsenal::unordered_map in shared memory is read elsewhere") {
    mapped_twice memory;
    using value = std::pair<const int, int>;
    using map = arsenal::unordered_map<int, int, std::hash<int>, std::equal_to<int>, shared_allocator<value>>;
    map* const here = make_in<map>(memory, shared_allocator<value>(memory));
    for (int i = 0; i != 500; ++i) (*here)[i * 7] = i;
    for (int i = 0; i != 500; i += 2) here->erase(i * 7);
    const map* const there = memory.elsewhere(here);
    REQUIRE(there->size() == 250);
    for (int i = 0; i != 500; ++i) {
        const auto found = there->find(i * 7);
        REQUIRE((found != there->end()) == (i % 2 == 1));
        if (i % 2 == 1) CHECK(found->second == i);
    }
    std::size_t walked = 0;
    for (const auto& [key, i] : *there) walked += key == i * 7;
    CHECK(walked == 250);
}

TEST_CASE("a list of offset_ptrs is followed and changed elsewhere") {
    struct node {
        offset_ptr<node> next;
        int value;
    };
    mapped_twice memory;
    auto* const last = make_in<node>(memory, node{nullptr, 2});
    auto* const first = make_in<node>(memory, node{last, 1});
    auto* const first_there = memory.elsewhere(first);
    CHECK((first_there->next->value == 2 && first_there->next.get() == memory.elsewhere(last)));
    first_there->next->next = first_there;
    CHECK(last->next.get() == first);
}
