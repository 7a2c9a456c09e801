#include "arsenal_hash.hpp"

#include <cstdio>
#include <string>

int main() {
    const std::string text(1000, 'x'); // long enough for the processor's kernel
    const auto whole = arsenal::xxh3_64::hash(text.data(), text.size());
    arsenal::xxh3_64 parts;
    parts.update(text.data(), 300);
    parts.update(text.data() + 300, 700);
    if (parts.digest() != whole) return 1;
    if (arsenal::xxh64::hash("", 0) != 0xef46db3751d8e999) return 2; // of the format's definition
    if (arsenal::hash<std::string>{}(text) != arsenal::hash<std::string>{}(std::string(text))) return 3;
    std::puts("ok");
}
