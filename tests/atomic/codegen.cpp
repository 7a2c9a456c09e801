// Each operation is the instruction it stands for: what codegen.py looks for in the assembly of the function
// behind the words, and what may not be in it.

#include <arsenal/atomic.hpp>

using namespace arsenal;

struct two_ints {
    int first, second;
};

extern "C" {

// only: mov
int load_acquire(const atomic<int>& a) { return a.load(acquire); }
// only: mov
int load_seq_cst(const atomic<int>& a) { return a.load(seq_cst); }
// only: mov
long load_class(const atomic<two_ints>& a) { return __builtin_bit_cast(long, a.load(relaxed)); }
// only: mov
void store_release(atomic<int>& a, int i) { a.store(i, release); }
// only: xchg
void store_seq_cst(atomic<int>& a, int i) { a.store(i, seq_cst); }
// only: lock inc|lock add
void count(atomic<int>& a) { a.fetch_add(1, relaxed); }
// only: lock add
void add(atomic<int>& a, int i) { a.fetch_add(i, acq_rel); }
// only: lock or
void set_bits(atomic<unsigned>& a) { a.fetch_or(8, seq_cst); }
// only: lock add
void next(atomic<two_ints*>& a) { a.fetch_add(1, relaxed); }
// only: mov|lock xadd
int add_and_return(atomic<int>& a, int i) { return a.fetch_add(i, relaxed); }
// only: mov|lock cmpxchg|sete|xor
bool compare(atomic<int>& a, int expected) {
    return a.compare_exchange_strong(expected, 7, acq_rel, acquire);
}
// only: mov|xchg|test|setne|cmp|xor
bool set_flag(atomic_flag& f) { return f.test_and_set(acquire); }
// only:
void fence_acquire() { atomic_thread_fence(acquire); }
// only:
void fence_signal() { atomic_signal_fence(seq_cst); }
// only: pause
void relax() { cpu_relax(); }
}
