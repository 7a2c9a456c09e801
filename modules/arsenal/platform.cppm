module;

#include <arsenal/platform.hpp>

export module arsenal.platform;

export namespace arsenal {

using arsenal::cpu; // platform/cpu.hpp
using arsenal::cpu_features;
using arsenal::cpu_vendor;

using arsenal::hardening_failure; // platform/hardening.hpp
using arsenal::hardening_handler;
using arsenal::set_hardening_handler;

using arsenal::current_strategy; // platform/strategy.hpp
using arsenal::strategy;
using arsenal::strategy_scope;

} // namespace arsenal
