#include <arsenal/memory/memory_report.hpp>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace arsenal::inline ARSENAL_ABI {

namespace {

using text_cell = std::array<char, 32>;

template <class... Arguments>
void append(std::string& text, const char* format, Arguments... arguments) {
    const int length = std::snprintf(nullptr, 0, format, arguments...);
    const std::size_t before = text.size();
    text.resize(before + static_cast<std::size_t>(length) + 1); // snprintf ends with a zero
    std::snprintf(text.data() + before, static_cast<std::size_t>(length) + 1, format, arguments...);
    text.pop_back();
}

/// 512 B, 1.5 KiB, 3.0 MiB, ...
text_cell in_units(double bytes) {
    constexpr std::array units{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    std::size_t unit = 0;
    for (; bytes >= 1024 && unit + 1 != units.size(); ++unit) bytes /= 1024;
    text_cell cell{};
    std::snprintf(cell.data(), cell.size(), unit == 0 ? "%.0f %s" : "%.1f %s", bytes, units[unit]);
    return cell;
}

void append_counts(std::string& text, int width, const char* tag, const memory_counts& counts) {
    append(text, "%-*s %11s %8zu %11s %12llu %11s %9llu\n", width, tag,
           in_units(static_cast<double>(counts.live_bytes)).data(), counts.live_blocks,
           in_units(static_cast<double>(counts.peak_bytes)).data(),
           static_cast<unsigned long long>(counts.allocations),
           in_units(static_cast<double>(counts.total_bytes)).data(),
           static_cast<unsigned long long>(counts.failures));
}

void append_sizes(std::string& text, int width, const memory_usage& usage) {
    const char* before = "";
    append(text, "%-*s ", width, "");
    for (std::size_t i = 0; i != usage.sizes.size(); ++i) {
        if (usage.sizes[i] == 0) continue;
        const bool last = i + 1 == usage.sizes.size();
        const double limit = 16.0 * static_cast<double>(std::uint64_t{1} << (last ? i - 1 : i));
        append(text, "%s%llu of %s %s", before, static_cast<unsigned long long>(usage.sizes[i]),
               last ? ">" : "<=", in_units(limit).data());
        before = ", ";
    }
    text += '\n';
}

} // namespace

memory_usage& memory_report::usage(std::string_view tag) {
    const auto found = std::find_if(usages_.begin(), usages_.end(),
                                    [&](const memory_usage& usage) { return usage.tag == tag; });
    if (found != usages_.end()) return *found;
    usages_.push_back({std::string(tag), {}, {}});
    return usages_.back();
}

std::string memory_report::text() const {
    std::vector<const memory_usage*> sorted;
    std::size_t width = 3;
    for (const memory_usage& usage : usages_) {
        sorted.push_back(&usage);
        width = std::max(width, usage.tag.size());
    }
    std::sort(sorted.begin(), sorted.end(), [](const memory_usage* a, const memory_usage* b) {
        const std::size_t of_a = a->counts.peak_bytes, of_b = b->counts.peak_bytes;
        return of_a != of_b ? of_a > of_b : a->tag < b->tag;
    });

    const int columns = static_cast<int>(width);
    std::string text;
    append(text, "%-*s %11s %8s %11s %12s %11s %9s\n", columns, "tag", "live", "blocks", "peak",
           "allocations", "total", "failures");
    for (const memory_usage* usage : sorted) {
        append_counts(text, columns, usage->tag.c_str(), usage->counts);
        if (usage->counts.allocations != 0) append_sizes(text, columns, *usage);
    }
    append_counts(text, columns, "all", total_);
    return text;
}

} // namespace arsenal::inline ARSENAL_ABI
