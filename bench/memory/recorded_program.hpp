#pragma once

#include <memory/allocation_trace.hpp>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <ios>
#include <stdexcept>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace bench {

/// The trace of a program, recorded anew, in a file that goes when this does.
class recorded_program {
public:
    /// Of the command that main() was given, or of the built-in one: python3 parses, compiles and counts the
    /// words of a part of its own library (all of its objects from malloc, names hashed the same in each
    /// run).
    /// A child process does it, so that this one's heap holds nothing that could be handed to contenders.
    recorded_program(int count, char** arguments) {
        const pid_t child = fork();
        if (child == 0) _exit(is_written(command_of(count, arguments)) ? 0 : 1);
        int status = 0;
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
            throw std::runtime_error("there is no trace");
    }

    /// What pages<const trace_event> reads.
    std::string file() const { return directory_.file("events"); }

private:
    class temporary_directory {
    public:
        temporary_directory() {
            if (mkdtemp(name_.data()) == nullptr) throw std::runtime_error("no temporary directory");
        }
        ~temporary_directory() { std::filesystem::remove_all(name_); }
        temporary_directory(const temporary_directory&) = delete;
        std::string file(const char* name) const { return name_ + "/" + name; }

    private:
        std::string name_ = std::filesystem::temp_directory_path() / "bench_trace_XXXXXX";
    };

    bool is_written(const std::vector<std::string>& command) const {
        try {
            record_command(command, directory_.file("recorded"));
            const std::vector<trace_event> events = trace_reader::read(directory_.file("recorded"));
            std::filesystem::remove(directory_.file("recorded"));
            if (events.size() < 1000) throw std::runtime_error("the command asks for hardly any memory");
            std::ofstream(file(), std::ios::binary)
                .write(reinterpret_cast<const char*>(events.data()),
                       static_cast<std::streamsize>(events.size() * sizeof(trace_event)));
            return true;
        } catch (const std::exception& error) {
            std::fprintf(stderr, "%s\n", error.what());
            return false;
        }
    }
    static std::vector<std::string> command_of(int count, char** arguments) {
        if (count > 1) return {arguments + 1, arguments + count};
        setenv("PYTHONMALLOC", "malloc", 1);
        setenv("PYTHONHASHSEED", "0", 1);
        return {"python3", "-S", "-B", "-c", built_in_program};
    }

    static constexpr const char* built_in_program = R"(
import ast, glob, json, os
kept = {}
for name in sorted(glob.glob(os.path.dirname(ast.__file__) + '/*.py'))[:30]:
    with open(name, encoding='utf-8', errors='replace') as file: text = file.read()
    compile(ast.parse(text), name, 'exec')
    words = {}
    for word in text.split(): words[word] = words.get(word, 0) + 1
    kept[name] = json.loads(json.dumps([text.splitlines(), words]))
    if len(kept) > 10: del kept[next(iter(kept))]
)";

    temporary_directory directory_;
};

/// What the process holds now ("VmRSS:"), or held at the most ("VmHWM:").
inline std::size_t resident_bytes(const std::string& field) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(field))
            return std::strtoull(line.c_str() + field.size() + 1, nullptr, 10) * 1024;
    return 0;
}

} // namespace bench
