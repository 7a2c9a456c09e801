#include <fuzz/byte_source.hpp>
#include <fuzz/require.hpp>

#include <arsenal/algorithms/detail/scan_kernel.hpp>
#include <arsenal/memory.hpp>
#include <arsenal/memory/detail/byte_kernel.hpp>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <span>

// Differential fuzz target for arsenal::mem: arrays of few letters or of any, periodic ones among them, on
// each instruction set that the machine has, against std. Arrays are heap blocks of their very size.

namespace {

using namespace fuzz;
namespace mem = arsenal::mem;
using std::size_t;
using offset = std::optional<size_t>;

struct array {
    std::unique_ptr<std::byte[]> block;
    size_t n;

    explicit array(size_t size) : block(new std::byte[size]), n(size) {}
    std::byte* begin() const { return block.get(); }
    std::byte* end() const { return block.get() + n; }
    std::span<const std::byte> view() const { return {block.get(), n}; }
    std::span<std::byte> span() const { return {block.get(), n}; }
};

std::byte letter(byte_source& in) {
    const unsigned choice = in.byte();
    return static_cast<std::byte>(choice < 250 ? 'a' + choice % 3 : in.byte());
}

array read(byte_source& in, size_t n) {
    array a(n);
    const unsigned period = in.below(3) != 0 ? in.below(60) + 1 : 0;
    for (size_t i = 0; i != n; ++i)
        a.begin()[i] = period != 0 && i >= period ? a.begin()[i - period] : letter(in);
    for (unsigned changes = in.below(4); changes != 0 && n != 0; --changes)
        a.begin()[in.below(65536) % n] = letter(in);
    return a;
}

offset at(const array& a, const std::byte* place) {
    return place != a.end() ? offset(place - a.begin()) : std::nullopt;
}

void find(byte_source& in, const array& a) {
    const std::byte value = letter(in);
    require(mem::find(a.view(), value) == at(a, std::find(a.begin(), a.end(), value)), "find");
    const std::byte* last = a.end();
    for (const std::byte* each = a.begin(); each != a.end(); ++each)
        if (*each == value) last = each;
    require(mem::find_last(a.view(), value) == at(a, last), "find_last");
    require(mem::count(a.view(), value) == static_cast<size_t>(std::count(a.begin(), a.end(), value)),
            "count");
}

void find_any(byte_source& in, const array& a) {
    array set(in.flip() ? in.below(7) : in.below(200));
    for (std::byte& each : set.span()) each = in.flip() ? letter(in) : static_cast<std::byte>(in.byte());
    const offset expected = at(a, std::find_first_of(a.begin(), a.end(), set.begin(), set.end()));
    require(mem::find_any(a.view(), set.view()) == expected, "find_any");
    require(mem::find_any(a.view(), mem::byte_set(set.view())) == expected, "find_any of a byte_set");
}

void search(byte_source& in, const array& a) {
    const size_t m = in.below(65536) % (a.n + 1) / (in.flip() ? 1 : 10);
    const size_t from = in.below(65536) % (a.n - m + 1);
    const array wanted(m);
    std::copy_n(a.begin() + from, m, wanted.begin());
    if (m != 0 && in.flip()) wanted.begin()[in.below(65536) % m] = letter(in);
    const std::byte* const place = std::search(a.begin(), a.end(), wanted.begin(), wanted.end());
    require(mem::search(a.view(), wanted.view()) == (m == 0 ? offset(0) : at(a, place)), "search");
}

void mismatch(byte_source& in, const array& a) {
    const array b(in.flip() ? a.n : in.below(65536) % (a.n + 1));
    std::copy_n(a.begin(), b.n, b.begin());
    if (b.n != 0 && in.flip()) b.begin()[in.below(65536) % b.n] = letter(in);
    const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    const bool equal = x == a.end() && y == b.end();
    require(mem::mismatch(a.view(), b.view()) == (equal ? std::nullopt : offset(x - a.begin())), "mismatch");
    require((mem::compare(a.view(), b.view()) < 0) ==
                std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end()),
            "compare");
}

void copies(byte_source&, const array& a) {
    const array b(a.n);
    mem::reverse_copy(b.span(), a.view());
    require(std::equal(a.begin(), a.end(), std::make_reverse_iterator(b.end())), "reverse_copy");
    mem::stream_copy(b.span(), a.view());
    require(std::equal(a.begin(), a.end(), b.begin()), "stream_copy");
    mem::zero_secure(b.span());
    require(mem::count(b.view(), std::byte{0}) == b.n, "zero_secure");
    mem::copy(b.span(), a.view());
    require(std::equal(a.begin(), a.end(), b.begin()), "copy");
}

void force_kernel(unsigned choice) {
    using namespace arsenal::detail;
    const byte_kernel* bytes = nullptr;
    const scan_kernel* scans = nullptr;
    if (choice == 1) bytes = &bytes_baseline, scans = &scan_baseline;
#if defined(__x86_64__)
    if (choice == 2) bytes = &bytes_avx2, scans = &scan_avx2;
#endif
    force_byte_kernel(bytes != nullptr && byte_kernel_runs(*bytes) ? bytes : nullptr);
    force_scan_kernel(scans != nullptr && scan_kernel_runs(*scans) ? scans : nullptr);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    byte_source in(data, size);
    force_kernel(in.below(3));
    const array a = read(in, in.flip() ? in.below(80) : in.below(6000));
    constexpr void (*operations[])(byte_source&, const array&) = {find,   find_any, search,
                                                                  search, mismatch, copies};
    operations[in.below(std::size(operations))](in, a);
    return 0;
}
