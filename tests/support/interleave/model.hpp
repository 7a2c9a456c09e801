#pragma once

// What a program under explore() takes in place of atomics, plain variables, fences, waits and memory. The
// interface of the atomics is arsenal::atomic's: the order stands in every call.

#include <support/interleave/engine.hpp>

#include <bit>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

namespace support::interleave {

namespace detail {

using site = std::source_location;

template <class T>
std::uint64_t to_bits(const T& value) {
    static_assert(sizeof(T) <= 8 && std::is_trivially_copyable_v<T>);
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof(T));
    return bits;
}
template <class T>
T from_bits(std::uint64_t bits) {
    T value;
    std::memcpy(&value, &bits, sizeof(T));
    return value;
}

inline std::uint64_t perform(event_kind kind, const void* object, std::uint64_t value,
                             std::memory_order order, site where) {
    request wanted;
    wanted.kind = kind;
    wanted.order = order;
    wanted.object = object;
    wanted.value = value;
    wanted.site = where;
    return engine::current().perform(wanted).read;
}

// [atomics.order]: the order of a compare_exchange that fails, where only one is given.
constexpr std::memory_order failure_order(std::memory_order order) {
    if (order == std::memory_order::acq_rel) return std::memory_order::acquire;
    if (order == std::memory_order::release) return std::memory_order::relaxed;
    return order;
}

} // namespace detail

/// A variable that is not atomic: two accesses that conflict and are not ordered are reported.
template <class T>
class plain {
public:
    plain(T value = {}, detail::site where = detail::site::current()) {
        detail::perform(event_kind::construct, this, detail::to_bits(value), std::memory_order::relaxed,
                        where);
    }
    plain(const plain&) = delete;
    ~plain() { detail::perform(event_kind::destroy, this, 0, std::memory_order::relaxed, {}); }

    T get(detail::site where = detail::site::current()) const {
        return detail::from_bits<T>(
            detail::perform(event_kind::plain_load, this, 0, std::memory_order::relaxed, where));
    }
    void set(T value, detail::site where = detail::site::current()) {
        detail::perform(event_kind::plain_store, this, detail::to_bits(value), std::memory_order::relaxed,
                        where);
    }
    operator T() const { return get({}); }
    plain& operator=(T value) {
        set(value, {});
        return *this;
    }
    plain& operator=(const plain& other) { return *this = other.get({}); }
};

template <class T>
class atomic {
public:
    using value_type = T;

    atomic(T value = {}, detail::site where = detail::site::current()) {
        detail::perform(event_kind::construct, this, detail::to_bits(value), std::memory_order::relaxed,
                        where);
    }
    atomic(const atomic&) = delete;
    atomic& operator=(const atomic&) = delete;
    ~atomic() { detail::perform(event_kind::destroy, this, 0, std::memory_order::relaxed, {}); }

    T load(std::memory_order order, detail::site where = detail::site::current()) const {
        return detail::from_bits<T>(detail::perform(event_kind::load, this, 0, order, where));
    }
    void store(T value, std::memory_order order, detail::site where = detail::site::current()) {
        detail::perform(event_kind::store, this, detail::to_bits(value), order, where);
    }
    T exchange(T value, std::memory_order order, detail::site where = detail::site::current()) {
        return modify([=](T) { return value; }, order, where);
    }
    bool compare_exchange_strong(T& expected, T desired, std::memory_order order, std::memory_order failure,
                                 detail::site where = detail::site::current()) {
        request wanted = modification(order, where);
        wanted.failure = failure;
        wanted.conditional = true;
        const std::uint64_t asked = detail::to_bits(expected);
        const std::uint64_t next = detail::to_bits(desired);
        wanted.update = [=](std::uint64_t old) { return old == asked ? std::optional(next) : std::nullopt; };
        const event done = engine::current().perform(wanted);
        if (done.kind == event_kind::read_modify_write) return true;
        expected = detail::from_bits<T>(done.read);
        return false;
    }
    bool compare_exchange_weak(T& expected, T desired, std::memory_order order, std::memory_order failure,
                               detail::site where = detail::site::current()) {
        if (engine::current().spurious(where)) {
            expected = load(failure, where);
            return false;
        }
        return compare_exchange_strong(expected, desired, order, failure, where);
    }

