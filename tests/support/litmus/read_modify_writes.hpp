#pragma once

#include <support/litmus/test.hpp>

// Litmus tests of read-modify-writes and of release sequences, which they alone continue. Letters and arrows
// as in litmus_loads_and_stores.hpp.

namespace support::litmus::shorthand {

// Two read-modify-writes never read the same value that one of them has replaced, [atomics.order]/10.
inline void atomicity(litmus_tests& tests) {
    family add(tests, "RMW+RMW"), three(tests, "RMW+RMW+RMW"), lost(tests, "RMW+W");
    for_each_choice({all_orders, all_orders}, [&](const orders& o) {
        const litmus_program p{1, {{fetch_add(x, 1, o[0])}, {fetch_add(x, 1, o[1])}}};
        add.add(o, p, {0, 0}, true);
        add.add(o, p, {1, 1}, true);
        add.add(o, p, {0, 1, 2}, false);
        const litmus_program q{1, {{exchange(x, 1, o[0])}, {exchange(x, 2, o[1])}}};
        add.add(o, q, {0, 0}, true);
        add.add(o, q, {2, 1}, true);
        three.add(o, {1, {{fetch_add(x, 1, o[0])}, {fetch_add(x, 1, o[0])}, {fetch_add(x, 1, o[1])}}},
                  {any, any, any, 2}, true);
    });
    // A store does not come between the two halves.
    for_each_choice({all_orders, stores}, [&](const orders& o) {
        const litmus_program p{1, {{fetch_add(x, 1, o[0])}, {store(x, 10, o[1])}}};
        lost.add(o, p, {0, 1}, true);
        lost.add(o, p, {10, 10}, true);
        lost.add(o, p, {10, 11}, false);
    });
}

inline void compare_exchanges(litmus_tests& tests) {
    family both(tests, "CAS+CAS"), strong(tests, "CAS strong");
    for_each_choice({all_orders, all_orders, loads}, [&](const orders& o) {
        const litmus_program p{
            1, {{compare_exchange(x, 0, 1, o[0], o[2])}, {compare_exchange(x, 0, 2, o[1], o[2])}}};
        both.add(o, p, {0, 0}, true);    // both succeed
        both.add(o, p, {0, 1, 2}, true); // the second fails and stores
        both.add(o, p, {2, 1}, true);    // both fail
        both.add(o, p, {0, 1, 1}, false);
    });
    // Without another thread the strong one does not fail.
    for_each_choice({all_orders, loads}, [&](const orders& o) {
        strong.add(o, {1, {{compare_exchange(x, 0, 1, o[0], o[1])}}}, {0, 0}, true);
    });
}

// Message passing whose flag is read by a compare_exchange: the order for failure counts if it fails, else
// that for success.
inline void compare_exchange_orders(litmus_tests& tests) {
    family fails(tests, "MP+CAS fails"), succeeds(tests, "MP+CAS succeeds");
    for_each_choice({stores, all_orders, loads}, [&](const orders& o) {
        const thread_program writer{store(x, 1, rlx), store(y, 1, o[0])};
        fails.add(o, {2, {writer, {compare_exchange(y, 2, 3, o[1], o[2]), load(x, rlx)}}}, {1, 0},
                  releases(o[0]) && acquires(o[2]));
        succeeds.add(o, {2, {writer, {compare_exchange(y, 1, 3, o[1], o[2]), load(x, rlx)}}}, {1, 0},
                     releases(o[0]) && acquires(o[1]));
    });
}

// Store buffering where a compare_exchange that fails does the loads: its seq_cst for failure alone counts.
inline void failing_compare_exchange_in_total_order(litmus_tests& tests) {
    family sb(tests, "SB+CAS fails");
    for_each_choice({all_orders, loads}, [&](const orders& o) {
        sb.add(o,
               {2,
                {{store(x, 1, sc), compare_exchange(y, 5, 6, o[0], o[1])},
                 {store(y, 1, sc), compare_exchange(x, 5, 6, o[0], o[1])}}},
               {0, 0}, o[1] == sc);
    });
}

// Message passing with read-modify-writes on both sides.
inline void message_passing_by_rmw(litmus_tests& tests) {
    family mp(tests, "MP+RMW");
    for_each_choice({stores, all_orders, all_orders, loads}, [&](const orders& o) {
        mp.add(o, {2, {{store(x, 1, o[0]), exchange(y, 1, o[1])}, {fetch_add(y, 1, o[2]), load(x, o[3])}}},
               {0, 1, 0}, releases(o[1]) && acquires(o[2]));
    });
}

// Store buffering by exchange: acquire and release do not help, as neither reads from the other.
inline void store_buffering_by_exchange(litmus_tests& tests) {
    family sb(tests, "SB+exchange");
    for_each_choice({all_orders, loads, all_orders, loads}, [&](const orders& o) {
        sb.add(o, {2, {{exchange(x, 1, o[0]), load(y, o[1])}, {exchange(y, 1, o[2]), load(x, o[3])}}},
               {0, 0, 0, 0}, seq_cst({o[0], o[1], o[2], o[3]}));
    });
}

// Store buffering where the loads are read-modify-writes, too: then c reads from b (y is 0, b, c) and a from
// d, and one of them that synchronises makes the other impossible.
inline void store_buffering_by_rmw(litmus_tests& tests) {
    family sb(tests, "SB+RMW");
    for_each_choice({all_orders, all_orders, all_orders, all_orders}, [&](const orders& o) {
        sb.add(
            o,
            {2,
             {{exchange(x, 1, o[0]), fetch_add(y, 0, o[1])}, {exchange(y, 1, o[2]), fetch_add(x, 0, o[3])}}},
            {any, 0, any, 0}, (releases(o[1]) && acquires(o[2])) || (releases(o[3]) && acquires(o[0])));
    });
}

// Release sequences: c continues the one of b, whatever its order; two may.
inline void release_sequences(litmus_tests& tests) {
    family one(tests, "RS+RMW"), two(tests, "RS+RMW+RMW");
    for_each_choice({stores, stores, all_orders, loads, loads}, [&](const orders& o) {
        one.add(o,
                {2,
                 {{store(x, 1, o[0]), store(y, 1, o[1])},
                  {fetch_add(y, 1, o[2])},
                  {load(y, o[3]), load(x, o[4])}}},
                {1, 2, 0}, releases(o[1]) && acquires(o[3]));
    });
    for_each_choice({stores, all_orders, loads}, [&](const orders& o) {
        two.add(o,
                {2,
                 {{store(x, 1, rlx), store(y, 1, o[0])},
                  {fetch_add(y, 1, o[1])},
                  {compare_exchange(y, 2, 3, o[1], rlx)},
                  {load(y, o[2]), load(x, rlx)}}},
                {1, 2, 3, 0}, releases(o[0]) && acquires(o[2]));
    });
}

// A store ends the release sequence, since C++20 the same thread's, too: b's release does not reach d. But b
// is coherence-ordered before d: a -> b -> d -> e -> a.
inline void release_sequence_ended_by_own_store(litmus_tests& tests) {
    family own(tests, "RS+W own");
    for_each_choice({stores, stores, stores, loads, loads}, [&](const orders& o) {
        own.add(
            o,
            {2, {{store(x, 1, o[0]), store(y, 1, o[1]), store(y, 2, o[2])}, {load(y, o[3]), load(x, o[4])}}},
            {2, 0}, (releases(o[2]) && acquires(o[3])) || seq_cst({o[0], o[1], o[3], o[4]}));
    });
}

// Likewise with another thread's store c, after b in the modification order. What is left is a -> b -> d -> e
// -> a (b precedes d by coherence): c need not be seq_cst.
inline void release_sequence_ended_by_other_store(litmus_tests& tests) {
    family other(tests, "RS+W other");
    for_each_choice({stores, stores, stores, loads, loads}, [&](const orders& o) {
        other.add(
            o,
            {2,
             {{store(x, 1, o[0]), store(y, 1, o[1])}, {store(y, 2, o[2])}, {load(y, o[3]), load(x, o[4])}}},
            {2, 0, any, 2}, seq_cst({o[0], o[1], o[3], o[4]}));
    });
}

// Z6.U, the example of P0668: e follows b and c in the modification order, b -> e -> f -> a. C++17 forbade it
// also with b release and c seq_cst, as a happens before c; that a does not strongly happen before c is what
// C++20 changed. c and d do not matter.
inline void happens_before_against_total_order(litmus_tests& tests) {
    family z6(tests, "Z6.U");
    for_each_choice({stores, stores, {rlx, acq_rel, sc}, loads, stores, loads}, [&](const orders& o) {
        z6.add(o,
               {2,
                {{store(x, 1, o[0]), store(y, 1, o[1])},
                 {fetch_add(y, 1, o[2]), load(y, o[3])},
                 {store(y, 3, o[4]), load(x, o[5])}}},
               {1, 3, 0}, seq_cst({o[0], o[1], o[4], o[5]}));
    });
}

inline void read_modify_writes(litmus_tests& tests) {
    atomicity(tests);
    compare_exchanges(tests);
    compare_exchange_orders(tests);
    failing_compare_exchange_in_total_order(tests);
    message_passing_by_rmw(tests);
    store_buffering_by_exchange(tests);
    store_buffering_by_rmw(tests);
    release_sequences(tests);
    release_sequence_ended_by_own_store(tests);
    release_sequence_ended_by_other_store(tests);
    happens_before_against_total_order(tests);
}

} // namespace support::litmus::shorthand
