module;

#include <arsenal/platform.hpp>

export module arsenal.platform;

export namespace arsenal {

using arsenal::hardening_failure; // platform/hardening.hpp
using arsenal::hardening_handler;
using arsenal::set_hardening_handler;

} // namespace arsenal
