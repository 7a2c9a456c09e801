// Joins two CSV files on their first column. The first file is the table: its key is unique, and a repeated
// key keeps its first row. Each row of the second file is printed with the rest of the table's row, in the
// second file's order; at the end stand the keys that the table lacks, sorted, and the table's rows that
// nobody asked for are counted.
//
// usage: hash_join TABLE.csv ROWS.csv

#include "input.hpp"

#include <algorithm>
#include <iostream>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace {

struct Row {
    std::string columns;
    bool used = false;
};

using Table = std::unordered_map<std::string, Row>;

Table load(std::string_view csv) {
    Table table;
    while (!csv.empty()) {
        std::string_view line = take_until(csv, '\n');
        const std::string_view key = take_until(line, ',');
        table.try_emplace(std::string(key), Row{std::string(line)});
    }
    return table;
}

/// Prints the joined rows and returns the keys that `table` lacks.
std::unordered_set<std::string> join(Table& table, std::string_view csv) {
    std::unordered_set<std::string> unknown;
    std::string key;
    while (!csv.empty()) {
        std::string_view line = take_until(csv, '\n');
        key = take_until(line, ',');
        const auto found = table.find(key);
        if (found == table.end()) {
            unknown.insert(key);
            continue;
        }
        found->second.used = true;
        std::cout << key << ',' << found->second.columns << ',' << line << '\n';
    }
    return unknown;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: hash_join TABLE.csv ROWS.csv\n";
        return 2;
    }
    std::ios::sync_with_stdio(false);
    Table table = load(read_file(argv[1]));
    const std::unordered_set<std::string> unknown = join(table, read_file(argv[2]));

    std::vector<std::string> missing(unknown.begin(), unknown.end());
    std::sort(missing.begin(), missing.end());
    for (const std::string& key : missing) std::cout << "-- not in the table: " << key << '\n';
    const auto unused =
        std::count_if(table.begin(), table.end(), [](const auto& row) { return !row.second.used; });
    std::cout << "-- " << table.size() << " keys, " << unused << " of them unused\n";
}
