import arsenal.platform;

int main() { arsenal::set_hardening_handler(nullptr); }