    T fetch_add(std::type_identity_t<T> by, std::memory_order order,
                detail::site where = detail::site::current()) {
        return modify([=](T old) { return static_cast<T>(old + by); }, order, where);
    }
    T fetch_sub(std::type_identity_t<T> by, std::memory_order order,
                detail::site where = detail::site::current()) {
        return modify([=](T old) { return static_cast<T>(old - by); }, order, where);
    }
    T fetch_or(T bits, std::memory_order order, detail::site where = detail::site::current()) {
        return modify([=](T old) { return static_cast<T>(old | bits); }, order, where);
    }
    T fetch_and(T bits, std::memory_order order, detail::site where = detail::site::current()) {
        return modify([=](T old) { return static_cast<T>(old & bits); }, order, where);
    }
    T fetch_xor(T bits, std::memory_order order, detail::site where = detail::site::current()) {
        return modify([=](T old) { return static_cast<T>(old ^ bits); }, order, where);
    }

private:
    request modification(std::memory_order order, detail::site where) {
        request wanted;
        wanted.kind = event_kind::read_modify_write;
        wanted.order = order;
        wanted.failure = detail::failure_order(order);
        wanted.object = this;
        wanted.site = where;
        return wanted;
    }
    template <class Function>
    T modify(Function function, std::memory_order order, detail::site where) {
        request wanted = modification(order, where);
        wanted.update = [=](std::uint64_t old) {
            return std::optional(detail::to_bits(function(detail::from_bits<T>(old))));
        };
        return detail::from_bits<T>(engine::current().perform(wanted).read);
    }
};

inline void atomic_thread_fence(std::memory_order order, detail::site where = detail::site::current()) {
    detail::perform(event_kind::fence, nullptr, 0, order, where);
}

/// The frequent side of an asymmetric fence (P1202): with one of seq_cst in another thread it orders as that
/// one would, with its like not at all. On hardware no instruction, where the other side has every thread
/// pass a barrier.
inline void light_fence(detail::site where = detail::site::current()) {
    request wanted;
    wanted.kind = event_kind::fence;
    wanted.order = std::memory_order::seq_cst;
    wanted.light = true;
    wanted.site = where;
    engine::current().perform(wanted);
}

/// In a loop that waits: nothing is to be done before one of the values just read changes. Goes on
/// options::rounds times; after that other executions, in which the loop reads something else at once, stand
/// for this one.
inline void spin(detail::site where = detail::site::current()) { engine::current().spin(where); }

/// One of 0 to `count` - 1, each tried.
inline unsigned choose(unsigned count, detail::site where = detail::site::current()) {
    return static_cast<unsigned>(
        detail::perform(event_kind::choice, nullptr, count, std::memory_order::relaxed, where));
}

template <class T>
void futex_wait(const atomic<T>& word, std::type_identity_t<T> expected,
                detail::site where = detail::site::current()) {
    engine::current().futex_wait({.word = &word, .expected = detail::to_bits(expected)}, where);
}
/// False: the time was up.
template <class T>
bool futex_wait_timed(const atomic<T>& word, std::type_identity_t<T> expected,
                      detail::site where = detail::site::current()) {
    return engine::current().futex_wait({.word = &word, .expected = detail::to_bits(expected), .timed = true},
                                        where);
}
/// On the word's upper half, as one of those who sleep there for the same reason (FUTEX_WAIT_BITSET), each of
/// which has a queue from 1.
inline void futex_wait_upper(const atomic<std::uint64_t>& word, std::uint32_t expected, std::uint8_t queue,
                             detail::site where = detail::site::current()) {
    engine::current().futex_wait({.word = &word,
                                  .expected = std::uint64_t{expected} << 32,
                                  .mask = ~std::uint64_t{0} << 32,
                                  .queue = queue},
                                 where);
}
/// How many it has woken.
template <class T>
int futex_wake(const atomic<T>& word, int count, std::uint8_t queue = 1,
               detail::site where = detail::site::current()) {
    request wanted;
    wanted.kind = event_kind::wake;
    wanted.object = &word;
    wanted.queue = queue;
    wanted.value = static_cast<std::uint64_t>(count);
    wanted.site = where;
    return std::popcount(engine::current().perform(wanted).written);
}

/// execution::require(), for objects that know of no execution.
inline void require(bool condition, const char* what, detail::site where = detail::site::current()) {
    engine::current().require(condition, what, where);
}

/// Which of execution::threads()' functions this is, from 1; 0 before and after them.
inline int thread() { return engine::current().thread(); }

template <class T, class... Arguments>
T* create(Arguments&&... arguments) {
    return ::new (engine::current().allocate(sizeof(T))) T(std::forward<Arguments>(arguments)...);
}
template <class T>
void destroy(T* object) {
    object->~T();
    engine::current().deallocate(object, sizeof(T));
}

} // namespace support::interleave
