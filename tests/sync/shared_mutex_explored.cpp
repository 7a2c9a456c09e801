#include <sync/lock_programs.hpp>
#include <sync/shared_mutex_under_test.hpp>
#include <sync/spoilt_waits.hpp>

// Every execution of the shared mutex, with either preference: of its word, and with readers who announce
// themselves.

using namespace explored;

namespace {

template <class Policy, bool PrefersReaders>
using shared_mutex = arsenal::detail::basic_shared_mutex<Policy, PrefersReaders>;
using for_writers = shared_mutex<counted_readers, false>;
using for_readers = shared_mutex<counted_readers, true>;

template <class Lock>
void check(const std::string& name) {
    require_flawless(name + ", 2 writers", counting<Lock>(2), {.spurious = 1});
    require_flawless(name + ", reader, writer", reading_and_writing<Lock>(1, 1), {.spurious = 1});
    require_flawless(name + ", try_lock_shared, writer", trying_to_read<Lock>(1), {.spurious = 1});
    require_flawless(name + ", destroyed by the last of 2", last_destroys<Lock>);
}

/// With records of its own, and biased.
template <class Policy, bool PrefersReaders>
struct biased : Policy::records, shared_mutex<Policy, PrefersReaders> {
    biased() {
        this->lock_shared();
        this->unlock_shared();
    }
};
using biased_for_writers = biased<announced_readers, false>;
using biased_for_readers = biased<announced_readers, true>;

/// Whoever leaves last ends the lock's life, be it a reader or a writer.
template <class Policy, bool PrefersReaders>
void last_of_both_destroys(execution& run) {
    const typename Policy::records records;
    struct shared {
        shared_mutex<Policy, PrefersReaders> lock;
        support::interleave::atomic<int> users{2};
        bool leave() { return users.fetch_sub(1, std::memory_order::acq_rel) == 1; }
    };
    shared* const object = support::interleave::create<shared>();
    object->lock.lock_shared();
    object->lock.unlock_shared();
    run.threads(
        [=] {
            object->lock.lock_shared();
            const bool last = object->leave();
            object->lock.unlock_shared();
            if (last) support::interleave::destroy(object);
        },
        [=] {
            object->lock.lock();
            const bool last = object->leave();
            object->lock.unlock();
            if (last) support::interleave::destroy(object);
        });
}

/// A thread that writes and then, as the first reader, has the lock biased; and a reader who comes by that.
template <class Policy, bool PrefersReaders>
void writing_before_bias(execution& run) {
    const typename Policy::records records;
    shared_mutex<Policy, PrefersReaders> lock;
    plain<int> value{0};
    run.threads(
        [&] {
            lock.lock();
            value.set(1);
            lock.unlock();
            lock.lock_shared();
            lock.unlock_shared();
        },
        [&] {
            lock.lock_shared();
            value.get();
            lock.unlock_shared();
        });
}

/// A writer, then two readers beside each other: both may sleep.
template <class Lock>
void two_read(execution& run) {
    Lock lock;
    lock.lock();
    const auto read = [&] {
        lock.lock_shared();
        lock.unlock_shared();
    };
    run.threads(read, read, [&] { lock.unlock(); });
}

/// A lock that is held is let go while two wait, and each writes.
template <class Lock>
void two_wait(execution& run) {
    Lock lock;
    plain<int> counter{0};
    lock.lock();
    const auto write = [&] {
        lock.lock();
        counter.set(counter.get() + 1);
        lock.unlock();
    };
    run.threads(write, write, [&] { lock.unlock(); });
    run.require(counter.get() == 2, "both have written");
}

/// The same, of which one only reads.
template <class Lock>
void reader_and_writer_wait(execution& run) {
    Lock lock;
    plain<int> counter{0};
    lock.lock();
    run.threads(
        [&] {
            lock.lock();
            counter.set(1);
            lock.unlock();
        },
        [&] {
            lock.lock_shared();
            counter.get();
            lock.unlock_shared();
        },
        [&] { lock.unlock(); });
    run.require(counter.get() == 1, "the writer has written");
}

/// A writer that tries, a reader that is announced: one of the two gets it, and nobody is left behind.
template <class Lock>
void trying_to_write(execution& run) {
    Lock lock;
    plain<int> value{0};
    bool wrote = false;
    run.threads(
        [&] {
            lock.lock_shared();
            value.get();
            lock.unlock_shared();
        },
        [&] {
            if (!lock.try_lock()) return;
            value.set(1);
            wrote = true;
            lock.unlock();
        });
    run.require(value.get() == (wrote ? 1 : 0), "who had the lock has written");
    run.require(lock.try_lock(), "a lock that nobody holds can be had");
    lock.unlock();
}

} // namespace

TEST_CASE("shared_mutex: every execution") {
    check<for_writers>("shared_mutex, for writers");
    check<for_readers>("shared_mutex, for readers");
}

TEST_CASE("shared_mutex: every execution of three threads", "[large]") {
    require_flawless("shared_mutex, two writers wait", two_wait<for_writers>);
    require_flawless("shared_mutex, reader and writer wait", reader_and_writer_wait<for_writers>);
    require_flawless("shared_mutex, for readers, both wait", reader_and_writer_wait<for_readers>);
    require_flawless("shared_mutex, two readers wait", two_read<for_writers>);
}

