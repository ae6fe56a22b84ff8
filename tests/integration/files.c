#include "tests/integration/server.h"
