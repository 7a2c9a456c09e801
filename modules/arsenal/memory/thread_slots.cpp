#include <arsenal/memory/detail/thread_slots.hpp>

#include <arsenal/platform/sanitizer.hpp>
#include <arsenal/sync/detail/basic_mutex.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <algorithm>
#include <mutex>
#include <new>

#include <pthread.h>

namespace arsenal::inline ARSENAL_ABI::detail {
namespace {

// Protects every list of slots, what is in another thread's table, and the indices. Nothing is called under
// it. (Not arsenal::mutex, which in mode debug remembers things for each thread itself.)
constinit basic_mutex<lock_policy> registry;

// The indices that objects have had and nobody has now are used first, so that tables stay short.
class index_set {
public:
    std::uint32_t take() noexcept { return free_ != 0 ? freed_[--free_] : next_++; }
    // Where there is no memory to remember it, it is not used again.
    void give(std::uint32_t index) noexcept {
        if (free_ == capacity_ && !grow()) return;
        freed_[free_++] = index;
    }

private:
    bool grow() noexcept {
        const std::uint32_t wanted = std::max<std::uint32_t>(16, capacity_ * 2);
        auto* const larger = new (std::nothrow) std::uint32_t[wanted];
        if (larger == nullptr) return false;
        std::copy_n(freed_, free_, larger);
        delete[] freed_;
        freed_ = larger;
        capacity_ = wanted;
        return true;
    }

    std::uint32_t* freed_ = nullptr;
    std::uint32_t free_ = 0;
    std::uint32_t capacity_ = 0;
    std::uint32_t next_ = 0;
};
constinit index_set indices;

// The end of a thread, after that of its thread_local objects, which may allocate still.
class end_of_thread {
public:
    end_of_thread() noexcept
        : exists_(pthread_key_create(&key_, [](void* table) {
                      static_cast<thread_slot_table*>(table)->give_back_all();
                  }) == 0) {}
    bool gives_back(thread_slot_table* table) const noexcept {
        return exists_ && pthread_setspecific(key_, table) == 0;
    }

private:
    pthread_key_t key_{};
    bool exists_;
};

} // namespace

constinit thread_local thread_slot_table this_threads_slots;

// Under registry: other threads write to what is copied.
bool thread_slot_table::grow(std::uint32_t wanted) noexcept {
    const std::uint32_t room = std::max<std::uint32_t>({8, wanted, size * 2});
    auto** const larger = new (std::nothrow) thread_slot*[room]();
    if (larger == nullptr) return false;
    std::copy_n(slots, size, larger);
    delete[] slots;
    slots = larger;
    size = room;
    return true;
}

void thread_slot_table::give_back_all() noexcept {
    std::unique_lock lock(registry);
    ended = true;
    for (std::uint32_t i = 0; i != size; ++i) {
        thread_slot* const slot = slots[i];
        if (slot == nullptr) continue;
        slots[i] = nullptr;
        thread_slots& owner = *slot->owner_;
        thread_slots::unlink(*slot);
        owner.ending_.fetch_add(1, relaxed);
        lock.unlock();
        owner.give_back_(owner, *slot);
        tsan_release(&owner);
        lock.lock();
        owner.ending_.fetch_sub(1, relaxed);
        owner.ending_.notify_all(); // the owner may end once the lock is free
    }
    delete[] slots;
    slots = nullptr;
    size = 0;
}

thread_slots::thread_slots(function give_back) noexcept : give_back_(give_back) {
    const std::lock_guard lock(registry);
    index_ = indices.take();
}

bool thread_slots::attach(thread_slot& slot) noexcept {
    static const end_of_thread end;
    thread_slot_table& table = this_threads_slots;
    if (table.ended || !end.gives_back(&table)) return false;
    const std::lock_guard lock(registry);
    if (index_ >= table.size && !table.grow(index_ + 1)) return false;
    table.slots[index_] = &slot;
    slot.owner_ = this;
    slot.table_ = &table;
    link(slot);
    return true;
}

void thread_slots::link(thread_slot& slot) noexcept {
    slot.next_ = first_;
    slot.self_ = &first_;
    if (first_ != nullptr) first_->self_ = &slot.next_;
    first_ = &slot;
}

void thread_slots::unlink(thread_slot& slot) noexcept {
    *slot.self_ = slot.next_;
    if (slot.next_ != nullptr) slot.next_->self_ = slot.self_;
}

void thread_slots::end() noexcept {
    std::unique_lock lock(registry);
    for (;;) {
        if (const std::uint32_t now = ending_.load(relaxed)) {
            lock.unlock();
            ending_.wait(now, relaxed);
            lock.lock();
        } else if (thread_slot* const slot = first_) {
            unlink(*slot);
            slot->table_->slots[index_] = nullptr;
            lock.unlock();
            give_back_(*this, *slot);
            lock.lock();
        } else {
            break;
        }
    }
    indices.give(index_);
    tsan_acquire(this);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
