#pragma once

#include <support/litmus/test.hpp>

// Litmus tests of loads and stores. In the reasons, a, b, c, ... are the operations in the order of the
// program, thread by thread; a -> b: a precedes b in S, the total order of the seq_cst operations.

namespace support::litmus::shorthand {

// Coherence, which is the same for all orders.
inline void coherence(litmus_tests& tests) {
    family rr(tests, "CoRR"), ww(tests, "CoWW"), rw(tests, "CoRW1"), rw2(tests, "CoRW2"), wr(tests, "CoWR"),
        wr2(tests, "CoWR2");
    for_each_choice({stores, loads, loads}, [&](const orders& o) {
        rr.add(o, {1, {{store(x, 1, o[0])}, {load(x, o[1]), load(x, o[2])}}}, {1, 0}, true);
    });
    for_each_choice({stores, stores}, [&](const orders& o) {
        ww.add(o, {1, {{store(x, 1, o[0]), store(x, 2, o[1])}}}, {1}, true);
    });
    for_each_choice({loads, stores}, [&](const orders& o) {
        rw.add(o, {1, {{load(x, o[0]), store(x, 1, o[1])}}}, {1}, true);
    });
    for_each_choice({loads, stores, stores}, [&](const orders& o) {
        rw2.add(o, {1, {{load(x, o[0]), store(x, 1, o[1])}, {store(x, 2, o[2])}}}, {2, 2}, true);
    });
    for_each_choice({stores, loads, stores}, [&](const orders& o) {
        const litmus_program p{1, {{store(x, 1, o[0]), load(x, o[1])}, {store(x, 2, o[2])}}};
        wr.add(o, p, {0}, true);
        wr2.add(o, p, {2, 1}, true);
    });
}

// Two readers see two stores to one location in different orders.
inline void coherence_of_two_readers(litmus_tests& tests) {
    family rr2(tests, "CoRR2");
    for_each_choice({stores, stores, loads, loads}, [&](const orders& o) {
        rr2.add(o,
                {1,
                 {{store(x, 1, o[0])},
                  {store(x, 2, o[1])},
                  {load(x, o[2]), load(x, o[2])},
                  {load(x, o[3]), load(x, o[3])}}},
                {1, 2, 2, 1}, true);
    });
}

// Store buffering. Nobody reads from the other, so only a -> b -> c -> d -> a forbids it.
inline void store_buffering(litmus_tests& tests) {
    family sb(tests, "SB"), sb3(tests, "3.SB");
    for_each_choice({stores, loads, stores, loads}, [&](const orders& o) {
        sb.add(o, {2, {{store(x, 1, o[0]), load(y, o[1])}, {store(y, 1, o[2]), load(x, o[3])}}}, {0, 0},
               seq_cst({o[0], o[1], o[2], o[3]}));
    });
    for_each_choice({{rlx, sc}, loads, stores, loads, {rlx, sc}, {rlx, sc}}, [&](const orders& o) {
        sb3.add(o,
                {3,
                 {{store(x, 1, o[0]), load(y, o[1])},
                  {store(y, 1, o[2]), load(z, o[3])},
                  {store(z, 1, o[4]), load(x, o[5])}}},
                {0, 0, 0}, seq_cst({o[0], o[1], o[2], o[3], o[4], o[5]}));
    });
}

// Store buffering where each thread sees its own store first. c is coherence-ordered before d and so before
// e, which reads from d: c -> d -> f or c -> e -> f, and likewise f -> a -> c or f -> b -> c.
inline void store_buffering_with_forwarding(litmus_tests& tests) {
    family rfi(tests, "SB+rfi");
    for_each_choice({stores, loads, loads, stores, loads, loads}, [&](const orders& o) {
        rfi.add(o,
                {2,
                 {{store(x, 1, o[0]), load(x, o[1]), load(y, o[2])},
                  {store(y, 1, o[3]), load(y, o[4]), load(x, o[5])}}},
                {1, 0, 1, 0},
                seq_cst({o[2], o[5]}) && (o[0] == sc || o[1] == sc) && (o[3] == sc || o[4] == sc));
    });
}

// Message passing: a happens before d if b synchronises with c. (All seq_cst says the same.)
inline void message_passing(litmus_tests& tests) {
    family mp(tests, "MP");
    for_each_choice({stores, stores, loads, loads}, [&](const orders& o) {
        mp.add(o, {2, {{store(x, 1, o[0]), store(y, 1, o[1])}, {load(y, o[2]), load(x, o[3])}}}, {1, 0},
               releases(o[1]) && acquires(o[2]));
    });
}

// Load buffering, which the standard allows: nothing there says that the cycle of program order and reads
// from may not be. If one side synchronises, then the other one reads from what happens after it.
inline void load_buffering(litmus_tests& tests) {
    family lb(tests, "LB");
    for_each_choice({loads, stores, loads, stores}, [&](const orders& o) {
        lb.add(o, {2, {{load(x, o[0]), store(y, 1, o[1])}, {load(y, o[2]), store(x, 1, o[3])}}}, {1, 1},
               (releases(o[1]) && acquires(o[2])) || (releases(o[3]) && acquires(o[0])));
    });
}

// S: the first thread's store to x is the last one in its modification order, though the other thread's store
// comes after it by message passing.
inline void store_after_message(litmus_tests& tests) {
    family s(tests, "S");
    for_each_choice({stores, stores, loads, stores}, [&](const orders& o) {
        s.add(o, {2, {{store(x, 2, o[0]), store(y, 1, o[1])}, {load(y, o[2]), store(x, 1, o[3])}}}, {1, 2},
              releases(o[1]) && acquires(o[2]));
    });
}

// R and 2+2W: nobody reads from the other; a -> b -> c -> d -> a.
inline void write_orders(litmus_tests& tests) {
    family r(tests, "R"), w(tests, "2+2W");
    for_each_choice({stores, stores, stores, loads}, [&](const orders& o) {
        r.add(o, {2, {{store(x, 1, o[0]), store(y, 1, o[1])}, {store(y, 2, o[2]), load(x, o[3])}}},
              {0, any, 2}, seq_cst({o[0], o[1], o[2], o[3]}));
    });
    for_each_choice({stores, stores, stores, stores}, [&](const orders& o) {
        w.add(o, {2, {{store(x, 1, o[0]), store(y, 2, o[1])}, {store(y, 1, o[2]), store(x, 2, o[3])}}},
              {1, 1}, seq_cst({o[0], o[1], o[2], o[3]}));
    });
}

// Independent reads of independent writes. c -> d and e -> f by program order; d is coherence-ordered before
// the store b and that before e, hence d before e ([atomics.order]/3.4), and likewise f before c. So the four
// loads alone close the circle, whatever the stores' orders: here C++20 is stronger than RC11.
inline void independent_reads(litmus_tests& tests) {
    family iriw(tests, "IRIW");
    for_each_choice({stores, stores, loads, loads, loads, loads}, [&](const orders& o) {
        iriw.add(o,
                 {2,
                  {{store(x, 1, o[0])},
                   {store(y, 1, o[1])},
                   {load(x, o[2]), load(y, o[3])},
                   {load(y, o[4]), load(x, o[5])}}},
                 {1, 0, 1, 0}, seq_cst({o[2], o[3], o[4], o[5]}));
    });
}

// Write-to-read causality: what the second thread read, b, happens before e if c synchronises with d; then
// read-read coherence wants e to read as late a value, whatever a is.
inline void write_to_read_causality(litmus_tests& tests) {
    family wrc(tests, "WRC");
    for_each_choice({stores, loads, stores, loads, loads}, [&](const orders& o) {
        wrc.add(
            o, {2, {{store(x, 1, o[0])}, {load(x, o[1]), store(y, 1, o[2])}, {load(y, o[3]), load(x, o[4])}}},
            {1, 1, 0}, releases(o[2]) && acquires(o[3]));
    });
}

// Read-to-write causality. b -> c -> d -> e -> b, the last since e is coherence-ordered before a and that
// before b: a itself need not be seq_cst.
inline void read_to_write_causality(litmus_tests& tests) {
    family rwc(tests, "RWC");
    for_each_choice({stores, loads, loads, stores, loads}, [&](const orders& o) {
        rwc.add(
            o, {2, {{store(x, 1, o[0])}, {load(x, o[1]), load(y, o[2])}, {store(y, 1, o[3]), load(x, o[4])}}},
            {1, 0, 0}, seq_cst({o[1], o[2], o[3], o[4]}));
    });
}

// ISA2: message passing over two hops, both of which must synchronise.
inline void two_messages(litmus_tests& tests) {
    family isa2(tests, "ISA2");
    for_each_choice({stores, stores, loads, stores, loads, loads}, [&](const orders& o) {
        isa2.add(o,
                 {3,
                  {{store(x, 1, o[0]), store(y, 1, o[1])},
                   {load(y, o[2]), store(z, 1, o[3])},
                   {load(z, o[4]), load(x, o[5])}}},
                 {1, 1, 0}, releases(o[1]) && acquires(o[2]) && releases(o[3]) && acquires(o[4]));
    });
}

// W+RWC: d -> e -> f -> a. a strongly happens before d if b synchronises with c, as a is sequenced before b
// and c before d, [intro.races]/12.3: b and c need no seq_cst.
inline void message_then_store_buffering(litmus_tests& tests) {
    family w_rwc(tests, "W+RWC");
    for_each_choice({stores, stores, loads, loads, stores, loads}, [&](const orders& o) {
        w_rwc.add(o,
                  {3,
                   {{store(x, 1, o[0]), store(y, 1, o[1])},
                    {load(y, o[2]), load(z, o[3])},
                    {store(z, 1, o[4]), load(x, o[5])}}},
                  {1, 0, 0}, releases(o[1]) && acquires(o[2]) && seq_cst({o[0], o[3], o[4], o[5]}));
    });
}

// Z6.3: the same with a message between c, which follows b in the modification order, and f.
inline void message_after_write_order(litmus_tests& tests) {
    family z6(tests, "Z6.3");
    for_each_choice({stores, stores, stores, stores, loads, loads}, [&](const orders& o) {
        z6.add(o,
               {3,
                {{store(x, 1, o[0]), store(y, 1, o[1])},
                 {store(y, 2, o[2]), store(z, 1, o[3])},
                 {load(z, o[4]), load(x, o[5])}}},
               {1, 0, any, 2}, releases(o[3]) && acquires(o[4]) && seq_cst({o[0], o[1], o[2], o[5]}));
    });
}

// c follows a in the modification order as b, before it, has read a; f reads a, and so precedes c; d precedes
// e: c -> d -> e -> f -> c, whatever a and b are. (An emulator of weak memory once missed it: Miri, issue
// 5104.) The second form has the message from b to the later store in a thread between.
inline void coherence_behind_seq_cst(litmus_tests& tests) {
    family two(tests, "SB+coherence"), three(tests, "SB+coherence+message");
    for_each_choice({stores, loads, stores, loads, stores, loads}, [&](const orders& o) {
        two.add(o,
                {2,
                 {{store(x, 1, o[0])},
                  {load(x, o[1]), store(x, 2, o[2]), load(y, o[3])},
                  {store(y, 1, o[4]), load(x, o[5])}}},
                {1, 0, 1}, seq_cst({o[2], o[3], o[4], o[5]}));
    });
    for_each_choice({stores, loads, stores, loads, stores, loads}, [&](const orders& o) {
        three.add(o,
                  {3,
                   {{store(x, 1, rlx)},
                    {load(x, rlx), store(z, 1, o[0])},
                    {load(z, o[1]), store(x, 2, o[2]), load(y, o[3])},
                    {store(y, 1, o[4]), load(x, o[5])}}},
                  {1, 1, 0, 1}, releases(o[0]) && acquires(o[1]) && seq_cst({o[2], o[3], o[4], o[5]}));
    });
}

inline void loads_and_stores(litmus_tests& tests) {
    coherence(tests);
    coherence_of_two_readers(tests);
    store_buffering(tests);
    store_buffering_with_forwarding(tests);
    message_passing(tests);
    load_buffering(tests);
    store_after_message(tests);
    write_orders(tests);
    independent_reads(tests);
    write_to_read_causality(tests);
    read_to_write_causality(tests);
    two_messages(tests);
    message_then_store_buffering(tests);
    message_after_write_order(tests);
    coherence_behind_seq_cst(tests);
}

} // namespace support::litmus::shorthand
