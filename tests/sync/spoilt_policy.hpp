#pragma once

// Flaws, one at a time, in the code that is shipped: spoilt_policy is model_policy, but for one atomic
// operation, known by where it stands in the source, that does less than it should. (explored.hpp weakens the
// orders.) spoil() finds the operations that some programs make, and spoils each in every way there is:
//
//   torn          a read-modify-write is a load and a store
//   unchecked     a compare_exchange stores whatever was there, and says that it was what is expected
//   left_out      a store, or the storing half of a fetch_..., does not take place
//   ignored       a load takes place, but yields what the thread's last load of the object yielded

#include <sync/explored.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <source_location>
#include <string_view>

namespace explored {

enum class damage { torn, unchecked, left_out, ignored };

struct flaw {
    std::source_location site{};
    const char* operation = "";
    damage kind{};

    bool operator==(const flaw& other) const {
        return kind == other.kind && site.line() == other.site.line() &&
               site.column() == other.site.column() &&
               std::string_view(site.file_name()) == other.site.file_name();
    }
    std::string text() const {
        constexpr std::array kinds{"torn", "unchecked", "left out", "ignored"};
        return std::string(operation) + ": " + kinds[static_cast<std::size_t>(kind)];
    }
    std::string place() const {
        std::string_view file = site.file_name();
        file.remove_prefix(file.rfind('/') + 1);
        return std::string(file) + ":" + std::to_string(site.line());
    }
};

struct flaws : std::vector<flaw> {
    bool contain(const flaw& f) const { return std::find(begin(), end(), f) != end(); }
    void add(const flaw& f) {
        if (!contain(f)) push_back(f);
    }
};

/// The flaw that the programs run with, or a list to which they add those that they can have.
struct spoiling {
    std::optional<flaw> active{};
    flaws* possible = nullptr;

    bool is(const flaw& f) const {
        if (possible != nullptr) possible->add(f);
        return active == f;
    }
};
inline spoiling now_spoilt;

template <class T, class Atomic = support::interleave::atomic<T>>
class spoilt_atomic : public Atomic {
    using base = Atomic;
    using order = std::memory_order;
    using site = std::source_location;
    using operand = std::type_identity_t<T>;

public:
    spoilt_atomic(T value = {}, site where = site::current()) : base(value, where) { last_.fill(value); }

    T load(order said, site where = site::current()) const {
        const T seen = base::load(said, where);
        T& last = last_[static_cast<std::size_t>(support::interleave::thread())];
        if (!now_spoilt.is({where, "load", damage::ignored})) last = seen;
        return last;
    }
    void store(T value, order said, site where = site::current()) {
        if (!now_spoilt.is({where, "store", damage::left_out})) base::store(value, said, where);
    }
    T exchange(T value, order said, site where = site::current()) {
        if (now_spoilt.is({where, "exchange", damage::torn}))
            return tear(said, where, [=](T) { return value; });
        return base::exchange(value, said, where);
    }
    T fetch_add(operand value, order said, site where = site::current()) {
        const auto next = [=](T old) { return static_cast<T>(old + value); };
        if (const auto old = spoilt_fetch("fetch_add", said, where, next)) return *old;
        return base::fetch_add(value, said, where);
    }
    T fetch_sub(operand value, order said, site where = site::current()) {
        const auto next = [=](T old) { return static_cast<T>(old - value); };
        if (const auto old = spoilt_fetch("fetch_sub", said, where, next)) return *old;
        return base::fetch_sub(value, said, where);
    }
    T fetch_or(T value, order said, site where = site::current()) {
        const auto next = [=](T old) { return static_cast<T>(old | value); };
        if (const auto old = spoilt_fetch("fetch_or", said, where, next)) return *old;
        return base::fetch_or(value, said, where);
    }
    T fetch_and(T value, order said, site where = site::current()) {
        const auto next = [=](T old) { return static_cast<T>(old & value); };
        if (const auto old = spoilt_fetch("fetch_and", said, where, next)) return *old;
        return base::fetch_and(value, said, where);
    }
    bool compare_exchange_strong(T& expected, T desired, order said, order failure,
                                 site where = site::current()) {
        if (const auto done = spoilt_compare(expected, desired, said, where)) return *done;
        return base::compare_exchange_strong(expected, desired, said, failure, where);
    }
    bool compare_exchange_weak(T& expected, T desired, order said, order failure,
                               site where = site::current()) {
        if (const auto done = spoilt_compare(expected, desired, said, where)) return *done;
        return base::compare_exchange_weak(expected, desired, said, failure, where);
    }

private:
    static order of_load(order said) {
        return said == order::acq_rel ? order::acquire : said == order::release ? order::relaxed : said;
    }
    static order of_store(order said) {
        return said == order::acq_rel ? order::release : said == order::acquire ? order::relaxed : said;
    }
    template <class Function>
    T tear(order said, site where, Function function) {
        const T old = base::load(of_load(said), where);
        base::store(function(old), of_store(said), where);
        return old;
    }
    template <class Function>
    std::optional<T> spoilt_fetch(const char* operation, order said, site where, Function function) {
        if (now_spoilt.is({where, operation, damage::torn})) return tear(said, where, function);
        if (now_spoilt.is({where, operation, damage::left_out})) return base::load(of_load(said), where);
        return {};
    }
    std::optional<bool> spoilt_compare(T& expected, T desired, order said, site where) {
        if (now_spoilt.is({where, "compare_exchange", damage::unchecked})) {
            base::exchange(desired, said, where);
            return true;
        }
        if (!now_spoilt.is({where, "compare_exchange", damage::torn})) return {};
        const T old = base::load(of_load(said), where);
        const bool same = old == std::exchange(expected, old);
        if (same) base::store(desired, of_store(said), where);
        return same;
    }

    mutable std::array<T, support::interleave::max_threads> last_{};
};

struct spoilt_policy : model_policy {
    template <class T>
    using atomic = spoilt_atomic<T>;
};

struct bounded {
    program test;
    options bounds{};
};

/// Spoils each operation of the tests, which run with spoilt_policy, in each way, and says what became of it
/// in those that come by it. Returns the flaws that went unnoticed.
inline std::vector<std::string> unnoticed_flaws(const std::vector<bounded>& tests) {
    std::vector<flaws> possible; // of each test
    flaws all;
    for (const auto& [test, bounds] : tests) {
        now_spoilt = {{}, &possible.emplace_back()};
        failure_of(test, bounds);
        for (const flaw& f : possible.back()) all.add(f);
    }
    std::vector<std::string> unnoticed;
    for (const flaw& f : all) {
        now_spoilt = {f, nullptr};
        std::string failure;
        for (std::size_t i = 0; i != tests.size() && failure.empty(); ++i)
            if (possible[i].contain(f)) failure = failure_of(tests[i].test, tests[i].bounds);
        if (failure.empty()) unnoticed.push_back(f.text());
        std::printf("spoilt   | %-24s | %-34s | %s\n", f.place().c_str(), f.text().c_str(),
                    failure.empty() ? "not noticed"
                                    : failure.substr(0, failure.find_first_of(":\n")).c_str());
    }
    now_spoilt = {};
    return unnoticed;
}

} // namespace explored
