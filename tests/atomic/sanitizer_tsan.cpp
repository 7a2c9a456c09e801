// For ThreadSanitizer: one case, named by the argument. Those of correct code are silent; those named
// *_relaxed, and beside_atomic_ref, hold a race, which is reported whether or not the library is
// instrumented.

#include <arsenal/atomic.hpp>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <thread>

using namespace arsenal;

namespace {

struct two_words {
    std::uint64_t first, second;
};
struct large {
    std::uint64_t words[5];
};

int data = 0; // plain: what the atomic is to publish

template <class Write, class Read>
void publish(Write write, Read has_read) {
    std::thread writer([&] {
        data = 1;
        write();
    });
    while (!has_read()) std::this_thread::yield();
    data += 1;
    writer.join();
}

template <class T, class Store, class Load>
void by_store(T value, Store store, Load load, auto is_set) {
    atomic<T> a(T{});
    publish([&] { a.store(value, store); }, [&] { return is_set(a.load(load)); });
}

bool is_one(int value) { return value == 1; }
bool first_is_one(const two_words& value) { return value.first == 1; }

template <class Release, class Acquire>
void by_flag(Release release_order, Acquire acquire_order) {
    atomic_flag flag;
    publish([&] { flag.test_and_set(release_order); }, [&] { return flag.test(acquire_order); });
}

template <class T, class Acquire>
void by_wait(Acquire acquire_order) {
    atomic<T> a(0);
    publish(
        [&] {
            a.store(1, release);
            a.notify_one();
        },
        [&] {
            a.wait(0, acquire_order);
            return true;
        });
}

template <class Release>
void by_fetch_max(Release release_order) {
    atomic<int> a(0);
    publish([&] { a.fetch_max(1, release_order); }, [&] { return a.load(acquire) == 1; });
}

void by_wide_exchange() {
    atomic<two_words> a(two_words{});
    publish([&] { a.exchange({1, 2}, acq_rel); }, [&] { return a.exchange({0, 0}, acq_rel).first == 1; });
}

void by_wide_compare() {
    atomic<two_words> a(two_words{});
    publish(
        [&] {
            two_words expected{};
            a.compare_exchange_strong(expected, {1, 2}, release, relaxed);
        },
        [&] {
            two_words expected{1, 2};
            return a.compare_exchange_weak(expected, {3, 4}, acquire, relaxed);
        });
}

// Many relaxed operations on one object are no race.
void large_together() {
    atomic<large> a(large{});
    const auto use = [&] {
        for (std::uint64_t i = 0; i != 100; ++i) {
            large seen = a.load(relaxed);
            a.store({{i}}, relaxed);
            a.compare_exchange_strong(seen, large{}, relaxed, relaxed);
        }
    };
    std::thread one(use), other(use);
    one.join();
    other.join();
}

void beside_atomic_ref() {
    large object{};
    std::thread writer([&] { atomic_ref(object).store(large{{1}}, seq_cst); });
    object.words[1] = 1; // plain, while an atomic_ref lives
    writer.join();
}

} // namespace

int main(int, char** arguments) {
    const char* name = arguments[1];
    const auto is = [name](const char* other) { return std::strcmp(name, other) == 0; };
    const auto large_is_one = [](const large& value) { return value.words[0] == 1; };
    if (is("word"))
        by_store(1, release, acquire, is_one);
    else if (is("word_relaxed"))
        by_store(1, relaxed, acquire, is_one);
    else if (is("wide"))
        by_store(two_words{1, 2}, release, acquire, first_is_one);
    else if (is("wide_relaxed"))
        by_store(two_words{1, 2}, release, relaxed, first_is_one);
    else if (is("wide_exchange"))
        by_wide_exchange();
    else if (is("wide_compare"))
        by_wide_compare();
    else if (is("large"))
        by_store(large{{1}}, release, acquire, large_is_one);
    else if (is("large_together"))
        large_together();
    else if (is("beside_atomic_ref"))
        beside_atomic_ref();
    else if (is("flag"))
        by_flag(release, acquire);
    else if (is("flag_relaxed"))
        by_flag(relaxed, acquire);
    else if (is("fetch_max"))
        by_fetch_max(release);
    else if (is("fetch_max_relaxed"))
        by_fetch_max(relaxed);
    else if (is("wait"))
        by_wait<int>(acquire);
    else if (is("wait_by_proxy"))
        by_wait<long>(acquire);
    else if (is("wait_relaxed"))
        by_wait<int>(relaxed);
    else
        return std::printf("no case '%s'\n", name), 2;
    return data < 0;
}
