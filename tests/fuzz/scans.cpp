#include <fuzz/byte_source.hpp>
#include <fuzz/require.hpp>

#include <arsenal/algorithms.hpp>
#include <arsenal/algorithms/detail/scan_kernel.hpp>

#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>
#include <type_traits>
#include <vector>

// Differential fuzz target for the scans: arrays of few values, or of any, of each element type, on each
// instruction set that the machine has, against std. Arrays are heap blocks of their very size.

namespace {

using namespace fuzz;
using std::size_t;

template <class T>
struct array {
    std::unique_ptr<T[]> block;
    size_t n;

    explicit array(size_t size) : block(new T[size]), n(size) {}
    array(const array& other) : array(other.n) { std::copy_n(other.block.get(), n, block.get()); }
    T* begin() const { return block.get(); }
    T* end() const { return block.get() + n; }
};

template <class T>
T value(byte_source& in) {
    const unsigned choice = in.byte();
    if constexpr (std::is_floating_point_v<T>) {
        using limits = std::numeric_limits<T>;
        constexpr T values[] = {0, -T{0}, 1, limits::infinity(), -limits::infinity(), limits::quiet_NaN(),
                                2, -1};
        return values[choice % 8];
    } else {
        return choice < 240 ? static_cast<T>(choice % 4 - 1)
                            : static_cast<T>((in.byte() << 24 | in.byte()) * 0x10001ULL);
    }
}

template <class T>
array<T> read(byte_source& in, size_t n) {
    array<T> a(n);
    const unsigned period = in.below(4) == 0 ? in.below(200) + 1 : 0;
    for (size_t i = 0; i != n; ++i)
        a.begin()[i] = period != 0 && i >= period ? a.begin()[i - period] : value<T>(in);
    return a;
}

template <class T>
bool same_bits(const array<T>& a, const array<T>& b) {
    return a.n == b.n && (a.n == 0 || std::memcmp(a.begin(), b.begin(), a.n * sizeof(T)) == 0);
}

template <class T>
void find_and_count(byte_source& in, array<T> a) {
    const T v = value<T>(in);
    require(arsenal::find(a.begin(), a.end(), v) == std::find(a.begin(), a.end(), v), "find");
    require(arsenal::count(a.begin(), a.end(), v) == std::count(a.begin(), a.end(), v), "count");
    require(arsenal::find_not(a.begin(), a.end(), v) ==
                std::find_if_not(a.begin(), a.end(), [v](T x) { return x == v; }),
            "find_not");
    const int wide = static_cast<int>(in.byte()) - 128;
    const auto equals_wide = [wide](T x) { return x == static_cast<std::common_type_t<T, int>>(wide); };
    if constexpr (std::is_signed_v<T>)
        require(arsenal::find(a.begin(), a.end(), wide) == std::find_if(a.begin(), a.end(), equals_wide),
                "find of an int");
    require(arsenal::find_if(a.begin(), a.end(), equals_wide) ==
                std::find_if(a.begin(), a.end(), equals_wide),
            "find_if");
    require(arsenal::count_if(a.begin(), a.end(), equals_wide) ==
                std::count_if(a.begin(), a.end(), equals_wide),
            "count_if");
}

template <class T>
void extremes(byte_source&, array<T> a) {
    require(arsenal::min_element(a.begin(), a.end()) == std::min_element(a.begin(), a.end()), "min_element");
    require(arsenal::max_element(a.begin(), a.end()) == std::max_element(a.begin(), a.end()), "max_element");
    require(arsenal::minmax_element(a.begin(), a.end()) == std::minmax_element(a.begin(), a.end()),
            "minmax_element");
    require(arsenal::max_element(a.begin(), a.end(), std::greater<>()) ==
                std::max_element(a.begin(), a.end(), std::greater<>()),
            "max_element, greater");
    if (a.n == 0) return;
    const T least = arsenal::ranges::min(a);
    const T expected = std::ranges::min(a);
    require(std::memcmp(&least, &expected, sizeof(T)) == 0, "ranges::min");
}

template <class T>
void pairs(byte_source& in, array<T> a) {
    array<T> b = a;
    for (unsigned changes = in.below(3); changes != 0 && b.n != 0; --changes)
        b.begin()[in.below(65536) % b.n] = value<T>(in);
    require(arsenal::mismatch(a.begin(), a.end(), b.begin()) == std::mismatch(a.begin(), a.end(), b.begin()),
            "mismatch");
    require(arsenal::equal(a.begin(), a.end(), b.begin()) == std::equal(a.begin(), a.end(), b.begin()),
            "equal");
    const size_t n = in.below(65536) % (b.n + 1);
    const auto less = [&](auto comp) {
        require(arsenal::lexicographical_compare(a.begin(), a.end(), b.begin(), b.begin() + n, comp) ==
                    std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.begin() + n, comp),
                "lexicographical_compare");
    };
    less(std::less<>());
    less(std::greater<>());
}

// Each applies `ours` and `stds` to a copy; what both keep is the same, bit for bit.
template <class T, class Ours, class Stds>
void same_change(const array<T>& a, Ours ours, Stds stds, const char* what) {
    const array<T> b = a;
    const array<T> c = a;
    const auto n = static_cast<size_t>(ours(b.begin(), b.end()) - b.begin());
    require(n == static_cast<size_t>(stds(c.begin(), c.end()) - c.begin()), what);
    require(n == 0 || std::memcmp(b.begin(), c.begin(), n * sizeof(T)) == 0, what);
}

