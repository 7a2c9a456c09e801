// The pointers that share, beside std's and boost's, in one run; and what objects cost that are moved, copied
// and made as bytes.
//
// A ratio is a rival's time by Arsenal's: over 1, Arsenal is faster. Contenders take turns; each ratio is the
// median of the rounds'. What is under 0.95 is listed again at the end.

#include <arsenal/memory.hpp>

#include <sync/contest.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <boost/smart_ptr/local_shared_ptr.hpp>
#include <boost/smart_ptr/make_local_shared.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace bench;

std::vector<std::string> lost;

// The rivals' times by the last contender's, which is Arsenal.
void grid(const std::string& race_name, const std::string& row, const columns& across,
          const std::vector<contender>& contenders) {
    const auto times = race(contenders);
    write_row(race_name, row, across, contenders, times);
    const std::string title = race_name + ", " + row;
    std::printf("\n%-44s", title.c_str());
    for (const column& one : across) std::printf(" %17s", one.title.c_str());
    std::printf("\n");
    for (std::size_t i = 0; i != contenders.size(); ++i) {
        std::printf("%-44s", contenders[i].name.c_str());
        for (std::size_t c = 0; c != across.size(); ++c) {
            std::vector<double> ratios;
            for (std::size_t round = 0; round != times[i][c].size(); ++round)
                ratios.push_back(times[i][c][round] / times.back()[c][round]);
            if (ratios.empty()) {
                std::printf(" %17s", "-");
                continue;
            }
            const double ratio = median(ratios);
            std::printf(" %6.2fx %6.2f ns", ratio, median(times[i][c]));
            if (ratio < 0.95)
                lost.push_back(title + ", " + across[c].title + ", " + contenders[i].name + ": " +
                               std::to_string(ratio).substr(0, 4));
        }
        std::printf("\n");
    }
    std::fflush(stdout);
}

template <class T>
void observe(const T& value) {
    asm volatile("" : : "r"(std::addressof(value)) : "memory");
}

// Nanoseconds per operation of body(), which does so many and returns a sum that is known.
template <class Body>
double per_operation(int operations, std::uint64_t expected, Body body) {
    const int times = is_quick() ? 20 : 40;
    const double begin = now();
    std::uint64_t sum = 0;
    for (int i = 0; i != times; ++i) sum += body();
    const double time = now() - begin;
    require(sum == times * expected, "a sum is wrong");
    return time / times / operations;
}

constexpr int n = 1000;
constexpr std::uint64_t sum_of_all = n * (n - 1) / 2;

struct std_pointers {
    template <class T>
    using pointer = std::shared_ptr<T>;
    template <class T>
    using weak = std::weak_ptr<T>;
    static pointer<int> make(int i) { return std::make_shared<int>(i); }
};
struct boost_pointers {
    template <class T>
    using pointer = boost::local_shared_ptr<T>;
    static pointer<int> make(int i) { return boost::make_local_shared<int>(i); }
};
struct arsenal_pointers {
    template <class T>
    using pointer = arsenal::local_shared_ptr<T>;
    template <class T>
    using weak = arsenal::local_weak_ptr<T>;
    static pointer<int> make(int i) { return arsenal::make_local_shared<int>(i); }
};

template <class Pointers>
auto made() {
    std::vector<typename Pointers::template pointer<int>> all;
    for (int i = 0; i != n; ++i) all.push_back(Pointers::make(i));
    return all;
}

template <class Pointers>
double copy_each() {
    static const auto all = made<Pointers>();
    return per_operation(n, sum_of_all, [] {
        std::uint64_t sum = 0;
        for (const auto& p : all) {
            const auto copy = p;
            observe(copy);
            sum += static_cast<std::uint64_t>(*copy);
        }
        return sum;
    });
}
template <class Pointers>
double copy_vector() {
    static const auto all = made<Pointers>();
    return per_operation(n, sum_of_all, [] {
        const auto copy = all;
        std::uint64_t sum = 0;
        for (const auto& p : copy) sum += static_cast<std::uint64_t>(*p);
        return sum;
    });
}
template <class Pointers>
double make_each() {
    return per_operation(n, sum_of_all, [] {
        std::uint64_t sum = 0;
        for (int i = 0; i != n; ++i) {
            const auto p = Pointers::make(i);
            observe(p);
            sum += static_cast<std::uint64_t>(*p);
        }
        return sum;
    });
}
template <class Pointers>
double own_each() {
    return per_operation(n, sum_of_all, [] {
        std::uint64_t sum = 0;
        for (int i = 0; i != n; ++i) {
            const typename Pointers::template pointer<int> p(new int(i));
            observe(p);
            sum += static_cast<std::uint64_t>(*p);
        }
        return sum;
    });
}
template <class Pointers>
double grow_vector() {
    static auto all = made<Pointers>();
    return per_operation(n, n, [] {
        typename Pointers::template pointer<int> one = all[0];
        std::vector<typename Pointers::template pointer<int>> grown;
        for (int i = 0; i != n; ++i) grown.push_back(one);
        return grown.size();
    });
}
template <class Pointers>
double lock_each() {
    static const auto all = made<Pointers>();
    static const std::vector<typename Pointers::template weak<int>> weak(all.begin(), all.end());
    return per_operation(n, sum_of_all, [] {
        std::uint64_t sum = 0;
        for (const auto& w : weak) sum += static_cast<std::uint64_t>(*w.lock());
        return sum;
    });
}

