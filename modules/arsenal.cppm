export module arsenal;

export import arsenal.platform;
