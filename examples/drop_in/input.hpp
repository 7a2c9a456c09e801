#pragma once

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

/// The bytes of the file at `path`. What cannot be opened or read ends the program: one line on stderr, exit
/// code 1.
inline std::string read_file(const char* path) {
    const auto fail = [path] {
        std::fprintf(stderr, "cannot read %s: %s\n", path, std::strerror(errno));
        std::exit(1);
    };
    std::FILE* file = std::fopen(path, "rb");
    if (!file) fail();
    std::string text;
    char block[1 << 16];
    while (const std::size_t size = std::fread(block, 1, sizeof block, file)) text.append(block, size);
    if (std::ferror(file)) fail();
    std::fclose(file);
    return text;
}

/// The text up to the next `end`, which is taken off `rest` together with that delimiter.
inline std::string_view take_until(std::string_view& rest, char end) {
    const std::size_t size = rest.find(end);
    const std::string_view taken = rest.substr(0, size);
    rest.remove_prefix(size == std::string_view::npos ? rest.size() : size + 1);
    return taken;
}