template <class T>
void changes(byte_source& in, array<T> a) {
    const T v = value<T>(in);
    const T w = value<T>(in);
    const auto wanted = [v](T x) { return x == v; };
    const auto middle = static_cast<std::ptrdiff_t>(in.below(65536) % (a.n + 1));
    same_change(
        a, [v](T* f, T* l) { return arsenal::remove(f, l, v); },
        [v](T* f, T* l) { return std::remove(f, l, v); }, "remove");
    same_change(
        a, [&](T* f, T* l) { return arsenal::remove_if(f, l, wanted); },
        [&](T* f, T* l) { return std::remove_if(f, l, wanted); }, "remove_if");
    same_change(
        a, [](T* f, T* l) { return arsenal::unique(f, l); }, [](T* f, T* l) { return std::unique(f, l); },
        "unique");
    same_change(
        a, [=](T* f, T* l) { return arsenal::replace(f, l, v, w), l; },
        [=](T* f, T* l) { return std::replace(f, l, v, w), l; }, "replace");
    same_change(
        a, [](T* f, T* l) { return arsenal::reverse(f, l), l; },
        [](T* f, T* l) { return std::reverse(f, l), l; }, "reverse");
    same_change(
        a, [=](T* f, T* l) { return arsenal::rotate(f, f + middle, l), l; },
        [=](T* f, T* l) { return std::rotate(f, f + middle, l), l; }, "rotate");
    const array<T> b = a;
    T* const border = arsenal::partition(b.begin(), b.end(), wanted);
    require(std::all_of(b.begin(), border, wanted) && std::none_of(border, b.end(), wanted), "partition");
    const auto by_bits = [](T x, T y) { return std::memcmp(&x, &y, sizeof(T)) < 0; };
    std::sort(a.begin(), a.end(), by_bits);
    std::sort(b.begin(), b.end(), by_bits);
    require(same_bits(a, b), "partition keeps all");
}

template <class T>
void sums_and_sequences(byte_source& in, array<T> a) {
    const size_t m = a.n == 0 ? 0 : in.below(in.flip() ? 8 : 60) % (a.n + 1);
    const size_t at = in.below(65536) % (a.n - m + 1);
    const array<T> wanted(m);
    std::copy_n(a.begin() + at, m, wanted.begin());
    if (m != 0 && in.flip()) wanted.begin()[m / 2] = value<T>(in);
    require(arsenal::search(a.begin(), a.end(), wanted.begin(), wanted.end()) ==
                std::search(a.begin(), a.end(), wanted.begin(), wanted.end()),
            "search");
    array<T> b = a;
    std::reverse(b.begin(), b.end());
    if (b.n != 0 && in.flip()) b.begin()[at % b.n] = value<T>(in);
    require(arsenal::is_permutation(a.begin(), a.end(), b.begin()) ==
                std::is_permutation(a.begin(), a.end(), b.begin()),
            "is_permutation");
    if constexpr (std::is_integral_v<T>) {
        std::uint64_t sum = 0;
        array<T> sums(a.n);
        for (size_t i = 0; i != a.n; ++i)
            sums.begin()[i] = static_cast<T>(sum += static_cast<std::uint64_t>(a.begin()[i]));
        require(arsenal::accumulate(a.begin(), a.end(), std::uint64_t{0}) == sum, "accumulate");
        if constexpr (sizeof(T) <= 2 || std::is_unsigned_v<T>) { // others run over
            require(arsenal::reduce(a.begin(), a.end(), std::uint16_t{0}) == static_cast<std::uint16_t>(sum),
                    "reduce");
            arsenal::partial_sum(a.begin(), a.end(), b.begin());
            require(same_bits(b, sums), "partial_sum");
            arsenal::adjacent_difference(b.begin(), b.end(), b.begin());
            require(same_bits(a, b), "adjacent_difference");
        }
    }
}

template <class T>
void run(byte_source& in) {
    const size_t n = in.flip() ? in.below(20) : in.below(500);
    constexpr void (*operations[])(byte_source&, array<T>) = {find_and_count<T>, extremes<T>, pairs<T>,
                                                              changes<T>, sums_and_sequences<T>};
    operations[in.below(std::size(operations))](in, read<T>(in, n));
}

template <class... Ts>
void run_type(byte_source& in) {
    constexpr void (*runs[])(byte_source&) = {run<Ts>...};
    runs[in.below(sizeof...(Ts))](in);
}

void force_kernel(unsigned choice) {
    using namespace arsenal::detail;
    const scan_kernel* kernel = nullptr;
    if (choice == 1) kernel = &scan_baseline;
#if defined(__x86_64__)
    if (choice == 2) kernel = &scan_avx2;
#endif
    force_scan_kernel(kernel != nullptr && scan_kernel_runs(*kernel) ? kernel : nullptr);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    byte_source in(data, size);
    force_kernel(in.below(3));
    run_type<std::uint8_t, std::int8_t, std::uint16_t, std::int16_t, std::uint32_t, std::int32_t,
             std::uint64_t, std::int64_t, float, double>(in);
    return 0;
}
