#pragma once

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

// A program of the grids is given the cells to run, and prints a line for each contender of a cell:
//
//   <pattern> <n> <mode> <contender> <ns per element of each round, separated by commas>

namespace bench {

struct cell {
    std::string pattern;
    std::size_t n;
    std::string mode; ///< hot, or cold: one call after the caches were filled with other things
};

struct request {
    std::vector<cell> cells;
    std::vector<std::string> contenders; ///< all if empty
    int rounds = 0;                      ///< as the cell's size asks for if 0
    unsigned seed = 1;
    std::string kernel; ///< forced in Arsenal if not empty

    bool wants(std::string_view name) const {
        for (const std::string& wanted : contenders)
            if (wanted == name) return true;
        return contenders.empty();
    }
};

inline std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts{""};
    for (const char c : text) {
        if (c == separator)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

[[noreturn]] inline void stop(const std::string& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(1);
}

inline request requested(int argc, char** argv) {
    request asked;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view option = argv[i];
        const char* const value = argv[i + 1];
        if (option == "--cells") {
            for (const std::string& part : split(value, ',')) {
                const std::vector<std::string> fields = split(part, ':');
                if (fields.size() != 3) stop("not pattern:n:mode: " + part);
                asked.cells.push_back({fields[0], std::strtoull(fields[1].c_str(), nullptr, 10), fields[2]});
            }
        } else if (option == "--contenders") {
            asked.contenders = split(value, ',');
        } else if (option == "--rounds") {
            asked.rounds = std::atoi(value);
        } else if (option == "--seed") {
            asked.seed = static_cast<unsigned>(std::atoi(value));
        } else if (option == "--kernel") {
            asked.kernel = value;
        } else {
            stop("unknown option " + std::string(option));
        }
    }
    return asked;
}

inline double nanoseconds(auto action) {
    using clock = std::chrono::steady_clock;
    static_cast<void>(clock::now()); // its code is in the cache, too
    const auto start = clock::now();
    action();
    return std::chrono::duration<double, std::nano>(clock::now() - start).count();
}

/// Fills the processor's own caches and its branch predictor with other things.
class intruder {
public:
    intruder() : lines_(size_t{3} << 20 >> 3) {}

    void operator()() {
        unsigned long sum = sum_;
        for (std::size_t i = 0; i < lines_.size(); i += 8) {
            sum = sum * 6364136223846793005 + lines_[i] + 1;
            if (sum >> 63)
                lines_[i] ^= sum;
            else
                lines_[i] += 1;
        }
        sum_ = sum;
    }
    static void flush([[maybe_unused]] const void* data, [[maybe_unused]] std::size_t bytes) {
#if defined(__x86_64__)
        for (std::size_t at = 0; at < bytes; at += 64)
            __builtin_ia32_clflush(static_cast<const char*>(data) + at);
#endif
    }

private:
    std::vector<unsigned long> lines_;
    unsigned long sum_ = 1;
};

inline void print(const cell& raced, std::string_view contender, const std::vector<double>& rounds) {
    std::printf("%s %zu %s %.*s ", raced.pattern.c_str(), raced.n, raced.mode.c_str(),
                static_cast<int>(contender.size()), contender.data());
    for (std::size_t i = 0; i != rounds.size(); ++i) std::printf("%s%.4f", i == 0 ? "" : ",", rounds[i]);
    std::printf("\n");
    std::fflush(stdout);
}

} // namespace bench