const columns shared_columns{"copy, end", "copy a vector", "make, end", "new, end", "grow a vector", "lock"};

template <class Pointers>
contender shared_of(const char* name) {
    cell lock;
    if constexpr (requires { typename Pointers::template weak<int>; }) lock = lock_each<Pointers>;
    return {name,
            {copy_each<Pointers>, copy_vector<Pointers>, make_each<Pointers>, own_each<Pointers>,
             grow_vector<Pointers>, lock}};
}
void race_shared(const char* row) {
    grid("shared pointers", row, shared_columns,
         {shared_of<std_pointers>("std::shared_ptr"), shared_of<boost_pointers>("boost::local_shared_ptr"),
          shared_of<arsenal_pointers>("arsenal::local_shared_ptr")});
}
// libstdc++ counts without the lock prefix in a process that never had a second thread.
void shared_without_threads() {
#if __has_include(<sys/single_threaded.h>)
    if (!__libc_single_threaded) return std::puts("\nthere are threads: no grid without"), void();
#endif
    race_shared("a program of one thread");
}
void shared_with_threads() {
    std::thread([] {}).join();
    require_threads();
    race_shared("a program with threads");
}

template <class Counter>
struct boost_node : boost::intrusive_ref_counter<boost_node<Counter>, Counter> {
    explicit boost_node(int v) : value(v) {}
    int value;
};
template <class Counter>
struct arsenal_node : arsenal::reference_counted<arsenal_node<Counter>, Counter> {
    explicit arsenal_node(int v) : value(v) {}
    int value;
};

template <template <class> class Pointer, class Node>
double copy_intrusive() {
    static const std::vector<Pointer<Node>> all = [] {
        std::vector<Pointer<Node>> result;
        for (int i = 0; i != n; ++i) result.emplace_back(new Node(i));
        return result;
    }();
    return per_operation(n, sum_of_all, [] {
        std::uint64_t sum = 0;
        for (const auto& p : all) {
            const auto copy = p;
            observe(copy);
            sum += static_cast<std::uint64_t>(copy->value);
        }
        return sum;
    });
}
template <template <class> class Pointer, class Node>
double make_intrusive() {
    return per_operation(n, sum_of_all, [] {
        std::uint64_t sum = 0;
        for (int i = 0; i != n; ++i) {
            const Pointer<Node> p(new Node(i));
            observe(p);
            sum += static_cast<std::uint64_t>(p->value);
        }
        return sum;
    });
}
template <template <class> class Pointer, class Node>
contender intrusive_of(const char* name) {
    return {name, {copy_intrusive<Pointer, Node>, make_intrusive<Pointer, Node>}};
}
void intrusive() {
    const columns uses{"copy, end", "new, end"};
    grid("intrusive_ptr", "for one thread", uses,
         {intrusive_of<boost::intrusive_ptr, boost_node<boost::thread_unsafe_counter>>("boost"),
          intrusive_of<arsenal::intrusive_ptr, arsenal_node<arsenal::local_counter>>("arsenal")});
    grid("intrusive_ptr", "atomic", uses,
         {intrusive_of<boost::intrusive_ptr, boost_node<boost::thread_safe_counter>>("boost"),
          intrusive_of<arsenal::intrusive_ptr, arsenal_node<arsenal::atomic_counter>>("arsenal")});
}

// Arrays of bytes.

