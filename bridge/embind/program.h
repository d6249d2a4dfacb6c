// The one Bridge of this wasm instance: one program's. Only embind/ knows it; everything else is handed a Bridge.
#pragma once
#include "bridge/imports/bridge.h"

namespace goferry {
extern Bridge program;
}
