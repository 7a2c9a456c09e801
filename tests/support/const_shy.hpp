#pragma once

namespace support {

/// What only an object that is not const tells.
struct const_shy {
    int hidden;

    int key() { return hidden; }
};

} // namespace support