constexpr std::array lengths{1, 4, 16, 256, 4096, 100'000};
columns length_columns() {
    columns all;
    for (const int length : lengths) all.emplace_back(std::to_string(length));
    return all;
}

// Room for n objects, `skew` cache lines into its memory: two of them do not begin at the same place in a
// page, where a load waits for the other's store.
template <class T>
struct room {
    explicit room(std::size_t n, std::size_t skew = 0)
        : all(n * sizeof(T) + 64 * skew), p(reinterpret_cast<T*>(all.data() + 64 * skew)) {}
    arsenal::aligned_buffer<unsigned char> all;
    T* p;
};

// Per element, of a length that the compiler does not know.
template <class Run>
double for_length(int length, Run run) {
    asm volatile("" : "+r"(length));
    const int times = (is_quick() ? 200'000 : 400'000) / (length + 20) + 1;
    const double begin = now();
    for (int i = 0; i != times; ++i) run(length);
    return (now() - begin) / times / length;
}
template <class Run>
contender for_lengths(const char* name, Run run) {
    contender result{name, {}};
    for (const int length : lengths) result.cells.emplace_back([=] { return run(length); });
    return result;
}

struct relocate_by_move {
    template <class T>
    static void run(T* from, T* to, int length) {
        std::uninitialized_move(from, from + length, to);
        std::destroy(from, from + length);
    }
};
struct relocate_by_arsenal {
    template <class T>
    static void run(T* from, T* to, int length) {
        arsenal::uninitialized_relocate(from, from + length, to);
    }
};
template <class T, class How>
double relocate_there_and_back(int length) {
    room<T> one(static_cast<std::size_t>(length)), two(static_cast<std::size_t>(length), 5);
    std::uninitialized_value_construct_n(one.p, length);
    const double time = for_length(length, [&](int k) {
        How::run(one.p, two.p, k);
        observe(*two.p);
        How::run(two.p, one.p, k);
        observe(*one.p);
    });
    for (int i = 0; i != length; ++i) require(one.p[i] == T(), "an element is lost");
    std::destroy_n(one.p, length);
    return time / 2;
}
template <class T>
void relocate_as(const char* element) {
    grid("relocation, by number of elements", element, length_columns(),
         {for_lengths("std, move and destroy", relocate_there_and_back<T, relocate_by_move>),
          for_lengths("arsenal::uninitialized_relocate", relocate_there_and_back<T, relocate_by_arsenal>)});
}
void relocation() {
    relocate_as<std::string>("std::string (no bytes)");
    relocate_as<std::vector<int>>("std::vector<int>");
    relocate_as<std::unique_ptr<int>>("std::unique_ptr<int>");
    relocate_as<std::pair<int, std::unique_ptr<int>>>("pair<int, unique_ptr>");
    relocate_as<std::uint64_t>("uint64_t");
}

template <int Bytes>
struct plain {
    short halves[Bytes / 2];
    bool operator==(const plain&) const = default;
};
template <int Bytes>
struct initialised {
    short halves[Bytes / 2] = {};
    bool operator==(const initialised&) const = default;
};

struct by_std {
    template <class T>
    static void copy(const T* from, int k, T* to) {
        std::uninitialized_copy_n(from, k, to);
    }
    template <class T>
    static void make(T* to, int k) {
        std::uninitialized_value_construct_n(to, k);
    }
};
struct by_arsenal {
    template <class T>
    static void copy(const T* from, int k, T* to) {
        arsenal::uninitialized_copy_n(from, k, to);
    }
    template <class T>
    static void make(T* to, int k) {
        arsenal::uninitialized_value_construct_n(to, k);
    }
};
template <class T, class How>
double copy_elements(int length) {
    const std::vector<T> from(static_cast<std::size_t>(length));
    room<T> to(from.size(), 5);
    const double time = for_length(length, [&](int k) {
        How::copy(from.data(), k, to.p);
        observe(*to.p);
    });
    require(to.p[length - 1] == T(), "an element is wrong");
    return time;
}
template <class T, class How>
double make_elements(int length) {
    room<T> to(static_cast<std::size_t>(length));
    const double time = for_length(length, [&](int k) {
        How::make(to.p, k);
        observe(*to.p);
    });
    require(to.p[length - 1] == T(), "an element is wrong");
    return time;
}
template <class T>
void copy_as(const char* element) {
    grid(
        "uninitialized_copy, by number of elements", element, length_columns(),
        {for_lengths("std", copy_elements<T, by_std>), for_lengths("arsenal", copy_elements<T, by_arsenal>)});
}
template <class T>
void make_as(const char* element) {
    grid(
        "uninitialized_value_construct, by number of elements", element, length_columns(),
        {for_lengths("std", make_elements<T, by_std>), for_lengths("arsenal", make_elements<T, by_arsenal>)});
}
void uninitialized() {
    copy_as<int>("int");
    copy_as<plain<24>>("24 bytes");
    copy_as<initialised<6>>("6 bytes, initialised");
    copy_as<initialised<24>>("24 bytes, initialised");
    copy_as<initialised<64>>("64 bytes, initialised");
    make_as<plain<6>>("6 bytes");
    make_as<plain<24>>("24 bytes");
    make_as<plain<64>>("64 bytes");
}

} // namespace

int main(int count, char** arguments) {
    const int result = run_parts({{"single", shared_without_threads},
                                  {"shared", shared_with_threads},
                                  {"intrusive", intrusive},
                                  {"relocation", relocation},
                                  {"uninitialized", uninitialized}},
                                 count, arguments);
    std::printf("\nLost (under 0.95x): %zu\n", lost.size());
    for (const std::string& cell : lost) std::printf("  %s\n", cell.c_str());
    return result;
}
