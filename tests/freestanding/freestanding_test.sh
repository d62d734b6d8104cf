#!/usr/bin/env bash
# The program trains, and no object of its libraries asks for threads, files, JSON or zlib.
# Usage: freestanding_test.sh PROGRAM LIBRARY...
#
# Looked at are the symbols of our own objects: what the C++ runtime holds inside (it has streams and locks for others)
# is its own affair, and what the program needs of it stands in our objects as an undefined symbol.
set -euo pipefail
program=$1
shift
"$program" || { echo "the program does not train" >&2; exit 1; }

# The door to training loads data sets and so their readers; whoever brings data of his own links neither.
door='training.*:(scalar_)?engine\.cpp\.o:'
threads='std::(thread|jthread|mutex|condition_variable)(::|[( ]|$)| U (pthread_create|pthread_mutex_lock|fork|vfork|posix_spawn)(@|$)'
files='std::basic_([io]?fstream|filebuf)|std::filesystem| U (fopen|freopen|open|openat|read|write)(64)?(@|$)'
others='nlohmann| U (inflate|deflate|gzopen)(64|@|$)'
symbols=$(for library in "$@"; do nm -A -C "$library" 2>/dev/null; done | grep -vE "$door")
found=$(grep -E "$threads|$files|$others" <<<"$symbols" || true)
# The driver of a whole run (loop.cpp) measures time; what is stepped from outside does not.
clocks='std::chrono::_V2::|std::chrono::(steady|system)_clock::now| U (clock_gettime|gettimeofday|time)(@|$)'
found+=$(grep -E "$clocks" <<<"$symbols" | grep -vE 'training.*:loop\.cpp\.o:' || true)
if [[ -n $found ]]; then
  echo "needs what a freestanding program does not have:" >&2
  cut -c1-200 <<<"$found" | head -20 >&2
  exit 1
fi
needed=$(readelf -d "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -vE '^(libstdc\+\+|libc\+\+|libm|libgcc_s|libc|ld-)' || true)
[[ -z $needed ]] || { echo "is linked with $needed" >&2; exit 1; }
echo "no threads, files, JSON or zlib in $# libraries"
