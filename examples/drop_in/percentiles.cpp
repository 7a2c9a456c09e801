// Describes the numbers of a log: every run of digits in it. Prints percentiles, the commonest numbers, how
// many lie within each power of two, and the lines with the largest numbers, equal ones in the order of the
// file.
//
// usage: percentiles FILE

#include "input.hpp"

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <iterator>
#include <utility>
#include <vector>

namespace {

using Number = std::uint64_t;

struct Found {
    Number number;
    std::size_t line;
};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Every run of up to 18 digits, with the number of its line. Of longer runs the first 18.
std::vector<Found> numbers_of(std::string_view text) {
    std::vector<Found> found;
    std::size_t line = 1;
    for (std::size_t at = 0; at < text.size(); ++at) {
        line += text[at] == '\n';
        if (!is_digit(text[at])) continue;
        Number number = 0;
        for (std::size_t end = at + 18; at < text.size() && at != end && is_digit(text[at]); ++at)
            number = number * 10 + static_cast<Number>(text[at] - '0');
        while (at < text.size() && is_digit(text[at])) ++at;
        found.push_back({number, line});
        --at;
    }
    return found;
}

/// The number below which `percent` of them lie. Rearranges them.
Number percentile(std::vector<Number>& numbers, double percent) {
    const auto rank = static_cast<std::ptrdiff_t>(static_cast<double>(numbers.size() - 1) * percent / 100);
    std::nth_element(numbers.begin(), numbers.begin() + rank, numbers.end());
    return numbers[static_cast<std::size_t>(rank)];
}

void print_percentiles(std::vector<Number> numbers) {
    for (const double percent : {1.0, 10.0, 25.0, 50.0, 75.0, 90.0, 99.0, 99.9, 100.0})
        std::cout << percent << " %: " << percentile(numbers, percent) << '\n';
}

void print_commonest(const std::vector<Number>& sorted, std::size_t limit) {
    std::vector<std::pair<std::size_t, Number>> runs;
    for (auto first = sorted.begin(); first != sorted.end();) {
        const auto last = std::upper_bound(first, sorted.end(), *first);
        runs.emplace_back(last - first, *first);
        first = last;
    }
    std::cout << runs.size() << " different\n";
    std::sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    runs.resize(std::min(limit, runs.size()));
    for (const auto& [count, number] : runs) std::cout << count << " times " << number << '\n';
}

void print_by_power(const std::vector<Number>& sorted) {
    for (Number power = 1; power < Number{1} << 60; power *= 2) {
        const auto first = std::lower_bound(sorted.begin(), sorted.end(), power);
        const auto last = std::lower_bound(first, sorted.end(), 2 * power);
        if (first != last) std::cout << "from " << power << ": " << last - first << '\n';
    }
}

void print_largest(std::vector<Found> found, std::size_t limit) {
    std::stable_sort(found.begin(), found.end(),
                     [](const Found& a, const Found& b) { return a.number > b.number; });
    found.resize(std::min(limit, found.size()));
    for (const Found& each : found) std::cout << each.number << " in line " << each.line << '\n';
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: percentiles FILE\n";
        return 2;
    }
    const std::vector<Found> found = numbers_of(read_file(argv[1]));
    std::cout << found.size() << " numbers\n";
    if (found.empty()) return 0;
    std::vector<Number> numbers;
    std::transform(found.begin(), found.end(), std::back_inserter(numbers),
                   [](const Found& each) { return each.number; });
    print_percentiles(numbers);
    std::sort(numbers.begin(), numbers.end());
    print_commonest(numbers, 100);
    print_by_power(numbers);
    print_largest(found, 100);
}
