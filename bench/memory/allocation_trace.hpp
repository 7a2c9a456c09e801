#pragma once

#include <memory/trace_record.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <span>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bench {

/// A call of a heap. Blocks have numbers, which are used again when they are free.
struct trace_event {
    std::uint64_t bytes;
    std::uint32_t block;
    bool allocates;
    std::uint8_t alignment_exponent;

    std::size_t alignment() const { return std::size_t{1} << alignment_exponent; }
};

/// Runs the command with the recorder in it, which writes `file`.
inline void record_command(const std::vector<std::string>& command, const std::string& file) {
    std::vector<char*> arguments;
    for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        setenv("ARSENAL_ALLOCATION_TRACE", file.c_str(), 1);
        setenv("ARSENAL_ALLOCATION_TRACE_PROCESS", std::to_string(getpid()).c_str(), 1);
        setenv("LD_PRELOAD", BENCH_TRACE_RECORDER, 1);
        execvp(arguments[0], arguments.data());
        _exit(127);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        throw std::runtime_error("the command that is to be recorded failed: " + command[0]);
}

/// The events of a recording: what was allocated before it began does not occur, and what is left at the end
/// is freed in the order of its addresses, so that the events can be repeated.
class trace_reader {
public:
    static std::vector<trace_event> read(const std::string& file) {
        trace_reader reader;
        std::ifstream in(file, std::ios::binary);
        for (trace_record r{}; in.read(reinterpret_cast<char*>(&r), sizeof r);) {
            if (r.freed != 0) reader.free(r.freed);
            if (r.given != 0) reader.allocate(r);
        }
        reader.free_rest();
        return std::move(reader.events_);
    }

private:
    void allocate(const trace_record& r) {
        std::uint32_t block = blocks_;
        if (unused_.empty()) {
            ++blocks_;
        } else {
            block = unused_.back();
            unused_.pop_back();
        }
        const auto exponent =
            static_cast<std::uint8_t>(std::bit_width(std::max<std::uint64_t>(r.alignment, 16)) - 1);
        if (!live_.try_emplace(r.given, trace_event{r.bytes, block, false, exponent}).second)
            throw std::runtime_error("the recording is not of one program");
        events_.push_back({r.bytes, block, true, exponent});
    }
    void free(std::uint64_t address) {
        const auto found = live_.find(address);
        if (found == live_.end()) return;
        events_.push_back(found->second);
        unused_.push_back(found->second.block);
        live_.erase(found);
    }
    void free_rest() {
        std::vector<std::uint64_t> rest;
        for (const auto& [address, event] : live_) rest.push_back(address);
        std::sort(rest.begin(), rest.end());
        for (const std::uint64_t address : rest) free(address);
    }

    std::vector<trace_event> events_;
    std::unordered_map<std::uint64_t, trace_event> live_; // as they will be freed
    std::vector<std::uint32_t> unused_;
    std::uint32_t blocks_ = 0;
};

struct trace_summary {
    std::size_t blocks = 0; // numbers
    std::size_t peak_bytes = 0;
    std::size_t peak_blocks = 0;
    std::uint64_t checksum = 0;

    explicit trace_summary(std::span<const trace_event> events) {
        std::size_t live = 0, live_blocks = 0;
        for (const trace_event& e : events) {
            live += e.allocates ? e.bytes : -e.bytes;
            live_blocks += e.allocates ? 1 : std::size_t(-1);
            peak_bytes = std::max(peak_bytes, live);
            peak_blocks = std::max(peak_blocks, live_blocks);
            blocks = std::max<std::size_t>(blocks, e.block + 1);
            checksum = (checksum ^ e.bytes ^ e.block) * 0x9e3779b97f4a7c15;
        }
    }
};

/// Pages that the heaps under test have no part in.
template <class T>
class pages {
public:
    explicit pages(std::size_t count)
        : span_(static_cast<T*>(map(count * sizeof(T), -1, PROT_READ | PROT_WRITE)), count) {}
    /// What is in a file.
    explicit pages(const std::string& file) {
        const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
        const std::size_t bytes = std::filesystem::file_size(file);
        span_ = {static_cast<T*>(map(bytes, descriptor, PROT_READ)), bytes / sizeof(T)};
        close(descriptor);
    }
    ~pages() { munmap(const_cast<std::remove_const_t<T>*>(span_.data()), span_.size_bytes()); }
    pages(const pages&) = delete;

    std::span<T> all() const { return span_; }
    T& operator[](std::size_t i) const { return span_[i]; }

private:
    static void* map(std::size_t bytes, int file, int protection) {
        const int kind =
            file == -1 ? MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE : MAP_PRIVATE | MAP_POPULATE;
        void* const p = mmap(nullptr, bytes, protection, kind, file, 0);
        if (p == MAP_FAILED) throw std::runtime_error("no memory for a trace");
        return p;
    }

    std::span<T> span_;
};

} // namespace bench
