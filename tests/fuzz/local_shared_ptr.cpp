// Owners and weak pointers of a few objects come and go as the input says; std's do the same.

#include <arsenal/memory.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <utility>

namespace {

struct std_pointers {
    template <class T>
    using owner = std::shared_ptr<T>;
    template <class T>
    using weak = std::weak_ptr<T>;
    template <class T>
    using base = std::enable_shared_from_this<T>;
    template <class T>
    static owner<T> make(int id) {
        return std::make_shared<T>(id);
    }
};
struct local_pointers {
    template <class T>
    using owner = arsenal::local_shared_ptr<T>;
    template <class T>
    using weak = arsenal::local_weak_ptr<T>;
    template <class T>
    using base = arsenal::enable_local_shared_from_this<T>;
    template <class T>
    static owner<T> make(int id) {
        return arsenal::make_local_shared<T>(id);
    }
};

/// Objects that may own each other, and pointers to them from outside.
template <class Pointers>
class world {
public:
    world() = default;
    world(const world&) = delete;
    world& operator=(const world&) = delete;
    ~world() { // ends the circles
        for (auto& watcher : watchers_)
            if (const auto object = watcher.lock()) object->next.reset();
        for (auto& owner : owners_)
            if (owner != nullptr) owner->next.reset();
    }

    void step(unsigned what, std::size_t a, std::size_t b) {
        auto& owner = owners_[a % owners_.size()];
        auto& other = owners_[b % owners_.size()];
        auto& weak = watchers_[b % watchers_.size()];
        switch (what % 10) {
        case 0:
            owner = Pointers::template make<node>(static_cast<int>(b));
            break;
        case 1:
            owner.reset(new node(static_cast<int>(b)));
            break;
        case 2:
            owner = other;
            break;
        case 3:
            owner = std::move(other);
            break;
        case 4:
            owner.swap(other);
            break;
        case 5:
            weak = owner;
            break;
        case 6:
            owner = weak.lock();
            break;
        case 7:
            if (owner != nullptr && other != nullptr && owner->id < other->id) owner->next = other;
            break;
        case 8:
            if (owner != nullptr) owner = owner->next;
            break;
        default:
            if (owner != nullptr) weak = owner->weak_from_this();
        }
    }

    /// What can be seen of it.
    std::array<long, 25> view() const {
        std::array<long, 25> seen{};
        std::size_t i = 0;
        for (const auto& owner : owners_) {
            seen[i++] = owner.use_count();
            seen[i++] = owner == nullptr ? -1 : owner->id;
        }
        for (const auto& watcher : watchers_) seen[i++] = watcher.use_count();
        seen[i] = live_;
        return seen;
    }

private:
    struct node : Pointers::template base<node> {
        explicit node(int i) : id(i) { ++live_; }
        node(const node&) = delete;
        node& operator=(const node&) = delete;
        ~node() { --live_; }
        int id;
        typename Pointers::template owner<node> next;
    };

    inline static long live_ = 0;
    std::array<typename Pointers::template owner<node>, 8> owners_;
    std::array<typename Pointers::template weak<node>, 8> watchers_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    world<std_pointers> expected;
    world<local_pointers> actual;
    for (std::size_t i = 0; i + 3 <= size; i += 3) {
        expected.step(data[i], data[i + 1], data[i + 2]);
        actual.step(data[i], data[i + 1], data[i + 2]);
        if (expected.view() != actual.view()) std::abort();
    }
    return 0;
}
