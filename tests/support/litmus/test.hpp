#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <set>
#include <string>
#include <support/litmus/program.hpp>
#include <utility>
#include <vector>

// What a family of litmus tests is made of: one shape of program with every combination of orders, the weak
// outcome that gives the shape its interest, and whether C++20 forbids it. The verdicts are rules written by
// hand, from the literature and the standard's clauses, next to each shape; nothing here computes them.

namespace support::litmus {

struct litmus_test {
    static constexpr int any = -1;

    std::string family; // "MP"
    std::string name;   // "MP rlx rel acq rlx", orders as in the program, thread by thread
    litmus_program program;
    std::vector<int> weak; // as outcome::values; any, or the end of the vector: whatever it be
    bool allowed = false;

    bool is_weak(const outcome& o) const {
        for (std::size_t i = 0; i != weak.size(); ++i)
            if (weak[i] != any && weak[i] != o.values[i]) return false;
        return true;
    }
    bool has_weak(const std::set<outcome>& outcomes) const {
        return std::any_of(outcomes.begin(), outcomes.end(), [&](const outcome& o) { return is_weak(o); });
    }
};
using litmus_tests = std::vector<litmus_test>;

namespace shorthand {

inline constexpr int any = litmus_test::any;

using orders = std::vector<std::memory_order>;

inline constexpr std::memory_order rlx = std::memory_order::relaxed, acq = std::memory_order::acquire,
                                   rel = std::memory_order::release, acq_rel = std::memory_order::acq_rel,
                                   sc = std::memory_order::seq_cst;
inline const orders stores{rlx, rel, sc};
inline const orders loads{rlx, acq, sc};
inline const orders all_orders{rlx, acq, rel, acq_rel, sc}; // of a read-modify-write; of a fence: rlx is none

inline constexpr int x = 0, y = 1, z = 2;

inline std::string name_of(std::memory_order order) {
    return order == rlx   ? "rlx"
           : order == acq ? "acq"
           : order == rel ? "rel"
           : order == sc  ? "sc"
                          : "acq_rel";
}

inline bool acquires(std::memory_order order) { return order == acq || order == acq_rel || order == sc; }
inline bool releases(std::memory_order order) { return order == rel || order == acq_rel || order == sc; }
inline bool seq_cst(std::initializer_list<std::memory_order> of) {
    return std::all_of(of.begin(), of.end(), [](std::memory_order o) { return o == sc; });
}

/// Calls f with every choice of one order from each of `choices`.
template <class F>
void for_each_choice(const std::vector<orders>& choices, F f) {
    orders chosen;
    const auto choose = [&](const auto& self) -> void {
        if (chosen.size() == choices.size()) return f(std::as_const(chosen));
        for (const std::memory_order order : choices[chosen.size()]) {
            chosen.push_back(order);
            self(self);
            chosen.pop_back();
        }
    };
    choose(choose);
}

class family {
public:
    family(litmus_tests& tests, std::string name) : tests_(tests), name_(std::move(name)) {}

    void add(const orders& chosen, litmus_program program, std::vector<int> weak, bool forbidden) {
        std::string name = name_;
        for (const std::memory_order order : chosen) name += " " + name_of(order);
        tests_.push_back({name_, name, std::move(program), std::move(weak), !forbidden});
    }

private:
    litmus_tests& tests_;
    std::string name_;
};

} // namespace shorthand
} // namespace support::litmus
