#pragma once

#include <support/litmus/test.hpp>

// Litmus tests with fences. Letters and arrows as in litmus_loads_and_stores.hpp; F and G are the fences. A
// thread's accesses have one strength: relaxed, acquire and release, or seq_cst; a relaxed fence has no
// effects, [atomics.fences]/5.1.

namespace support::litmus::shorthand {

inline const orders strengths{rlx, acq_rel, sc};

constexpr std::memory_order of_store(std::memory_order strength) {
    return strength == acq_rel ? rel : strength;
}
constexpr std::memory_order of_load(std::memory_order strength) {
    return strength == acq_rel ? acq : strength;
}

/// One thread's accesses and the fence between them: whether the first acquires, the second releases, or S
/// has them in program order as far as others can tell: by [atomics.order]/4.1 or /4.2-4.4.
struct fenced {
    std::memory_order strength, fence;

    bool acquiring() const { return acquires(strength) || acquires(fence); }
    bool releasing() const { return releases(strength) || releases(fence); }
    bool seq_cst() const { return strength == sc || fence == sc; }

    operation store(int location, int value) const {
        return litmus::store(location, value, of_store(strength));
    }
    operation load(int location) const { return litmus::load(location, of_load(strength)); }
    operation between() const { return litmus::fence(fence); }
};

/// Calls f(orders, first, second) for every pair of such threads.
template <class F>
void for_each_fenced_pair(F f) {
    for_each_choice({strengths, all_orders, strengths, all_orders},
                    [&](const orders& o) { f(o, fenced{o[0], o[1]}, fenced{o[2], o[3]}); });
}

// Nobody reads from the other: SB, R, 2+2W.
inline void fences_in_total_order(litmus_tests& tests) {
    family sb(tests, "SB+fences"), r(tests, "R+fences"), w(tests, "2+2W+fences");
    for_each_fenced_pair([&](const orders& o, fenced t, fenced u) {
        const bool forbidden = t.seq_cst() && u.seq_cst();
        sb.add(o, {2, {{t.store(x, 1), t.between(), t.load(y)}, {u.store(y, 1), u.between(), u.load(x)}}},
               {0, 0}, forbidden);
        r.add(o, {2, {{t.store(x, 1), t.between(), t.store(y, 1)}, {u.store(y, 2), u.between(), u.load(x)}}},
              {0, any, 2}, forbidden);
        w.add(o,
              {2, {{t.store(x, 1), t.between(), t.store(y, 2)}, {u.store(y, 1), u.between(), u.store(x, 2)}}},
              {1, 1}, forbidden);
    });
}

// One thread reads from the other: MP, S; LB where either may. A fence synchronises by the accesses after and
// before it, [atomics.fences]/2-4.
inline void fences_that_synchronise(litmus_tests& tests) {
    family mp(tests, "MP+fences"), s(tests, "S+fences"), lb(tests, "LB+fences");
    for_each_fenced_pair([&](const orders& o, fenced t, fenced u) {
        const bool forbidden = t.releasing() && u.acquiring();
        mp.add(o, {2, {{t.store(x, 1), t.between(), t.store(y, 1)}, {u.load(y), u.between(), u.load(x)}}},
               {1, 0}, forbidden);
        s.add(o, {2, {{t.store(x, 2), t.between(), t.store(y, 1)}, {u.load(y), u.between(), u.store(x, 1)}}},
              {1, 2}, forbidden);
        lb.add(o, {2, {{t.load(x), t.between(), t.store(y, 1)}, {u.load(y), u.between(), u.store(x, 1)}}},
               {1, 1}, forbidden || (u.releasing() && t.acquiring()));
    });
}

// Independent reads and the two causalities: the writers' orders do not matter. That seq_cst fences forbid
// IRIW and RWC is new in C++20.
inline void fences_and_third_threads(litmus_tests& tests) {
    family iriw(tests, "IRIW+fences"), rwc(tests, "RWC+fences"), wrc(tests, "WRC+fences");
    for (const auto written : {rlx, sc})
        for_each_fenced_pair([&](orders o, fenced t, fenced u) {
            o.insert(o.begin(), written);
            iriw.add(o,
                     {2,
                      {{store(x, 1, written)},
                       {store(y, 1, written)},
                       {t.load(x), t.between(), t.load(y)},
                       {u.load(y), u.between(), u.load(x)}}},
                     {1, 0, 1, 0}, t.seq_cst() && u.seq_cst());
            rwc.add(o,
                    {2,
                     {{store(x, 1, written)},
                      {t.load(x), t.between(), t.load(y)},
                      {u.store(y, 1), u.between(), u.load(x)}}},
                    {1, 0, 0}, t.seq_cst() && u.seq_cst());
            wrc.add(o,
                    {2,
                     {{store(x, 1, written)},
                      {t.load(x), t.between(), t.store(y, 1)},
                      {u.load(y), u.between(), u.load(x)}}},
                    {1, 1, 0}, t.releasing() && u.acquiring());
        });
}

// W+RWC, a b | c F d | e G f: the fence F may be reached from a by happens before, [atomics.order]/4.2 and
// /4.4. Without it a has to come before d in S, which needs them seq_cst.
inline void fence_after_message(litmus_tests& tests) {
    family w_rwc(tests, "W+RWC+fence after");
    for_each_choice({{rlx, sc}, stores, loads, all_orders, loads, {rlx, sc}, {rlx, sc}},
                    [&](const orders& o) {
                        const fenced last{o[5], o[6]};
                        w_rwc.add(o,
                                  {3,
                                   {{store(x, 1, o[0]), store(y, 1, o[1])},
                                    {load(y, o[2]), fence(o[3]), load(z, o[4])},
                                    {last.store(z, 1), last.between(), last.load(x)}}},
                                  {1, 0, 0},
                                  last.seq_cst() && releases(o[1]) && (acquires(o[2]) || acquires(o[3])) &&
                                      (o[3] == sc || seq_cst({o[0], o[4]})));
                    });
}

// a F b | c d | e G f: likewise F, which happens before d, [atomics.order]/4.3 and /4.4.
inline void fence_before_message(litmus_tests& tests) {
    family w_rwc(tests, "W+RWC+fence before");
    for_each_choice({{rlx, sc}, all_orders, stores, loads, loads, {rlx, sc}, {rlx, sc}},
                    [&](const orders& o) {
                        const fenced last{o[5], o[6]};
                        w_rwc.add(o,
                                  {3,
                                   {{store(x, 1, o[0]), fence(o[1]), store(y, 1, o[2])},
                                    {load(y, o[3]), load(z, o[4])},
                                    {last.store(z, 1), last.between(), last.load(x)}}},
                                  {1, 0, 0},
                                  last.seq_cst() && acquires(o[3]) && (releases(o[2]) || releases(o[1])) &&
                                      (o[1] == sc || seq_cst({o[0], o[4]})));
                    });
}

// A fence on the wrong side of its access does nothing for it.
inline void misplaced_fences(litmus_tests& tests) {
    family late(tests, "MP+late release"), early(tests, "MP+early acquire");
    for_each_choice({all_orders, all_orders}, [&](const orders& o) {
        late.add(
            o,
            {2,
             {{store(x, 1, rlx), store(y, 1, rlx), fence(o[0])}, {load(y, rlx), fence(o[1]), load(x, rlx)}}},
            {1, 0}, false);
        early.add(
            o,
            {2,
             {{store(x, 1, rlx), fence(o[0]), store(y, 1, rlx)}, {fence(o[1]), load(y, rlx), load(x, rlx)}}},
            {1, 0}, false);
    });
}

// A fence heads the hypothetical release sequences of all stores after it: a read-modify-write continues that
// of the one before, and a second store has its own.
inline void fences_and_release_sequences(litmus_tests& tests) {
    family rmw(tests, "RS+fences+RMW"), own(tests, "RS+fences+W own");
    for_each_choice({all_orders, all_orders, all_orders}, [&](const orders& o) {
        rmw.add(o,
                {2,
                 {{store(x, 1, rlx), fence(o[0]), store(y, 1, rlx)},
                  {fetch_add(y, 1, o[1])},
                  {load(y, rlx), fence(o[2]), load(x, rlx)}}},
                {1, 2, 0}, releases(o[0]) && acquires(o[2]));
    });
    for_each_choice({all_orders, all_orders}, [&](const orders& o) {
        own.add(o,
                {2,
                 {{store(x, 1, rlx), fence(o[0]), store(y, 1, rlx), store(y, 2, rlx)},
                  {load(y, rlx), fence(o[1]), load(x, rlx)}}},
                {2, 0}, releases(o[0]) && acquires(o[1]));
    });
}

// Store buffering with a fence on one side and an exchange on the other.
inline void fence_against_exchange(litmus_tests& tests) {
    family sb(tests, "SB+fence+exchange");
    for_each_choice({all_orders, all_orders, loads}, [&](const orders& o) {
        sb.add(o, {2, {{store(x, 1, rlx), fence(o[0]), load(y, rlx)}, {exchange(y, 1, o[1]), load(x, o[2])}}},
               {0, 0, 0}, seq_cst({o[0], o[1], o[2]}));
    });
}

inline void fences(litmus_tests& tests) {
    fences_in_total_order(tests);
    fences_that_synchronise(tests);
    fences_and_third_threads(tests);
    fence_after_message(tests);
    fence_before_message(tests);
    misplaced_fences(tests);
    fences_and_release_sequences(tests);
    fence_against_exchange(tests);
}

} // namespace support::litmus::shorthand
