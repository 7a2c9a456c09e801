#include <algorithm>
#include <numeric>

namespace subject = std;
#define BENCH_HAS(name) true
#include "scans.inc"

std::vector<bench::scan<bench::scanned>> bench::std_scans() {
    auto all = scans<scanned>();
    // What Arsenal has under another name has std's own beside it.
    all.push_back({"unordered_sum", leaves::nothing,
                   &each_array<scanned, decltype([](scanned* a, scanned*, scanned*, std::size_t n) {
                                   return number_of(std::reduce(a, a + n));
                               })>});
    return all;
}