TEST_CASE("shared_mutex: executions of three threads that take minutes", "[.long]") {
    constexpr options all{.max_executions = 100'000'000};
    require_flawless("shared_mutex, 2 readers, writer", reading_and_writing<for_writers>(2, 1), all);
    require_flawless("shared_mutex, for readers, 2 readers, writer", reading_and_writing<for_readers>(2, 1),
                     all);
    require_flawless("shared_mutex, reader, 2 writers", reading_and_writing<for_writers>(1, 2), all);
    require_flawless("shared_mutex, for readers, reader, 2 writers", reading_and_writing<for_readers>(1, 2),
                     all);
    require_flawless("biased, 2 readers, writer", reading_and_writing<biased_for_writers>(2, 1), all);
}

TEST_CASE("shared_mutex, biased: every execution") {
    require_flawless("biased, 2 writers", counting<biased_for_writers>(2));
    require_flawless("biased, reader, writer", reading_and_writing<biased_for_writers>(1, 1));
    require_flawless("biased, for readers, reader, writer", reading_and_writing<biased_for_readers>(1, 1));
    require_flawless("biased, try_lock_shared, writer", trying_to_read<biased_for_writers>(1));
    require_flawless("biased, reader, try_lock", trying_to_write<biased_for_writers>);
    require_flawless("shared_mutex, biased after a write", writing_before_bias<announced_readers, false>);
    require_flawless("biased, destroyed by the last of both",
                     last_of_both_destroys<announced_readers, false>);
}

TEST_CASE("shared_mutex: no order is stronger than it must be") {
    CHECK(needless_orders("basic_shared_mutex.hpp",
                          {counting<for_writers>(2), reading_and_writing<for_writers>(1, 1),
                           trying_to_read<for_writers>(1), trying<for_writers>(2),
                           reading_and_writing<biased_for_writers>(1, 1), trying_to_write<biased_for_writers>,
                           writing_before_bias<announced_readers, false>})
              .empty());
    CHECK(needless_orders("basic_reader_record.hpp", {reading_and_writing<biased_for_writers>(1, 1),
                                                      trying_to_write<biased_for_writers>})
              .empty());
}

namespace {

struct without_light_fence : readers_with_records<without_light_fence> {
    static void light_fence() {}
};
struct without_heavy_fence : readers_with_records<without_heavy_fence> {
    static void heavy_fence() {}
};
struct wakes_none : counted_readers {
    static int futex_wake_upper(atomic<std::uint64_t>&, int, sleepers) { return 0; }
};
struct wakes_the_other_kind : counted_readers {
    static int futex_wake_upper(atomic<std::uint64_t>& word, int count, sleepers kind) {
        const bool writers = kind == sleepers::writers;
        return counted_readers::futex_wake_upper(word, count,
                                                 writers ? sleepers::readers : sleepers::writers);
    }
};
struct wakes_one_reader : counted_readers {
    static int futex_wake_upper(atomic<std::uint64_t>& word, int, sleepers kind) {
        return counted_readers::futex_wake_upper(word, 1, kind);
    }
};

struct spoilt_counted : counted_readers {
    template <class T>
    using atomic = spoilt_atomic<T>;
};
struct spoilt_announced : readers_with_records<spoilt_announced> {
    template <class T>
    using atomic = spoilt_atomic<T>;
};

} // namespace

TEST_CASE("shared_mutex: fences and wakes that are left out, and those of the wrong kind, are found") {
    CHECK(failure_of(reading_and_writing<biased<without_light_fence, false>>(1, 1)).find("data race") !=
          std::string::npos);
    CHECK(failure_of(reading_and_writing<biased<without_heavy_fence, false>>(1, 1)).find("data race") !=
          std::string::npos);
    CHECK(sleeps_for_ever(counting<shared_mutex<wakes_none, false>>(2)));
    CHECK(sleeps_for_ever(counting<shared_mutex<wakes_the_other_kind, false>>(2)));
    CHECK(sleeps_for_ever(reading_and_writing<shared_mutex<wakes_the_other_kind, true>>(1, 1)));
    CHECK(failure_of(two_read<for_writers>).empty());
    CHECK(sleeps_for_ever(two_read<shared_mutex<wakes_one_reader, false>>));
}

TEST_CASE("shared_mutex: an operation that is torn or left out is found", "[large]") {
    using counted = shared_mutex<spoilt_counted, false>;
    using announced = biased<spoilt_announced, false>;
    // What is left are five loads before a compare_exchange, and one before a reader announces himself, which
    // look again.
    CHECK(unnoticed_flaws({{counting<counted>(2)},
                           {trying<counted>(2)},
                           {reading_and_writing<counted>(1, 1)},
                           {trying_to_read<counted>(1)},
                           {reading_and_writing<announced>(1, 1)},
                           {trying_to_write<announced>},
                           {last_of_both_destroys<spoilt_announced, false>},
                           {two_wait<counted>},
                           {reader_and_writer_wait<counted>}}) ==
          std::vector<std::string>(6, "load: ignored"));
}
