#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

// Runs a fuzz target on generated inputs without libFuzzer, so that every compiler can: `regression [inputs]
// [seed]`. Short runs of equal bytes make operations repeat, as a fuzzer's own mutations do. The input that
// was under way when the target ends the program is named by its number.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::uint8_t> generate(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::vector<std::uint8_t> bytes(2 + random() % (random() % 8 == 0 ? 2000 : 300));
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] =
            i > 4 && random() % 8 == 0 ? bytes[i - 1 - random() % 4] : static_cast<std::uint8_t>(random());
    return bytes;
}

std::uint64_t current = 0;

void name_current() {
    std::fprintf(stderr, "regression: at input %llu\n", static_cast<unsigned long long>(current));
}

} // namespace

int main(int argc, char** argv) {
    const std::uint64_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 4000;
    const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
    std::atexit(name_current);
    for (std::uint64_t i = 0; i < count; ++i) {
        current = seed + i;
        const auto bytes = generate(current);
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    }
    std::printf("%llu inputs\n", static_cast<unsigned long long>(count));
}
