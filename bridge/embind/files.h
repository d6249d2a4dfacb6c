// The one Filesystem of files.wasm, for the parts of it that Go and JavaScript call.
#pragma once
#include "bridge/files/filesystem.h"

namespace goferry {

/// As the options of the program's start set it up (the export `setup`).
files::Filesystem& filesystem();

}  // namespace goferry
