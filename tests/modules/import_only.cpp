#include <string>

import arsenal.containers;

// No macro of the library crosses the import.
#if defined(ARSENAL_ABI) || defined(ARSENAL_VERSION_MAJOR) || defined(ARSENAL_ASSERT) ||                     \
    defined(ARSENAL_HAS_EXCEPTIONS)
#error "import arsenal.containers brought a macro with it"
#endif

#include <modules/shared.hpp>

#define BY import
#include <modules/definitions.inc>
