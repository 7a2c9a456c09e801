// The locks that poll, beside std's and abseil's, in one run: nanoseconds for each lock and unlock of all
// threads together, and how many times longer std's takes. Then seqlock's reads beside plain ones.
//
// Contenders take turns; a cell is the median of the rounds' ratios. With more threads than processors the
// queues wait for threads that do not run: their headers say so.

#include <arsenal/sync.hpp>

#include <sync/contest.hpp>
#include <sync/rivals.hpp>

#include <mutex>
#include <shared_mutex>

namespace {

using namespace bench;

struct mcs_with_node : arsenal::mcs_lock {
    void lock() { arsenal::mcs_lock::lock(node()); }
    void unlock() { arsenal::mcs_lock::unlock(node()); }
    static arsenal::mcs_lock::node& node() {
        static thread_local arsenal::mcs_lock::node mine;
        return mine;
    }
};

struct two_words {
    std::uint64_t first, second;
};

constexpr std::size_t places = 128;
struct alignas(32) plain_value {
    two_words load() const { return value; }
    void store(const two_words& v) { value = v; }
    two_words value{};
};
struct alignas(32) seqlock_value : arsenal::seqlock<two_words> {};
template <class Mutex>
struct alignas(128) locked_value {
    two_words load() const {
        const std::shared_lock guard(mutex);
        return value;
    }
    void store(const two_words& v) { value = v; }
    mutable Mutex mutex{};
    two_words value{};
};

// What becomes of a value. (Reads whose place depends on the last one take 2 or 6 ns here, plain or not, from
// one run to the next: such a column would say nothing.)
enum class use { none, sum };

template <class Value, use Use>
double read() {
    static std::array<Value, places> values;
    static std::array<std::uint32_t, 1024> order;
    std::uint64_t state = 88172645463325252U;
    const auto next = [&] {
        state ^= state << 13;
        state ^= state >> 7;
        return state ^= state << 17;
    };
    for (Value& value : values) value.store({next(), next()});
    for (std::uint32_t& place : order) place = static_cast<std::uint32_t>(next() % places);
    constexpr int times = 1000;
    std::uint64_t result = 0;
    const double begin = now();
    for (int i = 0; i != times; ++i)
        for (const std::uint32_t place : order) {
            const two_words seen = values[place].load();
            if (Use == use::sum) result += seen.first ^ seen.second;
            asm volatile("" : "+r"(result) : "r"(seen.first), "r"(seen.second) : "memory");
        }
    return (now() - begin) / (times * static_cast<double>(order.size()));
}

template <class Value>
contender reading(const char* name) {
    return {name, {read<Value, use::none>, read<Value, use::sum>}};
}

template <class Work>
contender contending(const char* name) {
    return {name, for_each_count(contend<Work>)};
}

void exclusive() {
    table("spinning locks", "20 turns outside", columns_of(thread_counts),
          {contending<exclusively<std::mutex>>("std::mutex"),
           contending<exclusively<absl_mutex>>("absl::Mutex"),
           contending<exclusively<arsenal::mutex>>("arsenal::mutex"),
           contending<exclusively<arsenal::spinlock>>("spinlock"),
           contending<exclusively<arsenal::ticket_lock>>("ticket_lock"),
           contending<exclusively<arsenal::mcs_lock>>("mcs_lock"),
           contending<exclusively<mcs_with_node>>("mcs_lock, node given")});
}

void reads() {
    const columns uses{"loaded only", "summed"};
    const std::vector<contender> contenders{reading<locked_value<std::shared_mutex>>("std::shared_mutex"),
                                            reading<locked_value<arsenal::rw_spinlock>>("rw_spinlock"),
                                            reading<seqlock_value>("seqlock"), reading<plain_value>("plain")};
    const auto times = race(contenders);
    write_row("seqlock", "16 bytes read", uses, contenders, times);
    std::printf("\n%-31s %18s %18s\n", "16 bytes, each / plain", "loaded only", "summed");
    for (std::size_t i = contenders.size(); i-- != 0;) {
        std::printf("%-31s", contenders[i].name.c_str());
        for (std::size_t c = 0; c != uses.size(); ++c) {
            std::vector<double> ratios;
            for (std::size_t round = 0; round != times[i][c].size(); ++round)
                ratios.push_back(times[i][c][round] / times.back()[c][round]);
            std::printf(" %6.2fx %8.2f ns", median(ratios), median(times[i][c]));
        }
        std::printf("\n");
    }
}

} // namespace

int main(int count, char** arguments) {
    return run_parts({{"exclusive", exclusive}, {"reads", reads}}, count, arguments);
}
