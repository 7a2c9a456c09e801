// Totals of a log by key. A line of the log is
//
//   <source> <path> <bytes>
//
// and the totals are printed by directory: entries, bytes, the largest entry, and how many sources wrote to
// it. A line that is not of this form is counted and left out.
//
// usage: log_totals FILE

#include "input.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iostream>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace {

struct Entry {
    std::string_view source;
    std::string_view path;
    std::uint64_t bytes = 0;
};

struct Totals {
    std::size_t entries = 0;
    std::uint64_t bytes = 0;
    std::uint64_t largest = 0;
    std::unordered_set<std::string> sources;
};

using Directories = std::unordered_map<std::string, Totals>;

std::optional<Entry> parse(std::string_view line) {
    Entry entry;
    entry.source = take_until(line, ' ');
    entry.path = take_until(line, ' ');
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), entry.bytes);
    if (entry.path.empty() || error != std::errc{} || end != line.data() + line.size()) return std::nullopt;
    return entry;
}

std::string directory_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return std::string(slash == std::string_view::npos ? "." : path.substr(0, slash + 1));
}

void add(Directories& directories, const Entry& entry) {
    Totals& totals = directories[directory_of(entry.path)];
    ++totals.entries;
    totals.bytes += entry.bytes;
    totals.largest = std::max(totals.largest, entry.bytes);
    totals.sources.insert(std::string(entry.source));
}

void print(const Directories& directories) {
    std::vector<const Directories::value_type*> rows;
    rows.reserve(directories.size());
    for (const auto& row : directories) rows.push_back(&row);
    std::sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
    for (const auto* row : rows) {
        const auto& [directory, totals] = *row;
        std::cout << directory << ' ' << totals.entries << ' ' << totals.bytes << ' ' << totals.largest << ' '
                  << totals.sources.size() << '\n';
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: log_totals FILE\n";
        return 2;
    }
    std::ios::sync_with_stdio(false);
    const std::string text = read_file(argv[1]);
    Directories directories;
    std::size_t skipped = 0;
    for (std::string_view rest = text; !rest.empty();) {
        if (const auto entry = parse(take_until(rest, '\n')))
            add(directories, *entry);
        else
            ++skipped;
    }
    print(directories);
    std::cout << "-- " << directories.size() << " directories, " << skipped << " lines left out\n";
}
