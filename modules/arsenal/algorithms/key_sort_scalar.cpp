#include <arsenal/algorithms/key_sort_lanes.inc>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

// A register of one lane, for machines without any of the others' instruction sets. Records and 128-bit keys
// are elements of their own, Pair says which.
template <class Key, class Coder, class Before>
struct scalar_lane {
    using key = Key;
    using vec = Key;
    using coder = Coder;
    static constexpr size_t lanes = 1;
    static constexpr bool side_falls = false;
    static constexpr bool has_payload = Before::has_payload;
    static constexpr bool countable = false;

    static vec load(const key* p) { return *p; }
    static void store(key* p, vec v) { *p = v; }
    static vec fill(key x) { return x; }
    static vec load_some(const key*, size_t, key fill) { return fill; }
    static void store_some(key*, size_t, vec) {}
    static constexpr key last() { return Before::last(); }
    static bool before(const key& a, const key& b) { return Before()(a, b); }
    static key either_key(bool second, const key& a, const key& b) { return Before::either(second, a, b); }
    static bool any_before(const vec& a, const vec& b) { return before(a, b); }
    static size_t count_before(const vec& a, const vec& b) { return before(a, b); }
    static size_t count_last(const vec& v) { return !before(v, last()); }
    template <size_t>
    static key lane(vec v) {
        return v;
    }
    static void sort2(vec& a, vec& b) {
        const bool swapped = before(b, a);
        const vec low = swapped ? b : a;
        b = swapped ? a : b;
        a = low;
    }
    template <bool OrEqual>
    static void split(const vec& codes, const vec& pivot, const vec& v, key*& left, key*& side) {
        const bool goes_left = OrEqual ? !before(pivot, codes) : before(codes, pivot);
        *left = v;
        *side = v;
        left += goes_left;
        side += !goes_left;
    }
    static vec next_lanes(const vec&, const vec& b) { return b; }
    template <size_t>
    static vec swap_lanes(vec v) {
        return v;
    }
};

template <class Lane>
struct value_before {
    static constexpr bool has_payload = false;
    static constexpr lane_key<Lane> last() { return vectors<Lane, 16>::last(); }
    static lane_key<Lane> either(bool second, const lane_key<Lane>& a, const lane_key<Lane>& b) {
        return second ? b : a;
    }
    bool operator()(const lane_key<Lane>& a, const lane_key<Lane>& b) const { return a.value < b.value; }
};

template <bool Wide>
struct pair_before {
    static constexpr bool has_payload = !Wide;
    static constexpr pair_key last() { return {INT64_MAX, INT64_MAX}; }
    static pair_key either(bool second, const pair_key& a, const pair_key& b) {
        return either_pair(second, a, b);
    }
    bool operator()(const pair_key& a, const pair_key& b) const {
        if (!Wide) return a.first < b.first;
        return (a.second < b.second) | ((a.second == b.second) & (a.first < b.first));
    }
};

template <class Lane>
struct value_coder {
    scalar_coder<Lane> scalar;

    explicit value_coder(const key_code& how) : scalar(how) {}
    bool plain() const { return scalar.plain(); }
    lane_key<Lane> encode(lane_key<Lane> k) const { return {scalar.encode(k.value)}; }
    lane_key<Lane> decode(lane_key<Lane> k) const { return {scalar.decode(k.value)}; }
    lane_key<Lane> encode_key(lane_key<Lane> k) const { return encode(k); }
    lane_key<Lane> decode_key(lane_key<Lane> k) const { return decode(k); }
};

template <bool Wide>
struct pair_coder : pair_scalar_coder<Wide> {
    using pair_scalar_coder<Wide>::pair_scalar_coder;
    pair_key encode(pair_key k) const { return this->encode_key(k); }
    pair_key decode(pair_key k) const { return this->decode_key(k); }
};

using of_16 =
    engine<scalar_lane<lane_key<std::int16_t>, value_coder<std::int16_t>, value_before<std::int16_t>>>;
using of_32 =
    engine<scalar_lane<lane_key<std::int32_t>, value_coder<std::int32_t>, value_before<std::int32_t>>>;
using of_64 =
    engine<scalar_lane<lane_key<std::int64_t>, value_coder<std::int64_t>, value_before<std::int64_t>>>;
using of_128 = engine<scalar_lane<pair_key, pair_coder<true>, pair_before<true>>>;
using of_records = engine<scalar_lane<pair_key, pair_coder<false>, pair_before<false>>>;

} // namespace

constinit const key_kernel key_kernel_scalar = {
    "scalar",         of_16::sort,    of_32::sort,    of_64::sort,    of_128::sort,
    of_records::sort, of_16::select,  of_32::select,  of_64::select,  of_128::select,
    of_16::ordered,   of_32::ordered, of_64::ordered, of_128::ordered};

} // namespace arsenal::inline ARSENAL_ABI::detail
