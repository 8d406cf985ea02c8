#!/bin/sh
# Checks Python and installs the system libraries that pip can't bring, only those that are missing.
# Uses PYTHON from the environment, python3 when it is not set.
set -eu

python=${PYTHON:-python3}

# soname:Debian package. The first are for Qt and MediaPipe everywhere, those with xcb and
# xkbcommon-x11 for a window under X11 (and XWayland).
libraries="
libEGL.so.1:libegl1
libGL.so.1:libgl1
libGLESv2.so.2:libgles2
libdbus-1.so.3:libdbus-1-3
libfontconfig.so.1:libfontconfig1
libglib-2.0.so.0:libglib2.0-0
libxkbcommon.so.0:libxkbcommon0
libxkbcommon-x11.so.0:libxkbcommon-x11-0
libX11-xcb.so.1:libx11-xcb1
libxcb-cursor.so.0:libxcb-cursor0
libxcb-icccm.so.4:libxcb-icccm4
libxcb-image.so.0:libxcb-image0
libxcb-keysyms.so.1:libxcb-keysyms1
libxcb-randr.so.0:libxcb-randr0
libxcb-render-util.so.0:libxcb-render-util0
libxcb-shape.so.0:libxcb-shape0
libxcb-shm.so.0:libxcb-shm0
libxcb-sync.so.1:libxcb-sync1
libxcb-xfixes.so.0:libxcb-xfixes0
libxcb-xkb.so.1:libxcb-xkb1
"

fail() {
    echo "FaceMat Live: $*" >&2
    exit 1
}

check_python() {
    command -v "$python" >/dev/null 2>&1 ||
        fail "$python is not installed. Install Python 3.11 or newer, or name it: make PYTHON=python3.12 ..."
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "$python is $("$python" -c 'import platform; print(platform.python_version())')," \
            "need 3.11 or newer. Install it, or name another one: make PYTHON=python3.12 ..."
}

missing_packages() {
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
    for entry in $libraries; do
        case "$known" in
            *"${entry%%:*} "*) ;;
            *) printf '%s ' "${entry#*:}" ;;
        esac
    done
    # Debian and Ubuntu keep the part of Python that makes environments in a package of its own.
    "$python" -c 'import ensurepip, venv' 2>/dev/null || printf 'python3-venv '
}

install() {
    sudo=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 ||
            fail "system libraries are missing and there is no sudo. As root: apt-get install $*"
        sudo=sudo
    fi
    echo "Installing system libraries: $*"
    $sudo apt-get update -q
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" ||
        fail "system libraries could not be installed. Try by hand: apt-get install $*"
}

check_python
case "$(uname -s)" in
    Linux)
        packages=$(missing_packages)
        [ -n "$packages" ] || exit 0
        command -v apt-get >/dev/null 2>&1 ||
            fail "install what Debian calls $packages with this system's package manager"
        # shellcheck disable=SC2086 -- a list of package names
        install $packages
        ;;
    *) ;; # macOS and Windows bring what is needed
esac
