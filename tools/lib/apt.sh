# Functions over the machine's apt sources; source this file.

# apt_entry TYPE SUITE: an entry of TYPE (deb or deb-src) for SUITE, made from the machine's own entry for its release:
# the same address, the same key. Prints the file name ending it needs (sources or list), then the entry.
apt_entry() {
    local type=$1 suite=$2 codename
    codename=$(apt_codename)
    local stanza files=()
    mapfile -t files < <(find "${APT_ETC:-/etc/apt}" -maxdepth 2 -name '*.sources' | sort)
    if [ ${#files[@]} -gt 0 ]; then
        stanza=$(for file in "${files[@]}"; do grep -v '^#' "$file"; echo; done | awk -v codename="$codename" '
            BEGIN { RS = ""; FS = "\n" }
            !done && tolower($0) !~ /(^|\n)enabled:[ \t]*no/ && $0 ~ /(^|\n)Types:[^\n]*deb( |\n|$)/ \
                && $0 ~ "(^|\n)Suites:([^\n]*[ \t])?" codename "([ \t\n]|$)" { print; done = 1 }')
        if [ -n "$stanza" ]; then
            echo sources
            echo "Types: $type"
            echo "Suites: $suite"
            grep -Ev '^(Types|Suites):' <<<"$stanza"
            return
        fi
    fi
    mapfile -t files < <(find "${APT_ETC:-/etc/apt}" -maxdepth 2 -name '*.list' | sort)
    local line=""
    [ ${#files[@]} -eq 0 ] || line=$(cat "${files[@]}" |
        sed -nE "/^deb[ \t]+(\[[^]]*\][ \t]+)?[^ \t]+[ \t]+$codename[ \t]/{p;q}")
    [ -n "$line" ] || return 1
    echo list
    sed -E "s/^deb([ \t]+(\[[^]]*\][ \t]+)?[^ \t]+)[ \t]+$codename[ \t]/$type\1 $suite /" <<<"$line"
}

# apt_sources: the machine's entries for its release and the suites beside it (updates, security, backports), in one of
# the two formats.
apt_sources() {
    local codename found='' files=()
    codename=$(apt_codename)
    mapfile -t files < <(find "${APT_ETC:-/etc/apt}" -maxdepth 2 -name '*.sources' | sort)
    [ ${#files[@]} -eq 0 ] || found=$(for file in "${files[@]}"; do grep -v '^#' "$file"; echo; done | awk -v codename="$codename" '
        BEGIN { RS = ""; FS = "\n"; ORS = "\n\n" }
        tolower($0) !~ /(^|\n)enabled:[ \t]*no/ && $0 ~ "(^|\n)Suites:([^\n]*[ \t])?" codename "(-[a-z]+)?([ \t\n]|$)"')
    mapfile -t files < <(find "${APT_ETC:-/etc/apt}" -maxdepth 2 -name '*.list' | sort)
    [ -n "$found" ] || [ ${#files[@]} -eq 0 ] || found=$(cat "${files[@]}" |
        sed -nE "/^deb[ \t]+(\[[^]]*\][ \t]+)?[^ \t]+[ \t]+$codename(-[a-z]+)?[ \t]/p")
    printf '%s\n' "$found"
}

apt_codename() { (. "${OS_RELEASE:-/etc/os-release}" && echo "$VERSION_CODENAME"); }

# apt_source PACKAGE DIRECTORY: unpacks the source of PACKAGE, at the version that is installed or else the newest, below
# DIRECTORY. Needs no root and leaves the machine's own configuration as it is.
apt_source() {
    local package=$1 directory=$2 version codename kind entry
    codename=$(apt_codename)
    mkdir -p "$directory/apt/lists/partial" "$directory/apt/cache/archives/partial" "$directory/apt/parts"
    for suite in "$codename" "$codename-backports"; do
        entry=$(apt_entry deb-src "$suite")
        kind=${entry%%$'\n'*}
        printf '%s\n' "${entry#*$'\n'}" >"$directory/apt/parts/$suite.$kind"
    done
    version=$(dpkg-query -W -f '${source:Version}' "$package" 2>/dev/null || true)
    local options=(
        -o "Dir::Etc::SourceList=/dev/null" -o "Dir::Etc::SourceParts=$(realpath "$directory")/apt/parts"
        -o "Dir::State::Lists=$(realpath "$directory")/apt/lists" -o "Dir::Cache=$(realpath "$directory")/apt/cache"
        -o "APT::Sandbox::User=$(id -un)" -o "Acquire::Languages=none"
    )
    apt-get -q "${options[@]}" update
    (cd "$directory" && apt-get -q "${options[@]}" source "$package${version:+=$version}")
}
