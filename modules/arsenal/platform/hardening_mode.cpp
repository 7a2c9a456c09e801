#include <arsenal/platform/config.hpp>

namespace arsenal {

// The same name in each mode's archive: two of them in a program are an error of the linker's, which prints
// it.
extern const char one_hardening_mode_per_program;
constexpr char one_hardening_mode_per_program = 0;

} // namespace arsenal

namespace arsenal::inline ARSENAL_ABI::detail {

constexpr char hardening_mode = 0;

} // namespace arsenal::inline ARSENAL_ABI::detail
