export module arsenal.compat;

export import arsenal.containers;
export import :containers;
