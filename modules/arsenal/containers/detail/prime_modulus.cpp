#include <arsenal/containers/detail/prime_modulus.hpp>
#include <arsenal/platform/throw.hpp>

#include <algorithm>
#include <iterator>

namespace arsenal::inline ARSENAL_ABI::detail {
namespace {

constexpr prime_modulus modulus_of(std::uint64_t p) noexcept {
    unsigned shift = 63;
    while (!(p >> shift)) --shift;
    const auto wide = static_cast<uint128>(1) << (64 + shift);
    return {p, static_cast<std::uint64_t>((wide + p - 1) / p), shift};
}

struct small_shape {
    std::uint32_t limit;
    index_shape shape;
};

// Small tables fill their lanes completely: memory matters more there than the length of a probe of one or
// two lines.
constexpr small_shape small_shapes[] = {{8, {modulus_of(5), 1}},   {16, {modulus_of(13), 2}},
                                        {24, {modulus_of(19), 3}}, {32, {modulus_of(27), 4}},
                                        {44, {modulus_of(43), 6}}, {59, {modulus_of(59), 8}},
                                        {88, {modulus_of(83), 13}}};

// About eight per octave. p = a * 2^j + d with small d and a 64-bit multiplier (see the header); groups: the
// first prime number of groups that has p lanes, so that every probe sequence reaches every group.
constexpr index_shape shape_of(std::uint64_t p, std::uint32_t groups) noexcept {
    return {modulus_of(p), groups};
}
constexpr index_shape large_shapes[] = {shape_of(73, 11),
                                        shape_of(83, 11),
                                        shape_of(109, 17),
                                        shape_of(131, 17),
                                        shape_of(149, 19),
                                        shape_of(163, 23),
                                        shape_of(179, 23),
                                        shape_of(197, 29),
                                        shape_of(227, 29),
                                        shape_of(257, 37),
                                        shape_of(283, 37),
                                        shape_of(307, 41),
                                        shape_of(311, 41),
                                        shape_of(349, 47),
                                        shape_of(383, 53),
                                        shape_of(419, 53),
                                        shape_of(461, 59),
                                        shape_of(503, 67),
                                        shape_of(547, 71),
                                        shape_of(599, 79),
                                        shape_of(641, 83),
                                        shape_of(673, 89),
                                        shape_of(751, 97),
                                        shape_of(829, 107),
                                        shape_of(907, 127),
                                        shape_of(1009, 127),
                                        shape_of(1117, 149),
                                        shape_of(1217, 157),
                                        shape_of(1307, 167),
                                        shape_of(1321, 167),
                                        shape_of(1439, 181),
                                        shape_of(1567, 197),
                                        shape_of(1723, 223),
                                        shape_of(1889, 239),
                                        shape_of(2111, 269),
                                        shape_of(2309, 293),
                                        shape_of(2557, 331),
                                        shape_of(2753, 347),
                                        shape_of(2833, 359),
                                        shape_of(3137, 397),
                                        shape_of(3457, 433),
                                        shape_of(3779, 479),
                                        shape_of(4219, 541),
                                        shape_of(4603, 577),
                                        shape_of(5119, 641),
                                        shape_of(5639, 709),
                                        shape_of(6011, 757),
                                        shape_of(6143, 769),
                                        shape_of(6781, 853),
                                        shape_of(7547, 947),
                                        shape_of(8317, 1049),
                                        shape_of(9221, 1153),
                                        shape_of(10243, 1283),
                                        shape_of(11261, 1409),
                                        shape_of(12289, 1543),
                                        shape_of(13567, 1697),
                                        shape_of(14831, 1861),
                                        shape_of(16127, 2017),
                                        shape_of(17921, 2243),
                                        shape_of(19457, 2437),
                                        shape_of(21503, 2689),
                                        shape_of(23549, 2953),
                                        shape_of(24571, 3079),
                                        shape_of(25601, 3203),
                                        shape_of(28163, 3527),
                                        shape_of(31231, 3907),
                                        shape_of(34819, 4357),
                                        shape_of(37889, 4751),
                                        shape_of(41981, 5261),
                                        shape_of(46091, 5779),
                                        shape_of(50177, 6277),
                                        shape_of(55291, 6917),
                                        shape_of(60427, 7559),
                                        shape_of(65579, 8209),
                                        shape_of(71671, 8963),
                                        shape_of(79873, 10007),
                                        shape_of(88069, 11027),
                                        shape_of(96259, 12037),
                                        shape_of(100357, 12547),
                                        shape_of(106487, 13313),
                                        shape_of(116741, 14593),
                                        shape_of(129023, 16139),
                                        shape_of(143357, 17921),
                                        shape_of(155653, 19457),
                                        shape_of(172031, 21517),
                                        shape_of(188417, 23557),
                                        shape_of(204797, 25601),
                                        shape_of(225287, 28163),
                                        shape_of(245759, 30727),
                                        shape_of(270337, 33797),
                                        shape_of(294911, 36871),
                                        shape_of(327673, 40961),
                                        shape_of(360439, 45061),
                                        shape_of(401407, 50177),
                                        shape_of(417793, 52237),
                                        shape_of(442367, 55313),
                                        shape_of(483323, 60427),
                                        shape_of(524411, 65557),
                                        shape_of(573437, 71693),
                                        shape_of(638977, 79873),
                                        shape_of(704527, 88069),
                                        shape_of(786431, 98317),
                                        shape_of(851971, 106501),
                                        shape_of(868369, 108553),
                                        shape_of(966659, 120833),
                                        shape_of(1048829, 131111),
                                        shape_of(1146881, 143387),
                                        shape_of(1245187, 155653),
                                        shape_of(1376257, 172049),
                                        shape_of(1507321, 188417),
                                        shape_of(1671191, 208907),
                                        shape_of(1703941, 212999),
                                        shape_of(1835003, 229393),
                                        shape_of(2031611, 253969),
                                        shape_of(2228221, 278543),
                                        shape_of(2424833, 303119),
                                        shape_of(2686979, 335879),
                                        shape_of(2949113, 368647),
                                        shape_of(3276799, 409609),
                                        shape_of(3473383, 434179),
                                        shape_of(3604481, 450563),
                                        shape_of(3932167, 491527),
                                        shape_of(4325389, 540677),
                                        shape_of(4718579, 589829),
                                        shape_of(5242877, 655373),
                                        shape_of(5767171, 720899),
                                        shape_of(6422531, 802829),
                                        shape_of(7077893, 884743),
                                        shape_of(7733251, 966659),
                                        shape_of(8390587, 1048829),
                                        shape_of(9175037, 1146881),
                                        shape_of(10223621, 1277957),
                                        shape_of(11272193, 1409027),
                                        shape_of(12320773, 1540109),
                                        shape_of(13369333, 1671191),
                                        shape_of(14417927, 1802261),
                                        shape_of(14680063, 1835017),
                                        shape_of(16252919, 2031671),
                                        shape_of(17825783, 2228243),
                                        shape_of(19398647, 2424833),
                                        shape_of(21495797, 2686979),
                                        shape_of(23592967, 2949137),
                                        shape_of(25690129, 3211279),
                                        shape_of(28311553, 3538949),
                                        shape_of(29360147, 3670027),
                                        shape_of(31457269, 3932167),
                                        shape_of(34603013, 4325389),
                                        shape_of(37748743, 4718617),
                                        shape_of(41943023, 5242883),
                                        shape_of(46137359, 5767171),
                                        shape_of(50331653, 6291469),
                                        shape_of(55574507, 6946817),
                                        shape_of(59768831, 7471127),
                                        shape_of(60817411, 7602187),
                                        shape_of(66060277, 8257537),
                                        shape_of(73400311, 9175057),
                                        shape_of(79691779, 9961487),
                                        shape_of(88080389, 11010059),
                                        shape_of(96469001, 12058679),
                                        shape_of(104857601, 13107229),
                                        shape_of(115343341, 14417927),
                                        shape_of(119537653, 14942209),
                                        shape_of(127926251, 15990791),
                                        shape_of(142606333, 17825803),
                                        shape_of(155189249, 19398727),
                                        shape_of(171966493, 21495827),
                                        shape_of(188743691, 23592967),
                                        shape_of(209715199, 26214401),
                                        shape_of(230686697, 28835857),
                                        shape_of(243269627, 30408713),
                                        shape_of(251658227, 31457287),
                                        shape_of(276824071, 34603013),
                                        shape_of(301989881, 37748743),
                                        shape_of(335544323, 41943049),
                                        shape_of(369098771, 46137359),
                                        shape_of(402653189, 50331653),
                                        shape_of(444596227, 55574567),
                                        shape_of(486539257, 60817411),
                                        shape_of(494927819, 61865989),
                                        shape_of(536870923, 67108879),
                                        shape_of(587202571, 73400329),
                                        shape_of(654311423, 81788929),
                                        shape_of(721420319, 90177541),
                                        shape_of(805306357, 100663319),
                                        shape_of(889192417, 111149057),
                                        shape_of(973078537, 121634819),
                                        shape_of(1006632947, 125829139),
                                        shape_of(1073741827, 134217757),
                                        shape_of(1174405129, 146800649),
                                        shape_of(1275068423, 159383563),
                                        shape_of(1409286161, 176160779),
                                        shape_of(1543503881, 192937991),
                                        shape_of(1711276033, 213909511),
                                        shape_of(1879048201, 234881033),
                                        shape_of(2046820351, 255852593),
                                        shape_of(2281701377, 285212677),
                                        shape_of(2483027969, 310378501),
                                        shape_of(2751463399, 343932959),
                                        shape_of(3019898857, 377487361),
                                        shape_of(3355443229, 419430419),
                                        shape_of(3690987527, 461373449),
                                        shape_of(4026531827, 503316511),
                                        shape_of(4093640689, 511705091),
                                        shape_of(4429185043, 553648171),
                                        shape_of(4831838159, 603979799)};

constexpr std::uint64_t growth_steps[] = {
    8,        16,       24,        32,        44,        59,        88,        127,
    257,      541,      1109,      2357,      5087,      10273,     20753,     42043,
    85229,    172933,   351061,    712697,    1447153,   2938679,   5967347,   12117689,
    24607243, 49969847, 101473717, 206062531, 418452089, 849762803, 1725612481};

const index_shape& large_shape(std::uint64_t least_lanes) noexcept {
    const auto* s =
        std::lower_bound(std::begin(large_shapes), std::end(large_shapes), least_lanes,
                         [](const index_shape& a, std::uint64_t lanes) { return a.modulus.p < lanes; });
    if (s == std::end(large_shapes)) --s;
    return *s;
}

} // namespace

index_shape shape_for(std::uint64_t limit) noexcept {
    for (const small_shape& s : small_shapes)
        if (limit <= s.limit) return s.shape;
    return large_shape(limit * 50 / 43 + 1); // load 0.86
}

prime_modulus modulus_for(std::uint64_t lanes) noexcept {
    for (const small_shape& s : small_shapes)
        if (lanes <= s.shape.modulus.p) return s.shape.modulus;
    return large_shape(lanes).modulus;
}

std::uint64_t growth_step(std::uint64_t n) noexcept {
    for (const std::uint64_t step : growth_steps) {
        if (n <= step) return step;
        if (step > 59) break;
    }
    const auto* s = std::lower_bound(std::begin(growth_steps), std::end(growth_steps), n);
    return s == std::end(growth_steps) ? max_index_limit : *s;
}

std::uint64_t elements_in(std::uint64_t buckets, float max_load) noexcept {
    const double n = static_cast<double>(buckets) * static_cast<double>(max_load);
    if (!(n < static_cast<double>(max_index_limit)))
        return buckets == 0 ? 0 : max_index_limit; // or not a number
    return static_cast<std::uint64_t>(n);
}

std::uint64_t buckets_for_elements(std::uint64_t n, float max_load) {
    const double exact = static_cast<double>(n) / static_cast<double>(max_load);
    if (!(exact < static_cast<double>(max_buckets))) throw_length_error("arsenal: too many buckets");
    auto b = static_cast<std::uint64_t>(exact);
    while (elements_in(b, max_load) < n) ++b; // at most a few times: the rounding of one product
    return b;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
