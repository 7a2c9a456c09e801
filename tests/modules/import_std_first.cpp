import std;
import arsenal;

#define ORDER std_then_arsenal
#include <modules/import_std.inc>

int failure_arsenal_then_std(); // import_std_last.cpp

int main() {
    const std::pair failures(std_then_arsenal::failure(), failure_arsenal_then_std());
    std::printf("std first: %d, arsenal first: %d (0: right)\n", failures.first, failures.second);
    return failures == std::pair(0, 0) ? 0 : 1;
}
