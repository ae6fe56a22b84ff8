#include "reports/assets.h"

#include "core/base/alloc.h"
#include "reports/report.h"

struct str_view asset_find(struct str_view name)
{
    for (size_t i = 0; i < asset_count; i++) {
        if (str_view_equal(name, str_view_of(asset_all[i].name)))
            return (struct str_view){asset_all[i].data, asset_all[i].length};
    }
    return str_view_of(NULL);
}

struct str_view report_json_schema(struct str_view name)
{
    CADRE_CLEANUP(str_release) struct str file = {0};
    str_add_view(&file, name);
    str_add_text(&file, ".schema.json");
    return asset_find(str_view_from(&file));
}
