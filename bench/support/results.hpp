#pragma once

// A program's figures, for the JSON of its run: lines that results.py reads, added to the file that
// ARSENAL_BENCH_ROWS names. Without it nothing is written. results.py says what the words mean.

#include <cstdio>
#include <cstdlib>
#include <ranges>
#include <string>
#include <vector>

namespace bench {

/// Whether the run is a quick one: fewer cells and shorter rounds. ARSENAL_BENCH_QUICK says so.
inline bool is_quick() {
    static const bool quick = std::getenv("ARSENAL_BENCH_QUICK") != nullptr;
    return quick;
}

class results {
public:
    results() {
        if (const char* const path = std::getenv("ARSENAL_BENCH_ROWS")) file_ = std::fopen(path, "a");
    }
    results(const results&) = delete;
    ~results() {
        if (file_ != nullptr) std::fclose(file_);
    }

    /// `columns`: operation, pattern or size; `size_unit`: elements, bytes; `unit`: what a time is.
    void race(const std::string& name, const char* columns, const char* size_unit, const char* unit) {
        write({"race", name, columns, size_unit, unit});
    }
    /// `role`: base, ours, rivals, or anything else for one who is only shown.
    void contender(const std::string& name, const char* role) { write({"contender", name, role}); }

    void row(const std::string& operation, const std::string& pattern, const std::string& size,
             const std::string& contender, const std::ranges::range auto& ns) {
        std::string times;
        for (const double value : ns) times += (times.empty() ? "" : ",") + std::to_string(value);
        write({"row", operation, pattern, size, contender, times});
    }

    /// The median of the ratios of a second run: `rival`'s time over the contender's.
    void second(const std::string& operation, const std::string& pattern, const std::string& size,
                const std::string& contender, const std::string& rival, double ratio) {
        write({"second", operation, pattern, size, contender, rival, std::to_string(ratio)});
    }

    /// What is no time, and better when less: memory and the like. Its values follow.
    void figure(const std::string& name, const std::string& unit, const std::string& base) {
        write({"figure", name, unit, base});
    }
    void value(const std::string& what, const std::string& contender, double value) {
        write({"value", what, contender, std::to_string(value)});
    }

private:
    void write(const std::vector<std::string>& fields) {
        if (file_ == nullptr) return;
        for (std::size_t i = 0; i != fields.size(); ++i)
            std::fprintf(file_, "%s%s", i == 0 ? "" : "\t", fields[i].c_str());
        std::fputc('\n', file_);
        std::fflush(file_); // some programs fork
    }

    std::FILE* file_ = nullptr;
};

/// The program's only one, so that its lines stay in order.
inline results& written() {
    static results all;
    return all;
}

} // namespace bench
