// Scans of arrays of numbers, BENCH_ELEMENT: std's, compiled for this processor, and Arsenal's. A cell's
// pattern is the algorithm.

#include "scans.hpp"
#include "race.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

namespace {

using bench::leaves, bench::u64;
using T = bench::scanned;

class scan_race {
public:
    explicit scan_race(bench::request asked) : asked_(std::move(asked)) {
        if (asked_.wants("std")) contenders_.push_back({"std", bench::std_scans()});
        if (asked_.wants("arsenal")) contenders_.push_back({"arsenal", bench::arsenal_scans()});
    }

    void run() {
        for (const bench::cell& each : asked_.cells) run(each);
    }

private:
    struct contender {
        const char* name;
        std::vector<bench::scan<T>> scans;
    };

    void fill(std::size_t n, std::size_t arrays, u64 seed) {
        bench::rng random(seed);
        a_.resize(n * arrays);
        for (T& x : a_) x = static_cast<T>(random.below(16));
        for (std::size_t end = n; end <= a_.size(); end += n) a_[end - 1] = T(20);
        b_ = a_;
        for (std::size_t end = n; end <= b_.size(); end += n) b_[end - 1] = T(21);
        c_.assign(a_.size(), T(1));
    }

    u64 digest(leaves effect, std::size_t n, const std::vector<T>& a, const std::vector<T>& c) const {
        const auto sum = [](const T* first, const T* last) { // whichever the order
            u64 total = 1;
            for (; first != last; ++first) total += bench::number<T>::digest(*first);
            return total;
        };
        const auto sequence = [](const T* first, const T* last) {
            u64 total = 1;
            for (; first != last; ++first) total = bench::mix(total ^ bench::number<T>::digest(*first));
            return total;
        };
        u64 all = 1;
        for (std::size_t i = 0; i != returned_.size(); ++i) {
            const T* const in = a.data() + i * n;
            all = bench::mix(all ^ returned_[i]);
            if (effect == leaves::all_of_a) all ^= sequence(in, in + n);
            if (effect == leaves::front_of_a) all ^= sequence(in, in + returned_[i]);
            if (effect == leaves::halves_of_a)
                all ^= sum(in, in + returned_[i]) ^ bench::mix(sum(in + returned_[i], in + n));
            if (effect == leaves::all_of_c) all ^= sequence(c.data() + i * n, c.data() + (i + 1) * n);
        }
        return all;
    }

    void run(const bench::cell& raced) {
        const std::size_t arrays = std::max<std::size_t>(1, 32768 / sizeof(T) / raced.n);
        const int rounds = asked_.rounds != 0 ? asked_.rounds : raced.n <= 100'000 ? 15 : 9;
        struct racer {
            const char* name;
            const bench::scan<T>* scan;
            std::vector<double> times;
        };
        std::vector<racer> racing;
        for (const contender& each : contenders_)
            for (const auto& scan : each.scans)
                if (scan.name == raced.pattern) racing.push_back({each.name, &scan, {}});
        for (int round = -1; round < rounds; ++round) {
            fill(raced.n, arrays, bench::mix(asked_.seed) + static_cast<u64>(round + 1));
            u64 expected = 0;
            for (std::size_t turn = 0; turn != racing.size(); ++turn) {
                racer& now = racing[(turn + static_cast<std::size_t>(round + 1)) % racing.size()];
                const bool pure = now.scan->effect == leaves::nothing || now.scan->effect == leaves::all_of_c;
                const std::size_t repeats = pure && raced.n <= 100'000 ? 8 : 1;
                std::vector<T> a = a_, c = c_;
                returned_.assign(arrays, 0);
                const double ns = bench::nanoseconds([&] {
                    now.scan->run(a.data(), b_.data(), c.data(), raced.n, arrays, repeats, returned_.data());
                });
                if (round >= 0) now.times.push_back(ns / static_cast<double>(raced.n * arrays * repeats));
                const u64 found = digest(now.scan->effect, raced.n, a, c);
                if (turn == 0) expected = found;
                if (found != expected)
                    bench::stop("another result of " + raced.pattern + " " + std::to_string(raced.n));
            }
        }
        for (const racer& each : racing) bench::print(raced, each.name, each.times);
    }

    bench::request asked_;
    std::vector<contender> contenders_;
    std::vector<T> a_, b_, c_;
    std::vector<u64> returned_;
};

} // namespace

int main(int argc, char** argv) { scan_race(bench::requested(argc, argv)).run(); }
